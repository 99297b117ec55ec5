// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of dispatcher.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {

template <class Entry>
constexpr Entry since(string_view release, Entry entry) {
  entry.since = release;
  return entry;
}
template <class Entry>
constexpr Entry retired(string_view release, string_view replacement, Entry entry) {
  entry.retired = release;
  entry.replacement = replacement;
  return entry;
}
constexpr Function suspends(Function entry) {
  entry.may_suspend = true;
  return entry;
}

using P = ParamType;
constexpr Param kParams[] = {
    {"list_file", P::string, "/etc/kamailio/dispatcher.list", "File with the destinations."},
    {"flags", P::integer, "0", "Sum of 1 (hash the user of a URI alone) and 2 (keep the other destinations for ds_next_dst)."},
    {"use_default", P::integer, "0", "1: the last destination of a set is used only when no other is left.", 0, 1},
    {"force_dst", P::integer, "1", "0: ds_select_dst fails when a destination is already set.", 0, 1},
    since("5.2", Param{"xavp_dst", P::string, "_dsdst_", "XAVP that holds the selected destinations."}),
    since("5.2", Param{"xavp_dst_mode", P::integer, "0", "Sum of 1 (no attrs), 2 (with socket) and 4 (with sockname) in that XAVP."}),
    since("5.2", Param{"xavp_ctx", P::string, "_dsctx_", "XAVP that holds how many destinations were selected."}),
    since("5.2", Param{"xavp_ctx_mode", P::integer, "0", "1: no cnt in that XAVP."}),
    retired("5.2", "xavp_dst, field uri", Param{"dst_avp", P::string, "", "AVP for the selected destinations."}),
    retired("5.2", "xavp_dst, field grp", Param{"grp_avp", P::string, "", "AVP for the set id."}),
    retired("5.2", "xavp_ctx, field cnt", Param{"cnt_avp", P::string, "", "AVP for the number of destinations."}),
    retired("5.2", "xavp_dst, field dstid", Param{"dstid_avp", P::string, "", "AVP for the duid of the destinations."}),
    retired("5.2", "xavp_dst, field attrs", Param{"attrs_avp", P::string, "", "AVP for the attributes of the destinations."}),
    retired("5.2", "xavp_dst, field sock", since("4.3", Param{"sock_avp", P::string, "", "AVP for the send socket of the destinations."})),
    {"hash_pvar", P::format, "", "Text that algorithm 7 hashes."},
    {"setid_pvname", P::pv, "", "Variable that ds_is_from_list sets to the id of the set that matched."},
    since("4.1", Param{"attrs_pvname", P::pv, "", "Variable that ds_is_from_list sets to the attributes of what matched."}),
    {"ds_ping_method", P::string, "OPTIONS", "Method of pings."},
    {"ds_ping_from", P::string, "sip:dispatcher@localhost", "From URI of pings."},
    since("6.1", Param{"ds_ping_socket", P::string, "", "Socket that pings leave from."}),
    {"ds_ping_interval", P::integer, "0", "Seconds between pings, 0: none.", 0, 86400},
    since("6.1", Param{"ds_ping_fr_timer", P::integer, "0", "Milliseconds to wait for the answer to a ping, 0: tm's fr_timer.", 0}),
    since("6.1", Param{"ds_ping_fr_timeout", P::integer, "0", "Accepted; ds_ping_fr_timer is what counts."}),
    {"ds_ping_reply_codes", P::string, "", "Answers to pings that mean alive besides 2xx: class=3;code=404."},
    {"ds_probing_mode", P::integer, "0", "Who is pinged: 0 flagged ones once, 1 all, 2 inactive ones, 3 flagged ones always.", 0, 3},
    since("4.3", Param{"ds_probing_threshold", P::integer, "1", "Failed pings until a destination is inactive.", 1}),
    retired("4.3", "ds_probing_threshold", Param{"ds_probing_threshhold", P::integer, "1", "Failed pings until a destination is inactive.", 1}),
    since("4.3", Param{"ds_inactive_threshold", P::integer, "1", "Answered pings until an inactive destination is active again.", 1}),
    since("5.1", Param{"ds_ping_latency_stats", P::integer, "0", "1: measure the round trip of pings.", 0, 1}),
    since("5.8", Param{"ds_retain_latency_stats", P::integer, "0", "Accepted; a reload always keeps the figures of destinations that stay."}),
    since("5.1", Param{"ds_latency_estimator_alpha", P::integer, "900", "Thousandths by which the estimate of the round trip keeps its past.", 0, 1000}),
    {"outbound_proxy", P::string, "", "SIP URI that pings are sent through."},
    since("4.3", Param{"ds_default_socket", P::string, "", "Socket for destinations that have none."}),
    since("5.4", Param{"ds_default_sockname", P::string, "", "Name of the socket for destinations that have none."}),
    {"ds_hash_size", P::integer, "0", "Above 0: calls are counted, for algorithm 10.", 0, 30},
    {"ds_hash_expire", P::integer, "7200", "Seconds after which an answered call no longer counts.", 1},
    {"ds_hash_initexpire", P::integer, "7200", "Seconds after which a call that was never answered no longer counts.", 1},
    {"ds_hash_check_interval", P::integer, "30", "Seconds between looks for calls that no longer count.", 1},
    since("5.2", Param{"ds_attrs_none", P::integer, "0", "1: destinations without attributes get none=yes.", 0, 1}),
    since("5.3", Param{"ds_load_mode", P::integer, "0", "Accepted; a bad line always refuses the whole list."}),
    since("5.3", Param{"reload_delta", P::integer, "5", "Seconds that must pass between two reloads.", 0}),
    since("4.4", Param{"ds_timer_mode", P::integer, "0", "Accepted; pings are spread over the workers."}),
    since("5.6", Param{"ds_dns_mode", P::integer, "1", "Sum of 1 (resolve names of destinations at start and reload) and 4 (and every ds_dns_interval)."}),
    since("5.6", Param{"ds_dns_interval", P::integer, "600", "Seconds between looks at DNS.", 1}),
    since("5.6", Param{"ds_dns_ttl", P::integer, "0", "Accepted without effect."}),
    since("6.2", Param{"ds_dns_match_all", P::integer, "0", "Accepted; every address of a name matches."}),
    since("5.1", Param{"event_callback", P::string, "", "Accepted without effect: function of an embedded language."}),
    since("6.1", Param{"event_callback_mode", P::integer, "0", "Accepted without effect."}),
    {"db_url", P::string, "", "Database with the destinations; refused until there is a database module."},
    {"table_name", P::string, "dispatcher", "Table of the database."},
    {"setid_col", P::string, "setid", "Column of the database."},
    {"destination_col", P::string, "destination", "Column of the database."},
    {"flags_col", P::string, "flags", "Column of the database."},
    {"priority_col", P::string, "priority", "Column of the database."},
    {"attrs_col", P::string, "attrs", "Column of the database."},
    since("5.2", Param{"ds_db_extra_attrs", P::string, "", "Columns of the database."}),
};

