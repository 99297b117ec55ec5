// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// t_relay(): branches of a transaction and sending them; ACK and CANCEL, which make none.
#include <algorithm>

#include "base/text.hpp"
#include "engine.hpp"
#include "sdk/via.hpp"
#include "stored_request.hpp"
#include "via_line.hpp"

namespace kukini::modules::tm {

namespace {

constexpr int kUnresolvable = -478, kSendFailed = -477, kDropped = -6;

bool same_text(std::string_view a, std::string_view b) { return a.data() == b.data() && a.size() == b.size(); }

/// Whether the script has set a target since it was last used.
bool target_is_new(const Context& c, const TmContext& mine) {
  if (!mine.any_consumed || c.has(ProcessingFlag::ruri_changed)) return true;
  return !same_text(c.target.ruri, mine.consumed.ruri) || !same_text(c.target.dst_uri, mine.consumed.dst_uri);
}

/// The URI of the first value of a Path list.
std::string_view first_path_uri(std::string_view path) {
  sip::NameAddr value;
  return sip::parse_name_addr(path, value) ? value.uri_text : std::string_view{};
}

std::string_view next_hop_uri(const Branch& target) {
  if (!target.dst_uri.empty()) return target.dst_uri;
  if (!target.path.empty())
    if (auto uri = first_path_uri(target.path); !uri.empty()) return uri;
  return target.ruri;
}

}  // namespace

/// 0: `first` (and `more`) say where; else a negative error.
int Tm::next_hops(Context& c, const Branch& target, const Destination& to, std::vector<NextHop>& more, NextHop& first) {
  auto uri = next_hop_uri(target);
  if (!to.host.empty()) {
    TextBuilder made(*c.arena);
    bool v6 = to.host.find(':') != to.host.npos && to.host.front() != '[';
    made << "sip:" << (v6 ? "[" : "") << to.host << (v6 ? "]" : "");
    if (to.port != 0) made << ":" << static_cast<unsigned>(to.port);
    if (to.protocol != io::Protocol::none) made << ";transport=" << io::to_string(to.protocol);
    uri = made.view();
  } else if (to.protocol != io::Protocol::none) {
    TextBuilder made(*c.arena);
    sip::Uri parsed;
    if (!sip::parse_uri(uri, parsed)) return kUnresolvable;
    made << "sip:" << parsed.hostport() << ";transport=" << io::to_string(to.protocol);
    uri = made.view();
  }
  int known = c.worker->next_hop(uri, target.send_socket, first);
  if (known > 0) return 0;
  if (known < 0) return kUnresolvable;
  more = c.worker->resolve_next_hops(c, uri, target.send_socket);
  if (more.empty()) {
    log(Level::error, "tm", "failed to resolve \"{}\"", uri);
    return kUnresolvable;
  }
  first = more.front();
  more.erase(more.begin());
  return 0;
}

int Tm::relay_ack(Context& c, const Destination& to) {
  if (auto m = match(at(*c.worker), *c.msg); m.found == Found::ack_absorbed) {
    absorb(c, m);
    return 0;
  }
  std::vector<NextHop> more;
  NextHop hop;
  if (int error = next_hops(c, c.target, to, more, hop); error < 0) return error;
  return c.worker->forward_stateless(c, hop.flow) ? 1 : kSendFailed;
}

int Tm::relay_cancel(Context& c, const Destination& to) {
  auto& ws = at(*c.worker);
  auto* t = match_cancel(ws, *c.msg);
  auto* record = t == nullptr ? match_cancel_absorbed(ws, *c.msg) : nullptr;
  if (t == nullptr && record == nullptr) {
    switch (config.unmatched_cancel) {
      case 1: {
        std::vector<NextHop> more;
        NextHop hop;
        if (int error = next_hops(c, c.target, to, more, hop); error < 0) return error;
        return c.worker->forward_stateless(c, hop.flow) ? 1 : kSendFailed;
      }
      case 2: return 1;
      default: return 2;  // as any other request
    }
  }
  // Answered without a transaction of its own: a repeated CANCEL gets the same answer again, as long as its INVITE is known.
  auto buffer = c.worker->transport().reserve(c.msg->bytes().size() + 512);
  sip::ReplyOptions options;
  char tag[64], ip[48];
  options.to_tag = to_tag(ws, c.msg->call_id(), c.msg->via()->branch, c.msg->cseq()->number, tag);
  options.header_lines = c.worker->server_line();
  options.source = {{ip, c.flow.remote.write_ip(ip, false)}, c.flow.remote.port, c.has(ProcessingFlag::force_rport)};
  auto n = sip::build_reply(buffer, *c.msg, 200, t != nullptr && t->uas_status >= 200 ? "ok -- no more pending branches" : "canceling", options);
  if (n != 0) c.worker->transport().commit(c.worker->reply_flow(c), n);
  c.worker->count(counters.rpl_generated);
  c.worker->count(counters.rpl_sent);
  if (record != nullptr) {
    keep_for_cancel(ws, *record);
    return 1;
  }
  t->cancel_seen = true;
  if (t->uas_status >= 200) return 1;

  std::string_view lines;
  if (config.e2e_cancel_reason != 0 && !t->options.no_e2e_cancel_reason) {
    TextBuilder reasons(*c.arena);
    for (const auto* h = c.msg->first(sip::HeaderType::reason); h != nullptr; h = c.msg->next(h)) reasons << c.msg->line(*h);
    lines = reasons.view();
  }
  enter(*t);
  t->canceled = true;
  cancel_all(*t, lines);
  leave(*t);
  return 1;
}

int Tm::relay_to(Context& c, const Destination& to) {
  if (c.msg == nullptr || !c.msg->is_request()) return -1;
  if (c.msg->method() == sip::Method::ack) return relay_ack(c, to);
  if (c.msg->method() == sip::Method::cancel && c.transaction == nullptr)
    if (int done = relay_cancel(c, to); done != 2) return done;

  bool request_route = c.route_kind != manifest::kFailure && c.route_kind != manifest::kBranchFailure;
  if (c.transaction == nullptr) {
    if (int made = create(c); made <= 0) return made;
  } else if (request_route) {
    if (c.transaction->request != nullptr && c.transaction->branches.empty()) save_request(c, *c.transaction);
  }
  auto& t = *c.transaction;
  if (t.uas_status >= 200) return -1;
  enter(t);
  if (t.invite && request_route && t.uas_status == 0 && config.auto_inv_100 != 0 && !t.options.no_auto_100)
    answer_local(t, *c.msg, 100, config.auto_inv_100_reason, {});

  auto& mine = own(c);
  auto branches = c.branches;
  auto count = c.branch_count;
  c.branch_count = 0;
  c.branches = nullptr;
  auto leg = static_cast<std::uint8_t>(t.branches.size());
  int error = -1, sent = 0;
  auto try_target = [&](const Branch& target) {
    if (t.canceled || t.uas_status >= 200) return;
    int result = add_branch(t, c, target, to);
    if (result > 0) ++sent;
    else error = result;
  };
  if (target_is_new(c, mine)) {
    auto main = c.target;
    try_target(main);
    mine.any_consumed = true;
    mine.consumed = c.target;
    c.clear(ProcessingFlag::ruri_changed);
  }
  for (std::size_t i = 0; i < count; ++i) try_target(branches[i]);
  if (sent > 0 && leg > 0) {
    bool all = config.failure_reply_mode == 3 || config.failure_reply_mode == 1 || t.drop_all;
    bool last = config.failure_reply_mode == 2 || t.drop_last;
    for (std::uint8_t i = all ? 0 : t.first_branch; i < leg && (all || last); ++i) t.branches[i]->forgotten = true;
    t.first_branch = leg;
    t.drop_all = t.drop_last = false;
  }
  if (t.canceled && t.uas_status < 200) {
    if (sent > 0) cancel_all(t, {});
    else answer_local(t, *c.msg, 487, "Request canceled", {});
    error = -487;
  } else if (sent == 0 && t.branches.empty() && error < -1 && !t.options.disable_internal_reply) {
    t.options.delayed_error = static_cast<std::int16_t>(-error);
    if (!hooked) reply_error(c);
  }
  leave(t);
  // That nothing could be sent is told by the reply alone, as in Kamailio.
  return sent > 0 ? 1 : error == kSendFailed ? -1 : error;
}

int Tm::add_branch(Transaction& t, Context& c, const Branch& target, const Destination& to) {
  if (t.branches.size() > kMaxBranches) {
    log(Level::error, "tm", "maximum number of branches exceeded");
    return -1;
  }
  auto index = static_cast<std::uint8_t>(t.branches.size());
  sip::EditList changes(*c.arena);
  auto before = c.target;
  auto before_edits = c.branch_edits;
  auto* before_msg = c.msg;  // t_msg_apply_changes()
  auto* before_changes = c.edits;
  auto before_index = c.branch_index;
  auto before_kind = c.route_kind;
  c.target = target;
  c.branch_edits = &changes;
  c.branch_index = index;
  bool dropped = false;
  if (t.options.on_branch >= 0) dropped = run(t, c, manifest::kBranch, t.options.on_branch).dropped;
  auto final_target = c.target;
  c.target = before;
  c.branch_edits = before_edits;
  c.branch_index = before_index;
  c.route_kind = before_kind;
  struct Restore {
    Context& c;
    sip::Message* msg;
    sip::EditList* edits;
    ~Restore() { c.msg = msg, c.edits = edits; }
  } restore{c, before_msg, before_changes};
  if (dropped) return kDropped;

  std::vector<NextHop> more;
  NextHop hop;
  if (int error = next_hops(c, final_target, to, more, hop); error < 0) return unsent_branch(t, final_target, error);
  if (t.canceled || t.uas_status >= 200) return -1;
  index = static_cast<std::uint8_t>(t.branches.size());
  t.branches.push_back(std::make_unique<UacBranch>());
  auto& b = *t.branches.back();
  b.blind = to.blind;
  b.flags = final_target.flags;
  b.retransmit.owner = b.final_response.owner = &t;
  b.retransmit.index = b.final_response.index = index;
  b.ruri.assign(final_target.ruri);
  b.dst_uri.assign(final_target.dst_uri);

  c.target = final_target;
  if (t.options.disable_failover) more.clear();
  bool ok = send_branch(t, b, c, &changes, hop.flow);
  std::size_t tried = 0;
  for (; !ok && tried < more.size(); ++tried) ok = send_branch(t, b, c, &changes, more[tried].flow);
  c.target = before;
  if (!ok) {
    t.branches.pop_back();
    return unsent_branch(t, final_target, kSendFailed);
  }
  if (tried < more.size()) {
    b.next = std::make_unique<NextAddresses>();
    for (auto i = more.size(); i > tried; --i) b.next->flows.push_back(more[i - 1].flow);
  }
  start_branch_timers(t, index);
  return 1;
}

/// failure_exec_mode: what could not be sent is a branch that fails a moment later, so that the failure route sees it.
int Tm::unsent_branch(Transaction& t, const Branch& target, int error) {
  if (config.failure_exec_mode == 0 || t.options.on_failure < 0 || t.canceled || t.uas_status >= 200) return error;
  auto index = static_cast<std::uint8_t>(t.branches.size());
  t.branches.push_back(std::make_unique<UacBranch>());
  auto& b = *t.branches.back();
  b.retransmit.owner = b.final_response.owner = &t;
  b.retransmit.index = b.final_response.index = index;
  b.ruri.assign(target.ruri);
  b.dst_uri.assign(target.dst_uri);
  b.flow.protocol = io::Protocol::tcp;  // nothing is repeated
  b.fails_as = static_cast<std::uint16_t>(-error);
  start_branch_timers(t, index);
  start_final_response(t, b, 1);
  return 1;
}

bool Tm::send_branch(Transaction& t, UacBranch& b, Context& c, sip::EditList* changes, const io::Flow& to) {
  auto& transport = c.worker->transport();
  if (c.msg->method() != sip::Method::bye && c.worker->is_blocked(to.remote)) return false;
  ViaLine via(*c.worker, to, {t.slot, t.label, b.retransmit.index}, c.has(ProcessingFlag::local_rport));
  sip::RequestOut what;
  if (c.target.ruri != c.msg->ruri()) what.ruri = c.target.ruri;
  what.via_line = dress_via(c, via.view());
  if (!c.target.path.empty()) {
    TextBuilder route(*c.arena);
    route << "Route: " << c.target.path << "\r\n";
    what.route_lines = route.view();
  }
  what.stream = to.protocol != io::Protocol::udp;
  EditLists lists;
  lists.add(c.edits);
  lists.add(changes);
  // Record-Route names the socket it leaves by as well, where that is another one.
  std::string_view line, changed;
  sip::EditList* holder = nullptr;
  if (rr != nullptr && c.edits != nullptr) {
    line = rr->recorded(c);
    if (line.empty() && t.request != nullptr) line = t.request->record_route;
    if (!line.empty()) changed = rr->recorded_for(*c.worker, line, c.flow, to, *c.arena);
    if (changed != line)
      for (auto* list : {c.edits, changes})
        if (holder == nullptr && list->change_text(c.msg->headers_begin(), line, changed)) holder = list;
  }
  auto bound = sip::request_bound(*c.msg, lists.list, lists.n, what);
  auto buffer = transport.reserve(bound);
  auto n = buffer.size() < bound ? 0 : sip::encode_request(buffer, *c.msg, lists.list, lists.n, what);
  if (holder != nullptr) holder->change_text(c.msg->headers_begin(), changed, line);
  if (n == 0) return false;
  b.request.assign({buffer.data(), n});
  b.flow = to;
  if (c.worker->has_onsend())
    return c.worker->run_onsend(c, to, {b.request.view().data(), n}) && transport.send(to, {b.request.view().data(), n});
  if (transport.commit(to, n)) return true;
  c.worker->block(to.remote);
  return false;
}

/// Further branches of a request that has no final answer yet, asked for by the script of another message.
int Tm::append_branches(Worker& worker, std::uint32_t hash, std::uint32_t label, std::span<const Branch> branches) {
  auto* t = by_id(worker, hash, label);
  if (t == nullptr || t->local || t->request == nullptr || t->uas_status >= 200 || t->canceled || t->depth != 0) return -1;
  int sent = 0;
  enter(*t);
  {
    StoredRequest stored(*this, *t, -1);
    if (stored.context.msg != nullptr)
      for (const auto& target : branches)
        if (add_branch(*t, stored.context, target, {}) > 0) ++sent;
  }
  leave(*t);
  return sent > 0 ? 1 : -1;
}

}  // namespace kukini::modules::tm
