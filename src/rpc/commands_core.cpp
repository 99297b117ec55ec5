// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// core.*: version, uptime, processes, sockets and the like; names and shapes as kamailio 5.6.3 replies them.
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <fmt/format.h>

#include "rpc/arguments.hpp"
#include "rpc/host.hpp"
#include "rpc/memory.hpp"
#include "rpc/registry.hpp"

namespace kukini::rpc {

using sdk::RpcCall;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {

std::string date(std::int64_t seconds) {
  auto at = static_cast<std::time_t>(seconds);
  std::tm parts{};
  localtime_r(&at, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts)};
}

const char* architecture() {
#if defined(__x86_64__)
  return "x86_64/linux";
#elif defined(__aarch64__)
  return "aarch64/linux";
#else
  return "linux";
#endif
}
std::string full_version(Host& host) { return "kukini " + host.version(); }
std::string compiler() { return fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__); }
constexpr const char* kFlags = "USE_UDP, IPV6, EPOLL, SO_REUSEPORT, FIBERS";

void uptime(RpcCall& call, Host& host) {
  std::int64_t now = std::time(nullptr);
  call.add(RpcStruct{{"now", date(now)}, {"up_since", date(host.start_time())}, {"uptime", now - host.start_time()}});
}

void info(RpcCall& call, Host& host) {
  call.add(RpcStruct{{"version", full_version(host)},
                     {"id", "unknown"},
                     {"compiler", compiler()},
                     {"compiled", ""},
                     {"flags", kFlags}});
}

void runinfo(RpcCall& call, Host& host) {
  std::int64_t now = std::time(nullptr), up = now - host.start_time();
  call.add(RpcStruct{{"name", "kukini"},
                     {"version", host.version()},
                     {"sourceid", "unknown"},
                     {"compiler", compiler()},
                     {"compiled", ""},
                     {"time_now", date(now)},
                     {"time_started", date(host.start_time())},
                     {"uptime_secs", up},
                     {"utime_days", fmt::format("{}d {}h {}m {}s", up / 86400, up / 3600 % 24, up / 60 % 60, up % 60)}});
}

void sockets_list(RpcCall& call, Host& host) {
  auto yes = [](bool b) { return b ? "yes" : "no"; };
  RpcStruct all;
  for (const auto& s : host.sockets()) {
    RpcStruct one{{"proto", s.protocol}, {"address", s.address}, {"port", std::to_string(s.port)}};
    if (!s.advertise.empty()) one.emplace_back("advertise", s.advertise);
    if (!s.name.empty()) one.emplace_back("name", s.name);
    one.emplace_back("mcast", yes(s.multicast));
    one.emplace_back("mhomed", yes(s.multihomed));
    one.emplace_back("virtual", yes(s.is_virtual));
    all.emplace_back("socket", std::move(one));
  }
  call.add(std::move(all));
}

void aliases_list(RpcCall& call, Host& host) {
  RpcStruct aliases;
  for (const auto& a : host.aliases())
    aliases.emplace_back("alias", RpcStruct{{"proto", a.protocol}, {"address", a.host}, {"port", a.port == 0 ? RpcValue("*") : RpcValue(a.port)}});
  call.add(RpcStruct{{"myself_callbacks", "no"}, {"aliases", std::move(aliases)}});
}

/// Divides bytes by the unit the first argument names: b, k, m, g.
void shmmem(RpcCall& call) {
  std::int64_t unit = 1;
  if (call.has(0)) {
    std::string name = call.text(0);
    switch (name.empty() ? ' ' : name[0]) {
      case 'b': case 'B': break;
      case 'k': case 'K': unit = 1 << 10; break;
      case 'm': case 'M': unit = 1 << 20; break;
      case 'g': case 'G': unit = 1 << 30; break;
      default: return call.fault(500, "bad unit");
    }
  }
  Memory m = read_memory();
  call.add(RpcStruct{{"total", m.total / unit},
                     {"free", m.free() / unit},
                     {"used", m.used / unit},
                     {"real_used", m.used / unit},
                     {"max_used", m.max_used / unit},
                     {"fragments", 0}});
}