using K = ArgKind;
constexpr Arg kSelect[] = {{"set", K::integer}, {"algorithm", K::integer}, {"limit", K::integer, true}};
constexpr Arg kRoutes[] = {{"rules", K::string}, {"mode", K::string}, {"limit", K::integer, true}};
constexpr Arg kMark[] = {{"state", K::string, true}};
constexpr Arg kMarkAddr[] = {{"state", K::string}, {"group", K::integer}, {"uri", K::string}};
constexpr Arg kGroup[] = {{"group", K::integer}};
constexpr Arg kGroupUri[] = {{"group", K::integer}, {"uri", K::string}};
constexpr Arg kGroupMaybeUri[] = {{"group", K::integer}, {"uri", K::string, true}};
constexpr Arg kFromList[] = {{"group", K::integer, true}, {"mode", K::integer, true}, {"uri", K::string, true}};
constexpr Arg kOverload[] = {{"group", K::integer}, {"uri", K::string}, {"rate", K::integer}, {"time", K::integer}, {"sequence", K::integer}};

constexpr RouteMask kRouting = kRequest | kFailure;
constexpr Function kFunctions[] = {
    {"ds_select_dst", kSelect, kRouting, "Selects a destination of a set and sends the request there, the R-URI unchanged."},
    {"ds_select_domain", kSelect, kRouting, "Selects a destination of a set and puts it into the R-URI."},
    since("5.0", Function{"ds_select", kSelect, kAnyRoute, "Selects destinations of a set without changing the request."}),
    since("5.2", Function{"ds_select_routes", kRoutes, kRouting, "Selects destinations of several sets: \"1=4;2=8\"."}),
    {"ds_next_dst", {}, kRouting, "Goes on to the next selected destination; false when none is left."},
    {"ds_next_domain", {}, kRouting, "As ds_next_dst, into the R-URI."},
    since("5.2", Function{"ds_set_dst", {}, kRouting, "Sends the request to the current selected destination."}),
    since("5.2", Function{"ds_set_domain", {}, kRouting, "Puts the current selected destination into the R-URI."}),
    {"ds_mark_dst", kMark, kRequest | kFailure | kOnreply | kOnreplyCore, "Sets the state of the destination in use: letters a, i, t, d and p."},
    since("6.1", Function{"ds_mark_addr", kMarkAddr, kAnyRoute, "Sets the state of one destination of a set."}),
    since("5.2", Function{"ds_list_exists", kGroup, kAnyRoute, "True when there is a set of that id."}),
    since("4.3", Function{"ds_list_exist", kGroup, kAnyRoute, "The same as ds_list_exists."}),
    {"ds_is_from_list", kFromList, kAnyRoute, "True when the sender, or a URI, is one of the destinations."},
    since("5.6", Function{"ds_is_active", kGroupMaybeUri, kAnyRoute, "True when a set has an active destination, or that one is active."}),
    {"ds_load_update", {}, kAnyRoute, "Counts a call as answered (2xx) or ended (BYE, CANCEL)."},
    {"ds_load_unset", {}, kAnyRoute, "No longer counts the call on its destination."},
    since("5.0", suspends(Function{"ds_reload", {}, kAnyRoute, "Reads the list file again."})),
    since("5.8", Function{"ds_dsg_fetch", kGroup, kAnyRoute, "Counts the destinations of a set, for $dsg."}),
    since("6.0", Function{"ds_dsg_fetch_uri", kGroupUri, kAnyRoute, "As ds_dsg_fetch, with the overload figures of one destination."}),
    since("6.0", Function{"ds_oc_set_attrs", kOverload, kAnyRoute, "Keeps the overload figures of a destination."}),
};

