// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A rule of the linter: its code, what it is about, and the function that looks for it. One file in rules/ per rule.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace kukini::lint {

class Context;
class ListContext;

enum class Group : std::uint8_t {
  syntax,      ///< the front end's own messages
  preprocess,  ///< likewise, of directives and includes
  names,       ///< the semantic check's
  flow,        ///< what a request meets on its way through the script
  routes,      ///< blocks: unused, doubled, empty
  modules,     ///< loadmodule and modparam
  values,      ///< literals and arguments that cannot be meant
  security,    ///< what lets strangers in, or secrets out
  sip,         ///< against RFC 3261 and good practice with it
  lists,       ///< dispatcher.list
  style,       ///< old or confusing ways to write it
};

struct Rule {
  /// The file's name with '-' for '_'; never changes once released.
  std::string_view code;
  Group group;
  diag::Severity severity;
  /// One line, without a full stop: "an INVITE is relayed without record_route()".
  std::string_view title;
  /// Of scripts; null for a rule of lists.
  void (*check)(Context&);
  /// Offers fixes.
  bool fixable = false;
  /// Off: only with --select.
  bool on = true;
  /// Of dispatcher.list; null for a rule of scripts.
  void (*check_list)(ListContext&) = nullptr;
};

/// Everything the linter can say: its own rules, and the codes of the front end and the semantic check (check is null there).
struct CodeInfo {
  std::string_view code;
  Group group;
  diag::Severity severity;
  std::string_view title;
  bool fixable = false;
  bool on = true;
  const Rule* rule = nullptr;
  /// rules/<code>.md; empty where it is missing.
  std::string_view page;
};

/// The rules of rules/*.cpp, in alphabetical order.
std::span<const Rule* const> rules();
/// All codes, in alphabetical order.
std::span<const CodeInfo> code_infos();
/// nullptr: no such code.
const CodeInfo* find_code(std::string_view code);
std::string_view to_string(Group group);

}  // namespace kukini::lint
