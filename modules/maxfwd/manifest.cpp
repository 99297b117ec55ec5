// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of maxfwd.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"max_limit", ParamType::integer, "70", "Largest Max-Forwards value that leaves the server.", 1, 255},
};
constexpr Arg kLimit[] = {{"limit", ArgKind::integer}};
constexpr Arg kValue[] = {{"value", ArgKind::integer}};
constexpr RouteMask kLowLimitRoutes = kRequest | kFailure | kBranch;
constexpr Function kFunctions[] = {
    {"mf_process_maxfwd_header", kLimit, kRequest, "Counts Max-Forwards down; false when it has come to 0."},
    {"process_maxfwd", kLimit, kRequest, "The same as mf_process_maxfwd_header."},
    {"maxfwd_process", kLimit, kRequest, "The same as mf_process_maxfwd_header."},
    {"is_maxfwd_lt", kValue, kLowLimitRoutes, "True when Max-Forwards is below the value."},
    {"mf_lowlimit", kValue, kLowLimitRoutes, "The same as is_maxfwd_lt."},
    {"maxfwd_at_least", kValue, kLowLimitRoutes, "The same as is_maxfwd_lt."},
};
}  // namespace

extern const Manifest kManifest_maxfwd;
const Manifest kManifest_maxfwd = {
    .name = "maxfwd",
    .summary = "Max-Forwards: loop protection of requests",
    .params = kParams,
    .functions = kFunctions,
};

}  // namespace kukini::modules
