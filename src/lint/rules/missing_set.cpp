// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/dispatcher_list.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

/// The text of the list, when it is a file that can be read here.
std::optional<std::string> read_list(const Context& context) {
  auto set = context.params("dispatcher", "list_file");
  auto name = set.empty() ? std::nullopt : constant_text(set.back()->value);
  if (!name || name->empty() || !context.params("dispatcher", "db_url").empty()) return {};
  std::string path(*name);
  const auto& main = context.script().source().files().front().name;
  auto folder = main.substr(0, main.rfind('/') == main.npos ? 0 : main.rfind('/') + 1);
  for (const auto& at : {path, folder + path}) {
    std::ifstream in(at, std::ios::binary);
    std::ostringstream text;
    if (in.peek() == std::ifstream::traits_type::eof()) continue;
    text << in.rdbuf();
    return text.str();
  }
  return {};
}

void check(Context& context) {
  auto text = read_list(context);
  if (!text || context.mentioned_in_inactive("list_file")) return;
  diag::Emitter nowhere;
  ListContext list("", *text, nowhere);
  std::set<std::int64_t> sets;
  for (const auto& line : list.lines())
    if (auto id = base::to_number(line.set.text)) sets.insert(*id);
  if (sets.empty()) return;
  for (auto function : {"ds_select_dst", "ds_select_domain", "ds_select", "ds_list_exist", "ds_list_exists"})
    for (const auto& site : context.calls(function)) {
      auto id = number_of(argument(*site.call, 0));
      if (!id || sets.contains(*id)) continue;
      std::string have;
      for (auto s : sets) have += (have.empty() ? "" : ", ") + std::to_string(s);
      context.report(site.call->arguments[0]->span, "the list has no set " + std::to_string(*id)).with_hint("it has " + have);
    }
}

}  // namespace

extern const Rule kRule_missing_set;
const Rule kRule_missing_set = {"missing-set", Group::values, diag::Severity::warning, "ds_select_dst with a set that the list does not have",
                                check};

}  // namespace kukini::lint
