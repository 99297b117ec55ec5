// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of sl.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"default_code", ParamType::integer, "500", "Code sent where that of the function is not usable.", 100, 699},
    {"default_reason", ParamType::string, "Internal Server Error", "Reason phrase that goes with default_code."},
    {"bind_tm", ParamType::integer, "1", "send_reply() uses the transaction where there is one.", 0, 1},
    {"rich_redirect", ParamType::integer, "0", "Accepted."},
    {"event_callback_fl_ack", ParamType::string, "", "Without effect: no embedded languages."},
    {"event_callback_lres_sent", ParamType::string, "", "Without effect: no embedded languages."},
};
constexpr Arg kReply[] = {{"code", ArgKind::integer}, {"reason", ArgKind::string}};
constexpr Arg kReplyMode[] = {{"code", ArgKind::integer}, {"reason", ArgKind::string}, {"mode", ArgKind::integer}};
constexpr Arg kForward[] = {{"code", ArgKind::integer, true}, {"reason", ArgKind::string, true}};
constexpr RouteMask kAnyReply = kRequest | kFailure | kOnreply | kOnreplyCore;
constexpr Function kFunctions[] = {
    {"sl_send_reply", kReply, kRequest, "Answers without a transaction."},
    {"sl_reply", kReply, kRequest, "The same as sl_send_reply()."},
    {"send_reply", kReply, kAnyReply, "Answers through the transaction where there is one, else without."},
    {"send_reply_mode", kReplyMode, kAnyReply, "As send_reply(); mode 1 opens no connection for it, 2 closes the connection.", false, false, "5.5"},
    {"sl_reply_error", {}, kRequest, "Answers with the last internal error."},
    {"send_reply_error", {}, kAnyReply, "As sl_reply_error(), through the transaction where there is one.", false, false, "5.8"},
    {"sl_forward_reply", kForward, kOnreply | kOnreplyCore, "Sends the received reply on at once, with another code of its class if wanted."},
};
constexpr Variable kVariables[] = {
    {"ltt", "To tag of replies made here: (s) stateless, (t) through a transaction, (x) whichever applies.", false, Inner::required, false, "5.3"},
};
constexpr RpcCommand kRpc[] = {
    {"sl.stats", "Replies sent, by code.", "", "one struct of numbers"},
};
constexpr Event kEvents[] = {
    {"sl:filtered-ack", "An ACK to one of our replies was absorbed."},
    {"sl:local-response", "A reply was sent."},
};
constexpr Statistic kStatistics[] = {
    {"sl", "1xx_replies", "1xx replies."},         {"sl", "200_replies", "200 replies."},
    {"sl", "202_replies", "202 replies."},         {"sl", "2xx_replies", "Other 2xx replies."},
    {"sl", "300_replies", "300 replies."},         {"sl", "301_replies", "301 replies."},
    {"sl", "302_replies", "302 replies."},         {"sl", "3xx_replies", "Other 3xx replies."},
    {"sl", "400_replies", "400 replies."},         {"sl", "401_replies", "401 replies."},
    {"sl", "403_replies", "403 replies."},         {"sl", "404_replies", "404 replies."},
    {"sl", "407_replies", "407 replies."},         {"sl", "408_replies", "408 replies."},
    {"sl", "483_replies", "483 replies."},         {"sl", "4xx_replies", "Other 4xx replies."},
    {"sl", "500_replies", "500 replies."},         {"sl", "5xx_replies", "Other 5xx replies."},
    {"sl", "6xx_replies", "6xx replies."},         {"sl", "xxx_replies", "Replies of no known class."},
    {"sl", "sent_replies", "All replies."},        {"sl", "sent_err_replies", "Error replies sent by sl_reply_error()."},
    {"sl", "failures", "Replies that could not be sent."}, {"sl", "received_ACKs", "ACKs absorbed."},
};
constexpr string_view kUses[] = {"tm"};
constexpr string_view kProvides[] = {"sl"};
}  // namespace

extern const Manifest kManifest_sl;
const Manifest kManifest_sl = {
    .name = "sl",
    .summary = "Replies without transactions",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .rpc = kRpc,
    .events = kEvents,
    .statistics = kStatistics,
    .uses = kUses,
    .provides = kProvides,
};

}  // namespace kukini::modules
