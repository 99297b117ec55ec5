// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of a module: everything it offers to a script, to operators and to tools, as constant data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kukini::manifest {

using std::string_view;

/// Bit of each kind of route block, as Kamailio's documentation names them.
enum RouteKind : std::uint16_t {
  kRequest = 1 << 0,
  kFailure = 1 << 1,
  kOnreply = 1 << 2,  ///< onreply_route[name], armed by t_on_reply
  kOnreplyCore = 1 << 3,  ///< reply_route / onreply_route without a name
  kBranch = 1 << 4,
  kOnsend = 1 << 5,
  kError = 1 << 6,
  kLocal = 1 << 7,
  kBranchFailure = 1 << 8,
  kEvent = 1 << 9,
  kAnyRoute = 0x3ff,
};
using RouteMask = std::uint16_t;

enum class Maturity : std::uint8_t { stable, beta, partial };

enum class ParamType : std::uint8_t {
  integer,  ///< also yes/no/on/off
  string,   ///< plain text
  pv,       ///< text holding one pseudo-variable, "$avp(x)"
  format,   ///< text with pseudo-variables in it
  either,   ///< integer or text
};

struct Param {
  string_view name;
  ParamType type;
  string_view default_value;
  string_view brief;            ///< one sentence
  std::int64_t min = INT64_MIN;  ///< for integers
  std::int64_t max = INT64_MAX;
  bool repeatable = false;      ///< each modparam adds to the earlier ones
  string_view since = {};       ///< release that brought it, where not 3.3
  string_view retired = {};     ///< first release without it, empty while current
  string_view replacement = {};  ///< what to use instead of a retired one
};

enum class ArgKind : std::uint8_t {
  integer,         ///< number or pseudo-variable holding one
  string,          ///< text with pseudo-variables, evaluated per call
  format,          ///< the same, bound but left to the function to evaluate, or not (xlog)
  literal,         ///< text taken as it stands
  pv,              ///< a pseudo-variable itself (read or assigned by the function)
  regex,           ///< regular expression; compiled at load when constant
  flag,            ///< flag number or declared flag name
  route,           ///< name of a route[] block
  failure_route,   ///< name of a failure_route[] block
  onreply_route,   ///< name of an onreply_route[] block
  branch_route,    ///< name of a branch_route[] block
  branch_failure_route,  ///< name of event_route[tm:branch-failure:…]
  any,             ///< evaluated, its type kept
};

struct Arg {
  string_view name;
  ArgKind kind;
  bool optional = false;
};

struct Function {
  string_view name;
  std::span<const Arg> args;
  RouteMask routes;
  string_view brief;
  bool may_suspend = false;
  bool variadic = false;         ///< the last Arg may repeat
  string_view since = {};
  string_view retired = {};
  string_view replacement = {};
};

/// $name(inner). verbatim: what stands inside is a variable or a format of its own, not a name; prepare gets it as written.
enum class Inner : std::uint8_t { none, optional, required, verbatim };

struct Variable {
  string_view name;
  string_view brief;
  bool settable = false;
  Inner inner = Inner::none;
  bool indexed = false;  ///< $(name[i])
  string_view since = {};
};

struct Transformation {
  string_view class_name;  ///< "s" in {s.len}
  string_view name;        ///< "len"
  std::uint8_t min_args;
  std::uint8_t max_args;
  string_view brief;
  string_view since = {};
  bool raw = false;  ///< all that follows the name is one argument, commas included and not evaluated ({re.subst,…})
};

struct RpcCommand {
  string_view name;
  string_view brief;
  string_view args;   ///< as a usage line
  string_view reply;  ///< shape of the reply, in words
};

struct Event {
  string_view name;  ///< as in event_route[name]; a trailing * stands for a free suffix
  string_view brief;
};

struct Statistic {
  string_view group;
  string_view name;
  string_view brief;
};

struct Manifest {
  string_view name;
  string_view summary;
  Maturity maturity = Maturity::stable;
  std::span<const Param> params = {};
  std::span<const Function> functions = {};
  std::span<const Variable> variables = {};
  std::span<const Transformation> transformations = {};
  std::span<const RpcCommand> rpc = {};
  std::span<const Event> events = {};
  std::span<const Statistic> statistics = {};
  std::span<const string_view> needs = {};     ///< services this module cannot run without: "tm"
  std::span<const string_view> uses = {};      ///< services used when present
  std::span<const string_view> provides = {};  ///< services offered to other modules
  bool own_io = false;  ///< does socket, file or database I/O of its own
};

}  // namespace kukini::manifest
