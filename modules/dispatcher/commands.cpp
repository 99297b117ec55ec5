// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// dispatcher.*: the control commands. They run on the control thread.
#include <fmt/format.h>

#include <chrono>

#include "base/text.hpp"
#include "dispatcher.hpp"
#include "hash.hpp"

namespace kukini::modules::dispatcher {

using sdk::RpcCall;
using sdk::RpcStruct;
using sdk::RpcValue;

namespace {

constexpr const char* kNone = "<null string>";  // how Kamailio prints text that is not set
RpcValue text_or_none(const std::string& text) { return text.empty() ? RpcValue(kNone) : RpcValue(text); }

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

RpcStruct describe(const Destination& d, const Settings& s, bool brief) {
  const auto& a = d.attrs;
  RpcStruct out{{"URI", d.uri}, {"FLAGS", std::string(state_letters(d.state()))}, {"PRIORITY", d.priority}};
  if (brief) return out;
  if (!a.body.empty())
    out.emplace_back("ATTRS", RpcStruct{{"BODY", a.body},
                                        {"DUID", text_or_none(a.duid)},
                                        {"MAXLOAD", a.maxload},
                                        {"WEIGHT", a.weight},
                                        {"RWEIGHT", a.rweight},
                                        {"SOCKET", text_or_none(a.socket)},
                                        {"SOCKNAME", text_or_none(a.sockname)},
                                        {"OBPROXY", text_or_none(a.obproxy)}});
  if (s.ping_latency_stats != 0) {
    const auto& l = d.live->latency;
    out.emplace_back("LATENCY", RpcStruct{{"AVG", l.average.load()},
                                          {"STD", l.deviation()},
                                          {"EST", l.estimate.load()},
                                          {"MAX", l.max.load()},
                                          {"TIMEOUT", l.timeouts.load()}});
  }
  if (s.call_load()) out.emplace_back("RUNTIME", RpcStruct{{"DLGLOAD", d.live->load.load()}});
  return out;
}

bool group_of(RpcCall& call, std::size_t i, int& out) {
  auto n = base::to_number<int>(call.text(i));
  if (!call.has(i) || !n) {
    call.fault(500, "Invalid Parameters");
    return false;
  }
  out = *n;
  return true;
}

}  // namespace

/// dispatcher.list [set id] [short]
void Dispatcher::list_command(RpcCall& call) {
  auto list = table_.current();
  if (list->sets.empty()) return call.fault(500, "No Destination Sets");
  bool brief = call.text(0) == "short" || call.text(1) == "short";
  RpcStruct records;
  for (const auto& set : list->sets) {
    RpcStruct targets;
    targets.reserve(set.destinations.size());
    for (const auto& d : set.destinations) targets.emplace_back("DEST", describe(d, settings_, brief));
    records.emplace_back("SET", RpcStruct{{"ID", set.id}, {"TARGETS", std::move(targets)}});
  }
  call.add(RpcStruct{{"NRSETS", list->sets.size()}, {"RECORDS", std::move(records)}});
}

void Dispatcher::set_state_command(RpcCall& call, bool by_duid) {
  if (!call.has(2)) return call.fault(500, "Invalid Parameters");
  auto state = parse_admin_state(call.text(0));
  int group = 0;
  if (!group_of(call, 1, group)) return;
  if (!state) return call.fault(500, "Unknown State Value");
  auto wanted = call.text(2);
  auto list = table_.current();
  const Set* set = list->find(group);
  std::size_t changed = 0;
  if (set != nullptr)
    for (const auto& d : set->destinations) {
      if (by_duid ? d.attrs.duid != wanted : wanted != "all" && d.uri != wanted) continue;
      auto before = d.live->state.load();
      while (!d.live->state.compare_exchange_weak(before, (before & ~kStateBits) | *state)) {
      }
      d.live->counter = 0;
      ++changed;
    }
  if (changed == 0) return call.fault(500, "State Update Failed");
  call.add("Ok. Dispatcher state updated.");
}

bool Dispatcher::reload_allowed() {
  std::lock_guard lock(reload_mutex_);
  auto now = steady_ms();
  if (settings_.reload_delta > 0 && last_reload_ != INT64_MIN && now - last_reload_ < settings_.reload_delta * 1000) return false;
  last_reload_ = now;
  return true;
}

/// Lets every worker take the new snapshot, then frees the old one here: freeing a long list on a worker would hold up its calls.
void Dispatcher::after_publish() {
  for (auto& slot : workers_)
    if (auto* worker = slot.load()) worker->post([this](sdk::Worker& w) { snapshot(w); });
  if (auto* first = workers_.empty() ? nullptr : workers_[0].load()) first->post([this](sdk::Worker& w) { resolve_names(w); });
  for (int i = 0; i < 50 && !table_.free_retired(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

sdk::Result<> Dispatcher::reload() {
  auto list = read_list(settings_.list_file, {sockets_, settings_.attrs_none != 0});
  if (!list) return sdk::Error{list.error()};
  for (const auto& note : list->notes) sdk::log(sdk::Level::notice, "dispatcher", "{}", note);
  if (!list->errors.empty()) {
    for (const auto& error : list->errors) sdk::log(sdk::Level::error, "dispatcher", "{}", error);
    std::string more = list->errors.size() > 1 ? fmt::format(" (and {} more)", list->errors.size() - 1) : std::string();
    return sdk::Error{list->errors.front() + more};
  }
  table_.replace(std::move(list->destinations));
  after_publish();
  return {};
}

void Dispatcher::bind_commands(sdk::Binder& b) {
  b.rpc("dispatcher.list", [this](RpcCall& call) { list_command(call); });
  b.rpc("dispatcher.set_state", [this](RpcCall& call) { set_state_command(call, false); });
  b.rpc("dispatcher.set_duid_state", [this](RpcCall& call) { set_state_command(call, true); });
  b.rpc("dispatcher.reload", [this](RpcCall& call) {
    if (!reload_allowed()) return call.fault(500, "Ongoing reload");
    auto done = reload();
    if (!done) return call.fault(500, "Reload failed, the list is as it was: " + done.error());
    call.add("Ok. Dispatcher successfully reloaded.");
  });
  b.rpc("dispatcher.ping_active", [this](RpcCall& call) {
    int before = ping_state();
    if (!call.has(0)) return call.add(RpcStruct{{"OldPingState", before}});
    std::int64_t state = 0;
    if (!call.number(0, state)) return;
    ping_state_ = static_cast<int>(state);
    call.add(RpcStruct{{"NewPingState", state}, {"OldPingState", before}});
  });
  b.rpc("dispatcher.add", [this](RpcCall& call) {
    int group = 0;
    if (!group_of(call, 0, group)) return;
    auto flags = base::to_number<std::uint32_t>(call.has(2) ? call.text(2) : "0");
    auto priority = base::to_number<int>(call.has(3) ? call.text(3) : "0");
    if (!call.has(1) || !flags || *flags > 63 || !priority) return call.fault(500, "Invalid Parameters");
    if (table_.exists(group, call.text(1))) return call.fault(500, "Adding dispatcher dst failed: it is in the group already");
    auto d = make_destination(group, call.text(1), *flags, *priority, call.text(4), {sockets_, settings_.attrs_none != 0});
    if (!d) return call.fault(500, "Adding dispatcher dst failed: " + d.error());
    table_.add(std::move(*d));
    after_publish();
    call.add("Ok. Dispatcher destination added.");
  });
  b.rpc("dispatcher.remove", [this](RpcCall& call) {
    int group = 0;
    if (!group_of(call, 0, group)) return;
    if (!call.has(1)) return call.fault(500, "Invalid Parameters");
    if (table_.remove(group, call.text(1)) == 0) return call.fault(500, "Removing dispatcher dst failed");
    after_publish();
    call.add("Ok. Dispatcher destination removed.");
  });
  b.rpc("dispatcher.hash", [](RpcCall& call) {
    std::int64_t slots = 0;
    if (!call.has(1) || !call.number(0, slots) || slots < 0) return call.fault(500, "Invalid Parameters");
    Hash h;
    h << call.text(1);
    if (call.has(2)) h << "@" << call.text(2);
    auto value = h.value();
    call.add(RpcStruct{{"hashid", static_cast<std::int64_t>(value & 0x7fffffff)},
                       {"slot", slots == 0 ? std::int64_t{0} : std::int64_t{slot_of(value, static_cast<std::size_t>(slots))}}});
  });
  b.rpc("dispatcher.oclist", [this](RpcCall& call) {
    int group = 0;
    if (!group_of(call, 0, group)) return;
    auto list = table_.current();
    const Set* set = list->find(group);
    if (set == nullptr) return call.fault(404, "Dispatcher group not found");
    for (const auto& d : set->destinations) {
      const auto& o = d.live->overload;
      call.add(RpcStruct{{"URI", d.uri}, {"OCRATE", o.rate.load()}, {"OCSEQ", o.sequence.load()}, {"OCSECS", o.seconds.load()}, {"OCUSECS", o.microseconds.load()}});
    }
  });
}

}  // namespace kukini::modules::dispatcher
