// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Loading a configuration, phase by phase, with the real modules: bench_config FILE [options of Google Benchmark].
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>

#include "core/server.hpp"
#include "diag/render.hpp"
#include "script/build.hpp"
#include "script/front.hpp"
#include "sim/network.hpp"

namespace kukini::test {
namespace {

std::string g_file;

[[noreturn]] void give_up(const diag::Emitter& emitter) {
  std::fputs(diag::render_all(emitter).c_str(), stderr);
  std::exit(2);
}

script::Front::Read read(const script::Front& front) {
  diag::Emitter emitter;
  auto out = front.read(g_file, "", {}, emitter);
  if (emitter.errors() != 0) give_up(emitter);
  return out;
}

void check(const script::Front& front, const script::Script& script) {
  diag::Emitter emitter;
  front.check(script, {}, emitter);
  if (emitter.errors() != 0) give_up(emitter);
}

void bind(const script::Script& script, const sdk::Bindings& bindings) {
  diag::Emitter emitter;
  auto program = script::build(script, bindings, {}, emitter);
  if (program == nullptr) give_up(emitter);
  benchmark::DoNotOptimize(program);
}

/// The front end, and the modules of the file ready to be bound to.
struct Fixture {
  Fixture() : net(1) {
    core::ServerOptions options;
    options.config_file = g_file;
    options.exact_workers = 1;
    server = std::make_unique<core::Server>(*net.add_host("127.0.0.1"), options);
    diag::Emitter emitter;
    if (!server->load(emitter) || !server->prepare(emitter)) give_up(emitter);
  }
  sim::Network net;
  std::unique_ptr<core::Server> server;
  script::Front front;
};

void all(benchmark::State& state, Fixture& f) {
  for (auto _ : state) {
    auto r = read(f.front);
    check(f.front, *r.script);
    bind(*r.script, f.server->bindings());
  }
}

void phases(Fixture& f, const script::Script& script) {
  benchmark::RegisterBenchmark("read", [&f](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(read(f.front));
  })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("check", [&](benchmark::State& state) {
    for (auto _ : state) check(f.front, script);
  })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("bind", [&](benchmark::State& state) {
    for (auto _ : state) bind(script, f.server->bindings());
  })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("read_check_bind", [&f](benchmark::State& state) { all(state, f); })->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace kukini::test

int main(int argc, char** argv) {
  using namespace kukini::test;
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fputs("usage: bench_config FILE [--benchmark_…]   FILE: a configuration, see tools/bench/config_time.py --write\n", stderr);
    return 2;
  }
  g_file = argv[1];
  Fixture fixture;
  auto script = read(fixture.front);
  phases(fixture, *script.script);
  benchmark::RunSpecifiedBenchmarks();
}
