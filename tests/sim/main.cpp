// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// sim_tutorial: thousands of seeded runs of the tutorial's server on the virtual network. One seed, one history.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "chaos_run.hpp"
#include "sdk/log.hpp"

using namespace kukini;

namespace {

constexpr const char* kUsage =
    "usage: sim_tutorial [--from SEED] [--count N] [--repeat-every N]   runs of consecutive seeds; each Nth runs twice and must be the same\n"
    "       sim_tutorial --seed SEED                                    one run with all its messages\n"
    "       --source FOLDER   where etc/examples/tutorial is found; --log prints the server's log\n";

void no_log(sdk::Level, std::string_view, std::string_view, int) {}
void print_log(sdk::Level, std::string_view module, std::string_view text, int) {
  std::printf("%.*s: %.*s\n", static_cast<int>(module.size()), module.data(), static_cast<int>(text.size()), text.data());
}

}  // namespace

int main(int argc, char** argv) {
  unsigned long long from = 1, count = 100, repeat_every = 25, seed = 0;
  bool one = false, show_log = false;
  const char* env = std::getenv("KUKINI_SOURCE");
  std::string source = env != nullptr ? env : KUKINI_SOURCE_FOLDER;
  for (int i = 1; i < argc; ++i) {
    std::string arg = argv[i];
    if (arg == "--log") {
      show_log = true;
      continue;
    }
    if (i + 1 >= argc) {
      std::fputs(kUsage, stderr);
      return 2;
    }
    const char* value = argv[++i];
    if (arg == "--from") from = std::strtoull(value, nullptr, 10);
    else if (arg == "--count") count = std::strtoull(value, nullptr, 10);
    else if (arg == "--repeat-every") repeat_every = std::strtoull(value, nullptr, 10);
    else if (arg == "--seed") one = true, seed = std::strtoull(value, nullptr, 10);
    else if (arg == "--source") source = value;
    else {
      std::fputs(kUsage, stderr);
      return 2;
    }
  }
  sdk::set_log_sink(show_log ? print_log : no_log);
  auto files = simtest::Files::tutorial(source);
  if (files.config_text.empty()) {
    std::fprintf(stderr, "%s cannot be read\n", files.config_name.c_str());
    return 2;
  }
  if (one) from = seed, count = 1, repeat_every = 1;

  auto begin = std::chrono::steady_clock::now();
  unsigned long long failed = 0, repeated = 0, calls = 0, answered = 0, failovers = 0, cancelled = 0, datagrams = 0;
  for (auto s = from; s < from + count; ++s) {
    auto out = simtest::run(s, files, one);
    if (repeat_every != 0 && s % repeat_every == 0) {
      ++repeated;
      if (auto again = simtest::run(s, files, false); again.digest != out.digest)
        out.problems.push_back(fmt::format("the same seed gave two histories: {:016x} and {:016x}", out.digest, again.digest));
    }
    if (one) std::fputs(out.trace.c_str(), stdout);
    calls += out.calls, answered += out.answered, failovers += out.failovers, cancelled += out.cancelled, datagrams += out.datagrams;
    if (out.problems.empty()) continue;
    ++failed;
    std::printf("seed %llu:\n", s);
    for (const auto& p : out.problems) std::printf("  %s\n", p.c_str());
    std::printf("  repeat with: %s --source %s --seed %llu\n", argv[0], source.c_str(), s);
    std::fflush(stdout);
    if (failed >= 20) {
      std::puts("more than enough; stopped");
      count = s - from + 1;
      break;
    }
  }
  auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::printf("%llu seeds (%llu of them twice), %llu calls (%llu answered, %llu to a second callee, %llu given up), %llu datagrams: %.1f s, %.0f seeds/s, %llu failed\n", count,
              repeated, calls, answered, failovers, cancelled, datagrams, seconds, static_cast<double>(count + repeated) / seconds, failed);
  return failed == 0 ? 0 : 1;
}
