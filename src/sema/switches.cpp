// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of switch: values that come twice, a second default, numbers and texts mixed.
#include <map>

#include "sema/checker.hpp"

namespace kukini::sema {

void Checker::check_switch(const ast::Switch& s) {
  std::map<std::int64_t, lang::Span> numbers;
  std::map<string_view, lang::Span> texts;
  const ast::Case* first_default = nullptr;
  const ast::Expr* first_value = nullptr;
  auto twice = [&](lang::Span at, lang::Span first, const std::string& what) {
    error(code::kDuplicateCase, at, what + " stands here for the second time").with_note(script_.locate(first), "the first one");
  };
  for (const auto& c : s.cases) {
    if (c.kind == ast::CaseKind::default_) {
      if (first_default != nullptr) twice({c.span.begin, c.span.begin + 7}, {first_default->span.begin, first_default->span.begin + 7}, "default");
      else first_default = &c;
      continue;
    }
    if (c.value == nullptr || c.kind == ast::CaseKind::regex) continue;
    const auto* number = c.value->as<ast::Number>();
    const auto* text = c.value->as<ast::String>();
    if (number == nullptr && text == nullptr) continue;
    if (number != nullptr)
      if (auto [at, fresh] = numbers.emplace(number->value, number->span); !fresh) twice(number->span, at->second, "case " + std::string(number->text));
    if (text != nullptr)
      if (auto [at, fresh] = texts.emplace(text->value, text->span); !fresh) twice(text->span, at->second, "this case");
    if (first_value != nullptr && first_value->kind != c.value->kind) {
      error(code::kCaseKinds, c.value->span, "numbers and texts are mixed in the cases of one switch")
          .with_note(script_.locate(first_value->span), std::string("this is a ") + (first_value->kind == ast::ExprKind::number ? "number" : "text"));
      return;
    }
    first_value = c.value;
  }
}

}  // namespace kukini::sema
