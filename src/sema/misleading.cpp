// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Algorithms of the dispatcher that do something else than the comment beside them says.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {
namespace {

/// What comments call an algorithm, and the algorithms that do it.
struct Claim {
  string_view what;
  std::initializer_list<string_view> words;
  std::initializer_list<int> algorithms;
};
const Claim kClaims[] = {
    {"round robin", {"round robin", "round-robin", "roundrobin", "round_robin"}, {4, 9, 11}},
    {"a hash", {"hash", "same user", "same destination", "same server", "same caller", "same callee", "same call", "same asterisk", "same gateway", "sticky"},
     {0, 1, 2, 3, 5, 7}},
    {"random", {"random"}, {6}},
    {"by weight", {"weight"}, {9, 11}},
    {"by load", {"call load", "call-load", "least load", "load-based", "least calls", "least busy"}, {10}},
    {"by priority", {"priority", "active/standby", "active-standby"}, {8}},
};

constexpr std::array<string_view, 14> kAlgorithms = {
    "a hash of the Call-ID", "a hash of the From URI", "a hash of the To URI", "a hash of the user of the request URI", "round robin",
    "a hash of the credentials' user", "random", "a hash of the value in hash_pvar", "the first destination that is up, by priority",
    "by weight", "by load", "by relative weight", "all destinations at once", "by latency"};

std::optional<int> constant_of(const ast::Expr& e) {
  if (const auto* number = e.as<ast::Number>()) return static_cast<int>(number->value);
  const auto* text = e.as<ast::String>();
  if (text == nullptr) return {};
  auto t = base::trim(text->value);
  if (t.empty() || t.size() > 2 || !std::all_of(t.begin(), t.end(), [](char c) { return base::is_digit(c); })) return {};
  return std::stoi(std::string(t));
}

/// The comment of a line; of one that has nothing else, where `alone`.
string_view comment_of(string_view line, bool alone) {
  auto at = line.find_first_of("#/");
  while (at != string_view::npos && line[at] == '/' && line.substr(at, 2) != "//" && line.substr(at, 2) != "/*") at = line.find_first_of("#/", at + 1);
  if (at == string_view::npos || line.substr(at, 2) == "#!") return {};
  if (alone && line.find_first_not_of(" \t") != at) return {};
  return line.substr(at + 1);
}

/// The comments behind the place and in the lines right above it.
std::string comments_at(const lang::SourceFile& file, std::uint32_t offset) {
  auto after = std::upper_bound(file.lines.begin(), file.lines.end(), offset);
  auto line = static_cast<std::size_t>(after - file.lines.begin()) - 1;
  auto text = [&](std::size_t n) {
    auto end = n + 1 < file.lines.size() ? file.lines[n + 1] : file.text.size();
    return string_view(file.text).substr(file.lines[n], end - file.lines[n]);
  };
  // From the argument on: a '#' before it may stand in a string.
  std::string all(comment_of(text(line).substr(offset - file.lines[line]), false));
  for (int up = 0; up < 4 && line > 0; ++up) {
    auto comment = comment_of(text(--line), true);
    if (comment.empty()) break;
    all.append(" ").append(comment);
  }
  for (char& c : all) c = base::to_lower(c);
  return all;
}

}  // namespace

void Checker::check_misleading(const ast::Call& call) {
  if (!options_.warnings || (call.name != "ds_select_dst" && call.name != "ds_select_domain" && call.name != "ds_select") || call.arguments.size() < 2)
    return;
  auto algorithm = constant_of(*call.arguments[1]);
  if (!algorithm || *algorithm < 0 || *algorithm >= static_cast<int>(kAlgorithms.size())) return;
  // By latency: merged in October 2020, so 5.5 was the first release with it.
  constexpr int kByLatency = 13;
  if (auto since = ~(catalog_.facts().bit("5.5") - 1); *algorithm == kByLatency && !in_target(since))
    report_target("algorithm " + std::to_string(*algorithm) + " of " + std::string(call.name) + "()", since & (catalog_.facts().newest() * 2 - 1),
                  call.arguments[1]->span, nullptr);
  auto place = script_.source().verbatim(call.arguments[1]->span);
  if (!place) return;
  auto said = comments_at(script_.source().files()[place->file], place->begin);
  const Claim* claim = nullptr;
  for (const auto& c : kClaims) {
    if (std::none_of(c.words.begin(), c.words.end(), [&](string_view w) { return said.find(w) != string_view::npos; })) continue;
    if (std::find(c.algorithms.begin(), c.algorithms.end(), *algorithm) != c.algorithms.end()) return;
    if (claim == nullptr) claim = &c;
  }
  if (claim == nullptr) return;
  auto& d = warning(code::kMisleadingAlgorithm, call.arguments[1]->span,
                    "algorithm " + std::to_string(*algorithm) + " is " + std::string(kAlgorithms[static_cast<std::size_t>(*algorithm)]) +
                        ", the comment says " + std::string(claim->what));
  if (claim->what == "a hash")
    d.with_hint("to keep a user or call on one destination, use 3 (hash over the user of the request URI), 1 (From URI) or 0 (Call-ID)");
  else
    d.with_hint(std::string(claim->what) + " is " + std::to_string(*claim->algorithms.begin()));
}

}  // namespace kukini::sema
