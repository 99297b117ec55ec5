// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The life of the loaded modules.
#include "registry/registry.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "diag/diagnostic.hpp"
#include "registry/params.hpp"
#include "registry/table_binder.hpp"

namespace kukini::registry {

struct Registry::Loaded {
  std::string name;
  const manifest::Manifest* table = nullptr;
  std::unique_ptr<sdk::Module> module;
  std::map<std::string, ParamSetter, std::less<>> params;
};

Registry::Registry() = default;

Registry::~Registry() {
  // In reverse: what was loaded first may be used by what came later. Objects stay mapped: code of theirs may still be referred to.
  while (!modules_.empty()) modules_.pop_back();
}

void Registry::add_path(std::string_view path) {
  while (!path.empty()) {
    auto colon = path.find(':');
    if (colon != 0) paths_.emplace_back(path.substr(0, colon));
    path.remove_prefix(colon == path.npos ? path.size() : colon + 1);
  }
}

Registry::Loaded* Registry::find(std::string_view name) const {
  for (const auto& m : modules_)
    if (m->name == name) return m.get();
  return nullptr;
}

bool Registry::loaded(std::string_view name) const { return find(name) != nullptr; }

base::Result<> Registry::load(std::string_view path) {
  std::string name(base_name(path));
  if (name.empty()) return base::Error{"loadmodule \"" + std::string(path) + "\": there is no module name in it"};
  if (find(name) != nullptr) return {};
  std::vector<std::string> candidates;
  for (const auto& folder : own_module_folders()) candidates.push_back(folder + "/" + name + ".so");
  if (path.starts_with('/')) candidates.emplace_back(path);
  for (const auto& folder : paths_) candidates.push_back(folder + "/" + name + ".so");

  std::string looked;
  for (const auto& file : candidates) {
    looked += (looked.empty() ? "" : ", ") + file;
    ObjectKind kind = inspect_object(file);
    if (kind == ObjectKind::foreign) notes_.push_back(file + " is not a module of Kukini; passed over");
    if (kind == ObjectKind::not_an_object) notes_.push_back(file + " is not a shared object; passed over");
    if (kind != ObjectKind::ours) continue;
    void* object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (object == nullptr) return base::Error{"module " + name + " cannot be loaded: " + dlerror()};
    const auto* entry = static_cast<const sdk::ModuleEntry*>(dlsym(object, "kukini_module"));
    if (entry == nullptr) return base::Error{"module " + name + " cannot be loaded: " + dlerror()};
    auto added = add(*entry);
    if (!added) return base::Error{file + ": " + added.error()};
    if (modules_.back()->name != name)
      return base::Error{file + " calls itself " + modules_.back()->name + ": the file must bear the module's name"};
    return {};
  }
  return base::Error{"there is no module " + name + " (looked for " + looked + ")"};
}

base::Result<> Registry::add(const sdk::ModuleEntry& entry) {
  if (entry.abi == nullptr || std::strcmp(entry.abi, KUKINI_ABI_STAMP) != 0)
    return base::Error{std::string("built for another interface (\"") + (entry.abi != nullptr ? entry.abi : "") + "\", this server has \"" KUKINI_ABI_STAMP
                       "\"): build it anew against the installed SDK"};
  if (entry.manifest == nullptr || entry.create == nullptr) return base::Error{"the module's entry is incomplete"};
  auto m = std::make_unique<Loaded>();
  m->name = entry.manifest->name;
  m->table = entry.manifest;
  if (find(m->name) != nullptr) return {};
  m->module.reset(entry.create());
  if (auto bound = bind(*m); !bound) return bound;
  manifests_.push_back(m->table);
  modules_.push_back(std::move(m));
  return {};
}

base::Result<> Registry::bind(Loaded& m) {
  // Into a copy first: a module that is refused leaves nothing behind.
  sdk::Bindings bindings = bindings_;
  TableBinder binder(*m.table, bindings, m.params);
  m.module->bind(binder);
  if (auto wrong = binder.mismatch(); !wrong.empty()) return base::Error{"module " + m.name + " does not match its own table: " + wrong};
  bindings_ = std::move(bindings);
  return {};
}

base::Result<> Registry::set_param(std::string_view module, std::string_view name, const sdk::ParamValue& value) {
  Loaded* m = find(module);
  std::string where = "modparam(\"" + std::string(module) + "\", \"" + std::string(name) + "\"): ";
  if (m == nullptr) return base::Error{where + "module " + std::string(module) + " is not loaded; put loadmodule \"" + std::string(module) + ".so\" before it"};
  const manifest::Param* row = nullptr;
  std::vector<std::string_view> names;
  for (const auto& p : m->table->params) {
    names.push_back(p.name);
    if (p.name == name) row = &p;
  }
  if (row == nullptr) {
    auto near = diag::did_you_mean(name, names);
    return base::Error{where + "there is no such parameter" + (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?")};
  }
  auto fitted = fit_param(*row, value);
  if (!fitted) return base::Error{where + fitted.error()};
  if (auto set = m->params.at(std::string(name))(*fitted); !set) return base::Error{where + set.error()};
  return {};
}

base::Result<> Registry::check_needs() const {
  for (const auto& m : modules_)
    for (auto need : m->table->needs) {
      bool there = find(need) != nullptr;
      for (const auto& other : modules_)
        for (auto offer : other->table->provides) there = there || offer == need;
      if (!there)
        return base::Error{"module " + m->name + " needs " + std::string(need) + ": add loadmodule \"" + std::string(need) + ".so\" before it"};
    }
  return {};
}

std::vector<Registry::Loaded*> Registry::init_order() const {
  std::vector<Loaded*> order;
  std::vector<const Loaded*> visiting;
  auto visit = [&](auto& self, Loaded* m) -> void {
    if (std::find(order.begin(), order.end(), m) != order.end() || std::find(visiting.begin(), visiting.end(), m) != visiting.end()) return;
    visiting.push_back(m);
    for (auto list : {m->table->needs, m->table->uses})
      for (auto need : list)
        for (const auto& other : modules_) {
          bool offers = other->name == need;
          for (auto offer : other->table->provides) offers = offers || offer == need;
          if (offers) self(self, other.get());
        }
    visiting.pop_back();
    order.push_back(m);
  };
  for (const auto& m : modules_) visit(visit, m.get());
  return order;
}

base::Result<> Registry::init(sdk::InitContext& context) {
  if (auto complete = check_needs(); !complete) return complete;
  for (const auto& m : modules_) m->module->provide(context);
  for (auto* m : init_order())
    if (auto done = m->module->init(context); !done) return base::Error{"module " + m->name + ": " + done.error()};
  return {};
}

base::Result<> Registry::worker_init(sdk::Worker& worker) {
  for (auto* m : init_order())
    if (auto done = m->module->worker_init(worker); !done) return base::Error{"module " + m->name + ": " + done.error()};
  return {};
}

void Registry::worker_exit(sdk::Worker& worker) {
  auto order = init_order();
  for (auto m = order.rbegin(); m != order.rend(); ++m) (*m)->module->worker_exit(worker);
}

std::vector<std::string> Registry::names() const {
  std::vector<std::string> out;
  for (const auto& m : modules_) out.push_back(m->name);
  return out;
}

const manifest::Manifest* Registry::manifest(std::string_view name) const {
  const Loaded* m = find(name);
  return m != nullptr ? m->table : nullptr;
}

std::vector<std::string> Registry::take_notes() { return std::exchange(notes_, {}); }

}  // namespace kukini::registry
