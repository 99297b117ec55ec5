// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>

#include "lint/context.hpp"
#include "lint/directives.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  const auto& source = context.script().source();
  std::map<std::uint32_t, std::uint32_t> first;
  for (std::uint32_t i = 0; i < source.inclusions().size(); ++i) {
    const auto& inclusion = source.inclusions()[i];
    if (first.emplace(inclusion.file, i).second || inclusion.parent == lang::Inclusion::kNone) continue;
    const auto& text = source.files()[inclusion.file].text;
    // What stands inside of blocks may be meant to come again.
    bool top = text.find("loadmodule") != std::string::npos || text.find("modparam") != std::string::npos || text.find("route[") != std::string::npos;
    if (!top) continue;
    auto& d = context.report(source.locate_in(inclusion.parent, inclusion.offset, 1), source.files()[inclusion.file].name + " is included already");
    const auto& before = source.inclusions()[first[inclusion.file]];
    if (before.parent != lang::Inclusion::kNone) d.with_note(source.locate_in(before.parent, before.offset, 1), "here");
  }
}

}  // namespace

extern const Rule kRule_file_included_twice;
const Rule kRule_file_included_twice = {"file-included-twice", Group::preprocess, diag::Severity::warning, "a file with modules or blocks is included twice",
                                        check};

}  // namespace kukini::lint
