// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The worker's loop on fibers: turns, parking, posts from other threads, messages handed over between workers.
#include <algorithm>
#include <cstring>
#include <utility>

#include "base/heap.hpp"
#include "base/text.hpp"
#include "core/worker.hpp"
#include "sdk/log.hpp"

namespace kukini::core {

namespace {

constexpr std::size_t kMessageArenaBytes = 16 * 1024 - 64;
// Most arenas keep the AVPs of one transaction; others are for a moment.
constexpr std::size_t kArenaFirstBytes = 1536, kArenaBytes = 4096;
/// Arenas kept for the next use; what a burst needed beyond them is freed.
constexpr std::size_t kIdleArenas = 64;
constexpr int kIdleMs = 50;  ///< a wait from which on the worker has time for the heap
constexpr std::size_t kRingBytes = 256 * 1024;

/// The value of the Call-ID header, found without parsing the message; empty where there is none.
std::string_view scan_call_id(std::string_view bytes) {
  std::size_t at = 0;
  for (;;) {
    const auto* end = static_cast<const char*>(std::memchr(bytes.data() + at, '\n', bytes.size() - at));
    if (end == nullptr) return {};
    at = static_cast<std::size_t>(end - bytes.data()) + 1;
    if (at + 4 >= bytes.size()) return {};
    char c = bytes[at];
    if (c == '\r' || c == '\n') return {};
    std::size_t colon = 0;
    if ((c == 'C' || c == 'c') && bytes.size() - at > 8 && base::istarts_with(bytes.substr(at), "call-id")) colon = at + 7;
    else if ((c == 'i' || c == 'I') && (bytes[at + 1] == ':' || bytes[at + 1] == ' ' || bytes[at + 1] == '\t')) colon = at + 1;
    else continue;
    while (colon < bytes.size() && (bytes[colon] == ' ' || bytes[colon] == '\t')) ++colon;
    if (colon >= bytes.size() || bytes[colon] != ':') continue;
    auto value = bytes.substr(colon + 1);
    // A folded value starts on the next line.
    std::size_t start = 0;
    while (start < value.size() && base::is_space(value[start])) ++start;
    value.remove_prefix(start);
    return base::trim(value.substr(0, value.find_first_of("\r\n")));
  }
}

}  // namespace

Worker::Worker(unsigned index, unsigned count, Shared& shared, std::unique_ptr<io::WorkerIo> io)
    : shared_(shared), io_(std::move(io)), fibers_(&Worker::fiber_round, this, shared.max_fibers), inbox_(count), woken_(count, false) {
  index_ = index;
  count_ = count;
  transport_ = &io_->transport();
  resolver_ = &io_->resolver();
  random_ = &io_->random();
  clock_ = &shared.host->clock();
  sockets_ = shared.names->sockets();
  server_line_ = shared.server_line;
  user_agent_line_ = shared.user_agent_line;
  sip_warning_ = shared.sip_warning;
  has_blocklist_ = shared.blocklist != nullptr;
  slots_.resize(std::max(shared.slots, 1u));
  cell_storage_.resize(shared.counters + 16);
  auto at = reinterpret_cast<std::uintptr_t>(cell_storage_.data());
  cells_ = reinterpret_cast<std::int64_t*>((at + 63) & ~std::uintptr_t{63});
  now_ms_ = clock_->now_ms();
}

Worker::~Worker() {
  if (owner_ != nullptr) leave_thread();
  for (auto* a : arenas_) delete a;
  for (auto* a : message_arenas_) delete a;
  for (auto& ring : inbox_) delete ring.load();
}

void Worker::set_peers(std::vector<Worker*> peers) { peers_ = std::move(peers); }

void Worker::set_program(sdk::ProgramPtr program) {
  program_ = std::move(program);
  main_route_ = program_ ? program_->find_route(manifest::kRequest, "") : -1;
  reply_route_ = program_ ? program_->find_route(manifest::kOnreplyCore, "") : -1;
  onsend_route_ = program_ ? program_->find_route(manifest::kOnsend, "") : -1;
  has_onsend_ = onsend_route_ >= 0;
  has_onsend_reply_ = has_onsend_ && shared_.onsend_replies;
  auto event = [&](const char* name) { return program_ ? program_->find_route(manifest::kEvent, name) : -1; };
  received_event_ = shared_.received_event ? event("core:msg-received") : -1;
  pre_routing_event_ = event("core:pre-routing");
  parse_error_event_ = event("core:receive-parse-error");
}

base::Arena* Worker::acquire_arena() {
  ++arenas_out_;
  if (arenas_.empty()) return new base::Arena(kArenaFirstBytes, kArenaBytes);
  auto* arena = arenas_.back();
  arenas_.pop_back();
  return arena;
}

void Worker::release_arena(base::Arena* arena) {
  --arenas_out_;
  if (arenas_.size() >= kIdleArenas) {
    delete arena;
    return;
  }
  arena->reset();
  arenas_.push_back(arena);
}

// ---- the loop

void Worker::enter_thread() {
  fibers_.enter_thread();
  owner_ = fibers_.take();
}

void Worker::run() {
  stepping_ = false;
  fibers_.switch_to(owner_);
}

bool Worker::step() {
  stepping_ = true;
  did_something_ = false;
  fibers_.switch_to(owner_);
  return did_something_;
}

void Worker::request_stop() {
  stop_.store(true);
  transport_->wake();
}

void Worker::leave_thread() {
  ending_ = stepping_ = true;
  // A script that waits is told so: its park() fails and it comes to an end by itself.
  while (!parked_.empty()) {
    auto parked = parked_.back();
    parked->failed = true;
    if (!parked->done) {
      parked->done = true;
      ready_.push_back(parked);
    }
    fibers_.switch_to(owner_);
  }
  transport_->flush();
  // The loop's own fiber becomes idle like the others.
  Fiber* last = owner_;
  owner_ = nullptr;
  if (last != nullptr) fibers_.switch_to(last);
}

void Worker::fiber_round(void* self) {
  auto& w = *static_cast<Worker*>(self);
  w.own_loop();
  // Another fiber has the loop now: this one waits for its next use.
  w.fibers_.give_back(w.fibers_.current());
  w.fibers_.switch_to(w.owner_ != nullptr ? w.owner_ : w.fibers_.main());
}

void Worker::own_loop() {
  while (owner()) {
    if (ending_) {
      run_ready();
    } else if (stepping_) {
      did_something_ = turn(0);
    } else if (stop_.load(std::memory_order_relaxed)) {
      // back to run()
    } else {
      turn(1000);
      continue;
    }
    if (!owner()) return;
    fibers_.switch_to(fibers_.main());
  }
}

/// Every part keeps its place in members, so that another fiber can go on with it when a script parks.
bool Worker::turn(int max_wait_ms) {
  bool did = false;
  while (batch_at_ < batch_.size()) {
    serve(batch_[batch_at_++]);
    did = true;
    if (!owner()) return true;
  }
  if (run_ready()) did = true;
  if (!owner()) return true;
  if (count_ > 1 && take_handovers()) did = true;
  if (!owner()) return true;
  if (take_posts()) did = true;
  if (!owner()) return true;
  now_ms_ = clock_->now_ms();
  auto fired = timers_.fired();
  timers_.advance(now_ms_, *this);
  if (!owner()) return true;
  if (timers_.fired() != fired) did = true;

  if (count_ > 1) wake_peers();
  transport_->flush();

  int wait = 0;
  pace_.served(std::exchange(served_, 0), now_ms_);
  if (max_wait_ms > 0 && ready_.empty() && taken_posts_.empty()) {
    wait = timers_.wait_ms(now_ms_, max_wait_ms);
    if (auto us = wait > 0 ? pace_.pause_us() : 0; us != 0 && !has_posts_.load(std::memory_order_relaxed)) {
      transport_->gather(us);
      wait = 0;
    } else if (wait > 0) {
      asleep_.store(true, std::memory_order_seq_cst);
      bool waiting = has_posts_.load(std::memory_order_seq_cst) || stop_.load(std::memory_order_seq_cst);
      for (auto& ring : inbox_)
        if (auto* r = ring.load(std::memory_order_seq_cst); r != nullptr && !r->empty()) waiting = true;
      if (waiting) wait = 0;
    }
  }
  batch_ = transport_->poll(wait);
  batch_at_ = 0;
  if (wait >= kIdleMs && batch_.empty()) base::trim_heap();
  if (wait > 0 || asleep_.load(std::memory_order_relaxed)) asleep_.store(false, std::memory_order_relaxed);
  now_ms_ = clock_->now_ms();
  io_->dispatch();
  return did || !batch_.empty() || !ready_.empty();
}

base::Arena* Worker::message_arena() {
  ++arenas_out_;
  if (message_arenas_.empty()) return new base::Arena(kMessageArenaBytes);
  auto* arena = message_arenas_.back();
  message_arenas_.pop_back();
  return arena;
}

void Worker::give_back_message_arena(base::Arena* arena) {
  --arenas_out_;
  if (message_arenas_.size() >= kIdleArenas) {
    delete arena;
    return;
  }
  arena->reset();
  message_arenas_.push_back(arena);
}

void Worker::serve(const io::Received& received) {
  if (count_ > 1 && hand_over(received)) return;
  serve(&received, received.bytes, received.flow, message_arena());
}

void Worker::serve(const io::Received* received, std::string_view bytes, const io::Flow& flow, base::Arena* arena) {
  ++served_;
  InFlight mine;
  mine.received = received;
  mine.socket = flow.socket;
  mine.local = flow.local;
  current_ = &mine;
  receive(bytes, flow, *arena);
  give_back_message_arena(arena);
  current_ = nullptr;
  if (mine.pinned) transport_->unpin(mine.pin);
}

// ---- parking

bool Worker::run_ready() {
  bool did = false;
  while (!ready_.empty() && owner()) {
    auto parked = std::move(ready_.front());
    ready_.pop_front();
    did = true;
    fibers_.switch_to(parked->fiber);
  }
  return did;
}

bool Worker::park(const std::function<void(sdk::Resume)>& start) {
  if (ending_ || fibers_.current() == fibers_.main()) return false;
  Fiber* next = owner_;
  if (owner()) {
    next = fibers_.take();
    if (next == nullptr) {
      sdk::log(sdk::Level::error, "core", "no fiber left: {} scripts wait already", parked_.size());
      return false;
    }
  }
  auto parked = std::make_shared<Parked>();
  parked->fiber = fibers_.current();
  start([this, weak = std::weak_ptr<Parked>(parked)] {
    if (auto p = weak.lock(); p && !p->done) {
      p->done = true;
      ready_.push_back(std::move(p));
    }
  });
  auto prefix = sdk::log_prefix();
  sdk::log_prefix() = {};
  InFlight* mine = current_;
  if (mine != nullptr && mine->received != nullptr && !mine->pinned) {
    mine->pin = transport_->pin(*mine->received);
    mine->pinned = true;
  }
  current_ = nullptr;
  parked_.push_back(parked);
  parked_now_.store(parked_.size(), std::memory_order_relaxed);
  count({kParks});
  // The route that waits belongs to this program, whatever a reload brings meanwhile.
  sdk::ProgramPtr keep;
  if (mine == nullptr)
    keep = program_;
  else if (!mine->program)
    mine->program = program_;

  owner_ = next;
  fibers_.switch_to(next);

  sdk::log_prefix() = prefix;
  current_ = mine;
  parked_.erase(std::find(parked_.begin(), parked_.end(), parked));
  parked_now_.store(parked_.size(), std::memory_order_relaxed);
  return !parked->failed;
}

// ---- posts

void Worker::post(std::function<void(sdk::Worker&)> task) {
  {
    std::lock_guard lock(post_mutex_);
    posts_.push_back(std::move(task));
    has_posts_.store(true, std::memory_order_seq_cst);
  }
  wake_if_asleep();
}

void Worker::wake_if_asleep() {
  if (asleep_.exchange(false, std::memory_order_seq_cst)) transport_->wake();
}

bool Worker::take_posts() {
  if (has_posts_.load(std::memory_order_acquire)) {
    std::lock_guard lock(post_mutex_);
    for (auto& p : posts_) taken_posts_.push_back(std::move(p));
    posts_.clear();
    has_posts_.store(false, std::memory_order_relaxed);
  }
  bool did = false;
  while (!taken_posts_.empty() && owner()) {
    auto task = std::move(taken_posts_.front());
    taken_posts_.pop_front();
    did = true;
    task(*this);
  }
  return did;
}

// ---- messages for their owner

bool Worker::hand_over(const io::Received& received) {
  auto call_id = scan_call_id(received.bytes);
  if (call_id.empty()) return false;
  unsigned owner = owner_of(call_id);
  if (owner == index_) return false;
  auto& slot = peers_[owner]->inbox_[index_];
  auto* ring = slot.load(std::memory_order_relaxed);
  if (ring == nullptr) {
    ring = new ByteRing(kRingBytes);
    slot.store(ring, std::memory_order_seq_cst);
  }
  if (!ring->push(received.flow, received.bytes)) {
    // Larger than a ring takes, or the peer is behind: drop as a full socket buffer would.
    count({kDropRequests});
    return true;
  }
  count({kHandovers});
  woken_[owner] = true;
  return true;
}

void Worker::wake_peers() {
  for (unsigned i = 0; i < count_; ++i)
    if (woken_[i]) {
      woken_[i] = false;
      peers_[i]->wake_if_asleep();
    }
}

bool Worker::take_handovers() {
  bool did = false;
  for (auto& slot : inbox_) {
    auto* ring = slot.load(std::memory_order_acquire);
    if (ring == nullptr) continue;
    io::Flow flow;
    std::string_view bytes;
    for (int i = 0; i < 64 && ring->front(flow, bytes); ++i) {
      base::Arena* arena = message_arena();
      auto copy = arena->copy(bytes);
      ring->pop();
      serve(nullptr, copy, flow, arena);
      did = true;
      if (!owner()) return true;
    }
  }
  return did;
}

}  // namespace kukini::core
