// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

void check_list(ListContext& context) {
  std::map<std::string, std::uint32_t> seen;
  for (const auto& line : context.lines()) {
    if (line.uri.text.empty()) continue;
    std::string key = std::string(line.set.text) + " ";
    for (char c : line.uri.text) key += base::to_lower(c);
    auto [at, first] = seen.emplace(std::move(key), line.number);
    if (!first) context.report(line.uri, "set " + std::string(line.set.text) + " has this destination already, in line " + std::to_string(at->second)).with_hint("to give it more calls, use weight= or rweight=");
  }
}

}  // namespace

extern const Rule kRule_list_duplicate;
const Rule kRule_list_duplicate = {"list-duplicate", Group::lists, diag::Severity::warning, "a destination stands twice in its set",
                                   nullptr, false, true, check_list};

}  // namespace kukini::lint
