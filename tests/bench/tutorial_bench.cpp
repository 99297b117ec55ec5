// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The tutorial's request_route for an INVITE up to t_relay with the real modules: time, and allocations on the heap.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "allocation_counter.hpp"
#include "core/server.hpp"
#include "diag/render.hpp"
#include "sdk/log.hpp"
#include "sdk/worker.hpp"
#include "sim/network.hpp"
#include "sip/edit_list.hpp"
#include "sip/message.hpp"

namespace kukini::test {
namespace {

constexpr std::string_view kInvite =
    "INVITE sip:1001@192.0.2.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-1-1-0\r\n"
    "From: sipp <sip:sipp@192.0.2.10:5060>;tag=1\r\nTo: 1001 <sip:1001@192.0.2.1:5060>\r\nCall-ID: 1-1@192.0.2.10\r\nCSeq: 1 INVITE\r\n"
    "Contact: <sip:sipp@192.0.2.10:5060>\r\nMax-Forwards: 70\r\nSubject: call\r\nContent-Type: application/sdp\r\nContent-Length: 129\r\n\r\n"
    "v=0\r\no=user1 53655765 2353687637 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

/// The tutorial's files of etc/examples, on the virtual network; t_relay() of route RELAY left out.
struct Tutorial {
  Tutorial() : net(1), host(net.add_host("192.0.2.1")) {
    std::string folder = KUKINI_SOURCE "/etc/examples/tutorial/";
    std::stringstream text;
    text << std::ifstream(folder + "kamailio.cfg").rdbuf();
    auto config = text.str();
    replace(config, "0.0.0.0", "192.0.2.1");
    replace(config, "/etc/kamailio/dispatcher.list", folder + "dispatcher.list");
    replace(config, "if (!t_relay())", "if (isflagset(31))");
    core::ServerOptions options;
    options.config_file = "tutorial.cfg";
    options.config_text = config;
    options.exact_workers = 1;
    server = std::make_unique<core::Server>(*host, options);
    diag::Emitter emitter;
    if (!server->load(emitter) || !server->prepare(emitter) || !server->start(false)) {
      std::fputs(diag::render_all(emitter).c_str(), stderr);
      std::abort();
    }
    sdk::set_log_sink([](sdk::Level, std::string_view, std::string_view, int) {});
  }

  sim::Network net;
  io::Host* host;
  std::unique_ptr<core::Server> server;
};

Tutorial& tutorial() {
  static Tutorial t;
  return t;
}

/// One run of request_route on `message`, which must end at the relay with a destination chosen.
void run_once(sdk::Worker& worker, const sdk::Program& program, int route, sip::Message& message, base::Arena& arena, benchmark::State& state) {
  sip::EditList edits(arena);
  sdk::State kept;
  sdk::Context c;
  c.worker = &worker;
  c.arena = &arena;
  c.msg = &message;
  c.edits = &edits;
  c.state = &kept;
  c.flow.local = *io::Address::parse("192.0.2.1", 5060);
  c.flow.remote = *io::Address::parse("192.0.2.10", 5060);
  c.target.ruri = message.ruri();
  c.program = &program;
  benchmark::DoNotOptimize(program.run(c, manifest::kRequest, route));
  if (c.target.dst_uri.empty()) state.SkipWithError("no destination was chosen");
  if (kept.arena != nullptr) worker.release_arena(kept.arena);
}

template <bool Parse>
void invite(benchmark::State& state) {
  auto& worker = tutorial().server->worker(0);
  auto program = worker.program();
  int route = program->find_route(manifest::kRequest, "");
  base::Arena message_arena(16384), arena(16384);
  sip::Message* message = nullptr;
  sip::Message::parse(kInvite, message_arena, message);
  for (int i = 0; i < 1000; ++i) {
    arena.reset();
    run_once(worker, *program, route, *message, arena, state);
  }
  CountAllocations allocations;
  for (auto _ : state) {
    arena.reset();
    if (Parse) {
      message_arena.reset();
      sip::Message::parse(kInvite, message_arena, message);
    }
    run_once(worker, *program, route, *message, arena, state);
  }
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations.so_far()), benchmark::Counter::kAvgIterations);
}
BENCHMARK(invite<false>)->Name("tutorial_invite_to_relay");
BENCHMARK(invite<true>)->Name("tutorial_invite_to_relay_with_parsing");

}  // namespace
}  // namespace kukini::test
