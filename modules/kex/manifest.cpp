// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of kex.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using K = ArgKind;
constexpr Arg kFlag[] = {{"flag", K::flag}};
constexpr Arg kFlagBranch[] = {{"flag", K::flag}, {"branch", K::integer, true}};
constexpr Arg kUri[] = {{"uri", K::string}};
constexpr Arg kMaybeUri[] = {{"uri", K::string, true}};
constexpr Arg kPrintf[] = {{"variable", K::pv}, {"text", K::string}};
constexpr Arg kLevel[] = {{"level", K::integer}};

constexpr Function since(string_view release, Function f) {
  f.since = release;
  return f;
}
constexpr Function retired(string_view release, string_view replacement, Function f) {
  f.retired = release;
  f.replacement = replacement;
  return f;
}

constexpr Function kFunctions[] = {
    {"setsflag", kFlag, kAnyRoute, "Sets a script flag."},
    {"issflagset", kFlag, kAnyRoute, "True when the script flag is set."},
    {"resetsflag", kFlag, kAnyRoute, "Clears a script flag."},
    {"setbflag", kFlagBranch, kAnyRoute, "Sets a branch flag; branch 0 is the R-URI."},
    {"isbflagset", kFlagBranch, kAnyRoute, "True when the branch flag is set."},
    {"resetbflag", kFlagBranch, kAnyRoute, "Clears a branch flag."},
    {"setdsturi", kUri, kAnyRoute, "Sets the destination URI."},
    {"resetdsturi", {}, kAnyRoute, "Clears the destination URI."},
    {"isdsturiset", {}, kAnyRoute, "True when the destination URI is set."},
    {"pv_printf", kPrintf, kAnyRoute, "Assigns a text to a variable."},
    {"avp_printf", kPrintf, kAnyRoute, "The same as pv_printf."},
    {"is_myself", kUri, kAnyRoute, "True when the URI, or address, is one of the server's own."},
    since("5.8", {"is_myhost", kUri, kAnyRoute, "True when the host of the URI is one of the server's own, whatever the port."}),
    {"setdebug", kLevel, kAnyRoute, "Sets the debug level."},
    {"resetdebug", {}, kAnyRoute, "Sets the debug level back."},
    retired("4.0", "append_branch", {"km_append_branch", kMaybeUri, kRequest | kFailure, "Adds a branch, of the R-URI or of another URI."}),
};
constexpr Variable kVariables[] = {{"sruid", "An id that no other read, worker or run of the server gives."}};
}  // namespace

extern const Manifest kManifest_kex;
const Manifest kManifest_kex = {
    .name = "kex",
    .summary = "Flags, destination URI, debug level and other extensions of the core",
    .functions = kFunctions,
    .variables = kVariables,
};

}  // namespace kukini::modules
