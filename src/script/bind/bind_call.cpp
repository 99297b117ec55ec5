// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding calls of functions and routes.
#include <algorithm>

#include "script/bind/binder.hpp"
#include "script/runtime.hpp"
#include "script/functions/core_functions.hpp"

namespace kukini::script {

namespace ast = lang::ast;

namespace {
bool takes(const manifest::Function& f, std::size_t count) {
  auto needed = static_cast<std::size_t>(std::count_if(f.args.begin(), f.args.end(), [](const manifest::Arg& a) { return !a.optional; }));
  return count >= needed && (f.variadic || count <= f.args.size());
}
}  // namespace

const sdk::BoundFunction* Binder::find_function(const ast::Call& e) {
  auto [first, last] = bindings_.functions.equal_range(e.name);
  bool known = first != last;
  while (last != first)
    if (--last; takes(*last->second.decl, e.arguments.size())) return &last->second;
  if (const auto* core = find_core_function(e.name)) {
    if (takes(*core->decl, e.arguments.size())) return core;
    known = true;
  }
  auto name = std::string(e.name);
  if (known)
    error("script-argument-count", e.span, name + "() does not take " + std::to_string(e.arguments.size()) + " arguments");
  else
    error("script-unknown-function", e.name_span, "no loaded module has a function " + name + "()");
  return nullptr;
}

ExprPtr Binder::call(const ast::Call& e) {
  if (e.name == "selval" && e.arguments.size() == 3)
    return make_selval(operand(e.arguments[0]), expr(e.arguments[1]), expr(e.arguments[2]));
  if ((e.name == "cfg_select" && e.arguments.size() == 2) || (e.name == "cfg_reset" && e.arguments.size() == 1)) return cfg_select(e);
  if (e.name.ends_with("avpflag") || e.name == "isavpflagset") return avp_flag(e);
  const auto* function = find_function(e);
  std::vector<ArgumentNode> arguments;
  if (function == nullptr) return nothing();
  if (e.arguments.size() > kMaxArguments) {
    error("script-argument-count", e.span, "more than " + std::to_string(kMaxArguments) + " arguments");
    return nothing();
  }
  bool ok = true;
  for (std::size_t i = 0; i < e.arguments.size(); ++i) {
    ArgumentNode node;
    const auto* a = e.arguments[i];
    if (a == nullptr || a->kind == ast::ExprKind::error || !argument(*function, i, *a, node)) ok = false;
    arguments.push_back(std::move(node));
  }
  if (!ok) return nothing();
  return make_function_call(std::string(e.name), *function, std::move(arguments));
}

ExprPtr Binder::cfg_select(const ast::Call& e) {
  auto group = bare_text(*e.arguments[0]).value_or("");
  if (group.empty()) {
    error("script-bad-argument", e.arguments[0]->span, e.name == "cfg_select" ? "cfg_select(\"group\", number)" : "cfg_reset(\"group\")");
    return nothing();
  }
  std::vector<std::int64_t> numbers;
  if (names_.runtime != nullptr) numbers = names_.runtime->numbers(group);
  return make_cfg_select(sdk::intern_name(group), e.arguments.size() == 2 ? expr(e.arguments[1]) : nullptr, std::move(numbers));
}

ExprPtr Binder::avp_flag(const ast::Call& e) {
  auto usage = [&] {
    error("script-bad-argument", e.span, std::string(e.name) + "(\"name of an AVP\", \"flag declared with avpflags\")");
    return nothing();
  };
  if (e.arguments.size() != 2) return usage();
  auto name = bare_text(*e.arguments[0]).value_or(""), flag = bare_text(*e.arguments[1]).value_or("");
  // "s:x" and "f.x", of the caller, are x.
  if (name.starts_with("s:") || name.starts_with("f.")) name.remove_prefix(2);
  auto known = names_.avp_flags.find(flag);
  if (name.empty() || e.arguments[0]->kind != ast::ExprKind::string || known == names_.avp_flags.end()) return usage();
  auto what = e.name == "setavpflag" ? FlagDo::set : e.name == "resetavpflag" ? FlagDo::reset : FlagDo::test;
  return make_avp_flag(what, sdk::intern_name(name), known->second);
}

ExprPtr Binder::route_call(const ast::RouteCall& e) {
  if (e.name.empty() && e.target == nullptr) return nothing();
  bool dynamic = e.name.empty();
  if (!dynamic) {
    auto& table = program_->table(manifest::kRequest);
    int index = table.find(e.name == "0" ? std::string_view{} : e.name);
    if (index >= 0) return make_route_call(index);
    error("script-unknown-route", e.name_span.empty() ? e.span : e.name_span, "there is no route[" + std::string(e.name) + "]");
    return nothing();
  }
  return make_dynamic_route_call(expr(e.target));
}

}  // namespace kukini::script
