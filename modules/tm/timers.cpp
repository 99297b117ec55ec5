// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The timers of RFC 3261 §17: A and E (repeat a request), B, C and F (give up), G and H (repeat a final answer). Waiting for what may
// be repeated (D, I, J, L) is finish.cpp's.
#include <algorithm>

#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

constexpr std::uint64_t kRetryParkedMs = 20;

bool unreliable(const io::Flow& flow) { return flow.protocol == io::Protocol::udp; }

// A, E
void repeat_request(Timer& timer, Worker& worker) {
  auto& bt = static_cast<BranchTimer&>(timer);
  auto& t = *bt.owner;
  auto& tm = *t.home->tm;
  auto& b = *t.branches[bt.index];
  if (b.status >= 200 || (t.invite && b.status >= 100) || b.request.empty()) return;
  worker.transport().send(b.flow, b.request.view());
  b.retr_ms = std::min(b.retr_ms * 2, tm.t2(t));
  if (b.status >= 100) b.retr_ms = tm.t2(t);
  worker.timers().arm(timer, worker.now_ms() + b.retr_ms);
}

// B, C, F
void give_up(Timer& timer, Worker& worker) {
  auto& bt = static_cast<BranchTimer&>(timer);
  auto& t = *bt.owner;
  auto& tm = *t.home->tm;
  if (t.depth != 0) {
    worker.timers().arm(timer, worker.now_ms() + kRetryParkedMs);
    return;
  }
  auto& b = *t.branches[bt.index];
  if (b.status >= 200) return;
  tm.enter(t);
  bool silent = b.status == 0;
  bool kept = t.suspended_reply != nullptr && t.suspended_reply->branch == bt.index;
  if (kept) t.suspended_reply.reset();
  silent = silent && !kept && b.fails_as == 0;
  if (t.invite && !kept && b.status >= 100 && !b.cancel) tm.send_cancel(t, bt.index, {});
  if (t.invite && silent && !t.canceled && b.flow.remote.family != io::Family::none) worker.block(b.flow.remote);
  b.status = t.canceled || b.cancel_wanted ? 487 : b.fails_as != 0 ? b.fails_as : static_cast<std::uint16_t>(tm.config.reply_408_code);
  b.received = false;
  b.timed_out = b.fails_as == 0;
  if (silent && tm.try_next_address(t, bt.index)) {
    b.final_handled = true;
    tm.stop_branch_timers(t, b);
  } else {
    tm.branch_done(t, bt.index, nullptr);
  }
  tm.leave(t);
}

// G, H
void repeat_reply(Timer& timer, Worker& worker) {
  auto& t = *static_cast<BranchTimer&>(timer).owner;
  auto& tm = *t.home->tm;
  auto now = worker.now_ms();
  if (now >= t.g_end_ms) {  // H: the ACK never came
    tm.settle(t);
    return;
  }
  worker.transport().send(t.reply_flow, t.last_reply.view());
  worker.count(tm.counters.rpl_sent);
  t.g_interval_ms = std::min(t.g_interval_ms * 2, tm.t2(t));
  worker.timers().arm(timer, std::min(now + t.g_interval_ms, t.g_end_ms));
}

void wait_over(Timer& timer, Worker& worker) {
  auto& t = *static_cast<BranchTimer&>(timer).owner;
  if (t.depth != 0 || t.attached != 0) {
    worker.timers().arm(timer, worker.now_ms() + 1000);
    return;
  }
  auto& tm = *t.home->tm;
  if (t.dead || tm.config.wt_timer != 0 || worker.now_ms() >= t.g_end_ms) tm.destroy(&t);
  else if (t.acked || !tm.needs_script(t)) tm.finish(t);
  else worker.timers().arm(timer, t.g_end_ms);
}

}  // namespace

void Tm::start_branch_timers(Transaction& t, std::uint8_t index) {
  auto& b = *t.branches[index];
  auto& timers = t.home->worker->timers();
  auto now = t.home->worker->now_ms();
  b.retransmit.fire = repeat_request;
  b.final_response.fire = give_up;
  if (unreliable(b.flow)) {
    b.retr_ms = t1(t);
    timers.arm(b.retransmit, now + b.retr_ms);
  }
  start_final_response(t, b, fr_ms(t));
}

std::uint64_t Tm::lifetime_ms(const Transaction& t) const {
  auto own = t.invite ? t.options.inv_lifetime_ms : t.options.noninv_lifetime_ms;
  return own != 0 ? own : static_cast<std::uint64_t>(static_cast<std::int64_t>(t.invite ? config.max_inv_lifetime : config.max_noninv_lifetime));
}

void Tm::start_final_response(Transaction& t, UacBranch& b, std::uint32_t ms) {
  auto life = lifetime_ms(t);
  auto now = t.home->worker->now_ms();
  auto due = now + ms;
  if (life != 0) due = std::max(now + 1, std::min(due, t.created_ms + life));
  t.home->worker->timers().arm(b.final_response, due);
}

void Tm::stop_branch_timers(Transaction& t, UacBranch& b) {
  t.home->worker->timers().cancel(b.retransmit);
  t.home->worker->timers().cancel(b.final_response);
}

/// After the final answer: repeat it until the ACK comes where the transport may lose it.
void Tm::start_reply_timer(Transaction& t) {
  auto& worker = *t.home->worker;
  worker.timers().cancel(t.timer);
  bool repeats = t.invite && (t.uas_status >= 300 || t.local_reply);
  if (!repeats || t.local) return;
  auto now = worker.now_ms();
  t.g_end_ms = now + ack_ms(t);
  t.g_interval_ms = t1(t);
  t.timer.fire = repeat_reply;
  worker.timers().arm(t.timer, unreliable(t.reply_flow) ? std::min(now + t.g_interval_ms, t.g_end_ms) : t.g_end_ms);
  if (!unreliable(t.reply_flow)) t.g_end_ms = now;
}

/// For those that must stay whole: a repeated 2xx has to find the routes and variables of its transaction. Once the ACK has passed,
/// the caller has that reply and T4 is enough.
void Tm::start_wait(Transaction& t) {
  auto& worker = *t.home->worker;
  if (!t.waiting) worker.count(counters.waiting);
  t.waiting = true;
  if (t.invite && t.uas_status < 300) t.last_reply.clear();  // whoever sent the 2xx repeats it
  t.timer.fire = wait_over;
  t.g_end_ms = worker.now_ms() + wait_ms(Absorbed::kLong, t1(t));
  worker.timers().arm(t.timer, worker.now_ms() + wait_ms(Absorbed::kShort, 0));
}

std::uint64_t Tm::wait_ms(Absorbed::Queue queue, std::uint32_t t1) const {
  if (config.wt_timer != 0) return static_cast<std::uint64_t>(config.wt_timer);
  return queue == Absorbed::kShort ? kT4 : 64ull * t1;
}

std::uint64_t Tm::ack_ms(const Transaction& t) const {
  bool set = t.options.fr_ms != 0 || config.fr_timer != kDefaultFrTimer;
  return set ? fr_ms(t) : 64ull * t1(t);
}

}  // namespace kukini::modules::tm
