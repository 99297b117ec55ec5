// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of tm.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using enum ParamType;
constexpr std::int64_t kMaxMs = 0x7fffffff;
constexpr Param kParams[] = {
    {"fr_timer", integer, "30000", "Milliseconds without any reply after which a branch has failed with 408.", 1, kMaxMs},
    {"fr_inv_timer", integer, "120000", "Milliseconds without a final reply to an INVITE after a provisional one.", 1, kMaxMs},
    {"max_inv_lifetime", integer, "180000", "Longest time an INVITE may take, in milliseconds; 0: no bound.", 0, kMaxMs},
    {"max_noninv_lifetime", integer, "32000", "Longest time any other request may take, in milliseconds; 0: no bound.", 0, kMaxMs},
    {"wt_timer", integer, "0", "Milliseconds a finished transaction waits for repeated messages; 0: as long as RFC 3261 and RFC 6026 say.", 0, kMaxMs},
    {"wait_memory", integer, "256", "Megabytes that each worker keeps of finished transactions at most; 0: no bound.", 0, 1 << 20},
    {"delete_timer", integer, "200", "Without effect: retired.", 0, kMaxMs, false, {}, "5.3", ""},
    {"retr_timer1", integer, "500", "First interval of retransmission, in milliseconds (T1).", 1, 65535},
    {"retr_timer2", integer, "4000", "Longest interval of retransmission, in milliseconds (T2).", 1, 65535},
    {"noisy_ctimer", integer, "1", "0: an INVITE with one branch that never answered ends without 408 to the caller.", 0, 1},
    {"restart_fr_on_each_reply", integer, "1", "1: every provisional reply starts fr_inv_timer anew; 0: the first, and those with a higher code from 180 on.", 0, 1},
    {"auto_inv_100", integer, "1", "INVITEs are answered with 100 when they are relayed.", 0, 1},
    {"auto_inv_100_reason", string, "trying -- your call is important to us", "Reason phrase of that 100."},
    {"unix_tx_timeout", integer, "500", "Longest wait of t_write_req() and t_write_unix() for a reader, in milliseconds.", 0, kMaxMs},
    {"aggregate_challenges", integer, "1", "The challenges of all branches go into a forwarded 401 or 407.", 0, 1},
    {"reparse_invite", integer, "1", "Without effect: CANCEL and ACK are always made of the INVITE as it was sent."},
    {"ac_extra_hdrs", string, "", "Start of the names of headers of the INVITE that its CANCEL and its ACK get as well."},
    {"blst_503", integer, "0", "Without effect: a 503 puts nobody on the blocklist."},
    {"blst_503_def_timeout", integer, "0", "Without effect: a 503 puts nobody on the blocklist."},
    {"blst_503_min_timeout", integer, "0", "Without effect: a 503 puts nobody on the blocklist."},
    {"blst_503_max_timeout", integer, "3600", "Without effect: a 503 puts nobody on the blocklist."},
    {"blst_methods_add", integer, "1", "Without effect: an INVITE without any reply counts."},
    {"blst_methods_lookup", integer, "4294967287", "Without effect: all but BYE are looked up."},
    {"cancel_b_method", integer, "1", "Branches without any reply are: 0 given up at once, 1 cancelled after the first reply, 2 cancelled at once.", 0, 2},
    {"reparse_on_dns_failover", integer, "1", "Without effect: the next address always gets what the branch had sent."},
    {"on_sl_reply", string, "", "onreply_route for replies that belong to no transaction; `drop` there keeps them from being forwarded."},
    {"contacts_avp", string, "", "XAVP in which t_load_contacts() keeps what t_next_contacts() takes."},
    {"contact_flows_avp", string, "", "XAVP of further flows of the same device."},
    {"fr_timer_avp", pv, "", "AVP with fr_timer of one transaction, in seconds."},
    {"fr_inv_timer_avp", pv, "", "AVP with fr_inv_timer of one transaction, in seconds."},
    {"unmatched_cancel", integer, "0", "A CANCEL of an unknown INVITE is 0 relayed with a transaction, 1 forwarded without, 2 dropped.", 0, 2},
    {"ruri_matching", integer, "1", "Requests without magic cookie are matched by R-URI as well.", 0, 1},
    {"via1_matching", integer, "1", "Requests without magic cookie are matched by their Via as well.", 0, 1},
    {"callid_matching", integer, "0", "A message must have the Call-ID of its transaction, whatever its branch says.", 0, 1},
    {"callid_cseq_matching", integer, "0", "Without effect: transactions are matched as RFC 3261 says."},
    {"pass_provisional_replies", integer, "0", "Without effect: no module is called for them."},
    {"default_code", integer, "500", "Code of t_reply() where its own is not usable.", 400, 699},
    {"default_reason", string, "Server Internal Error", "Reason phrase that goes with default_code."},
    {"disable_6xx_block", integer, "0", "A 6xx reply no longer ends the other branches.", 0, 1},
    {"local_ack_mode", integer, "0", "Without effect: no ACK is sent for a 2xx to an INVITE of our own.", 0, 2},
    {"local_ack_branch_mode", integer, "0", "Without effect: no ACK is sent for a 2xx to an INVITE of our own.", INT64_MIN, INT64_MAX, false, "6.1"},
    {"failure_reply_mode", integer, "3", "Which earlier branches compete with a new leg: 0 all, 1 and 3 none, 2 all but the last leg.", 0, 3},
    {"faked_reply_prio", integer, "0", "Penalty of replies made here when the best one is chosen.", -32000, 32000},
    {"local_cancel_reason", integer, "1", "CANCELs of losing branches carry a Reason header.", 0, 1},
    {"e2e_cancel_reason", integer, "1", "Reason headers of a CANCEL are passed on.", 0, 1},
    {"e2e_cancel_hop_by_hop", integer, "1", "Without effect: CANCELs are always hop by hop.", INT64_MIN, INT64_MAX, false, "6.0"},
    {"remap_503_500", integer, "1", "A 503 from a branch reaches the caller as 500.", 0, 1},
    {"failure_exec_mode", integer, "0", "1: a branch that could not be sent fails a moment later, and the failure route runs.", 0, 1},
    {"failover_reply_codes", string, "", "Replies besides 503 that let the next address of a name be tried: \"code=403;class=5\".", 0, 0, false, "5.7"},
    {"dns_reuse_rcv_socket", integer, "0", "Without effect: the socket that the request came by is used where it can be, unless mhomed is set."},
    {"xavp_contact", string, "", "Without effect: contacts have no attributes."},
    {"event_callback", string, "", "Without effect: no embedded languages."},
    {"event_callback_lres_sent", string, "", "Without effect: no embedded languages."},
    {"evcb_local_ack_sent", string, "", "Without effect: no embedded languages.", 0, 0, false, "6.1"},
    {"evlreq_mode", integer, "0", "Without effect: tm:local-request is not run.", INT64_MIN, INT64_MAX, false, "6.1"},
    {"relay_100", integer, "0", "100 replies of the callee are passed on too.", 0, 1},
    {"rich_redirect", integer, "0", "Without effect: contacts of a 3xx carry neither flags nor path."},
    {"exec_time_check", integer, "5000", "Without effect: a transaction cannot end while its route runs."},
    {"reply_relay_mode", integer, "1", "A suspended 2xx that is continued after another answer: 1 is passed on outside the transaction, 0 inside.", 0, 1},
    {"enable_uac_fr", integer, "0", "Without effect: requests of our own have no failure route."},
    {"delayed_reply", integer, "0", "Without effect: replies are sent at once.", INT64_MIN, INT64_MAX, false, "6.1"},
    {"headers_mode", integer, "0", "Without effect: requests of our own carry what they are given.", INT64_MIN, INT64_MAX, false, "6.0"},
    {"reply_408_code", integer, "408", "Code of a branch that timed out.", 300, 699, false, "6.0"},
    {"reply_408_reason", string, "Request Timeout", "Reason phrase of that answer.", 0, 0, false, "6.0"},
    {"reply_matching", integer, "0", "Without effect: replies are matched by branch, CSeq and method.", INT64_MIN, INT64_MAX, false, "6.1"},
    {"tw_append", string, "", "What t_write_req() and t_write_unix() write besides: \"name:title=hdr[User-Agent];avp[x];msg[body]\".", 0, 0, true},
};

