// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// corex.*, shm.*: sockets, aliases, log level and memory as Kamailio's corex module prints them; always there.
#include <cstdio>
#include <fmt/format.h>

#include "rpc/host.hpp"
#include "rpc/memory.hpp"
#include "rpc/registry.hpp"
#include "sdk/log.hpp"

namespace kukini::rpc {

using sdk::RpcCall;
using sdk::RpcStruct;

namespace {

void list_sockets(RpcCall& call, Host& host) {
  auto yes = [](bool b) { return b ? "yes" : "no"; };
  auto text = [](const std::string& s) { return s.empty() ? std::string("-") : s; };
  for (const auto& s : host.sockets())
    call.add(RpcStruct{{"PROTO", s.protocol},
                       {"NAME", s.address},
                       {"ADDRLIST", RpcStruct{{"ADDR", s.address}}},
                       {"PORT", std::to_string(s.port)},
                       {"MCAST", yes(s.multicast)},
                       {"MHOMED", yes(s.multihomed)},
                       {"VIRTUAL", yes(s.is_virtual)},
                       {"SOCKNAME", text(s.name)},
                       {"ADVERTISE", text(s.advertise)}});
}

void list_aliases(RpcCall& call, Host& host) {
  for (const auto& a : host.aliases()) call.add(RpcStruct{{"PROTO", a.protocol}, {"ADDR", a.host}, {"PORT", static_cast<std::int64_t>(a.port)}});
}

void debug(RpcCall& call) {
  int old = sdk::g_debug_level.load();
  if (!call.has(0)) return call.add(RpcStruct{{"debug", old}});
  std::int64_t level = 0;
  if (!call.number(0, level)) return;
  sdk::g_debug_level.store(static_cast<int>(level));
  call.add(RpcStruct{{"old", old}, {"new", level}});
}

std::string summary() {
  Memory m = read_memory();
  return fmt::format("memory: total {} used {} free {} most used {}", m.total, m.used, m.free(), m.max_used);
}
void to_log(RpcCall&) { sdk::log_line(sdk::Level::notice, "corex", summary()); }
/// The threads share one heap: which of them is meant makes no difference.
void pkg_summary(RpcCall& call) {
  auto by = call.has(0) ? call.text(0) : std::string();
  if (!call.has(1)) return call.fault(400, "Selector and value not provided");
  if (by != "pid" && by != "idx") return call.fault(500, "Unsupported selector");
  std::int64_t which = 0;
  if (call.number(1, which)) to_log(call);
}

void shm_info(RpcCall& call) { call.add(RpcStruct{{"name", "malloc"}, {"size", read_memory().total}}); }
void shm_stats(RpcCall& call) {
  Memory m = read_memory();
  call.add(RpcStruct{{"total", m.total}, {"free", m.free()}, {"used", m.used}, {"real_used", m.used}, {"max_used", m.max_used}, {"fragments", 0}});
}
/// Who allocated what is not known: those figures of Kamailio's report are left out.
void shm_report(RpcCall& call) {
  Memory m = read_memory();
  call.add(RpcStruct{{"total_size", m.total}, {"free_size_s", m.free()}, {"used_size_s", m.used}, {"real_used_s", m.used}, {"max_used_s", m.max_used}});
}

}  // namespace

void add_corex_commands(Registry& registry, Host& host) {
  Host* h = &host;
  registry.add("corex.list_sockets", "Sockets the server listens on.", [h](RpcCall& call) { list_sockets(call, *h); });
  registry.add("corex.list_aliases", "Names the server takes for its own.", [h](RpcCall& call) { list_aliases(call, *h); });
  registry.add("corex.debug", "Log level; with an argument it is set.", debug);
  registry.add("corex.shm_status", "Writes the figures of memory to the log.", to_log);
  registry.add("corex.shm_summary", "The same.", to_log);
  registry.add("corex.pkg_summary", "The same. Arguments: pid or idx, and a number.", pkg_summary);
  registry.add("shm.info", "What allocates memory.", shm_info);
  registry.add("shm.stats", "Memory in bytes.", shm_stats);
  registry.add("shm.report", "Memory in bytes, named as Kamailio's report.", shm_report);
}

}  // namespace kukini::rpc
