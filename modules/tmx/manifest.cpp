// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of tmx.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using K = ArgKind;

constexpr Param kParams[] = {
    {"precheck_trans", ParamType::integer, "1", "0: t_precheck_trans() is always false.", 0, 1, false, "4.2"},
};

constexpr Arg kWhich[] = {{"which", K::string}};
constexpr Arg kCall[] = {{"call_id", K::string}, {"cseq", K::string}, {"flag", K::flag}, {"code", K::integer, true}};
constexpr Arg kReply[] = {{"call_id", K::string}, {"cseq", K::string}, {"code", K::integer}, {"reason", K::string}};
constexpr Arg kContinue[] = {{"index", K::integer}, {"label", K::integer}, {"route", K::route}};
constexpr Arg kBranchId[] = {{"index", K::integer}, {"label", K::integer}, {"branch", K::integer}};
constexpr Arg kBit[] = {{"flag", K::integer}};
constexpr Arg kCode[] = {{"code", K::integer, true}};

constexpr Function kFunctions[] = {
    {"t_precheck_trans", {}, kRequest, "True while another script run for the same request has not ended.", false, false, "4.2"},
    {"t_is_request_route", {}, kAnyRoute, "True in request_route and what it calls.", false, false, "4.4"},
    {"t_is_branch_route", {}, kAnyRoute, "True in a branch_route and what it calls."},
    {"t_is_reply_route", {}, kAnyRoute, "True in reply_route, an onreply_route and what they call.", false, false, "4.0"},
    {"t_is_failure_route", {}, kAnyRoute, "True in a failure_route and what it calls."},
    {"t_suspend", {}, kAnyRoute, "Keeps the request until t_continue(), or until fr_timer ends the wait."},
    {"t_continue", kContinue, kAnyRoute, "Goes on with a suspended request in a route."},
    {"t_cancel_branches", kWhich, kOnreply | kOnreplyCore, "Cancels pending branches: \"all\", the \"others\" or \"this\" one."},
    {"t_cancel_branch_idx", kBranchId, kAnyRoute, "Cancels one branch of the transaction with these numbers.", false, false, "6.2-dev"},
    {"t_cancel_callid", kCall, kAnyRoute, "Cancels the INVITE with this Call-ID and CSeq number."},
    {"t_reply_callid", kReply, kAnyRoute, "Answers the transaction with this Call-ID and CSeq number."},
    {"t_flush_flags", {}, kAnyRoute, "Flags are the transaction's own already; true where there is one."},
    {"t_flush_xflags", {}, kAnyRoute, "As t_flush_flags(), for extended flags.", false, false, "5.2"},
    {"t_vbflag_set", kBit, kAnyRoute, "Sets a flag of the topmost Via of the transaction's request, 0 to 31.", false, false, "6.1"},
    {"t_vbflag_reset", kBit, kAnyRoute, "Clears it.", false, false, "6.1"},
    {"t_vbflag_is_set", kBit, kAnyRoute, "True when it is set.", false, false, "6.1"},
    {"t_drop", kCode, kAnyRoute, "Ends the transaction without an answer.", false, false, "5.3"},
    {"t_reuse_branch", {}, kRequest | kEvent | kBranchFailure, "Takes the failed branch's target as the request's own again.", false, false, "4.2"},
};

constexpr Variable kVariables[] = {
    {"T", "Numbers and state of the transaction: $T(id_index), $T(reply_code) and so on.", false, Inner::required},
    {"T_branch", "Of the branch at hand: $T_branch(uri), $T_branch(flags).", false, Inner::required, false, "4.2"},
    {"T_branch_idx", "Index of the branch; in a failure_route the number of branches so far."},
    {"T_reply_code", "Code of the reply at hand, of the failure, or sent last."},
    {"T_reply_reason", "Reason phrase of the reply at hand or of the failure.", false, Inner::none, false, "4.0"},
    {"T_reply_last", "Code of the last reply on the branch, in an onreply_route.", false, Inner::none, false, "4.0"},
    {"T_reply_ruid", "Location record of the branch; empty without a location service.", false, Inner::none, false, "4.1"},
    {"T_req", "A variable of the request, in an onreply_route: $T_req($fu).", false, Inner::verbatim},
    {"T_rpl", "A variable of the winning reply, in a failure_route: $T_rpl($rs).", false, Inner::verbatim},
    {"T_inv", "A variable of the INVITE that a CANCEL is for: $T_inv($ru).", false, Inner::verbatim},
};
constexpr string_view kNeeds[] = {"tm"};
}  // namespace

extern const Manifest kManifest_tmx;
const Manifest kManifest_tmx = {
    .name = "tmx",
    .summary = "Transactions: suspending them, asking for their state, reaching them by Call-ID",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .needs = kNeeds,
};

}  // namespace kukini::modules