constexpr Arg kHostPort[] = {{"host", ArgKind::string}, {"port", ArgKind::integer}};
constexpr Arg kProxy[] = {{"proxy", ArgKind::string, true}, {"flags", ArgKind::integer, true}};
constexpr Arg kProxyOnly[] = {{"proxy", ArgKind::string}};
constexpr Arg kOptionalHostPort[] = {{"host", ArgKind::string, true}, {"port", ArgKind::integer, true}};
constexpr Arg kTwoTexts[] = {{"address", ArgKind::string}, {"what", ArgKind::string}};
constexpr Arg kCodeReason[] = {{"code", ArgKind::integer}, {"reason", ArgKind::string}};
constexpr Arg kFailureRoute[] = {{"route", ArgKind::failure_route}};
constexpr Arg kReplyRoute[] = {{"route", ArgKind::onreply_route}};
constexpr Arg kBranchRoute[] = {{"route", ArgKind::branch_route}};
constexpr Arg kBranchFailureRoute[] = {{"route", ArgKind::branch_failure_route}};
constexpr Arg kRegex[] = {{"codes", ArgKind::regex}};
constexpr Arg kCode[] = {{"code", ArgKind::integer}};
constexpr Arg kSwitch[] = {{"on", ArgKind::integer}};
constexpr Arg kFr[] = {{"fr_inv_timer", ArgKind::integer}, {"fr_timer", ArgKind::integer, true}};
constexpr Arg kTwoTimes[] = {{"first", ArgKind::integer}, {"second", ArgKind::integer}};
constexpr Arg kMode[] = {{"mode", ArgKind::any, true}};
constexpr Arg kOneMode[] = {{"mode", ArgKind::integer, true}};
constexpr Arg kTarget[] = {{"target", ArgKind::string}};
constexpr Arg kSix[] = {{"method", ArgKind::string}, {"ruri", ArgKind::string},    {"next_hop", ArgKind::string},
                        {"socket", ArgKind::string}, {"headers", ArgKind::string}, {"body", ArgKind::string}};

