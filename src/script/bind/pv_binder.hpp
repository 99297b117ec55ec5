// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: pseudo-variables and format strings from their syntax to bound nodes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "lang/front_end.hpp"
#include "script/format.hpp"
#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

class RuntimeVariables;

/// What a script says that variables refer to.
struct ScriptNames {
  std::map<std::string, std::string, std::less<>> defines;
  std::map<std::string, Value, std::less<>> custom;  ///< "group.name"; texts belong to the Script or the program
  std::map<std::string, std::int64_t, std::less<>> flags;
  std::map<std::string, unsigned, std::less<>> avp_flags;
  RuntimeVariables* runtime = nullptr;
  std::optional<std::string> instance;               ///< coreparam[iuid]
};

/// Where the statement that is being bound stands: what $cfg() says.
struct ScriptPlace {
  std::string_view file;   ///< empty: not in a script
  std::uint32_t line = 0;
  std::string_view route;
};

class PvBinder {
 public:
  PvBinder(const sdk::Bindings& bindings, const ScriptNames& names) : bindings_(bindings), names_(names) {}

  /// Null where it cannot be bound: `problems` says why, offsets counting in the text the node was parsed from.
  PvPtr pv(const lang::ast::PvNode& node);
  /// A whole pseudo-variable as text.
  PvPtr pv(std::string_view text);
  std::unique_ptr<sdk::Format> format(std::string_view text, std::span<const lang::ast::FormatPiece> pieces);
  /// A format as text. A '$' that begins no variable stays text.
  std::unique_ptr<sdk::Format> format(std::string_view text);
  /// A select without its '@': "via[1].branch", "cfg_get.group.name".
  PvPtr select(std::string_view text, std::uint32_t offset, std::uint32_t length);

  std::vector<lang::PvProblem> problems;
  ScriptPlace place;

 private:
  /// The variable group.name of the script or of a module; null where there is none.
  PvPtr custom(std::string written, std::string_view group, std::string_view name);
  PvPtr fail(const lang::ast::PvNode& node, std::string code, std::string message);
  bool inner(const lang::ast::PvNode& node, InnerName& out);
  bool index(const lang::ast::PvNode& node, IndexNode& out);
  PvPtr base(const lang::ast::PvNode& node);
  PvPtr define(const lang::ast::PvNode& node, const InnerName& name);
  PvPtr core(const lang::ast::PvNode& node, InnerName& name, IndexNode& index);
  PvPtr transformed(const lang::ast::PvNode& node, PvPtr base);

  const sdk::Bindings& bindings_;
  const ScriptNames& names_;
  kukini::base::Arena arena_;
};

}  // namespace kukini::script
