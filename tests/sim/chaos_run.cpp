// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Sets a run up, lets the virtual time pass, and collects the checks.
#include "chaos_run.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "callee.hpp"
#include "caller.hpp"
#include "checks.hpp"
#include "core/server.hpp"
#include "diag/render.hpp"

namespace kukini::simtest {

Files Files::tutorial(const std::string& source_folder) {
  auto folder = source_folder + "/etc/examples/tutorial/";
  std::ostringstream text;
  text << std::ifstream(folder + "kamailio.cfg").rdbuf();
  Files f{text.str(), folder + "kamailio.cfg"};
  const std::string list = "/etc/kamailio/dispatcher.list";
  if (auto at = f.config_text.find(list); at != std::string::npos) f.config_text.replace(at, list.size(), folder + "dispatcher.list");
  return f;
}

namespace {

struct World {
  World(std::uint64_t seed, const Files& files, Report& r) : report(r), plan(draw(seed)), net(seed) {
    core::ServerOptions options;
    options.config_file = files.config_name;
    options.config_text = files.config_text;
    options.exact_workers = plan.workers;
    server = std::make_unique<core::Server>(*net.add_host("192.168.1.1"), options);
    diag::Emitter emitter;
    if (!server->load(emitter) || !server->prepare(emitter)) {
      report.problem("the server does not start: " + diag::render_all(emitter));
      return;
    }
    if (auto started = server->start(false); !started) {
      report.problem("the server does not start: " + started.error());
      return;
    }
    net.attach([this] { return server->step(); }, [this] { return server->next_due(); });
    auto proxy = *io::Address::parse("192.168.1.1", 5060);
    caller = std::make_unique<Caller>(net, proxy, report);
    callees[0] = std::make_unique<Callee>(net, "192.168.1.10", 0, plan.calls, proxy, report);
    callees[1] = std::make_unique<Callee>(net, "192.168.1.20", 1, plan.calls, proxy, report);
    ready = true;
  }
  ~World() {
    if (ready) server->stop();
    net.detach_all();
  }

  std::size_t timers() {
    std::size_t n = 0;
    for (unsigned i = 0; i < server->worker_count(); ++i) n += server->worker(i).timers().armed();
    return n;
  }
  std::int64_t counter(const char* group, const char* name) { return server->statistic(group, name).value_or(-1); }

  void schedule();
  void links(bool bad);
  void rest_is_clean(std::size_t idle_timers);

  Report& report;
  Plan plan;
  sim::Network net;
  std::unique_ptr<core::Server> server;
  std::unique_ptr<Caller> caller;
  std::array<std::unique_ptr<Callee>, 2> callees;
  std::array<bool, 2> cut{};
  bool bad = false, ready = false;
  std::uint64_t start_ms = 0;
};

void World::links(bool now_bad) {
  bad = now_bad;
  const auto proxy = *io::Address::parse("192.168.1.1");
  sim::Link link = plan.link;
  if (!bad) link.loss = link.duplicate = 0;
  net.set_link(link);
  for (std::size_t i = 0; i < 2; ++i) {
    auto mine = link;
    mine.cut = cut[i];
    net.set_link(proxy, callees[i]->endpoint().address(), mine);
    net.set_link(callees[i]->endpoint().address(), proxy, mine);
  }
}

void World::schedule() {
  start_ms = net.now_ms();
  for (unsigned p = 0; p < kPeriods; ++p) {
    net.at(start_ms + p * kPeriodMs, [this] { links(true); });
    net.at(start_ms + p * kPeriodMs + kBadMs, [this] { links(false); });
  }
  for (const auto& f : plan.faults) {
    net.at(start_ms + f.from_ms, [this, f] {
      if (f.crash) return callees[f.callee]->crash();
      cut[f.callee] = true;
      links(bad);
    });
    net.at(start_ms + f.to_ms, [this, f] {
      if (f.crash) return callees[f.callee]->revive();
      cut[f.callee] = false;
      links(bad);
    });
  }
  for (unsigned i = 0; i < plan.calls.size(); ++i) net.at(start_ms + plan.calls[i].start_ms, [this, i] { caller->place(i, plan.calls[i]); });
  if (plan.reload_ms != 0)
    net.at(start_ms + plan.reload_ms, [this] {
      diag::Emitter emitter;
      if (!server->reload(emitter)) report.problem("reload failed: " + diag::render_all(emitter));
    });
}

/// After the last timer nothing may be left of what the calls needed.
void World::rest_is_clean(std::size_t idle_timers) {
  auto expect = [&](const char* what, std::int64_t is, std::int64_t should) {
    if (is != should) report.problem(fmt::format("left at the end: {} {}, not {}", is, what, should));
  };
  expect("transactions in use", counter("tmx", "inuse_transactions"), 0);
  expect("transactions waiting for their end", counter("tm", "waiting"), 0);
  expect("transactions freed", counter("tm", "freed"), counter("tm", "created"));
  expect("armed timers", static_cast<std::int64_t>(timers()), static_cast<std::int64_t>(idle_timers));
  expect("parked scripts", static_cast<std::int64_t>(server->parked()), 0);
  expect("arenas in use", server->arenas_out(), 0);
  expect("pinned receive buffers", net.pinned(), 0);
}

std::string trace_text(const World& w) {
  std::string out = describe(w.plan);
  for (const auto& t : w.net.trace()) {
    if (t.fate == sim::Fate::delivered || t.at_ms < w.start_ms) continue;
    if (t.fate != sim::Fate::sent) {
      constexpr const char* kFates[] = {"sent", "delivered", "lost", "duplicated", "cut", "nobody there"};
      out += fmt::format("{:>10} {:>18} > {:<18} .. {}\n", t.at_ms - w.start_ms, t.from.to_string(), t.to.to_string(), kFates[static_cast<std::size_t>(t.fate)]);
      continue;
    }
    Parsed p(t.bytes);
    if (p.message == nullptr) {
      out += fmt::format("{:>10} {:>18} > {:<18} not SIP: {}\n", t.at_ms - w.start_ms, t.from.to_string(), t.to.to_string(), t.bytes.substr(0, 60));
      continue;
    }
    const auto& m = *p.message;
    out += fmt::format("{:>10} {:>18} > {:<18} {:<48} {} {} {}\n", t.at_ms - w.start_ms, t.from.to_string(), t.to.to_string(), m.first_line(),
                       m.call_id().substr(0, m.call_id().find('@')), m.value(sip::HeaderType::cseq), m.via() != nullptr ? m.via()->branch : "");
  }
  return out;
}

}  // namespace

Outcome run(std::uint64_t seed, const Files& files, bool want_trace) {
  Outcome out;
  Report report;
  {
    World w(seed, files, report);
    if (w.ready) {
      w.net.keep_trace(true);
      w.net.run_for(6'000);
      const auto idle_timers = w.timers();
      w.schedule();
      w.net.run_for(kCallsEndMs);
      // All that is left now may be probes.
      if (!w.net.run_until([&] { return w.counter("tmx", "inuse_transactions") == 0; }, 100'000)) report.problem("transactions never end");
      w.net.run_until([&] { return w.counter("tmx", "inuse_transactions") == 0 && w.timers() == idle_timers; }, 100'000);
      w.rest_is_clean(idle_timers);
      check({w.plan, w.net.trace(), w.start_ms, *w.caller, {w.callees[0].get(), w.callees[1].get()}}, report, out);
      out.digest = w.net.digest();
      out.datagrams = w.net.counts().sent;
      if (want_trace) out.trace = trace_text(w);
    }
  }
  out.problems = std::move(report.problems);
  return out;
}

}  // namespace kukini::simtest
