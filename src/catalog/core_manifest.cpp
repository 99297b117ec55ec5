// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The core's table: functions that need no module, and the variables of the language itself.
#include "catalog/core_manifest.hpp"

namespace kukini::catalog {

using manifest::Arg;
using manifest::ArgKind;
using manifest::Function;
using manifest::Inner;
using manifest::kAnyRoute;
using manifest::kBranch;
using manifest::kBranchFailure;
using manifest::kEvent;
using manifest::kFailure;
using manifest::kLocal;
using manifest::kOnreply;
using manifest::kOnreplyCore;
using manifest::kRequest;
using manifest::Variable;

namespace {

constexpr Arg kFlag[] = {{"flag", ArgKind::flag}};
constexpr Arg kBranchFlag[] = {{"flag", ArgKind::flag}, {"branch", ArgKind::integer, true}};
constexpr Arg kText[] = {{"text", ArgKind::string}};
constexpr Arg kUri[] = {{"uri", ArgKind::string}};
constexpr Arg kHost[] = {{"host", ArgKind::string}};
constexpr Arg kHostPort[] = {{"hostport", ArgKind::string}};
constexpr Arg kPort[] = {{"port", ArgKind::string}};
constexpr Arg kUser[] = {{"user", ArgKind::string}};
constexpr Arg kUserPass[] = {{"userpass", ArgKind::string}};
constexpr Arg kCount[] = {{"count", ArgKind::integer}};
constexpr Arg kNumber[] = {{"number", ArgKind::integer}};
constexpr Arg kOptionalId[] = {{"id", ArgKind::integer, true}};
constexpr Arg kOptionalIndex[] = {{"index", ArgKind::integer, true}};
constexpr Arg kAppendBranch[] = {{"uri", ArgKind::string, true}, {"q", ArgKind::string, true}};
constexpr Arg kTo[] = {{"host", ArgKind::string, true}, {"port", ArgKind::integer, true}};
constexpr Arg kToNeeded[] = {{"host", ArgKind::string}, {"port", ArgKind::integer, true}};
constexpr Arg kSocket[] = {{"socket", ArgKind::string}};
constexpr Arg kAddress[] = {{"address", ArgKind::string}};
constexpr Arg kProtocol[] = {{"protocol", ArgKind::string}};
constexpr Arg kCommand[] = {{"command", ArgKind::string}};
constexpr Arg kLog[] = {{"level", ArgKind::any}, {"text", ArgKind::string, true}};
constexpr Arg kGroup[] = {{"group", ArgKind::literal}};
constexpr Arg kGroupNumber[] = {{"group", ArgKind::literal}, {"number", ArgKind::any}};
constexpr Arg kAvpFlag[] = {{"name", ArgKind::literal}, {"flag", ArgKind::literal}};
constexpr Arg kError[] = {{"class", ArgKind::string}, {"text", ArgKind::string}};

constexpr auto kUriRoutes = kRequest | kBranch | kFailure | kLocal | kBranchFailure | kEvent | kOnreply;
constexpr auto kForwardRoutes = kRequest | kFailure | kBranch | kEvent | kOnreplyCore;

constexpr Function kFunctions[] = {
    {"setflag", kFlag, kAnyRoute, "Sets a flag of the message and its transaction."},
    {"resetflag", kFlag, kAnyRoute, "Clears a flag of the message and its transaction."},
    {"isflagset", kFlag, kAnyRoute, "True when the flag is set."},
    {"setbflag", kBranchFlag, kAnyRoute, "Sets a flag of a branch; branch 0 is the current target."},
    {"resetbflag", kBranchFlag, kAnyRoute, "Clears a flag of a branch."},
    {"isbflagset", kBranchFlag, kAnyRoute, "True when the flag of the branch is set."},
    {"setsflag", kFlag, kAnyRoute, "Sets a script flag: kept for one run only."},
    {"resetsflag", kFlag, kAnyRoute, "Clears a script flag."},
    {"issflagset", kFlag, kAnyRoute, "True when the script flag is set."},
    {"setavpflag", kAvpFlag, kAnyRoute, "Sets a flag, declared with avpflags, of the newest AVP of a name."},
    {"resetavpflag", kAvpFlag, kAnyRoute, "Clears a flag of an AVP."},
    {"isavpflagset", kAvpFlag, kAnyRoute, "True when the flag of the AVP is set."},
    {"cfg_select", kGroupNumber, kAnyRoute, "Until the message is done, @cfg_get.group.name reads group[number].name."},
    {"cfg_reset", kGroup, kAnyRoute, "Takes cfg_select back."},
    {"force_rport", {}, kAnyRoute, "Answers to the source port and notes it in the topmost Via (RFC 3581)."},
    {"add_rport", {}, kAnyRoute, "The same as force_rport."},
    {"add_local_rport", {}, kAnyRoute, "Adds rport to our own Via of the forwarded request."},
    {"force_tcp_alias", kOptionalId, kAnyRoute, "Lets the connection be used for requests to the port in Via."},
    {"add_tcp_alias", kOptionalId, kAnyRoute, "The same as force_tcp_alias."},
    {"forward", kTo, kForwardRoutes, "Forwards the request statelessly, to its URI or to a host.", true},
    {"forward_udp", kToNeeded, kForwardRoutes, "forward over UDP.", true},
    {"forward_tcp", kToNeeded, kForwardRoutes, "forward over TCP.", true},
    {"forward_tls", kToNeeded, kForwardRoutes, "forward over TLS.", true},
    {"forward_sctp", kToNeeded, kForwardRoutes, "forward over SCTP.", true},
    {"send", kTo, kForwardRoutes, "Sends the message as it is, without a Via of ours.", true},
    {"send_tcp", kTo, kForwardRoutes, "send over TCP.", true},
    {"append_branch", kAppendBranch, kUriRoutes, "Adds a branch with the current R-URI or the one given."},
    {"clear_branches", {}, kAnyRoute, "Removes all additional branches."},
    {"remove_branch", kOptionalIndex, kAnyRoute, "Removes one additional branch."},
    {"prefix", kText, kUriRoutes, "Puts text in front of the user of the R-URI."},
    {"strip", kCount, kUriRoutes, "Removes characters from the start of the user of the R-URI."},
    {"strip_tail", kCount, kUriRoutes, "Removes characters from the end of the user of the R-URI."},
    {"userphone", {}, kUriRoutes, "Adds ;user=phone to a R-URI whose user is a number."},
    {"rewritehost", kHost, kUriRoutes, "Replaces the host of the R-URI; port and parameters stay."},
    {"sethost", kHost, kUriRoutes, "The same as rewritehost."},
    {"seth", kHost, kUriRoutes, "The same as rewritehost."},
    {"rewritehostport", kHostPort, kUriRoutes, "Replaces host and port of the R-URI."},
    {"sethostport", kHostPort, kUriRoutes, "The same as rewritehostport."},
    {"sethp", kHostPort, kUriRoutes, "The same as rewritehostport."},
    {"rewritehostporttrans", kHostPort, kUriRoutes, "Replaces host, port and transport of the R-URI."},
    {"sethostporttrans", kHostPort, kUriRoutes, "The same as rewritehostporttrans."},
    {"sethpt", kHostPort, kUriRoutes, "The same as rewritehostporttrans."},
    {"rewriteport", kPort, kUriRoutes, "Replaces the port of the R-URI."},
    {"setport", kPort, kUriRoutes, "The same as rewriteport."},
    {"setp", kPort, kUriRoutes, "The same as rewriteport."},
    {"rewriteuser", kUser, kUriRoutes, "Replaces the user of the R-URI; a password stays."},
    {"setuser", kUser, kUriRoutes, "The same as rewriteuser."},
    {"setu", kUser, kUriRoutes, "The same as rewriteuser."},
    {"rewriteuserpass", kUserPass, kUriRoutes, "Replaces user and password of the R-URI."},
    {"setuserpass", kUserPass, kUriRoutes, "The same as rewriteuserpass."},
    {"setup", kUserPass, kUriRoutes, "The same as rewriteuserpass."},
    {"rewriteuri", kUri, kUriRoutes, "Replaces the R-URI."},
    {"seturi", kUri, kUriRoutes, "The same as rewriteuri."},
    {"revert_uri", {}, kUriRoutes, "Takes the R-URI back to what was received."},
    {"setdsturi", kUri, kAnyRoute, "Sets the next hop ($du)."},
    {"resetdsturi", {}, kAnyRoute, "Removes the next hop ($du)."},
    {"isdsturiset", {}, kAnyRoute, "True when there is a next hop ($du)."},
    {"force_send_socket", kSocket, kAnyRoute, "Chooses the local socket that the message leaves from."},
    {"set_advertised_address", kAddress, kAnyRoute, "Host that stands in Via and Record-Route of this message."},
    {"set_advertised_port", kNumber, kAnyRoute, "Port that stands in Via and Record-Route of this message."},
    {"set_reply_no_connect", {}, kAnyRoute, "Replies do not open connections."},
    {"set_reply_close", {}, kAnyRoute, "The connection is closed after the reply."},
    {"set_forward_no_connect", {}, kAnyRoute, "The request does not open a connection."},
    {"set_forward_close", {}, kAnyRoute, "The connection is closed after the request."},
    {"udp_mtu_try_proto", kProtocol, kAnyRoute, "Protocol for requests that do not fit a datagram."},
    {"exec", kCommand, kAnyRoute, "Runs a command of the shell and waits for its end; always true.", true},
    {"log", kLog, kAnyRoute, "Writes a line to the log."},
    {"error", kError, kAnyRoute, "Writes an error line to the log."},
};

constexpr Variable kVariables[] = {
    {"null", "No value.", true},
    {"rc", "What the last function or route returned."},
    {"retcode", "The same as $rc."},
    {"?", "The same as $rc."},
    {"var", "A variable of the script, 0 at the start of each run.", true, Inner::required},
    {"vz", "The same as $var.", true, Inner::required, false, "4.3"},
    {"vn", "As $var, but null at the start of each run and where $null was assigned.", true, Inner::required, false, "4.3"},
    {"avp", "A value kept with the transaction; several of a name stack up.", true, Inner::required, true},
    {"xavp", "A structured value kept with the transaction: $xavp(a[0]=>b).", true, Inner::required, true},
    {"xavu", "As $xavp, one value per name.", true, Inner::required, false, "5.5"},
    {"xavi", "As $xavp, names without regard to case.", true, Inner::required, true, "5.5"},
    {"def", "The value of a define, null where there is none.", false, Inner::required, false, "5.5"},
    {"defn", "The value of a define, counting as the number in it; 0 where there is none.", false, Inner::required, false, "5.5"},
    {"defs", "The value of a define in double quotes, as it is where it has quotes.", false, Inner::required, false, "6.1"},
    {"defv", "The value of a define without quotes around it.", false, Inner::required, false, "6.1"},
    {"iuid", "What coreparam[iuid] says, null where it says nothing.", false, Inner::none, false, "6.1"},
    {"sel", "What a select names: $sel(via[1].host), $sel(cfg_get.group.name).", false, Inner::required},
    {"env", "A variable of the environment, null where it is not set.", false, Inner::required, false, "5.5"},
    {"envn", "Like $env, counting as the number in it.", false, Inner::required, false, "5.5"},
};

constexpr manifest::Event kEvents[] = {
    {"core:modinit-before", "Once at the start, before core:worker-one-init. Modules are ready, unlike in Kamailio."},
    {"core:worker-one-init", "Once at the start, on the first worker, before messages are served."},
    {"core:msg-received", "For everything that is received, before it is read: $rcv(x), $si, $sp. drop: it goes no further. Needs received_route_mode=1."},
    {"core:pre-routing", "For each request and reply before its route. drop: it goes no further."},
    {"core:receive-parse-error", "For what is no SIP message: $mb, $ml, $si, $sp tell about it."},
};

}  // namespace

extern const manifest::Manifest kManifest_core;
const manifest::Manifest kManifest_core = {
    .name = "core",
    .summary = "What the script language offers without any module.",
    .functions = kFunctions,
    .variables = kVariables,
    .events = kEvents,
};

}  // namespace kukini::catalog
