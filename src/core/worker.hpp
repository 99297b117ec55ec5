// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Worker: one thread's loop: receive, run scripts on fibers, fire timers, take posts; the core's side of sdk::Worker.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/blocklist.hpp"
#include "core/fiber.hpp"
#include "core/handover.hpp"
#include "core/own_names.hpp"
#include "core/pace.hpp"
#include "core/statistics.hpp"
#include "io/host.hpp"
#include "sdk/module.hpp"
#include "sdk/worker.hpp"
#include "sip/admission.hpp"

namespace kukini::core {

/// What all workers of a server share. Outlives them.
struct Shared {
  io::Host* host = nullptr;
  const OwnNames* names = nullptr;
  std::vector<sdk::ReplyHandler*> reply_handlers;
  std::vector<sdk::RequestHooks*> request_hooks;
  std::size_t counters = kCoreCounters;
  unsigned slots = 0;
  sip::AdmissionPolicy admission{.judge_proxy_require = false};  ///< what Kamailio routes without sanity_check() is routed
  bool force_rport = false;        ///< for every request
  bool sip_warning = false;
  bool local_rport = false;        ///< in our Via of every request
  bool received_event = false;     ///< received_route_mode: event_route[core:msg-received] is run
  bool onsend_replies = false;     ///< onsend_route_reply: onsend_route is run for replies, too
  bool reply_to_via = false;       ///< replies go to the address in Via, not to where the request came from
  std::unique_ptr<Blocklist> blocklist;  ///< null: not used
  bool mhomed = false;             ///< the routing table chooses the socket
  const sdk::Format* log_prefix = nullptr;  ///< of each message; null: none
  bool log_prefix_each_line = false;        ///< log_prefix_mode=1
  std::string server_line, user_agent_line;  ///< complete lines with CRLF, or empty
  std::string advertised_host;     ///< advertised_address, for sockets without their own
  std::uint16_t advertised_port = 0;
  std::atomic<bool> draining{false};
  /// While draining: true for requests that belong to something that has begun.
  std::function<bool(sdk::Context&)> is_known;
  std::size_t max_fibers = 4096;   ///< of one worker
};

class Worker final : public sdk::Worker {
 public:
  Worker(unsigned index, unsigned count, Shared& shared, std::unique_ptr<io::WorkerIo> io);
  ~Worker() override;

  /// All workers, this one included; before any of them runs.
  void set_peers(std::vector<Worker*> peers);
  void set_program(sdk::ProgramPtr program);

  /// Calls once, on the worker's thread, before run() or step().
  void enter_thread();
  /// Serves until request_stop().
  void run();
  /// One turn, not waiting. True while anything was done.
  bool step();
  /// Milliseconds of the clock at which a timer is due next.
  std::uint64_t next_due() const { return timers_.next_due(); }
  /// Any thread: run() returns after its turn.
  void request_stop();
  /// After the loop has ended, on its thread: ends waiting scripts (their park() fails) and frees the fibers.
  void leave_thread();

  std::uint64_t parked() const { return parked_now_.load(std::memory_order_relaxed); }
  /// Arenas that are lent out at this moment: of messages being served, of transactions. The worker's own thread.
  std::int64_t arenas_out() const { return arenas_out_; }
  std::int64_t cell(std::uint32_t id) const { return __atomic_load_n(&cells_[id], __ATOMIC_RELAXED); }
  Shared& shared() { return shared_; }

  // sdk::Worker
  base::Arena* acquire_arena() override;
  void release_arena(base::Arena* arena) override;
  void post(std::function<void(sdk::Worker&)> task) override;
  sdk::Worker& peer(unsigned index) override { return *peers_[index]; }
  bool park(const std::function<void(sdk::Resume)>& start) override;
  std::vector<sdk::NextHop> resolve_next_hops(sdk::Context& context, std::string_view uri, int send_socket) override;
  int next_hop(std::string_view uri, int send_socket, sdk::NextHop& out) override;
  LocalName local_name(const io::Flow& flow) override;
  bool advertise(std::string_view host, std::uint16_t port) override;
  bool is_myself(std::string_view host, std::uint16_t port, io::Protocol protocol) override;
  int find_socket(std::string_view spec) override;
  bool forward_stateless(sdk::Context& context, const io::Flow& to) override;
  bool run_onsend(sdk::Context& context, const io::Flow& to, std::string_view bytes) override;
  io::Flow reply_flow(const sdk::Context& context) override;
  sdk::RouteResult run_event_route(std::string_view name, std::string_view request) override;

