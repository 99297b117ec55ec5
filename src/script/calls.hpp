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

/// Base of calls: the result as it is, or as a condition.
class CallExpr : public Expr {
 public:
  explicit CallExpr(bool of_core = false) : of_core_(of_core) {}
  Value eval(Context& c) const final { return Value::integer(within(c)); }
  /// 1 or 0; with return_mode=1 the result as it is.
  std::int64_t integer(Context& c) const final;
  int statement(Context& c) const override { return call(c); }

 protected:
  virtual int call(Context& c) const = 0;
  bool of_core_;

 private:
  /// As in Kamailio a function of the core within an expression leaves $rc at 0.
  int within(Context& c) const {
    int rc = call(c);
    if (of_core_) c.last_rc = 0;
    return rc;
  }
};

/// eval() gives the function's own result, integer() 1 or 0, as conditions want it.
ExprPtr make_function_call(std::string name, const sdk::BoundFunction& bound, std::vector<ArgumentNode> arguments);
ExprPtr make_route_call(int index);
/// route($var(x)): found by name when it runs.
ExprPtr make_dynamic_route_call(ExprPtr name);

/// cfg_select("group", number) and, without `number`, cfg_reset("group"). `known`: the numbers that group[number] was written with.
ExprPtr make_cfg_select(sdk::NameId group, ExprPtr number, std::vector<std::int64_t> known);
enum class FlagDo : std::uint8_t { set, reset, test };
/// setavpflag("name", "flag") and its kin: of the newest AVP of the name.
ExprPtr make_avp_flag(FlagDo what, sdk::NameId name, unsigned flag);

}  // namespace kukini::script
