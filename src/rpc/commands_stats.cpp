// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// stats.*, pkg.*, mod.*: statistics as Kamailio's kex module prints them; always there.
#include <algorithm>

#include "rpc/host.hpp"
#include "rpc/memory.hpp"
#include "rpc/registry.hpp"

namespace kukini::rpc {

using sdk::RpcCall;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {

/// All statistics in the order of "group:name" (bytes), with the memory figures under shmem.
std::vector<StatisticInfo> sorted(Host& host) {
  auto all = host.statistics();
  bool has_memory = std::any_of(all.begin(), all.end(), [](const auto& s) { return s.group == "shmem"; });
  if (!has_memory) {
    Memory m = read_memory();
    all.push_back({"shmem", "fragments", 0});
    all.push_back({"shmem", "free_size", m.free()});
    all.push_back({"shmem", "max_used_size", m.max_used});
    all.push_back({"shmem", "real_used_size", m.used});
    all.push_back({"shmem", "total_size", m.total});
    all.push_back({"shmem", "used_size", m.used});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.group != b.group ? a.group < b.group : a.name < b.name; });
  return all;
}

/// "all", "group:" or the name of one statistic.
bool chosen(const StatisticInfo& s, std::string_view what) {
  if (what == "all") return true;
  if (!what.empty() && what.back() == ':') return s.group == what.substr(0, what.size() - 1);
  return s.name == what;
}

template <class Each>
void each_chosen(RpcCall& call, Host& host, Each each) {
  auto all = sorted(host);
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    std::string what = call.text(i);
    for (const auto& s : all)
      if (chosen(s, what)) each(s);
  }
}

std::string line(const StatisticInfo& s) { return s.group + ":" + s.name + " = " + std::to_string(s.value); }

void fetch(RpcCall& call, Host& host, bool as_number) {
  if (!call.has(0)) return call.fault(400, "Please provide which stats to retrieve");
  RpcStruct values;
  each_chosen(call, host, [&](const auto& s) {
    values.emplace_back(s.group + "." + s.name, as_number ? RpcValue(s.value) : RpcValue(std::to_string(s.value)));
  });
  call.add(std::move(values));
}

void pkg_stats(RpcCall& call, Host& host) {
  Memory m = read_memory();
  int entry = 0;
  for (const auto& p : host.processes()) {
    bool first = entry == 0;  // the threads share one heap: it is counted once
    call.add(RpcStruct{{"entry", entry++},
                       {"pid", p.pid},
                       {"rank", p.rank},
                       {"used", first ? m.used : 0},
                       {"free", first ? m.free() : 0},
                       {"real_used", first ? m.used : 0},
                       {"total_size", first ? m.total : 0},
                       {"total_frags", 0},
                       {"desc", p.description}});
  }
}

}  // namespace

void add_stats_commands(Registry& registry, Host& host) {
  Host* h = &host;
  registry.add("stats.get_statistics", "Prints statistics. Arguments: all, group: or a name.", [h](RpcCall& call) {
    if (!call.has(0)) return call.fault(400, "Please provide which stats to retrieve");
    each_chosen(call, *h, [&](const auto& s) { call.add(line(s)); });
  });
  registry.add("stats.fetch", "Statistics as one structure, values as text. Arguments: all, group: or a name.",
               [h](RpcCall& call) { fetch(call, *h, false); });
  registry.add("stats.fetchn", "Statistics as one structure, values as numbers. Arguments: all, group: or a name.",
               [h](RpcCall& call) { fetch(call, *h, true); });
  registry.add("stats.reset_statistics", "Sets statistics to zero. Arguments: all, group: or a name.", [h](RpcCall& call) {
    if (!call.has(0)) return call.fault(400, "Please provide stats name");
    each_chosen(call, *h, [&](const auto& s) { h->reset_statistic(s.group, s.name); });
  });
  registry.add("stats.clear_statistics", "Prints statistics and sets them to zero. Arguments: all, group: or a name.", [h](RpcCall& call) {
    if (!call.has(0)) return call.fault(400, "Please provide stats name");
    each_chosen(call, *h, [&](const auto& s) {
      call.add(line(s));
      h->reset_statistic(s.group, s.name);
    });
  });
  registry.add("pkg.stats", "Memory by thread.", [h](RpcCall& call) { pkg_stats(call, *h); });
  registry.add("pkg.info", "What allocates memory.", [](RpcCall& call) {
    call.add(RpcStruct{{"name", "malloc"}, {"size", read_memory().total}});
  });
}

}  // namespace kukini::rpc
