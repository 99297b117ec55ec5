// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of xlog.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"buf_size", ParamType::integer, "4096", "Longest line in bytes; longer ones are cut.", 64, 1 << 20},
    {"force_color", ParamType::integer, "0", "1: $C(xy) gives colours although the log is no terminal.", 0, 1},
    {"long_format", ParamType::integer, "0", "1: xdbgl() and xlogl() name the route they stand in.", 0, 1},
    {"prefix", ParamType::string, "<script>: ", "Put in front of every line."},
    {"prefix_mode", ParamType::integer, "0", "1: pseudo-variables in the prefix are evaluated for each line.", 0, 1, false, "5.6"},
    {"auto_newline", ParamType::integer, "0", "Accepted: every text is a line of its own already.", 0, 1, false, "6.2-dev"},
    {"log_facility", ParamType::string, "", "Syslog facility of these lines, where it is not the server's."},
    {"log_colors", ParamType::string, "", "Colour of the lines of a level on a terminal, \"L_ERR=cr\".", INT64_MIN, INT64_MAX, true, "4.0"},
    {"methods_filter", ParamType::integer, "-1", "Methods, as a sum of Kamailio's numbers, that xlogm() logs.", INT64_MIN, INT64_MAX, false, "4.3"},
};
constexpr Arg kText[] = {{"text", ArgKind::format}};
constexpr Arg kLevelText[] = {{"level", ArgKind::format}, {"text", ArgKind::format}};
// xlog(text), xlog(level, text), xlog(facility, level, text): what an argument is depends on how many there are.
constexpr Arg kXlog[] = {{"facility, level or text", ArgKind::format}, {"level or text", ArgKind::format, true}, {"text", ArgKind::format, true}};
constexpr Function kFunctions[] = {
    {"xlog", kXlog, kAnyRoute, "Logs a text, at level error where none is given."},
    {"xlogl", kXlog, kAnyRoute, "As xlog, naming the route it stands in."},
    {"xlogm", kLevelText, kAnyRoute, "As xlog, for the methods of methods_filter only.", false, false, "4.3"},
    {"xdbg", kText, kAnyRoute, "Logs at level debug."},
    {"xdbgl", kText, kAnyRoute, "Logs at level debug, naming the place in the script."},
    {"xinfo", kText, kAnyRoute, "Logs at level info.", false, false, "4.4"},
    {"xnotice", kText, kAnyRoute, "Logs at level notice.", false, false, "4.4"},
    {"xwarn", kText, kAnyRoute, "Logs at level warning.", false, false, "4.4"},
    {"xerr", kText, kAnyRoute, "Logs at level error.", false, false, "4.4"},
    {"xbug", kText, kAnyRoute, "Logs at level bug.", false, false, "4.4"},
    {"xcrit", kText, kAnyRoute, "Logs at level critical.", false, false, "4.4"},
    {"xalert", kText, kAnyRoute, "Logs at level alert.", false, false, "4.4"},
};
constexpr Variable kVariables[] = {
    {"C", "Escape sequence of a terminal colour: $C(xy), x the text, y the background.", false, Inner::required},
};
}  // namespace

extern const Manifest kManifest_xlog;
const Manifest kManifest_xlog = {
    .name = "xlog",
    .summary = "Log lines from the script, with pseudo-variables",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
};

}  // namespace kukini::modules
