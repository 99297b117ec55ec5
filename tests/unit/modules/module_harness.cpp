// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Loading modules, and a small evaluator of formats: one pass, no binding.
#include "module_harness.hpp"

#include <dlfcn.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "sdk/nothing.hpp"
#include "sdk/text.hpp"

namespace kukini::test {

using namespace sdk;

namespace {

class TestPv final : public Pv {
 public:
  TestPv(Harness& h, std::string text) : h_(h), text_(std::move(text)) {}
  Value get(Context& c) const override { return h_.value(c, text_); }
  bool set(Context& c, const Value& v) const override { return h_.assign(c, text_, v); }
  bool settable() const override { return true; }
  std::string_view text() const override { return text_; }

 private:
  Harness& h_;
  std::string text_;
};

class TestFormat final : public Format {
 public:
  TestFormat(Harness& h, std::string text) : h_(h), text_(std::move(text)) {}
  std::string_view eval(Context& c) const override { return c.arena->copy(h_.format(c, text_)); }
  bool constant() const override { return text_.find('$') == std::string::npos; }
  std::string_view text() const override { return text_; }

 private:
  Harness& h_;
  std::string text_;
};

bool name_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// From an opening character to its partner; npos when there is none.
std::size_t closing(std::string_view s, char open, char close) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    depth += s[i] == open;
    if (s[i] == close && --depth == 0) return i;
  }
  return s.npos;
}

}  // namespace

void Harness::load(const std::string& name) {
  const char* folder = std::getenv("KUKINI_MODULES");
  auto path = std::string(folder != nullptr ? folder : ".") + "/" + name + ".so";
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    problems_.push_back(dlerror());
    return;
  }
  const auto* entry = static_cast<const ModuleEntry*>(dlsym(handle, "kukini_module"));
  if (entry == nullptr || std::string_view(entry->abi) != KUKINI_ABI_STAMP) {
    problems_.push_back(name + " exports no kukini_module of this version");
    return;
  }
  loading_ = entry->manifest;
  seen_.clear();
  modules.emplace_back(entry->create());
  modules.back()->bind(*this);
  auto expect = [&](const std::string& what) {
    if (std::find(seen_.begin(), seen_.end(), what) == seen_.end()) problems_.push_back(name + ": no code for " + what);
  };
  for (const auto& p : loading_->params) expect("param " + std::string(p.name));
  for (const auto& f : loading_->functions) expect("function " + std::string(f.name));
  for (const auto& v : loading_->variables) expect("variable " + std::string(v.name));
  for (const auto& t : loading_->transformations) expect("transformation " + std::string(t.class_name) + "." + std::string(t.name));
  for (const auto& r : loading_->rpc) expect("rpc " + std::string(r.name));
}

void Harness::start() {
  for (auto& m : modules) m->provide(*this);
  for (auto& m : modules)
    if (auto r = m->init(*this); !r) problems_.push_back(r.error());
}

std::string Harness::set(const std::string& module, const std::string& param, const std::string& value) {
  auto at = params_.find(module + "." + param);
  if (at == params_.end()) return "no such parameter";
  ParamValue v;
  v.text = value;
  if (auto n = base::to_number(value)) v.number = *n, v.is_integer = true;
  auto r = at->second(v);
  return r ? "" : r.error();
}

void Harness::param(std::string_view name, std::function<Result<>(const ParamValue&)> set) {
  seen_.push_back("param " + std::string(name));
  params_[std::string(loading_->name) + "." + std::string(name)] = std::move(set);
}
void Harness::function(std::string_view name, FunctionCall call, void* self, PrepareArg prepare) {
  seen_.push_back("function " + std::string(name));
  for (const auto& f : loading_->functions)
    if (f.name == name) {
      functions_[std::string(name)] = {&f, call, self, prepare};
      return;
    }
  problems_.push_back("function " + std::string(name) + " is not in the table");
}
void Harness::variable(std::string_view name, PvGet get, PvSet set, void* self, PrepareName prepare) {
  seen_.push_back("variable " + std::string(name));
  const auto& all = loading_->variables;
  auto at = std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.name == name; });
  if (at == all.end()) problems_.push_back("variable " + std::string(name) + " is not in the table");
  else if (at->settable != (set != nullptr)) problems_.push_back("variable " + std::string(name) + ": settable differs");
  variables_[std::string(name)] = {get, set, self, prepare};
}
void Harness::transformation(std::string_view class_name, std::string_view name, TransformCall call) {
  auto key = std::string(class_name) + "." + std::string(name);
  seen_.push_back("transformation " + key);
  bool listed = std::any_of(loading_->transformations.begin(), loading_->transformations.end(),
                            [&](const auto& t) { return t.class_name == class_name && t.name == name; });
  if (!listed) problems_.push_back("transformation " + key + " is not in the table");
  transformations_[key] = call;
}
void Harness::rpc(std::string_view name, RpcHandler) { seen_.push_back("rpc " + std::string(name)); }

Result<const Pv*> Harness::parse_pv(std::string_view text) {
  pvs_.push_back(std::make_unique<TestPv>(*this, std::string(text)));
  return static_cast<const Pv*>(pvs_.back().get());
}
Result<const Format*> Harness::parse_format(std::string_view text) {
  formats_.push_back(std::make_unique<TestFormat>(*this, std::string(text)));
  return static_cast<const Format*>(formats_.back().get());
}

std::string_view Harness::transform_argument(Context& c, std::string_view text, Value& out) {
  if (text.starts_with('$')) {
    bool ok = true;
    if (read_variable(c, text, out, nullptr, ok)) return {};
  }
  out = Value::string(text);
  return {};
}

