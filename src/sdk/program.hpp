// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Program: a loaded script as the core and modules see it: routes that can be run.
#pragma once

#include <memory>
#include <string_view>

#include "manifest/manifest.hpp"

namespace kukini::sdk {

struct Context;

/// How a route ended.
struct RouteResult {
  int rc = 1;          ///< value of return or of the last statement
  bool exited = false; ///< exit, drop, or a function that returned 0
  bool dropped = false;
};

/// Immutable. Kept alive by the shared pointers of workers and of transactions that armed routes of it.
class Program : public std::enable_shared_from_this<Program> {
 public:
  virtual ~Program() = default;
  /// Index of a named block of one kind ("" for the unnamed one), -1 where there is none. Event routes by full name.
  virtual int find_route(manifest::RouteKind kind, std::string_view name) const = 0;
  virtual std::string_view route_name(manifest::RouteKind kind, int index) const = 0;
  /// Runs one block. Sets context.route_kind and context.program for its duration. The caller owns the context.
  virtual RouteResult run(Context& context, manifest::RouteKind kind, int index) const = 0;
};
using ProgramPtr = std::shared_ptr<const Program>;

}  // namespace kukini::sdk
