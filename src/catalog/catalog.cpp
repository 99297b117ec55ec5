// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Catalog: look-up by name in our tables and in the facts.
#include "catalog/catalog.hpp"

#include <algorithm>

namespace kukini::catalog {
namespace {

template <class T, class Key, class Of>
std::span<const T> range(const std::vector<T>& table, const Key& key, Of of) {
  auto lower = std::lower_bound(table.begin(), table.end(), key, [&](const T& a, const Key& k) { return of(a) < k; });
  auto upper = lower;
  while (upper != table.end() && of(*upper) == key) ++upper;
  return {lower, upper};
}

template <class T>
const T* first(std::span<const T> found) {
  return found.empty() ? nullptr : &found.front();
}

using Pair = std::pair<string_view, string_view>;

void unique(std::vector<string_view>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

Arity OwnFunction::arity() const {
  if (decl->variadic) return {Arity::kAny};
  std::size_t least = 0;
  while (least < decl->args.size() && !decl->args[least].optional) ++least;
  std::uint16_t mask = 0;
  for (std::size_t n = least; n <= decl->args.size() && n < 15; ++n) mask |= static_cast<std::uint16_t>(1u << n);
  return {mask};
}

Catalog::Catalog(std::span<const manifest::Manifest* const> manifests, const manifest::Manifest* core)
    : facts_(catalog::facts()), core_(core) {
  for (const auto* m : manifests) {
    modules_.push_back(m);
    take(*m);
  }
  if (core_ != nullptr) take(*core_);
  sort();
}

void Catalog::add(const manifest::Manifest& module) {
  modules_.push_back(&module);
  take(module);
  sort();
}

void Catalog::take(const manifest::Manifest& module) {
  for (const auto& f : module.functions) functions_.push_back({&module, &f});
  for (const auto& v : module.variables) variables_.push_back({&module, &v});
  for (const auto& t : module.transformations) transformations_.push_back({&module, &t});
}

void Catalog::sort() {
  std::sort(modules_.begin(), modules_.end(), [](auto* a, auto* b) { return a->name < b->name; });
  auto by_name = [](const auto& a, const auto& b) { return a.decl->name < b.decl->name; };
  std::stable_sort(functions_.begin(), functions_.end(), by_name);
  std::stable_sort(variables_.begin(), variables_.end(), by_name);
  std::stable_sort(transformations_.begin(), transformations_.end(), [](const auto& a, const auto& b) {
    return Pair(a.decl->class_name, a.decl->name) < Pair(b.decl->class_name, b.decl->name);
  });
}

const manifest::Manifest* Catalog::own_module(string_view name) const {
  for (const auto* m : modules_)
    if (m->name == name) return m;
  return nullptr;
}

std::span<const OwnFunction> Catalog::own_functions(string_view name) const {
  return range(functions_, name, [](const auto& f) { return f.decl->name; });
}
std::span<const OwnVariable> Catalog::own_variables(string_view name) const {
  return range(variables_, name, [](const auto& v) { return v.decl->name; });
}
std::span<const OwnTransformation> Catalog::own_transformations(string_view class_name, string_view name) const {
  return range(transformations_, Pair(class_name, name), [](const auto& t) { return Pair(t.decl->class_name, t.decl->name); });
}

const manifest::Param* Catalog::own_param(string_view module, string_view name) const {
  const auto* m = own_module(module);
  if (m == nullptr) return nullptr;
  for (const auto& p : m->params)
    if (p.name == name) return &p;
  return nullptr;
}

const ModuleFact* Catalog::module(string_view name) const {
  return first(range(facts_.modules, name, [](const auto& m) { return m.name; }));
}
std::span<const FunctionFact> Catalog::functions(string_view name) const {
  return range(facts_.functions, name, [](const auto& f) { return f.name; });
}
std::span<const VariableFact> Catalog::variables(string_view name) const {
  return range(facts_.variables, name, [](const auto& v) { return v.name; });
}
std::span<const TransformationFact> Catalog::transformations(string_view class_name, string_view name) const {
  return range(facts_.transformations, Pair(class_name, name), [](const auto& t) { return Pair(t.class_name, t.name); });
}
const ParamFact* Catalog::param(string_view module, string_view name) const {
  return first(range(facts_.params, Pair(module, name), [](const auto& p) { return Pair(p.module, p.name); }));
}
std::span<const ParamFact> Catalog::params(string_view module) const {
  return range(facts_.params, module, [](const auto& p) { return p.module; });
}
const GlobalFact* Catalog::global(string_view name) const {
  return first(range(facts_.globals, name, [](const auto& g) { return g.name; }));
}
const CfgVarFact* Catalog::cfg_var(string_view name) const {
  return first(range(facts_.cfg_vars, name, [](const auto& c) { return c.name; }));
}

const Replacement* Catalog::replacement(string_view kind, string_view module, string_view name) const {
  for (const auto& r : range(facts_.replacements, Pair(module, name), [](const auto& x) { return Pair(x.module, x.name); }))
    if (r.kind == kind) return &r;
  return nullptr;
}

std::string Catalog::describe(const Replacement& r) {
  std::string out;
  string_view rest = r.to;
  while (!rest.empty()) {
    auto end = rest.find(", ");
    auto target = rest.substr(0, end);
    rest.remove_prefix(end == string_view::npos ? rest.size() : end + 2);
    auto colon = target.find(':');
    auto dot = target.find('.', colon + 1);
    string_view kind = colon == string_view::npos ? string_view{} : target.substr(0, colon);
    string_view what = target.substr(colon == string_view::npos ? 0 : colon + 1);
    out += out.empty() ? "use " : " or ";
    if (kind == "param" && dot != string_view::npos) {
      out += "modparam(\"" + std::string(target.substr(colon + 1, dot - colon - 1)) + "\", \"" + std::string(target.substr(dot + 1)) +
             "\", …)";
    } else if (kind == "function" && dot != string_view::npos) {
      out += std::string(target.substr(dot + 1)) + "() of module " + std::string(target.substr(colon + 1, dot - colon - 1));
    } else if (kind == "core_param" || kind == "core_function") {
      out += what;
    } else if (kind == "pv") {
      out += "$" + std::string(dot == string_view::npos ? what : target.substr(dot + 1));
    } else {
      out += std::string(kind) + (kind.empty() ? "" : " ") + std::string(what);
    }
  }
  if (!r.note.empty()) out += out.empty() ? std::string(r.note) : " (" + std::string(r.note) + ")";
  return out;
}

std::vector<string_view> Catalog::module_names() const {
  std::vector<string_view> names;
  for (const auto* m : modules_) names.push_back(m->name);
  for (const auto& m : facts_.modules) names.push_back(m.name);
  unique(names);
  return names;
}
std::vector<string_view> Catalog::function_names() const {
  std::vector<string_view> names;
  for (const auto& f : functions_) names.push_back(f.decl->name);
  for (const auto& f : facts_.functions) names.push_back(f.name);
  unique(names);
  return names;
}
std::vector<string_view> Catalog::variable_names() const {
  std::vector<string_view> names;
  for (const auto& v : variables_) names.push_back(v.decl->name);
  for (const auto& v : facts_.variables) names.push_back(v.name);
  unique(names);
  return names;
}
std::vector<string_view> Catalog::transformation_names(string_view class_name) const {
  std::vector<string_view> names;
  for (const auto& t : transformations_)
    if (t.decl->class_name == class_name) names.push_back(t.decl->name);
  for (const auto& t : facts_.transformations)
    if (t.class_name == class_name && !t.name.empty()) names.push_back(t.name);
  unique(names);
  return names;
}
std::vector<string_view> Catalog::param_names(string_view module) const {
  std::vector<string_view> names;
  if (const auto* m = own_module(module))
    for (const auto& p : m->params) names.push_back(p.name);
  for (const auto& p : params(module)) names.push_back(p.name);
  unique(names);
  return names;
}
std::vector<string_view> Catalog::global_names() const {
  std::vector<string_view> names;
  for (const auto& g : facts_.globals) names.push_back(g.name);
  unique(names);
  return names;
}

}  // namespace kukini::catalog