bool Harness::read_variable(Context& c, std::string_view& text, Value& out, const Value* assign, bool& ok) {
  auto rest = text.substr(1);
  std::string_view body = rest, tail;
  bool wrapped = rest.starts_with('(');
  if (wrapped) {
    auto end = closing(rest, '(', ')');
    if (end == rest.npos) return false;
    body = rest.substr(1, end - 1);
    tail = rest.substr(end + 1);
  }
  std::size_t n = 0;
  while (n < body.size() && (name_char(body[n]) || (wrapped && body[n] == '.'))) ++n;
  auto name = body.substr(0, n);
  auto at = variables_.find(name);
  if (at == variables_.end()) return false;
  auto after = body.substr(n);
  PvName pv;
  std::string inner;
  if (after.starts_with('(')) {
    auto end = closing(after, '(', ')');
    if (end == after.npos) return false;
    inner = after.substr(1, end - 1);
    after = after.substr(end + 1);
    pv.inner = c.arena->copy(inner);
    if (at->second.prepare != nullptr) {
      auto prepared = at->second.prepare(at->second.self, inner);
      if (!prepared) {
        error_ = prepared.error();
        return false;
      }
      pv.prepared = *prepared;
    }
  }
  if (wrapped && after.starts_with('[')) {
    auto end = after.find(']');
    auto index = after.substr(1, end - 1);
    pv.all = index == "*";
    pv.has_index = !pv.all;
    pv.index = base::to_number(index).value_or(0);
    after = after.substr(end + 1);
  }
  if (assign != nullptr) {
    ok = at->second.set != nullptr && at->second.set(at->second.self, c, pv, *assign);
    return true;
  }
  out = at->second.get(at->second.self, c, pv);
  bool applied = false;  // what has no value any more is not transformed further
  while (wrapped && after.starts_with('{')) {
    auto end = closing(after, '{', '}');
    auto inside = after.substr(1, end - 1);
    after = after.substr(end + 1);
    auto comma = inside.find(',');
    auto call = transformations_.find(inside.substr(0, comma));
    if (call == transformations_.end()) {
      error_ = "no transformation " + std::string(inside);
      return false;
    }
    std::vector<Value> args;
    auto list = comma == inside.npos ? std::string_view{} : inside.substr(comma + 1);
    if (inside.starts_with("re.")) {
      args.push_back(Value::string(list));
    } else if (comma != inside.npos) {
      while (true) {
        auto next = list.find(',');
        transform_argument(c, list.substr(0, next), args.emplace_back());
        if (next == list.npos) break;
        list.remove_prefix(next + 1);
      }
    }
    if (!applied || !out.is_null()) out = call->second(c, out, args);
    applied = true;
  }
  text = wrapped ? tail : after;
  return true;
}

Value Harness::value(Context& c, std::string_view variable) {
  Value out;
  bool ok = true;
  if (!read_variable(c, variable, out, nullptr, ok)) problems_.push_back("cannot read " + std::string(variable));
  return out;
}
bool Harness::assign(Context& c, std::string_view variable, const Value& v) {
  Value out;
  bool ok = false;
  return read_variable(c, variable, out, &v, ok) && ok;
}

std::string Harness::format(Context& c, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.starts_with("$$")) {
      out += '$';
      text.remove_prefix(2);
      continue;
    }
    Value v;
    bool ok = true;
    if (text.front() == '$' && read_variable(c, text, v, nullptr, ok)) {
      out += v.is_null() && !kukini::sdk::is_nothing(v) ? std::string_view("<null>") : text_of(c, v);
      continue;
    }
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

int Harness::call(Context& c, const std::string& function, const std::vector<std::string>& texts) {
  auto at = functions_.find(function);
  if (at == functions_.end()) return -1000;
  const auto& f = at->second;
  std::vector<Arg> args;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& decl = f.decl->args[std::min(i, f.decl->args.size() - 1)];
    Arg arg;
    bool constant = texts[i].find('$') == std::string::npos || decl.kind == manifest::ArgKind::literal || decl.kind == manifest::ArgKind::regex;
    auto text = constant ? c.arena->copy(texts[i]) : c.arena->copy(format(c, texts[i]));
    arg.value = Value::string(text);
    if (decl.kind == manifest::ArgKind::integer) arg.value = Value::integer(base::to_number(text).value_or(0));
    if (decl.kind == manifest::ArgKind::pv) arg.pv = *parse_pv(texts[i]);
    if (decl.kind == manifest::ArgKind::format) arg.format = *parse_format(texts[i]);
    if (decl.kind == manifest::ArgKind::any && !constant) arg.value = value(c, texts[i]);
    if (decl.kind == manifest::ArgKind::regex) {
      static std::vector<std::unique_ptr<re2::RE2>> compiled;
      re2::RE2::Options options;
      options.set_longest_match(true);
      options.set_case_sensitive(false);
      options.set_encoding(re2::RE2::Options::EncodingLatin1);
      compiled.push_back(std::make_unique<re2::RE2>(texts[i], options));
      arg.regex = compiled.back().get();
    }
    if (constant && f.prepare != nullptr) {
      auto prepared = f.prepare(f.self, i, text);
      if (!prepared) {
        error_ = prepared.error();
        return -1001;
      }
      arg.prepared = *prepared;
    }
    args.push_back(arg);
  }
  return f.call(f.self, c, args);
}

}  // namespace kukini::test