constexpr RouteMask kAllButOnreplyCore = kRequest | kFailure | kOnreply | kBranch | kBranchFailure;
constexpr RouteMask kRelay = kRequest | kFailure;
constexpr RouteMask kReplyAt = kRequest | kFailure | kOnreply | kOnreplyCore;
constexpr RouteMask kLegFailed = kRequest | kFailure | kEvent | kBranchFailure;
constexpr Function kFunctions[] = {
    {"t_relay", kOptionalHostPort, kRelay, "Forwards the request with a transaction: to its target or to host and port.", true},
    {"t_relay_to", kProxy, kRelay, "Forwards to a proxy \"proto:host:port\"; flags 1 no 100, 2 no error reply, 4 no DNS failover.", true},
    {"t_relay_to_proxy", kProxyOnly, kRelay, "Forwards to a proxy \"proto:host:port\".", true, false, "6.1"},
    {"t_relay_to_udp", kOptionalHostPort, kRelay, "As t_relay(), over UDP.", true},
    {"t_relay_to_tcp", kOptionalHostPort, kRelay, "As t_relay(), over TCP.", true},
    {"t_relay_to_tls", kOptionalHostPort, kRelay, "As t_relay(), over TLS.", true},
    {"t_relay_to_sctp", kOptionalHostPort, kRelay, "As t_relay(), over SCTP.", true},
    {"t_relay_to_avp", kTwoTexts, kRequest, "Forwards to the second argument, \"host:port\"; the first is of no account.", true},
    {"t_relay_cancel", {}, kRequest, "Relays a CANCEL whose INVITE is known and ends the script; false where it is not.", true},
    {"t_forward_nonack", kHostPort, kRequest, "Forwards with a transaction that exists; no answer of its own on errors.", true},
    {"t_forward_nonack_to", kHostPort, kRequest, "As t_forward_nonack().", true},
    {"t_forward_nonack_uri", {}, kRequest, "As t_forward_nonack(), to the target of the request.", true},
    {"t_forward_nonack_udp", kHostPort, kRequest, "As t_forward_nonack(), over UDP.", true},
    {"t_forward_nonack_tcp", kHostPort, kRequest, "As t_forward_nonack(), over TCP.", true},
    {"t_forward_nonack_tls", kHostPort, kRequest, "As t_forward_nonack(), over TLS.", true},
    {"t_forward_nonack_sctp", kHostPort, kRequest, "As t_forward_nonack(), over SCTP.", true},
    {"t_replicate", kOptionalHostPort, kRequest, "Sends a copy whose replies are not for the caller.", true},
    {"t_replicate_to", kHostPort, kRequest, "As t_replicate().", true},
    {"t_replicate_udp", kHostPort, kRequest, "As t_replicate(), over UDP.", true},
    {"t_replicate_tcp", kHostPort, kRequest, "As t_replicate(), over TCP.", true},
    {"t_replicate_tls", kHostPort, kRequest, "As t_replicate(), over TLS.", true},
    {"t_replicate_sctp", kHostPort, kRequest, "As t_replicate(), over SCTP.", true},
    {"t_newtran", {}, kRequest, "Creates the transaction; ends the script for a repeated request."},
    {"t_lookup_request", {}, kRequest, "True when the request belongs to a transaction."},
    {"t_lookup_cancel", kOneMode, kRequest, "True when the INVITE that this CANCEL is for is known."},
    {"t_check_trans", {}, kRequest | kOnreply | kOnreplyCore | kBranch, "Whether the message belongs to a transaction; repeated requests and absorbed ACKs end the script."},
    {"t_exists", {}, kAnyRoute, "True when there is a transaction for this message.", false, false, "5.7"},
    {"t_is_set", kTarget, kAnyRoute, "True when a \"failure_route\", \"branch_route\", \"branch_failure_route\" or \"onreply_route\" is armed."},
    {"t_on_failure", kFailureRoute, kAllButOnreplyCore, "Route to run when all branches have failed."},
    {"t_on_branch_failure", kBranchFailureRoute, kAllButOnreplyCore, "Event route to run when one branch has failed.", false, false, "4.1"},
    {"t_on_reply", kReplyRoute, kAllButOnreplyCore, "Route to run for each reply of this transaction."},
    {"t_on_branch", kBranchRoute, kRelay, "Route to run for each branch before it is sent."},
    {"t_reply", kCodeReason, kReplyAt, "Answers the request through its transaction."},
    {"t_send_reply", kCodeReason, kReplyAt, "As t_reply(); creates the transaction where there is none.", false, false, "5.2"},
    {"t_reply_error", {}, kReplyAt, "Answers with the code of the last error.", false, false, "5.8"},
    {"t_retransmit_reply", {}, kRequest, "Sends the last answer again."},
    {"t_release", {}, kRequest, "Ends a transaction that got no answer and no branch."},
    {"t_check_status", kRegex, kRequest | kFailure | kOnreply | kOnreplyCore | kBranchFailure, "True when the code of the reply matches."},
    {"t_grep_status", kCode, kAllButOnreplyCore, "True when some branch got this code."},
    {"t_get_status_code", {}, kRequest | kFailure | kOnreply | kOnreplyCore | kBranch, "The code as return value, -1 without any.", false, false, "5.3"},
    {"t_is_canceled", {}, kAllButOnreplyCore, "True when the caller has cancelled."},
    {"t_is_expired", {}, kAllButOnreplyCore, "True when the longest lifetime has passed."},
    {"t_any_timeout", {}, kAllButOnreplyCore, "True when some branch timed out."},
    {"t_any_replied", {}, kAllButOnreplyCore, "True when some branch was replied to."},
    {"t_branch_timeout", {}, kLegFailed, "True when the failure is a timeout."},
    {"t_branch_replied", {}, kLegFailed, "True when the failed branch got a reply at some time."},
    {"t_is_retr_async_reply", {}, kOnreply, "True while a reply of this transaction is suspended.", false, false, "4.3"},
    {"t_set_fr", kFr, kAllButOnreplyCore, "fr_inv_timer and fr_timer of this transaction, in milliseconds; 0 leaves as it is."},
    {"t_reset_fr", {}, kAllButOnreplyCore, "Back to the module's timers."},
    {"t_set_max_lifetime", kTwoTimes, kAllButOnreplyCore, "max_inv_lifetime and max_noninv_lifetime of this transaction."},
    {"t_reset_max_lifetime", {}, kAllButOnreplyCore, "Back to the module's lifetimes."},
    {"t_set_retr", kTwoTimes, kAllButOnreplyCore, "retr_timer1 and retr_timer2 of this transaction."},
    {"t_reset_retr", {}, kAllButOnreplyCore, "Back to the module's intervals."},
    {"t_set_auto_inv_100", kSwitch, kRequest, "Whether this INVITE is answered with 100."},
    {"t_set_disable_6xx", kSwitch, kAllButOnreplyCore, "A 6xx does not end the other branches."},
    {"t_set_disable_failover", kSwitch, kAllButOnreplyCore, "Only the first address of a name is tried."},
    {"t_set_disable_internal_reply", kSwitch, kAllButOnreplyCore, "No error reply by tm itself.", false, false, "4.0"},
    {"t_set_no_e2e_cancel_reason", kSwitch, kAllButOnreplyCore, "The caller's Reason does not go into our CANCELs."},
    {"t_disable_e2e_cancel_reason", kSwitch, kAllButOnreplyCore, "As t_set_no_e2e_cancel_reason()."},
    {"t_set_no_auto_ack", kSwitch, kAllButOnreplyCore, "No ACK of our own for negative replies to this INVITE.", false, false, "6.1"},
    {"t_drop_replies", kMode, kFailure, "Which earlier replies do not count any more: \"a\" all, \"l\" the last leg, \"n\" none."},
    {"t_save_lumps", {}, kRequest, "Changes made up to now are kept with the transaction."},
    {"t_load_contacts", kOneMode, kRelay, "Sorts the branches by q into contacts_avp."},
    {"t_next_contacts", {}, kRelay, "Takes those of the highest q as branches."},
    {"t_next_contact_flow", {}, kRequest, "Takes the next flow of the same device.", false, false, "4.1"},
    {"t_next_contact_flows", {}, kRelay, "As t_next_contact_flow().", false, false, "4.0", "4.1", "t_next_contact_flow()"},
    {"t_use_uac_headers", {}, kAnyRoute, "CANCEL and ACK with the headers as they were sent: always so.", false, false, "4.1"},
    {"t_uac_send", kSix, kAnyRoute, "Sends a request of our own.", true, false, "5.0"},
    {"t_clean", {}, kAnyRoute, "Ends transactions that have outlived their timers.", false, false, "5.4"},
    {"t_cell_append_branches", kTwoTimes, kAnyRoute, "Sends the branches of this request as further ones of another transaction.", false, false, "6.0"},
    {"t_msg_apply_changes", {}, kBranch, "In a branch route: what follows sees the changes made so far.", false, false, "6.1"},
    {"t_write_req", kTwoTexts, kRelay, "Writes the request as lines of text to a named pipe.", true},
    {"t_write_unix", kTwoTexts, kRelay, "Writes the request as lines of text to a datagram socket of this machine.", true},
};

