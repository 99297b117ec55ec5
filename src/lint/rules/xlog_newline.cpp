// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  for (auto function : {"xlog", "xlogl", "xlogm", "xdbg"})
    for (const auto& site : context.calls(function)) {
      const auto* text = site.call->arguments.empty() ? nullptr : site.call->arguments.back()->as<ast::String>();
      if (text == nullptr || text->value.empty() || text->parts.empty() || text->value.back() == '\n') continue;
      auto& d = context.report(text->parts.back().span, std::string(site.call->name) + "() adds no end of line, and the text has none")
                    .with_hint("end it with \\n: on standard error the next message stands on the same line");
      auto end = text->parts.back().span.end;
      // Between single quotes \n is two characters.
      if (context.script().text({end - 1, end}) == "\"") context.fix(d, "add \\n", true, {end - 1, end}, "\\n\"");
    }
}

}  // namespace

extern const Rule kRule_xlog_newline;
const Rule kRule_xlog_newline = {"xlog-newline", Group::style, diag::Severity::note, "a log text without an end of line", check, true, false};

}  // namespace kukini::lint
