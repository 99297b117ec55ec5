// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Values that do something else than guides say.
#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {

void Checker::check_misleading(const ast::Call& call) {
  if (!options_.warnings || (call.name != "ds_select_dst" && call.name != "ds_select_domain") || call.arguments.size() < 2) return;
  const auto* algorithm = call.arguments[1];
  const auto* number = algorithm->as<ast::Number>();
  const auto* text = algorithm->as<ast::String>();
  if (!(number != nullptr && number->value == 4) && !(text != nullptr && base::trim(text->value) == "4")) return;
  warning(code::kMisleadingAlgorithm, algorithm->span, "algorithm 4 is round robin: calls of one user go to changing destinations")
      .with_hint("to keep a user or call on one destination, use 3 (hash over the user of the request URI), 1 (From URI) or "
                 "0 (Call-ID)");
}

}  // namespace kukini::sema