constexpr RpcCommand kRpc[] = {
    {"tm.stats", "Transactions and replies counted.", "", "one struct of numbers"},
    {"tm.clean", "Ends transactions that have outlived their timers.", "", "nothing"},
    {"tm.list", "Transactions that are not over.", "", "one struct per transaction"},
    {"tm.hash_stats", "Fill of the transaction tables: of each worker, those that are not over, what is kept of others, and the longest chain.", "", "one struct of numbers"},
    {"tm.cancel", "Cancels an INVITE.", "callid cseq", "nothing"},
};
constexpr Event kEvents[] = {
    {"tm:branch-failure:*", "A branch has failed; armed with t_on_branch_failure()."},
    {"tm:local-request", "A request of our own is about to leave."},
    {"tm:local-response", "A request of our own got its final reply."},
    {"tm:local-response-sent", "An answer made here has left."},
    {"tm:local-ack-sent", "An ACK made here has left."},
    {"tm:continue", "A suspended request goes on."},
};
constexpr Statistic kStatistics[] = {
    {"tmx", "UAS_transactions", "Transactions of received requests."},
    {"tmx", "UAC_transactions", "Transactions of our own requests."},
    {"tmx", "2xx_transactions", "Transactions answered with 2xx."},
    {"tmx", "3xx_transactions", "Transactions answered with 3xx."},
    {"tmx", "4xx_transactions", "Transactions answered with 4xx."},
    {"tmx", "5xx_transactions", "Transactions answered with 5xx."},
    {"tmx", "6xx_transactions", "Transactions answered with 6xx."},
    {"tmx", "inuse_transactions", "Transactions in memory."},
    {"tmx", "active_transactions", "Transactions without final answer."},
    {"tmx", "rpl_received", "Replies received."},
    {"tmx", "rpl_absorbed", "Replies received and not passed on."},
    {"tmx", "rpl_generated", "Replies made here."},
    {"tmx", "rpl_relayed", "Replies passed on."},
    {"tmx", "rpl_sent", "Replies sent."},
    {"tm", "waiting", "Transactions that are over and wait for repeated messages."},
    {"tm", "created", "Transactions made."},
    {"tm", "freed", "Transactions freed."},
    {"tm", "wait_dropped", "What was kept of finished transactions and had to go early: see wait_memory."},
    {"tm", "failovers", "Branches that went on at the next address of a name."},
    {"tm", "bad_replies", "Replies with a branch of ours that do not fit its transaction."},
};
constexpr string_view kUses[] = {"rr"};
constexpr string_view kProvides[] = {"tm"};
}  // namespace

extern const Manifest kManifest_tm;
const Manifest kManifest_tm = {
    .name = "tm",
    .summary = "Transactions: stateful forwarding, forking, failover, retransmission",
    .maturity = Maturity::partial,
    .params = kParams,
    .functions = kFunctions,
    .rpc = kRpc,
    .events = kEvents,
    .statistics = kStatistics,
    .uses = kUses,
    .provides = kProvides,
};

}  // namespace kukini::modules
