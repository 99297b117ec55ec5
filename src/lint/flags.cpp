// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Collecting the uses of flags.
#include "lint/flags.hpp"

#include <algorithm>

#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

struct Function {
  std::string_view name;
  FlagKind kind;
  bool sets;
};

constexpr Function kFunctions[] = {
    {"setflag", FlagKind::message, true},        {"isflagset", FlagKind::message, false},    {"setbflag", FlagKind::branch, true},
    {"setbranchflag", FlagKind::branch, true},   {"isbflagset", FlagKind::branch, false},    {"isbranchflagset", FlagKind::branch, false},
    {"setsflag", FlagKind::script, true},        {"setscriptflag", FlagKind::script, true},  {"issflagset", FlagKind::script, false},
    {"isscriptflagset", FlagKind::script, false},
};

/// The numbers that `flags NAME:NUMBER` gives.
std::string number_of_name(const Context& context, std::string_view name) {
  for (const auto* item : context.script().items())
    if (const auto* flags = item->as<ast::Flags>())
      for (const auto& entry : flags->entries)
        if (entry.name == name && entry.number >= 0) return std::to_string(entry.number);
  return std::string(name);
}

void add(const Context& context, const Function& f, const ast::Expr& argument, Flags& to) {
  FlagUse use{f.kind, {}, std::string(context.script().text(argument.span)), argument.span, {}};
  if (auto number = number_of(&argument)) use.key = std::to_string(*number);
  else if (auto text = text_of(&argument)) use.key = number_of_name(context, *text);
  else {
    to.open = true;
    return;
  }
  if (const auto* define = context.script().source().expanded_from(argument.span.begin)) {
    use.word = define->name;
    use.shown = define->name;
  }
  (f.sets ? to.set : to.tested).push_back(std::move(use));
}

bool has(const std::vector<FlagUse>& list, const FlagUse& use) {
  return std::any_of(list.begin(), list.end(), [&](const FlagUse& other) { return other.kind == use.kind && other.key == use.key; });
}

}  // namespace

bool Flags::tests(const FlagUse& use) const { return has(tested, use); }
bool Flags::sets(const FlagUse& use) const { return has(set, use); }

bool Flags::named_elsewhere(const FlagUse& use) const {
  if (in_params.contains(use.key) || (!use.word.empty() && in_params.contains(std::string(use.word)))) return true;
  if (!use.word.empty()) return context->mentioned_in_inactive(use.word);
  if (context->mentioned_in_inactive(use.key)) return true;
  // Numbers are no words: whatever sets or tests a flag there may mean this one.
  return std::any_of(std::begin(kFunctions), std::end(kFunctions), [&](const Function& f) { return context->mentioned_in_inactive(f.name); });
}

Flags collect_flags(const Context& context) {
  Flags all;
  all.context = &context;
  all.open = has_unread_include(context, true);
  for (const auto& [name, load] : context.model().modules) all.open = all.open || name.starts_with("app_") || name == "perl";
  for (const auto* item : context.script().items()) all.open = all.open || item->as<ast::CfgEngine>() != nullptr;
  for (const auto& site : context.variables())
    for (std::string_view bits : {"mf", "mF", "bf", "bF", "sf", "sF", "mfs"}) all.open = all.open || site.node->name == bits;
  for (const auto& f : kFunctions)
    for (const auto& site : context.calls(f.name)) {
      // With a branch before or behind it, either number may be the flag.
      for (const auto* argument : site.call->arguments) add(context, f, *argument, all);
    }
  for (const auto* item : context.script().items()) {
    const auto* param = item->as<ast::ModParam>();
    if (param == nullptr || param->value == nullptr || (param->name.find("flag") == std::string_view::npos && param->name.find("flg") == std::string_view::npos)) continue;
    if (auto number = number_of(param->value)) all.in_params.insert(std::to_string(*number));
    else if (auto text = text_of(param->value)) all.in_params.insert(number_of_name(context, *text));
  }
  return all;
}

std::string_view tester(FlagKind kind) {
  switch (kind) {
    case FlagKind::message: return "isflagset";
    case FlagKind::branch: return "isbflagset";
    case FlagKind::script: return "issflagset";
  }
  return "isflagset";
}

}  // namespace kukini::lint
