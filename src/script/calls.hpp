// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: calls of functions and of route blocks, with bound arguments.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "script/node.hpp"
#include "script/pvars/core_pvs.hpp"
#include "script/regex.hpp"
#include "sdk/bindings.hpp"

namespace kukini::script {

class ScriptProgram;

constexpr std::size_t kMaxArguments = 16;

/// How one argument gets its value; `base` is complete where nothing is left to do per call.
struct ArgumentNode {
  enum class Kind : std::uint8_t {
    constant,  ///< `base` as it is
    value,     ///< `expression` as it is
    integer,   ///< `expression` as a number; the call fails where it is none
    text,      ///< `format`, or else `expression`, as text
    regex,     ///< the same, compiled
    route,     ///< the same, as the name of a block of `route_kind`
  } kind = Kind::constant;
  sdk::Arg base;
  ExprPtr expression;
  std::unique_ptr<sdk::Format> format;
  PvPtr pv;
  std::unique_ptr<re2::RE2> compiled;
  manifest::RouteKind route_kind = manifest::kRequest;
};

/// eval() gives the function's own result, integer() 1 or 0, as conditions want it.
ExprPtr make_function_call(std::string name, const sdk::BoundFunction& bound, std::vector<ArgumentNode> arguments);
ExprPtr make_route_call(int index);
/// route($var(x)): found by name when it runs.
ExprPtr make_dynamic_route_call(ExprPtr name);

}  // namespace kukini::script
