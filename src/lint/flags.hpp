// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Who sets and who tests which flag.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {

enum class FlagKind : std::uint8_t { message, branch, script };

struct FlagUse {
  FlagKind kind;
  std::string key;    ///< the number, or the name of a flag without one
  std::string shown;  ///< as written
  lang::Span at;
  /// What stood there before a define was put in its place; empty for a literal.
  std::string_view word;
};

struct Flags {
  std::vector<FlagUse> set, tested;
  /// Numbers and names that stand in parameters which name flags.
  std::set<std::string> in_params;
  /// Words of parts that are switched off, by asking the context.
  const Context* context = nullptr;
  /// Flags may be set or tested where nobody sees it: as bits of $mf, in another language, in a file that is not there.
  bool open = false;

  bool tests(const FlagUse& use) const;
  bool sets(const FlagUse& use) const;
  /// A parameter or a part that is switched off names it.
  bool named_elsewhere(const FlagUse& use) const;
};

Flags collect_flags(const Context& context);
/// "isflagset" of message flags.
std::string_view tester(FlagKind kind);

}  // namespace kukini::lint
