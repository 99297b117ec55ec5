// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Cost of the interpreter itself: the tutorial's request_route up to t_relay with functions that do nothing, and single statements.
#include <benchmark/benchmark.h>

#include "context_builder.hpp"
#include "lang/front_end.hpp"
#include "script/build.hpp"

namespace kukini::test {
namespace {

constexpr std::string_view kInvite =
    "INVITE sip:alice@127.0.0.1:5060 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bKa\nFrom: <sip:bob@example.com>;tag=1\n"
    "To: <sip:alice@example.org>\nCall-ID: c1@x\nCSeq: 1 INVITE\nMax-Forwards: 70\nContent-Length: 0\n\n";

constexpr manifest::Arg kArgs[] = {{"a", manifest::ArgKind::any, true}, {"b", manifest::ArgKind::any, true}};
constexpr manifest::Arg kFormats[] = {{"level", manifest::ArgKind::string}, {"text", manifest::ArgKind::format}};

const manifest::Function kAny{"any", kArgs, manifest::kAnyRoute, ""};
const manifest::Function kLog{"xlog", kFormats, manifest::kAnyRoute, ""};
const manifest::Variable kVariable{"ru", ""};

int yes(void*, sdk::Context&, sdk::Args) { return 1; }
int no(void*, sdk::Context&, sdk::Args) { return -1; }
int is_method(void*, sdk::Context& c, sdk::Args a) { return a[0].value.s.find(c.msg->method_text()) != std::string_view::npos ? 1 : -1; }

sdk::ProgramPtr program_of(const std::string& text) {
  sdk::Bindings bindings;
  auto add = [&](const char* name, sdk::FunctionCall call, const manifest::Function& decl = kAny) {
    bindings.functions.emplace(name, sdk::BoundFunction{&decl, "fake", call, nullptr, nullptr});
  };
  for (const char* name : {"mf_process_maxfwd_header", "sanity_check", "record_route", "ds_select_dst", "t_on_failure", "t_relay", "sl_send_reply", "t_check_trans",
                           "sl_reply_error"})
    add(name, yes);
  add("loose_route", no);
  add("is_method", is_method);
  add("xlog", yes, kLog);
  for (const char* name : {"fu", "du", "ru", "rU"})
    bindings.variables.emplace(name, sdk::BoundVariable{&kVariable, "fake", [](void*, sdk::Context& c, const sdk::PvName&) {
                                                          return sdk::Value::string(c.ruri());
                                                        }, nullptr, nullptr, nullptr});
  diag::Emitter emitter;
  auto script = lang::parse_text("bench.cfg", text, {}, emitter);
  return script::build(*script, bindings, {}, emitter);
}

void run(benchmark::State& state, const std::string& text) {
  auto program = program_of(text);
  if (program == nullptr) {
    state.SkipWithError("does not build");
    return;
  }
  ContextBuilder m(kInvite);
  base::Arena arena(16384), state_arena(16384);
  m.context.arena = &arena;
  int index = program->find_route(manifest::kRequest, "");
  for (auto _ : state) {
    arena.reset();
    state_arena.reset();
    m.state = {};
    m.state.arena = &state_arena;
    benchmark::DoNotOptimize(program->run(m.context, manifest::kRequest, index));
  }
}

void tutorial(benchmark::State& state) {
  run(state, R"~(
request_route {
  if (!mf_process_maxfwd_header(10)) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (!sanity_check()) { exit; }
  if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
  if (is_method("INVITE|SUBSCRIBE")) { record_route(); }
  if (loose_route()) { route(RELAY); exit; }
  if (is_method("INVITE")) { route(DISPATCH); exit; }
  route(RELAY);
}
route[DISPATCH] {
  if (!ds_select_dst(1, 4)) { xlog("L_ERR", "No destinations available in group 1\n"); sl_send_reply("503", "Service Unavailable"); exit; }
  xlog("L_INFO", "Routing call from $fu to $du via dispatcher\n");
  t_on_failure("MANAGE_FAILURE");
  route(RELAY);
}
route[RELAY] { if (!t_relay()) { sl_reply_error(); } exit; }
)~");
}
BENCHMARK(tutorial);

void assign_var(benchmark::State& state) { run(state, "request_route { $var(a) = $rU; }"); }
BENCHMARK(assign_var);
void assign_avp(benchmark::State& state) { run(state, "request_route { $avp(a) = $rU; }"); }
BENCHMARK(assign_avp);
void compare_text(benchmark::State& state) { run(state, "request_route { if ($rU == \"x\") exit; }"); }
BENCHMARK(compare_text);
void match_regex(benchmark::State& state) { run(state, "request_route { if ($rU =~ \"^sip:[a-z]+@\") exit; }"); }
BENCHMARK(match_regex);
void loop(benchmark::State& state) { run(state, "request_route { while ($var(i) < 50) { $var(i) = $var(i) + 1; } }"); }
BENCHMARK(loop);

}  // namespace
}  // namespace kukini::test
