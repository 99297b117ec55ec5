// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: ScriptProgram: all bound blocks of a script.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sdk/program.hpp"
#include "script/node.hpp"

namespace kukini::script {

/// Blocks of one kind, found by name and run by index.
struct RouteTable {
  struct Entry {
    std::string name;
    std::shared_ptr<const Block> body;  ///< null: named somewhere, defined nowhere
  };
  std::vector<Entry> entries;
  std::map<std::string, int, std::less<>> by_name;

  int find(std::string_view name) const;
  /// The index of a name, made where there is none yet.
  int declare(std::string_view name);
};

class ScriptProgram final : public sdk::Program {
 public:
  static constexpr int kKinds = 10;

  int find_route(manifest::RouteKind kind, std::string_view name) const override;
  std::string_view route_name(manifest::RouteKind kind, int index) const override;
  sdk::RouteResult run(Context& context, manifest::RouteKind kind, int index) const override;

  /// route(NAME) from a running script: a block of route[…].
  int call(Context& c, int index) const;
  RouteTable& table(manifest::RouteKind kind);
  const RouteTable& table(manifest::RouteKind kind) const;
  /// Text that lives as long as the program.
  std::string_view keep(std::string_view text);

  std::int64_t max_while_loops = 100;
  std::int32_t max_depth = 256;
  bool raw_results = false;  ///< return_mode=1: conditions see what a call returned, and all but 0 is true

 private:
  RouteTable tables_[kKinds];
  std::deque<std::string> texts_;
};

}  // namespace kukini::script
