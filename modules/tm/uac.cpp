// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Requests of our own, outside any dialog: probes and whatever other modules and commands ask for.
#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

/// A Call-ID whose owner is this worker, so that the reply comes back to it.
std::string make_call_id(WorkerState& ws) {
  auto& worker = *ws.worker;
  for (;;) {
    auto id = fmt::format("{:016x}{:x}-{}", worker.random().next(), ++ws.next_call, worker.index());
    if (worker.owner_of(id) == worker.index()) return id;
  }
}

}  // namespace

Result<> Tm::send_request(Worker& worker, const LocalRequest& request, std::function<void(Worker&, const LocalReply&)> done) {
  auto& ws = at(worker);
  const auto& hop_uri = request.dst_uri.empty() ? request.ruri : request.dst_uri;
  ArenaLease lease(worker);
  State state;
  Context c;
  c.worker = &worker;
  c.arena = &*lease;
  c.state = &state;
  NextHop hop;
  int known = worker.next_hop(hop_uri, request.send_socket, hop);
  if (known < 0) return Error{"cannot send to " + hop_uri};
  if (known == 0) {
    auto hops = worker.resolve_next_hops(c, hop_uri, request.send_socket);
    if (hops.empty()) return Error{"cannot resolve " + hop_uri};
    hop = hops.front();
  }
  auto name = worker.local_name(hop.flow);
  auto call_id = make_call_id(ws);
  auto method = sip::parse_method(request.method);

  auto* t = make(ws);
  t->local = true;
  t->done = std::move(done);
  t->invite = method == sip::Method::invite;
  t->key.cseq = 10;
  t->key.method = method;
  t->branches.push_back(std::make_unique<UacBranch>());
  auto& b = *t->branches.back();
  b.retransmit.owner = b.final_response.owner = t;
  b.flow = hop.flow;
  char branch[kBranchIdSize];
  auto n = write_branch_id(branch, {t->slot, t->label, 0});
  auto from = request.from.empty() ? fmt::format("sip:{}", name.host) : request.from;
  auto header = [](std::string_view uri) { return uri.find('<') != uri.npos ? std::string(uri) : fmt::format("<{}>", uri); };
  std::string text = fmt::format("{} {} SIP/2.0\r\nVia: SIP/2.0/{} {}", request.method, request.ruri, io::via_name(hop.flow.protocol), name.host);
  if (name.port != 0 && name.port != 5060) text += fmt::format(":{}", name.port);
  text += fmt::format(";branch={}\r\nTo: {}\r\nFrom: {}", std::string_view(branch, n), header(request.to.empty() ? request.ruri : request.to), header(from));
  if (from.find(";tag=") == from.npos) text += fmt::format(";tag={}-{:08x}", ws.tag, static_cast<std::uint32_t>(t->label));
  text += fmt::format("\r\nCSeq: 10 {}\r\nCall-ID: {}\r\nMax-Forwards: 70\r\nContent-Length: {}\r\n", request.method, call_id, request.body.size());
  text += worker.user_agent_line();
  text += request.headers;
  if (!request.headers.empty() && !request.headers.ends_with("\r\n")) text += "\r\n";
  text += "\r\n";
  text += request.body;
  b.request.assign(text);
  worker.count(counters.total);
  worker.count(counters.total_local);
  if (request.timeout_ms != 0) t->options.fr_ms = static_cast<std::uint32_t>(request.timeout_ms);
  start_branch_timers(*t, 0);
  if (!worker.transport().send(b.flow, text)) {
    b.status = 477;
    stop_branch_timers(*t, b);
    destroy(t);
    return Error{"failed to send to " + hop.flow.remote.to_string()};
  }
  return {};
}

void Tm::local_reply(Transaction& t, UacBranch& b, Context& c) {
  int code = c.reply_code;
  if (b.final_handled) {
    if (t.invite && !b.ack.empty()) c.worker->transport().send(b.flow, b.ack.view());
    return;
  }
  b.received = true;
  if (code < 200) {
    if (t.invite) {
      if (b.status == 0) c.worker->timers().cancel(b.retransmit);
      start_final_response(t, b, fr_inv_ms(t));
    }
    b.status = static_cast<std::uint16_t>(code);
    return;
  }
  b.status = static_cast<std::uint16_t>(code);
  b.final_handled = true;
  stop_branch_timers(t, b);
  if (t.invite && code >= 300) acknowledge(b, t, *c.msg);
  local_done(t, {code, false, c.msg->reason(), c.worker->now_ms() - t.created_ms});
}

void Tm::local_done(Transaction& t, const LocalReply& reply) {
  t.uas_status = static_cast<std::uint16_t>(reply.code);
  auto done = std::move(t.done);
  t.done = nullptr;
  if (done) done(*t.home->worker, reply);
}

TmService::View Tm::view(const Transaction& t) {
  View v;
  v.last_status = t.uas_status;
  for (const auto& b : t.branches)
    if (!b->forgotten && (b->status >= 200 || t.uas_status < 200) && b->status > v.last_status) v.last_status = b->status;
  if (t.uas_status >= 200) v.last_status = t.uas_status;
  v.branch_count = static_cast<int>(t.branches.size());
  v.canceled = t.canceled;
  v.invite = t.invite;
  if (t.request != nullptr) v.uas_buffer = t.request->bytes;
  v.hash = (t.slot + 1) * worker_count + t.home->worker->index();
  v.uas_status = t.uas_status;
  v.suspended = t.suspension != nullptr || t.suspended_reply != nullptr;
  v.label = static_cast<std::uint32_t>(t.label);
  return v;
}

}  // namespace kukini::modules::tm
