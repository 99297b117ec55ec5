// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (auto function : {"sl_send_reply", "send_reply", "t_reply", "sl_reply", "send_reply_mode", "t_reply_callid", "append_branch_reply"})
    for (const auto& site : context.calls(function)) {
      const auto* code = argument(*site.call, 0);
      auto number = number_of(code);
      // What is not a number at all is the semantic check's.
      if (!number || (*number >= 100 && *number <= 699)) continue;
      context.report(code->span, "a SIP status code is 100 to 699, not " + std::to_string(*number));
    }
  for (auto function : {"xhttp_reply"})
    for (const auto& site : context.calls(function)) {
      auto number = number_of(argument(*site.call, 0));
      if (!number || (*number >= 100 && *number <= 599)) continue;
      context.report(site.call->arguments[0]->span, "an HTTP status code is 100 to 599, not " + std::to_string(*number));
    }
}

}  // namespace

extern const Rule kRule_reply_code;
const Rule kRule_reply_code = {"reply-code", Group::values, diag::Severity::error, "a reply with a status code that does not exist", check};

}  // namespace kukini::lint
