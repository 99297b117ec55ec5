// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing the table of codes, and the pages of some.
#include "rules.hpp"

#include <cstdio>

#include "diag/json_text.hpp"
#include "lint/rule.hpp"

namespace kukini::lint_tool {

int list_rules(bool json) {
  bool first = true;
  for (const auto& c : lint::code_infos()) {
    if (json) {
      std::string row = first ? "[\n{\"code\":" : ",\n{\"code\":";
      diag::json::quote(row, c.code);
      row += ",\"group\":\"" + std::string(to_string(c.group)) + "\",\"severity\":\"" + std::string(diag::to_string(c.severity)) + "\",\"title\":";
      diag::json::quote(row, c.title);
      row += std::string(",\"fixable\":") + (c.fixable ? "true" : "false") + ",\"on\":" + (c.on ? "true" : "false") + "}";
      std::fputs(row.c_str(), stdout);
    } else {
      std::printf("%-32.*s %-10s %-8s %s%.*s\n", static_cast<int>(c.code.size()), c.code.data(), std::string(to_string(c.group)).c_str(),
                  c.on ? std::string(diag::to_string(c.severity)).c_str() : "off", c.fixable ? "[fix] " : "", static_cast<int>(c.title.size()),
                  c.title.data());
    }
    first = false;
  }
  if (json) std::fputs("\n]\n", stdout);
  return 0;
}

int explain(const std::vector<std::string>& codes) {
  std::vector<std::string_view> known;
  for (const auto& c : lint::code_infos()) known.push_back(c.code);
  int result = 0;
  for (const auto& code : codes) {
    const auto* info = lint::find_code(code);
    if (info == nullptr) {
      auto best = diag::did_you_mean(code, std::span<const std::string_view>(known));
      std::fprintf(stderr, "kukini-lint: there is no code '%s'%s\n", code.c_str(),
                   best.empty() ? " (--list-rules prints all)" : ("; did you mean '" + std::string(best) + "'?").c_str());
      result = 2;
      continue;
    }
    std::fwrite(info->page.data(), 1, info->page.size(), stdout);
  }
  return result;
}

}  // namespace kukini::lint_tool