constexpr Variable kVariables[] = {
    {"dsv", "The event that a dispatcher event route runs for: code, reason, flags, setid, group, uri.", false, Inner::required, false, "5.4"},
    {"dsg", "What ds_dsg_fetch found: count, active, inactive, pactive, pinactive, oc….", false, Inner::required, false, "5.8"},
};

constexpr RpcCommand kRpc[] = {
    {"dispatcher.list", "Sets and destinations with their state.", "[short]", "NRSETS, RECORDS of SET of ID and TARGETS of DEST"},
    {"dispatcher.reload", "Reads the list file again; a bad line leaves everything as it was.", "", "a text"},
    {"dispatcher.set_state", "Sets the state of a destination, or of all of a set.", "a|i|t|d[p] SETID URI|all", "a text"},
    {"dispatcher.set_duid_state", "Sets the state of the destination with that duid.", "a|i|t|d[p] SETID DUID", "a text"},
    {"dispatcher.ping_active", "Switches pings off (0) and on (1), or tells.", "[STATE]", "NewPingState, OldPingState"},
    {"dispatcher.add", "Adds a destination until the next reload.", "SETID URI [FLAGS [PRIORITY [ATTRS]]]", "a text"},
    {"dispatcher.remove", "Removes a destination until the next reload.", "SETID URI", "a text"},
    {"dispatcher.hash", "The hash of a text, and its place among so many.", "SLOTS TEXT [TEXT]", "hashid, slot"},
    {"dispatcher.oclist", "Overload figures of a set.", "SETID", "one structure for each destination"},
};

constexpr Event kEvents[] = {
    {"dispatcher:dst-down", "A destination became inactive; the R-URI is its URI."},
    {"dispatcher:dst-up", "A destination became active again; the R-URI is its URI."},
};

constexpr string_view kUses[] = {"tm"};

}  // namespace

extern const Manifest kManifest_dispatcher;
const Manifest kManifest_dispatcher = {
    .name = "dispatcher",
    .summary = "Load balancing and failover over sets of destinations",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .rpc = kRpc,
    .events = kEvents,
    .uses = kUses,
    .own_io = true,
};

}  // namespace kukini::modules
