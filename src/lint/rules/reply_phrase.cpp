// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/sip_names.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (auto function : {"sl_send_reply", "send_reply", "t_reply", "sl_reply"})
    for (const auto& site : context.calls(function)) {
      auto code = number_of(argument(*site.call, 0));
      auto phrase = constant_text(argument(*site.call, 1));
      if (!code || !phrase || base::iequals(status_phrase(*code), *phrase)) continue;
      int other = 0;
      for (const auto& p : status_phrases())
        if (base::iequals(p.phrase, *phrase)) other = p.code;
      // A phrase of the same class of codes that says more than the registered one is fine where the code has none.
      if (other == 0 || status_phrase(*code).empty()) continue;
      context
          .report(site.call->arguments[1]->span,
                  std::to_string(*code) + " is \"" + std::string(status_phrase(*code)) + "\"; \"" + std::string(*phrase) + "\" is " + std::to_string(other))
          .with_hint("clients go by the code: is it the right one?");
    }
}

}  // namespace

extern const Rule kRule_reply_phrase;
const Rule kRule_reply_phrase = {"reply-phrase", Group::values, diag::Severity::warning, "a reply whose phrase belongs to another code",
                                 check};

}  // namespace kukini::lint
