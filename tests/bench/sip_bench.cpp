// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a typical INVITE costs: index, structured headers, admission, forwarding, a reply.
#include <benchmark/benchmark.h>

#include <array>
#include <string>

#include "sip/admission.hpp"
#include "sip/encode.hpp"

namespace {

using namespace kukini;
using namespace kukini::sip;

const std::string kInvite =
    "INVITE sip:service@192.168.1.1:5060 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.168.1.50:5061;branch=z9hG4bK-23417-1-0;rport\r\n"
    "From: \"sipp\" <sip:sipp@192.168.1.50:5061>;tag=23417SIPpTag001\r\n"
    "To: \"service\" <sip:service@192.168.1.1:5060>\r\n"
    "Call-ID: 1-23417@192.168.1.50\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:sipp@192.168.1.50:5061>\r\n"
    "Max-Forwards: 70\r\n"
    "Subject: Performance Test\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 135\r\n"
    "\r\n"
    "v=0\r\no=user1 53655765 2353687637 IN IP4 192.168.1.50\r\ns=-\r\nc=IN IP4 192.168.1.50\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n ";

void index(benchmark::State& state) {
  base::Arena arena(16384);
  for (auto _ : state) {
    arena.reset();
    Message* m = nullptr;
    benchmark::DoNotOptimize(Message::parse(kInvite, arena, m));
    benchmark::DoNotOptimize(m);
  }
}
BENCHMARK(index);

void index_and_values(benchmark::State& state) {
  base::Arena arena(16384);
  for (auto _ : state) {
    arena.reset();
    Message* m = nullptr;
    Message::parse(kInvite, arena, m);
    benchmark::DoNotOptimize(m->via());
    benchmark::DoNotOptimize(m->from());
    benchmark::DoNotOptimize(m->to());
    benchmark::DoNotOptimize(m->cseq());
    benchmark::DoNotOptimize(m->max_forwards());
    benchmark::DoNotOptimize(m->parsed_ruri());
  }
}
BENCHMARK(index_and_values);

void index_and_admission(benchmark::State& state) {
  base::Arena arena(16384);
  for (auto _ : state) {
    arena.reset();
    Message* m = nullptr;
    Message::parse(kInvite, arena, m);
    benchmark::DoNotOptimize(admit(*m, {}, arena));
  }
}
BENCHMARK(index_and_admission);

void forward_request(benchmark::State& state) {
  base::Arena arena(16384), edits_arena(4096);
  Message* m = nullptr;
  Message::parse(kInvite, arena, m);
  std::array<char, 4096> out;
  for (auto _ : state) {
    edits_arena.reset();
    EditList edits(edits_arena);
    add_received_rport(*m, edits, {"192.168.1.50", 5061, false}, edits_arena);
    edits.prepend_header(*m, "Record-Route: <sip:192.168.1.1;lr>\r\n");
    edits.replace(*m, m->value(HeaderType::max_forwards), "69");
    const EditList* lists[] = {&edits};
    benchmark::DoNotOptimize(encode_request(out, *m, lists, 1,
                                            {.ruri = "sip:service@192.168.1.10:5060",
                                             .via_line = "Via: SIP/2.0/UDP 192.168.1.1;branch=z9hG4bK1234.0123456789abcdef.0\r\n",
                                             .route_lines = {},
                                             .method = {},
                                             .stream = false}));
  }
}
BENCHMARK(forward_request);

void reply(benchmark::State& state) {
  base::Arena arena(16384);
  Message* m = nullptr;
  Message::parse(kInvite, arena, m);
  std::array<char, 4096> out;
  for (auto _ : state)
    benchmark::DoNotOptimize(build_reply(out, *m, 100, "trying -- your call is important to us", {.source = {"192.168.1.50", 5061, false}}));
}
BENCHMARK(reply);

void clone(benchmark::State& state) {
  base::Arena arena(16384), to(4096);
  Message* m = nullptr;
  Message::parse(kInvite, arena, m);
  for (auto _ : state) {
    to.reset();
    benchmark::DoNotOptimize(m->clone(to));
  }
  state.counters["bytes"] = static_cast<double>(kInvite.size());
  state.counters["message"] = sizeof(Message);
}
BENCHMARK(clone);

}  // namespace
