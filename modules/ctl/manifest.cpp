// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of ctl.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using P = ParamType;
constexpr Param kParams[] = {
    {"binrpc", P::string, "unixs:/run/kamailio/kamailio_ctl", "A control socket: unixs:/path, unixd:/path, tcp:host:port or udp:host:port.", INT64_MIN,
     INT64_MAX, true},
    {"fifo", P::string, "", "Refused: the text protocol over FIFOs is not offered.", INT64_MIN, INT64_MAX, true},
    {"mode", P::integer, "0600", "Permissions of unix sockets.", 0, 07777},
    {"user", P::either, "", "Owner of unix sockets, name or number."},
    {"group", P::either, "", "Group of unix sockets, name or number."},
    {"autoconversion", P::integer, "0", "Accepted; most commands take numbers and texts alike.", 0, 1},
    {"binrpc_buffer_size", P::integer, "1024", "Accepted; texts of a reply have no bound.", INT64_MIN, INT64_MAX, false, "5.0"},
    {"binrpc_max_body_size", P::integer, "32", "Accepted; replies have no bound."},
    {"binrpc_struct_max_body_size", P::integer, "8", "Accepted; replies have no bound."},
};
constexpr string_view kProvides[] = {"ctl"};
}  // namespace

extern const Manifest kManifest_ctl;
const Manifest kManifest_ctl = {
    .name = "ctl",
    .summary = "Control sockets for kamcmd, besides the one that is always open",
    .params = kParams,
    .provides = kProvides,
};

}  // namespace kukini::modules
