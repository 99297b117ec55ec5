// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/secrets.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  std::set<std::pair<std::string, std::string_view>> told;
  for (const auto* item : context.script().items()) {
    const auto* param = item->as<ast::ModParam>();
    const auto* text = param != nullptr && param->value != nullptr ? param->value->as<ast::String>() : nullptr;
    if (text == nullptr) continue;
    auto password = url_password(text->value);
    if (!is_known_password(password)) continue;
    // A password that stands in ten parameters is one.
    auto where = context.script().source().expanded_from(text->span.begin) != nullptr
                     ? context.script().source().locate(*context.script().source().expanded_from(text->span.begin))
                     : context.locate(place_of(*text, password));
    if (!told.insert({where.file, password}).second) continue;
    context.report(where, "the password \"" + std::string(password) + "\" stands in every guide").with_hint("choose another one, and change it in the database");
  }
}

}  // namespace

extern const Rule kRule_default_password;
const Rule kRule_default_password = {"default-password", Group::security, diag::Severity::warning, "a database password that everybody knows",
                                     check};

}  // namespace kukini::lint
