// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The final answer: choosing among branches (RFC 3261 §16.7 step 6), answers made here, and what follows an answer.
#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "engine.hpp"
#include "sdk/redirect.hpp"
#include "sdk/via.hpp"

namespace kukini::modules::tm {

namespace {

/// The smaller the better. 6xx wins, then the lowest class, within it the lowest code; among 4xx those that tell the caller what to do.
int priority(const UacBranch& b, std::int64_t faked) {
  int code = b.status, prio = 0;
  switch (code / 100) {
    case 2: return 0;
    case 6: prio = 1000 + code % 100; break;
    case 3: prio = 3000 + code % 100; break;
    case 4:
      if (code == 401 || code == 407) prio = 4000;
      else if (code == 415 || code == 420 || code == 484) prio = 4001;
      else prio = 4100 + code % 100;
      break;
    case 5: prio = 5000 + code % 100; break;
    default: prio = 32000;
  }
  return b.received ? prio : prio + static_cast<int>(faked);
}

std::string_view header_of(int code) { return code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate"; }

}  // namespace

int Tm::pick(const Transaction& t) const {
  int best = -1, best_priority = 0;
  for (std::size_t i = 0; i < t.branches.size(); ++i) {
    const auto& b = *t.branches[i];
    if (b.forgotten || b.blind || b.pending()) continue;
    int p = priority(b, config.faked_reply_prio);
    if (best < 0 || p < best_priority) {
      best = static_cast<int>(i);
      best_priority = p;
    }
  }
  return best;
}

/// Every branch has ended: the failure route may start new ones, else the best answer goes to the caller.
void Tm::finish_leg(Transaction& t) {
  if (t.uas_status >= 200) return;
  int winner = pick(t);
  if (t.options.on_failure >= 0) {
    run_failure(t, winner);
    if (t.uas_status >= 200) return;
    for (auto& b : t.branches)
      if (b->pending() && !b->blind) return;
    winner = pick(t);
  }
  answer_with(t, winner);
}

void Tm::answer_with(Transaction& t, int winner) {
  if (winner < 0) {
    answer_stored(t, t.canceled ? 487 : 500, t.canceled ? "Request Terminated" : config.default_reason);
    return;
  }
  auto& b = *t.branches[static_cast<std::size_t>(winner)];
  int code = b.status;
  if (!b.received || b.reply.empty()) {
    if (config.noisy_ctimer == 0 && t.invite && b.timed_out && !b.replied && t.branches.size() == 1 && t.request != nullptr) {
      t.uas_status = static_cast<std::uint16_t>(code);  // the caller gives up by itself
      t.home->worker->timers().cancel(t.timer);
      return;
    }
    answer_stored(t, code, b.timed_out && code != 487 ? std::string_view(config.reply_408_reason) : sip::reason_phrase(code));
    return;
  }
  if (code == 503 && config.remap_503_500 != 0) {
    answer_stored(t, 500, "Service Unavailable");
    return;
  }
  auto& worker = *t.home->worker;
  ArenaLease lease(worker);
  auto text = b.reply.view();
  if ((code == 401 || code == 407) && config.aggregate_challenges != 0) text = aggregate(t, winner, *lease);
  sip::Message* msg = nullptr;
  sip::Message::parse(text, *lease, msg);
  if (msg != nullptr) t.to_tag.assign(msg->to_tag());
  t.last_reply.assign(text);
  if (msg == nullptr || !worker.has_onsend_reply() || onsend_allows(t, b, *msg, *lease)) {
    worker.transport().send(t.reply_flow, t.last_reply.view());
    worker.count(counters.rpl_sent);
    worker.count(counters.rpl_relayed);
  }
  answered(t, code, false);
}

/// onsend_route for a reply that was kept until it won.
bool Tm::onsend_allows(Transaction& t, const UacBranch& b, sip::Message& reply, base::Arena& arena) {
  sip::EditList edits(arena);
  Context c;
  c.worker = t.home->worker;
  c.arena = &arena;
  c.msg = &reply;
  c.edits = &edits;
  c.flow = b.flow;
  c.state = &t.state;
  c.route_kind = manifest::kOnreply;
  c.reply_code = b.status;
  c.transaction = &t;
  return c.worker->run_onsend(c, t.reply_flow, t.last_reply.view());
}

/// The winning challenge with those of the other branches (RFC 3261 §16.7 step 7).
std::string_view Tm::aggregate(Transaction& t, int winner, base::Arena& arena) {
  auto own = t.branches[static_cast<std::size_t>(winner)]->reply.view();
  sip::Message* msg = nullptr;
  sip::Message::parse(own, arena, msg);
  if (msg == nullptr) return own;
  TextBuilder lines(arena, 256);
  for (std::size_t i = 0; i < t.branches.size(); ++i) {
    const auto& other = *t.branches[i];
    if (static_cast<int>(i) == winner || other.forgotten || other.blind || (other.status != 401 && other.status != 407)) continue;
    sip::Message* reply = nullptr;
    sip::Message::parse(other.reply.view(), arena, reply);
    if (reply == nullptr) continue;
    for (const auto* h = reply->find(header_of(other.status)); h != nullptr; h = reply->find_next(h, header_of(other.status)))
      lines << reply->line(*h);
  }
  if (lines.size() == 0) return own;
  TextBuilder whole(arena, own.size() + lines.size());
  whole << own.substr(0, msg->headers_end()) << lines.view() << own.substr(msg->headers_end());
  return whole.view();
}

/// Bookkeeping after an answer of 200 and above has left.
void Tm::answered(Transaction& t, int code, bool made_here) {
  t.uas_status = static_cast<std::uint16_t>(code);
  t.local_reply = made_here;
  t.home->worker->count(counters.codes[std::clamp(code / 100, 2, 6)]);
  start_reply_timer(t);
}

std::string_view Tm::to_tag(const WorkerState& ws, std::string_view call_id, std::string_view branch, std::uint32_t cseq, char* out) const {
  const auto& prefix = ws.tag;
  std::memcpy(out, prefix.data(), prefix.size());
  char* p = out + prefix.size();
  *p++ = '-';
  auto h = text_hash(call_id) * 31 + text_hash(branch) + cseq;
  p = std::to_chars(p, p + 16, static_cast<std::uint32_t>(h ^ (h >> 32)), 16).ptr;
  return {out, static_cast<std::size_t>(p - out)};
}

int Tm::answer_local(Transaction& t, const sip::Message& request, int code, std::string_view reason, std::string_view headers) {
  if (t.uas_status >= 200) {
    log(Level::info, "tm", "transaction has been answered with {}, {} not sent", t.uas_status, code);
    return -1;
  }
  auto& worker = *t.home->worker;
  char tag[64], ip[48];
  const auto& flow = t.request != nullptr ? t.request->flow : t.reply_flow;
  ArenaLease lease(worker);
  sip::ReplyOptions options;
  if (code > 100) options.to_tag = to_tag(*t.home, t.key.call_id, t.key.branch, t.key.cseq, tag);
  if (code > 100 && !(t.state.reply_lines.empty() && headers.empty())) {
    TextBuilder lines(*lease, 256);
    lines << t.state.reply_lines << headers << worker.reply_lines(request, flow, {}, *lease);
    options.header_lines = lines.view();
  } else {
    options.header_lines = worker.reply_lines(request, flow, {}, *lease);
  }
  if (code > 100) {
    options.body = t.state.reply_body;
    options.content_type = t.state.reply_content_type;
  }
  if (t.request != nullptr) options.via_params = via_reply_params(t.state, t.request->processing, *lease);
  bool force_rport = t.request != nullptr && (t.request->processing & static_cast<std::uint32_t>(ProcessingFlag::force_rport)) != 0;
  options.source = {{ip, flow.remote.write_ip(ip, false)}, flow.remote.port, force_rport};
  auto bound = request.bytes().size() + options.header_lines.size() + options.body.size() + options.via_params.size() + reason.size() + 512;
  auto buffer = worker.transport().reserve(bound);
  if (buffer.size() < bound) return -1;
  auto n = sip::build_reply(buffer, request, code, reason, options);
  if (n == 0) return -1;
  t.last_reply.assign({buffer.data(), n});
  worker.transport().commit(t.reply_flow, n);
  worker.count(counters.rpl_sent);
  worker.count(counters.rpl_generated);
  if (code < 200) {
    t.uas_status = static_cast<std::uint16_t>(code);
    return 1;
  }
  auto used = request.to_tag().empty() ? std::string_view(options.to_tag) : request.to_tag();
  t.to_tag.assign(used);
  if (t.invite && code < 300) note_ok(t, text_hash(used), true);
  answered(t, code, true);
  cancel_all(t, config.local_cancel_reason != 0 && code < 300 ? "Reason: SIP;cause=200\r\n" : "");
  return 1;
}

/// The same where the request must be read again from what was kept.
int Tm::answer_stored(Transaction& t, int code, std::string_view reason) {
  if (t.request == nullptr) return -1;
  ArenaLease lease(*t.home->worker);
  sip::Message* request = nullptr;
  sip::Message::parse(t.request->bytes, *lease, request);
  return request != nullptr ? answer_local(t, *request, code, reason, {}) : -1;
}

int Tm::reply_error(Context& c) {
  switch (int code = opts(c).delayed_error; code) {
    case 477: return reply(c, code, "Unfortunately error on sending to next hop occurred (477/TM)");
    case 478: return reply(c, code, "Unresolvable destination (478/TM)");
    case 6: return reply(c, 500, "I'm terribly sorry, server error occurred (6/TM)");  // every branch was dropped
    default: return reply(c, 500, "I'm terribly sorry, server error occurred (1/TM)");
  }
}

int Tm::reply_with(Context& c, int code, std::string_view reason, std::string_view headers) {
  if (code < 100 || code > 699) {
    code = static_cast<int>(config.default_code);
    reason = config.default_reason;
  }
  if (c.transaction == nullptr) {
    if (c.msg == nullptr || !c.msg->is_request()) return -1;
    if (int made = create(c); made <= 0) return made;
  }
  auto& t = *c.transaction;
  if (t.local) return -1;
  enter(t);
  int result = -1;
  if (c.msg != nullptr && c.msg->is_request()) {
    if (code >= 300 && code < 400) {
      TextBuilder lines(*c.arena, 256);
      lines << redirect_contacts(c) << headers;
      headers = lines.view();
    }
    result = answer_local(t, *c.msg, code, reason, headers);
  } else if (t.request != nullptr) {
    sip::Message* request = nullptr;
    sip::Message::parse(t.request->bytes, *c.arena, request);
    if (request != nullptr) result = answer_local(t, *request, code, reason, headers);
  }
  leave(t);
  return result;
}

}  // namespace kukini::modules::tm
