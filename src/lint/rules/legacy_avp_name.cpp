// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  // Aliases give names to numbers: there the prefix may matter.
  if (!context.params("pv", "avp_aliases").empty() || context.global("avp_aliases") != nullptr) return;
  for (const auto& site : context.variables()) {
    const auto& node = *site.node;
    if (node.name != "avp" || !node.inner.starts_with("s:") || node.inner.size() < 3) continue;
    auto text = std::string(node.text);
    auto at = text.find("(s:");
    if (at == text.npos) continue;
    text.erase(at + 1, 2);
    auto& d = context.report(site.span, std::string(node.text) + " is " + text).with_hint("write " + text);
    // In a text with escapes the place may be the whole of it.
    if (context.script().text(site.span) == node.text) context.fix(d, "write " + text, true, site.span, text);
  }
}

}  // namespace

extern const Rule kRule_legacy_avp_name;
const Rule kRule_legacy_avp_name = {"legacy-avp-name", Group::style, diag::Severity::note, "an AVP name with the prefix of the old language",
                                    check, true, false};

}  // namespace kukini::lint
