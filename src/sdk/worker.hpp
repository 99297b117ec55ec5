// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Worker: one thread of the server: its clock, timers, sockets, memory, and its neighbours.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "io/clock.hpp"
#include "io/resolver.hpp"
#include "io/transport.hpp"
#include "sdk/context.hpp"
#include "sdk/program.hpp"
#include "sdk/statistics.hpp"
#include "sdk/timer.hpp"

namespace kukini::sdk {

/// Where to send: the answer to "which address, which of our sockets".
struct NextHop {
  io::Flow flow;
};

/// Continues a parked script. Call it exactly once, on the parking worker's thread; the script goes on from the worker's loop,
/// not from inside the call.
using Resume = std::function<void()>;

/// Everything here is for the worker's own thread, except post() and wake-safe members marked so.
class Worker {
 public:
  virtual ~Worker() = default;

  unsigned index() const { return index_; }
  unsigned count() const { return count_; }        ///< workers in the server
  std::uint64_t now_ms() const { return now_ms_; }  ///< of this turn of the loop
  TimerWheel& timers() { return timers_; }
  io::Transport& transport() { return *transport_; }
  io::Clock& clock() { return *clock_; }
  io::Random& random() { return *random_; }
  io::Resolver& resolver() { return *resolver_; }
  std::span<const io::ListenSocket> sockets() const { return sockets_; }

  /// "Server: …\r\n" for replies made here and "User-Agent: …\r\n" for requests made here; empty where switched off.
  std::string_view server_line() const { return server_line_; }
  std::string_view user_agent_line() const { return user_agent_line_; }
  /// server_line(), and with sip_warning a Warning line that tells about the request. `ruri`: where it was going.
  std::string_view reply_lines(const sip::Message& request, const io::Flow& from, std::string_view ruri, base::Arena& arena) const;

  /// The running script; changes at reload, between messages.
  const ProgramPtr& program() const { return program_; }

  /// A reset arena of the pool, and back.
  virtual base::Arena* acquire_arena() = 0;
  virtual void release_arena(base::Arena* arena) = 0;

  /// Any thread: runs `task` on this worker's loop, in order of posting.
  virtual void post(std::function<void(Worker&)> task) = 0;
  virtual Worker& peer(unsigned index) = 0;
  /// Index of the worker that owns a call.
  unsigned owner_of(std::string_view call_id) const;

  /// Suspends the running script until the Resume handed to `start` is called; other messages are served meanwhile.
  /// `start` runs before the switch. False, without suspending, where suspension is not possible (no fiber left).
  virtual bool park(const std::function<void(Resume)>& start) = 0;
  void sleep(unsigned ms);  ///< parks for a time

  /// Finds where a request with this next-hop URI goes: literal addresses at once, names through the resolver (parks).
  /// Honours transport=, maddr and send_socket (-1: choose by protocol and family). Every address found, in order of preference.
  virtual std::vector<NextHop> resolve_next_hops(Context& context, std::string_view uri, int send_socket) = 0;
  /// The same for literal addresses only, without allocation. 1: `out` is set; 0: a name that must be resolved; -1: cannot be sent.
  virtual int next_hop(std::string_view uri, int send_socket, NextHop& out) = 0;

  /// Host (with brackets for IPv6) and port that we put into Via and Record-Route for this flow.
  struct LocalName {
    std::string_view host;
    std::uint16_t port;
  };
  virtual LocalName local_name(const io::Flow& flow) = 0;
  /// What local_name() says from now on while the present message is served; an empty host, a port 0: as before. The text must
  /// live as long as the message. False where no message is being served.
  virtual bool advertise(std::string_view /*host*/, std::uint16_t /*port*/) { return false; }
  /// True for our own addresses, aliases and registered domains. port 0 and protocol none match any.
  virtual bool is_myself(std::string_view host, std::uint16_t port, io::Protocol protocol) = 0;
  /// Index of the socket for "udp:1.2.3.4:5060" or a socket name, -1 where unknown.
  virtual int find_socket(std::string_view spec) = 0;

  /// Sends msg with its edits to a flow, statelessly (forward(), stray ACK): new Via on top. False when it cannot be sent.
  virtual bool forward_stateless(Context& context, const io::Flow& to) = 0;
  /// Whoever sends a received request on asks before: false when an onsend_route dropped it. `bytes` must not lie in the
  /// transport's reserved room while the route runs. Cheap where there is no such route: see has_onsend().
  virtual bool run_onsend(Context&, const io::Flow& /*to*/, std::string_view /*bytes*/) { return true; }
  bool has_onsend() const { return has_onsend_; }
  /// The same for received replies (onsend_route_reply): run_onsend() is asked before one is sent on.
  bool has_onsend_reply() const { return has_onsend_reply_; }
  /// use_dst_blocklist: a destination that failed gets nothing for a while. False, at once, where there is no such list.
  bool is_blocked(const io::Address& to) { return has_blocklist_ && find_blocked(to); }
  /// The destination did not answer, or could not be sent to.
  void block(const io::Address& to) {
    if (has_blocklist_) add_blocked(to);
  }
  /// Sends a received reply on where its second Via says, statelessly, with its edits. False where it cannot be.
  virtual bool pass_reply_on(Context&) { return false; }
  /// The flow a reply to the received request goes to (Via, received, rport; RFC 3261 18.2.2, RFC 3581).
  virtual io::Flow reply_flow(const Context& context) = 0;
  /// Runs an event route of the current program on a stand-in request ("" where the caller has none to give).
  virtual RouteResult run_event_route(std::string_view name, std::string_view request = {}) = 0;

  void count(Counter counter, std::int64_t n = 1) {
    auto& cell = cells_[counter.id];
    __atomic_store_n(&cell, cell + n, __ATOMIC_RELAXED);
  }

  /// A module's own state on this worker; slot ids from InitContext::worker_slot().
  void*& slot(unsigned id) { return slots_[id]; }

 protected:
  unsigned index_ = 0, count_ = 1;
  std::uint64_t now_ms_ = 0;
  TimerWheel timers_;
  io::Transport* transport_ = nullptr;
  io::Clock* clock_ = nullptr;
  io::Random* random_ = nullptr;
  io::Resolver* resolver_ = nullptr;
  std::span<const io::ListenSocket> sockets_;
  ProgramPtr program_;
  virtual bool find_blocked(const io::Address&) { return false; }
  virtual void add_blocked(const io::Address&) {}
  bool has_blocklist_ = false;
  bool has_onsend_ = false, has_onsend_reply_ = false;
  bool sip_warning_ = false;
  std::string_view server_line_, user_agent_line_;
  std::int64_t* cells_ = nullptr;
  std::vector<void*> slots_;
};

/// The same on every machine and run: FNV-1a of the Call-ID.
constexpr std::uint64_t call_hash(std::string_view call_id) {
  std::uint64_t h = 0xcbf29ce484222325ull;
  for (char c : call_id) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return h ^ (h >> 32);
}
inline unsigned Worker::owner_of(std::string_view call_id) const {
  return count_ == 1 ? 0 : static_cast<unsigned>(call_hash(call_id) % count_);
}

}  // namespace kukini::sdk
