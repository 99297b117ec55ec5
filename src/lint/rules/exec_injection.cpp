// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/message_data.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  MessageDataFinder finder(context);
  for (auto function : {"exec_msg", "exec_avp", "exec_dset", "exec_cmd"})
    for (const auto& site : context.calls(function)) {
      if (site.call->arguments.empty()) continue;
      for (const auto& data : finder.in(*site.call->arguments[0], *site.route))
        context.report(data.at, data.shown + " is what the sender wrote, and the shell runs what is in it")
            .with_hint("check it with a regular expression first, or let the command read it from its environment (SIP_HF_FROM …) or standard input");
    }
}

}  // namespace

extern const Rule kRule_exec_injection;
const Rule kRule_exec_injection = {"exec-injection", Group::security, diag::Severity::warning, "message data goes into a shell command as it came",
                                   check};

}  // namespace kukini::lint