void ps(RpcCall& call, Host& host) {
  for (const auto& p : host.processes()) {
    call.add(p.pid);
    call.add(p.description);
  }
}
void psx(RpcCall& call, Host& host) {
  int index = 0;
  for (const auto& p : host.processes()) call.add(RpcStruct{{"IDX", index++}, {"PID", p.pid}, {"DSC", p.description}});
}
void psa(RpcCall& call, Host& host) {
  int index = 0;
  for (const auto& p : host.processes())
    call.add(RpcStruct{{"index", index++}, {"pid", p.pid}, {"status", 1}, {"rank", p.rank}, {"description", p.description}});
}

void echo(RpcCall& call) {
  for (auto& v : call.args) call.add(v);
}

void kill_server(RpcCall& call, Host& host) {
  std::int64_t signal = SIGTERM;
  if (call.has(0) && !want_int(call, 0, signal)) return;
  if (signal <= 0 || signal > 64) return call.fault(400, "Invalid signal");
  host.terminate(static_cast<int>(signal));
}

void pwd(RpcCall& call) {
  char path[4096];
  if (getcwd(path, sizeof path) == nullptr) return call.fault(500, "Server Error");
  call.add(path);
}

}  // namespace

void add_core_commands(Registry& registry, Host& host) {
  Host* h = &host;
  auto add = [&](const char* name, const char* help, void (*run)(RpcCall&, Host&)) {
    registry.add(name, help, [h, run](RpcCall& call) { run(call, *h); });
  };
  auto add_free = [&](const char* name, const char* help, void (*run)(RpcCall&)) { registry.add(name, help, run); };

  registry.add("core.version", "The version of the server.",
               [h](RpcCall& call) { call.add(fmt::format("{} ({}) ", full_version(*h), architecture())); });
  add("core.uptime", "The time now, the time of the start, the seconds between them.", uptime);
  add("core.info", "Version, compiler and features.", info);
  add("core.runinfo", "Version, compiler and running time.", runinfo);
  registry.add("core.flags", "Features built in.", [](RpcCall& call) { call.add(kFlags); });
  add("core.ps", "Thread id and description of every thread, as a flat list.", ps);
  add("core.psx", "Index, thread id and description of every thread.", psx);
  add("core.psa", "Index, thread id, state, rank and description of every thread.", psa);
  add("core.sockets_list", "The sockets the server listens on.", sockets_list);
  add("core.aliases_list", "Names the server takes for its own.", aliases_list);
  add_free("core.shmmem", "Memory of the process. Argument: unit b, k, m or g.", shmmem);
  add_free("core.echo", "Gives its arguments back.", echo);
  registry.add("core.prints", "Gives its arguments, all text, back.", [](RpcCall& call) {
    std::string text;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
      if (!want_string(call, i, text)) return;
      call.add(text);
    }
  });
  registry.add("core.printi", "Gives its arguments, all integers, back.", [](RpcCall& call) {
    std::int64_t n = 0;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
      if (!want_int(call, i, n)) return;
      call.add(n);
    }
  });
  add("core.kill", "Ends the server. Argument: signal, 15 when missing.", kill_server);
  add_free("core.pwd", "Working directory.", pwd);
  registry.add("core.arg", "Command line arguments.", [h](RpcCall& call) {
    for (auto& a : h->arguments()) call.add(std::move(a));
  });
  registry.add("core.modules", "Loaded modules, the last one first.", [h](RpcCall& call) {
    auto names = h->modules();
    for (auto it = names.rbegin(); it != names.rend(); ++it) call.add(*it);
  });
  registry.add("core.ppdefines", "Names the preprocessor knows.", [h](RpcCall& call) {
    for (auto& name : h->defines()) call.add(std::move(name));
  });
  registry.add("core.tcp_list", "Open TCP connections.", [](RpcCall&) {});
}

}  // namespace kukini::rpc
