// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "lint/context.hpp"
#include "lint/directives.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

bool defines_something(const Directive& d) {
  for (std::string_view word : {"define", "def", "trydef", "trydefine", "redefine", "redef"})
    if (d.word == word) return true;
  return false;
}

void check(Context& context) {
  if (has_unread_include(context, true)) return;
  auto all = directives(context);
  auto words = count_words(context);
  // Mentioned by the directives that make or unmake it.
  std::unordered_map<std::string_view, unsigned> made;
  for (const auto& d : all)
    if (defines_something(d) || d.word == "undef" || d.word == "undefine") ++made[d.name];
  std::set<std::string_view> told;
  std::set<std::string_view> tested;
  for (const auto& d : all)
    if (d.word == "ifdef" || d.word == "ifndef") tested.insert(d.name);
  for (const auto& d : all) {
    if (!d.active || !defines_something(d) || d.name.empty() || words[d.name] > made[d.name] || !told.insert(d.name).second) continue;
    std::vector<std::string_view> candidates;
    for (auto name : tested)
      if (!made.contains(name)) candidates.push_back(name);
    auto meant = diag::did_you_mean(d.name, std::span<const std::string_view>(candidates));
    // Other scripts may include the file as well, and use it.
    if (d.file != 0 && meant.empty()) continue;
    context.report(locate_in_file(context, d.file, d.name_begin, static_cast<std::uint32_t>(d.name.size())), std::string(d.name) + " is used nowhere")
        .with_hint(meant.empty() ? "remove it" : "an #!ifdef asks for " + std::string(meant));
  }
}

}  // namespace

extern const Rule kRule_unused_define;
const Rule kRule_unused_define = {"unused-define", Group::preprocess, diag::Severity::note, "a define that nothing uses", check};

}  // namespace kukini::lint
