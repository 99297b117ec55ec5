// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of corex.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using K = ArgKind;
using enum ParamType;

constexpr Param kParams[] = {
    {"alias_subdomains", string, "", "[proto:]domain[:port] that is ours with all its subdomains.", INT64_MIN, INT64_MAX, true},
    {"dns_cache", string, "", "Accepted: records of a DNS cache of its own.", INT64_MIN, INT64_MAX, true, "5.4"},
    {"dns_file", string, "", "Accepted: file with such records.", INT64_MIN, INT64_MAX, true, "6.0"},
    {"nio_intercept", integer, "0", "Accepted: messages are not shown to event_route[network:msg].", 0, 1, false, "5.4"},
    {"nio_min_msg_len", integer, "-1", "Accepted, as nio_intercept.", INT64_MIN, INT64_MAX, false, "5.4"},
    {"nio_msg_avp", string, "", "Accepted, as nio_intercept.", INT64_MIN, INT64_MAX, false, "5.4"},
    {"network_io_intercept", integer, "0", "Accepted, as nio_intercept.", 0, 1, false, "4.2", "5.4", "nio_intercept"},
    {"min_msg_len", integer, "-1", "Accepted, as nio_intercept.", INT64_MIN, INT64_MAX, false, "4.2", "5.4", "nio_min_msg_len"},
    {"msg_avp", string, "", "Accepted, as nio_intercept.", INT64_MIN, INT64_MAX, false, "4.2", "5.4", "nio_msg_avp"},
    {"evcb_reply_out", string, "", "Accepted: event_route[corex:reply-out] is not run.", INT64_MIN, INT64_MAX, false, "5.4"},
};

constexpr Arg kFileVar[] = {{"file", K::string}, {"variable", K::pv}};
constexpr Arg kFileText[] = {{"file", K::string}, {"text", K::string}};
constexpr Arg kUriData[] = {{"uri", K::string}, {"data", K::string}};
constexpr Arg kUriSocketData[] = {{"uri", K::string}, {"socket", K::string}, {"data", K::string}};
constexpr Arg kMaybeTo[] = {{"to", K::string, true}};
constexpr Arg kSocket[] = {{"socket", K::string}};
constexpr Arg kName[] = {{"name", K::string}};
constexpr Arg kAddress[] = {{"address", K::string}};
constexpr Arg kFlag[] = {{"flag", K::integer}};
constexpr Arg kIndex[] = {{"branch", K::integer, true}};
constexpr Arg kUriIndex[] = {{"uri", K::string}, {"branch", K::integer, true}};
constexpr Arg kOnOff[] = {{"on", K::integer}};

constexpr RouteMask kSend = kRequest | kFailure;

constexpr Function since(string_view release, Function f) {
  f.since = release;
  return f;
}

constexpr Function kFunctions[] = {
    since("4.4", {"file_read", kFileVar, kAnyRoute, "Reads a file into a variable."}),
    since("4.4", {"file_write", kFileText, kAnyRoute, "Writes a text to a file."}),
    since("6.0", {"forward_uac", kIndex, kRequest, "Sends the request on with our Via alone: no reply of it goes back.", true}),
    since("6.0", {"forward_uac_uri", kUriIndex, kRequest, "The same to a URI.", true}),
    since("5.6", {"forward_reply", {}, kOnreplyCore, "Passes the reply on where its Via says."}),
    since("5.4", {"is_faked_msg", {}, kAnyRoute, "True where a stand-in runs an event route."}),
    since("4.2", {"is_incoming", {}, kAnyRoute, "False: messages are not shown to event_route[network:msg]."}),
    since("5.5", {"is_socket_name", kName, kAnyRoute, "True when a listen socket has this name."}),
    since("5.2", {"setxflag", kFlag, kAnyRoute, "Sets an extended flag, 0 to 63."}),
    since("5.2", {"resetxflag", kFlag, kAnyRoute, "Clears an extended flag."}),
    since("5.2", {"isxflagset", kFlag, kAnyRoute, "True when the extended flag is set."}),
    since("4.2", {"msg_iflag_set", kName, kAnyRoute, "Sets an internal flag of the message by its name."}),
    since("4.2", {"msg_iflag_reset", kName, kAnyRoute, "Clears an internal flag of the message."}),
    since("4.2", {"msg_iflag_is_set", kName, kAnyRoute, "True when the internal flag is set."}),
    since("5.2", {"send_udp", kMaybeTo, kSend, "Sends the message as received, over UDP.", true}),
    {"send_tcp", kMaybeTo, kSend, "Sends the message as received, over TCP.", true},
    since("4.2", {"send_data", kUriData, kAnyRoute, "Sends data to a SIP URI.", true}),
    since("5.2", {"sendx", kUriSocketData, kAnyRoute, "Sends data to a SIP URI from a socket.", true}),
    since("5.2", {"set_send_socket", kSocket, kAnyRoute, "Chooses the local socket that the message leaves from."}),
    since("5.4", {"set_send_socket_name", kName, kAnyRoute, "The same by the socket's name."}),
    since("5.2", {"set_recv_socket", kSocket, kAnyRoute, "Takes another socket as the one the message came to."}),
    since("5.4", {"set_recv_socket_name", kName, kAnyRoute, "The same by the socket's name."}),
    since("5.2", {"via_add_srvid", kOnOff, kAnyRoute, "Our Via says server_id, or not."}),
    since("5.2", {"via_add_xavp_params", kOnOff, kAnyRoute, "Our Via has the fields of xavp_via_params as parameters, or not."}),
    since("5.2", {"via_use_xavp_fields", kOnOff, kAnyRoute, "Our Via has address and port of xavp_via_fields, or its own."}),
    since("5.8", {"via_reply_add_xavp_params", kOnOff, kAnyRoute, "Via of replies made here has the fields of xavp_via_reply_params, or not."}),
    since("6.1", {"msg_vbflag_set", kFlag, kAnyRoute, "Sets a flag of the topmost Via, 0 to 31."}),
    since("6.1", {"msg_vbflag_reset", kFlag, kAnyRoute, "Clears a flag of the topmost Via."}),
    since("6.1", {"msg_vbflag_is_set", kFlag, kAnyRoute, "True when the flag of the topmost Via is set."}),
    since("5.2", {"set_source_address", kAddress, kAnyRoute, "Takes another address as the one the message came from."}),
};

constexpr Variable kVariables[] = {
    {"cfg", "Where the statement stands: $cfg(line), $cfg(file), $cfg(name), $cfg(route).", false, Inner::required, false, "4.1"},
    {"lsock", "Property of a listen socket: $lsock(n/s0/listen), $lsock(l/udp:192.0.2.1:5060/name).", false, Inner::required, false, "5.6"},
    {"atkv", "Of event_route[core:tkv], which is not run: null.", false, Inner::required, false, "6.0"},
};

constexpr Transformation kTransformations[] = {
    {"sock", "host", 0, 0, "Host of a socket address proto:host:port.", "5.6"},
    {"sock", "port", 0, 0, "Port of it.", "5.6"},
    {"sock", "proto", 0, 0, "Protocol of it.", "5.6"},
    {"sock", "touri", 0, 0, "A SIP URI of it.", "5.6"},
};
}  // namespace

extern const Manifest kManifest_corex;
const Manifest kManifest_corex = {
    .name = "corex",
    .summary = "Extensions of the core: sockets, sending, extended flags, files",
    .maturity = Maturity::partial,
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .transformations = kTransformations,
};

}  // namespace kukini::modules
