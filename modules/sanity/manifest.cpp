// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of sanity.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"default_checks", ParamType::integer, "3047", "Sum of the checks that sanity_check() without arguments makes.", 0, 65535},
    {"uri_checks", ParamType::integer, "7", "Which URIs the check 1024 parses: 1 R-URI, 2 From, 4 To, 8 Contact.", 0, 15},
    {"proxy_require", ParamType::string, "", "Option tags that may stand in Proxy-Require, separated by commas."},
    {"autodrop", ParamType::integer, "1", "1: a failed check ends the script; 0: the function returns false.", 0, 1},
    {"noreply", ParamType::integer, "0", "1: no reply is sent; sanity_reply() sends it later.", 0, 1, false, "5.2"},
    {"size_checks", ParamType::integer, "0", "1: sanity_check() also looks at sizes.", 0, 1, false, "6.2-dev"},
    {"size_message", ParamType::integer, "16384", "Most bytes of the whole message; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_headers", ParamType::integer, "8192", "Most bytes of the headers together; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_body", ParamType::integer, "8192", "Most bytes of the body; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_header", ParamType::integer, "2048", "Most bytes of the header line; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_method", ParamType::integer, "32", "Most bytes of the method; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_ruri", ParamType::integer, "256", "Most bytes of the R-URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_from_uri", ParamType::integer, "256", "Most bytes of the From URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_to_uri", ParamType::integer, "256", "Most bytes of the To URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_contact_uri", ParamType::integer, "256", "Most bytes of the Contact URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_route_uri", ParamType::integer, "256", "Most bytes of the Route or Record-Route URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_path_uri", ParamType::integer, "256", "Most bytes of the Path URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
    {"size_pai_uri", ParamType::integer, "256", "Most bytes of the P-Asserted-Identity URI; 0: any.", 0, 1 << 20, false, "6.2-dev"},
};
constexpr Arg kChecks[] = {{"message_checks", ArgKind::integer, true}, {"uri_checks", ArgKind::integer, true}};
constexpr RouteMask kRoutes = kRequest | kOnreply | kOnreplyCore;
constexpr Function kFunctions[] = {
    {"sanity_check", kChecks, kRoutes, "Checks the form of the message and answers a bad request."},
    {"sanity_reply", {}, kRoutes, "Sends the reply that a failed check kept back (noreply).", false, false, "5.5"},
};
constexpr string_view kUses[] = {"sl"};
}  // namespace

extern const Manifest kManifest_sanity;
const Manifest kManifest_sanity = {
    .name = "sanity",
    .summary = "Checks of a message's form before it is routed",
    .params = kParams,
    .functions = kFunctions,
    .uses = kUses,
};

}  // namespace kukini::modules