 private:
  /// One message being served; lives on the stack of the fiber that serves it.
  struct InFlight {
    const io::Received* received = nullptr;  ///< null when the bytes are not in a receive buffer
    int socket = -1;
    io::Address local;                       ///< where it came to
    std::string_view advertised_host;        ///< set_advertised_address()
    std::uint16_t advertised_port = 0;
    std::uint32_t pin = 0;
    bool pinned = false;
    sdk::ProgramPtr program;                 ///< held from the first park() to the end
  };
  struct Parked {
    Fiber* fiber = nullptr;
    bool done = false;    ///< resumed or given up
    bool failed = false;
  };

  // loop.cpp
  static void fiber_round(void* self);
  void own_loop();
  bool turn(int max_wait_ms);
  bool owner() { return owner_ == fibers_.current(); }
  bool run_ready();
  bool take_posts();
  bool take_handovers();
  void serve(const io::Received& received);
  void serve(const io::Received* received, std::string_view bytes, const io::Flow& flow, base::Arena* arena);
  base::Arena* message_arena();
  void give_back_message_arena(base::Arena* arena);
  bool hand_over(const io::Received& received);
  void wake_peers();
  void wake_if_asleep();

  // pipeline.cpp
  void receive(std::string_view bytes, const io::Flow& flow, base::Arena& arena);
  void request(sip::Message& message, const io::Flow& flow, base::Arena& arena);
  void reply(sip::Message& message, const io::Flow& flow, base::Arena& arena);
  bool pass_reply_on(sdk::Context& context) override;
  /// Runs an event route of the core on `bytes` that are no message (yet); a request stands in for it.
  sdk::RouteResult run_event(int index, const io::Flow& flow, std::string_view bytes, std::string_view request);
  /// event_route[core:pre-routing]; true: the message goes no further.
  bool stopped_before_routing(sdk::Context& context);
  bool find_blocked(const io::Address& to) override { return shared_.blocklist->contains(to, now_ms_); }
  void add_blocked(const io::Address& to) override { shared_.blocklist->add(to, now_ms_); }
  void answer(const sip::Message& message, const io::Flow& flow, base::Arena& arena, int code, std::string_view reason,
              std::string_view header_lines);

  // outbound.cpp
  struct Target {
    std::string_view host;  ///< bare
    std::uint16_t port = 0;
    io::Protocol protocol = io::Protocol::none;
    bool secure = false;
  };
  LocalName socket_name(const io::Flow& flow);
  bool parse_target(std::string_view uri, Target& out);
  bool make_flow(const io::Address& remote, io::Protocol protocol, int send_socket, io::Flow& out);
  io::Flow reply_flow_of(const sip::Message& message, const io::Flow& flow, bool force_rport);

  Shared& shared_;
  std::unique_ptr<io::WorkerIo> io_;
  std::vector<Worker*> peers_;
  std::vector<std::int64_t> cell_storage_;
  int main_route_ = -1, reply_route_ = -1, onsend_route_ = -1;
  int received_event_ = -1, pre_routing_event_ = -1, parse_error_event_ = -1;  ///< of the core; -1: none, or switched off

  Fibers fibers_;
  Fiber* owner_ = nullptr;   ///< the fiber that runs the loop
  bool stepping_ = false, did_something_ = false, ending_ = false;
  std::atomic<bool> stop_{false};
  std::deque<std::shared_ptr<Parked>> ready_;
  std::vector<std::shared_ptr<Parked>> parked_;
  std::atomic<std::uint64_t> parked_now_{0};
  InFlight* current_ = nullptr;

  std::span<const io::Received> batch_;  ///< what is left of it starts at batch_at_
  std::size_t batch_at_ = 0;
  std::size_t served_ = 0;               ///< messages in this turn
  Pace pace_;

  std::mutex post_mutex_;
  std::vector<std::function<void(sdk::Worker&)>> posts_;
  std::atomic<bool> has_posts_{false};
  std::deque<std::function<void(sdk::Worker&)>> taken_posts_;
  std::atomic<bool> asleep_{false};
  std::vector<std::atomic<ByteRing*>> inbox_;  ///< by sender; made by the sender on first use
  std::vector<bool> woken_;                    ///< peers that got something in this turn

  std::vector<base::Arena*> arenas_, message_arenas_;
  std::int64_t arenas_out_ = 0;
  std::unordered_map<io::Address, std::string> host_texts_;  ///< of local addresses (port 0) behind wildcard sockets
  const std::pair<const io::Address, std::string>* last_local_ = nullptr;
};

}  // namespace kukini::core
