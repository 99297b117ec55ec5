// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of rr.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"enable_full_lr", ParamType::integer, "0", "Writes ;lr=on instead of ;lr.", 0, 1},
    {"append_fromtag", ParamType::integer, "1", "Puts the From tag into Record-Route as ;ftag=.", 0, 1},
    {"enable_double_rr", ParamType::integer, "1", "Two Record-Route lines where a request leaves by another socket than it came by.", 0, 2},
    {"add_username", ParamType::integer, "0", "Puts the user of the From URI into Record-Route.", 0, 1},
    {"enable_socket_mismatch_warning", ParamType::integer, "1", "Logs when the socket of a second Route is not ours.", 0, 1},
    {"custom_user_avp", ParamType::pv, "", "AVP with the user part for Record-Route.", INT64_MIN, INT64_MAX, false, "4.0"},
    {"force_send_socket", ParamType::integer, "1", "loose_route() sends by the socket that the second Route of a pair names.", 0, 1, false, "5.2"},
    {"ignore_sips", ParamType::integer, "0", "Writes sip: even where the R-URI is sips:.", 0, 1, false, "5.2"},
    {"ignore_user", ParamType::string, "", "A R-URI with this user is not taken as ours.", INT64_MIN, INT64_MAX, false, {}, "6.1", ""},
    {"sockname_mode", ParamType::integer, "0", "Puts the name of the socket into Record-Route.", 0, 1, false, "5.4"},
    {"loose_route_mode", ParamType::integer, "0", "Mode of loose_route(), see loose_route_mode().", 0, 1, false, "6.1"},
};
constexpr Arg kParamsArg[] = {{"params", ArgKind::string, true}};
constexpr Arg kAddress[] = {{"address", ArgKind::string}};
constexpr Arg kPreset[] = {{"first", ArgKind::string}, {"second", ArgKind::string, true}};
constexpr Arg kParam[] = {{"param", ArgKind::string}};
constexpr Arg kRegex[] = {{"regex", ArgKind::regex}};
constexpr Arg kDirection[] = {{"direction", ArgKind::string}};
constexpr Arg kMode[] = {{"mode", ArgKind::integer}};
constexpr RouteMask kRecord = kRequest | kFailure | kBranch;
constexpr Function kFunctions[] = {
    {"loose_route", {}, kRequest, "Follows the Route headers: true when they decide where the request goes."},
    {"loose_route_mode", kMode, kRequest, "As loose_route(); mode 1 never treats the previous hop as a strict router.", false, false, "5.5"},
    {"loose_route_preloaded", {}, kRequest, "As loose_route(), only where more Route headers follow our own.", false, false, "5.4"},
    {"record_route", kParamsArg, kRecord, "Adds our Record-Route."},
    {"record_route_advertised_address", kAddress, kRecord, "Adds a Record-Route with another address."},
    {"record_route_preset", kPreset, kRecord, "Adds one or two Record-Route lines as given."},
    {"remove_record_route", {}, kRequest | kFailure, "Takes back the Record-Route added.", false, false, "4.2"},
    {"add_rr_param", kParam, kRecord, "Adds a parameter to our Record-Route."},
    {"check_route_param", kRegex, kRequest, "True when the parameters of our own Route match."},
    {"is_direction", kDirection, kRequest, "True when the request goes \"downstream\" or \"upstream\" in its dialog."},
    {"rr_next_hop_route", {}, kAnyRoute, "True when a Route header names the next hop.", false, false, "5.4"},
};
constexpr Variable kVariables[] = {
    {"route_uri", "URI of the topmost Route as received."},
    {"fti", "Tag of the side that began the dialog.", false, Inner::none, false, "4.3"},
    {"tti", "Tag of the other side.", false, Inner::none, false, "4.3"},
    {"rdir", "Direction: (id) 1 downstream, 2 upstream; (name) in words.", false, Inner::required, false, "4.3"},
};
constexpr string_view kProvides[] = {"rr"};
}  // namespace

extern const Manifest kManifest_rr;
const Manifest kManifest_rr = {
    .name = "rr",
    .summary = "Record-Route and Route: staying in the path of a dialog, loose and strict routing",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .provides = kProvides,
};

}  // namespace kukini::modules
