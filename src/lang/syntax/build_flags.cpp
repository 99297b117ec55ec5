// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// flags and avpflags.
#include "base/text.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Item* Builder::flags(Cursor node) {
  auto* out = arena_.make<ast::Flags>(node.span());
  std::vector<ast::FlagEntry> entries;
  for (Cursor child : node) {
    if (child.kind() == Kind::flags_keyword) out->avp = base::iequals(text(child.span()), "avpflags");
    if (child.kind() != Kind::flag_entry) continue;
    ast::FlagEntry entry;
    entry.span = child.span();
    for (Cursor part : child) {
      if (part.kind() == Kind::number) entry.number = number(part.span())->as<ast::Number>()->value;
      else entry.name = part.kind() == Kind::string ? string(part)->value : text(part.span());
    }
    entries.push_back(entry);
  }
  out->entries = keep(entries);
  return out;
}

}  // namespace kukini::lang
