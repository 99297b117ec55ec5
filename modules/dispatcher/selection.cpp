// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The algorithms: which destination of a set comes first, and in what order the others follow.
#include <algorithm>

#include "dispatcher.hpp"
#include "hash.hpp"
#include "sdk/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::dispatcher {

using sdk::Context;
using sdk::Level;

namespace {

enum Algorithm : std::int64_t {
  kCallId = 0, kFromUri = 1, kToUri = 2, kRequestUri = 3, kRoundRobin = 4, kAuthUser = 5, kRandom = 6, kHashPvar = 7,
  kPriority = 8, kWeight = 9, kCallLoad = 10, kRelativeWeight = 11, kParallel = 12, kLatency = 13,
};

/// User, host and a port that is not the scheme's own; or the user alone.
bool hash_uri(const sip::Uri* uri, bool user_only, std::uint64_t& out) {
  if (uri == nullptr) return false;
  Hash h;
  bool has_user = !uri->user.empty();
  if (has_user) h << uri->user;
  if (!user_only || !has_user) {
    h << "@" << uri->host;
    std::uint16_t usual = uri->scheme == sip::Scheme::sips ? 5061 : 5060;
    if (uri->port != 0 && uri->port != usual) h << ":" << uri->port_text;
  }
  out = h.value();
  return true;
}

/// username="…" of Proxy-Authorization or Authorization; empty where there is none.
std::string_view auth_user(const sip::Message& m) {
  for (auto type : {sip::HeaderType::proxy_authorization, sip::HeaderType::authorization}) {
    auto value = m.value(type);
    for (std::size_t at = 0; (at = value.find("username", at)) != std::string_view::npos; ++at) {
      auto rest = value.substr(at + 8);
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
      if (rest.empty() || rest.front() != '=') continue;
      rest.remove_prefix(1);
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
      if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
      return rest.substr(0, rest.find_first_of(", "));
    }
  }
  return {};
}

/// Spreads counted picks evenly: successive values fall far apart.
std::uint64_t scatter(std::uint32_t n) { return (n * 0x9E3779B97F4A7C15ull) >> 32; }

double congestion(const Destination& d) {
  const auto& l = d.live->latency;
  double ms = l.estimate.load(std::memory_order_relaxed) - l.average.load(std::memory_order_relaxed);
  return ms > 0 ? ms : 0;
}

}  // namespace

bool Dispatcher::hash_of(Context& c, const Set& set, std::int64_t algorithm, std::uint64_t& out) {
  bool user_only = settings_.user_only();
  switch (algorithm) {
    case kCallId:
      if (c.msg->call_id().empty()) return false;
      out = (Hash() << c.msg->call_id()).value();
      return true;
    case kFromUri: return hash_uri(c.msg->from_uri(), user_only, out);
    case kToUri: return hash_uri(c.msg->to_uri(), user_only, out);
    case kRequestUri: {
      sip::Uri uri;
      return sip::parse_uri(c.ruri(), uri) && hash_uri(&uri, user_only, out);
    }
    case kAuthUser: {
      auto user = auth_user(*c.msg);
      out = user.empty() ? set.live->round_robin.fetch_add(1, std::memory_order_relaxed) : (Hash() << user).value();
      return true;
    }
    case kHashPvar: {
      if (settings_.hash_format == nullptr) {
        sdk::log(Level::error, "dispatcher", "algorithm 7 needs the parameter hash_pvar");
        return false;
      }
      auto text = settings_.hash_format->eval(c);
      if (text.empty()) return false;
      out = (Hash() << text).value();
      return true;
    }
    default: return false;
  }
}

/// From `start` on, in a circle, everything usable; with use_default the last destination comes last.
bool Dispatcher::fill_order(Context& c, const Set& set, std::uint32_t start, std::size_t limit, Selection& out) {
  const auto& all = set.destinations;
  auto n = static_cast<std::uint32_t>(all.size());
  bool fallback = settings_.use_default != 0 && n > 1;
  std::uint32_t circle = fallback ? n - 1 : n;
  if (!settings_.failover()) limit = 1;
  out.set = &set;
  out.order = c.arena->make_array<std::uint32_t>(std::min<std::size_t>(n, limit));
  std::size_t used = 0;
  for (std::uint32_t k = 0; k < circle && used < out.order.size(); ++k) {
    std::uint32_t i = start + k < circle ? start + k : start + k - circle;
    if (all[i].usable()) out.order[used++] = i;
  }
  if (fallback && all[n - 1].usable()) {
    if (used < out.order.size())
      out.order[used++] = n - 1;
    else if (used > 1)
      out.order[used - 1] = n - 1;  // the default is always among them
  }
  out.order = out.order.first(used);
  return used != 0;
}

bool Dispatcher::by_load(Context& c, const Set& set, std::uint32_t& start) {
  const Destination* best = nullptr;
  std::int64_t least = 0;
  for (const auto& d : set.destinations) {
    auto load = d.live->load.load(std::memory_order_relaxed);
    if (!d.usable() || (d.attrs.maxload > 0 && load >= d.attrs.maxload)) continue;
    if (best == nullptr || load < least) best = &d, least = load;
  }
  if (best == nullptr) {
    sdk::log(Level::info, "dispatcher", "no destination of group {} has room for another call", set.id);
    return false;
  }
  start = static_cast<std::uint32_t>(best - set.destinations.data());
  auto expires = c.worker->now_ms() + static_cast<std::uint64_t>(settings_.hash_initexpire) * 1000;
  mine(*c.worker).calls.set(c.msg->call_id(), best->live, expires);
  return true;
}

std::uint32_t Dispatcher::by_relative_weight(const Set& set) {
  auto weight = [](const Destination& d) -> double {
    if (!d.usable() || d.attrs.rweight < 1 || d.attrs.rweight > 100) return 0;
    if (d.attrs.cc == 0) return d.attrs.rweight;
    double ms = congestion(d);
    if (d.attrs.weight > 0 && ms > d.attrs.weight) return 0;
    return std::max(0.0, d.attrs.rweight - ms);
  };
  const auto& all = set.destinations;
  double total = 0;
  for (const auto& d : all) total += weight(d);
  bool congested = total <= 0;
  auto share = [&](const Destination& d) { return congested ? (d.usable() && d.attrs.cc != 0 ? 1 / (1 + congestion(d)) : 0) : weight(d); };
  if (congested)
    for (const auto& d : all) total += share(d);
  auto turn = set.live->round_robin.fetch_add(1, std::memory_order_relaxed);
  if (total <= 0) return turn % static_cast<std::uint32_t>(all.size());
  double at = static_cast<double>(scatter(turn)) / 4294967296.0 * total;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if ((at -= share(all[i])) < 0) return i;
  return static_cast<std::uint32_t>(all.size() - 1);
}

bool Dispatcher::by_latency(Context& c, const Set& set, std::size_t limit, Selection& out) {
  const auto& all = set.destinations;
  auto turn = set.live->round_robin.fetch_add(1, std::memory_order_relaxed) % static_cast<std::uint32_t>(all.size());
  if (!fill_order(c, set, turn, settings_.failover() ? all.size() : 1, out)) return false;
  if (!settings_.failover()) {  // the best one is looked for among all
    out.order = c.arena->make_array<std::uint32_t>(all.size());
    std::size_t used = 0;
    for (std::uint32_t k = 0; k < all.size(); ++k)
      if (auto i = (turn + k) % static_cast<std::uint32_t>(all.size()); all[i].usable()) out.order[used++] = i;
    out.order = out.order.first(used);
  }
  auto adjusted = [&](std::uint32_t i) -> std::int64_t {
    const auto& d = all[i];
    if (settings_.ping_latency_stats == 0 || d.priority <= 0) return d.priority;
    double ms = d.attrs.cc != 0 ? congestion(d) : d.live->latency.estimate.load(std::memory_order_relaxed);
    return d.priority - static_cast<std::int64_t>(ms) / d.priority;
  };
  // Insertion sort: stable without allocating, and the circle's order decides among equals.
  for (std::size_t k = 1; k < out.order.size(); ++k) {
    auto i = out.order[k];
    auto p = adjusted(i);
    std::size_t at = k;
    for (; at > 0 && adjusted(out.order[at - 1]) < p; --at) out.order[at] = out.order[at - 1];
    out.order[at] = i;
  }
  if (!settings_.failover()) limit = 1;
  out.order = out.order.first(std::min(limit, out.order.size()));
  return true;
}

bool Dispatcher::select(Context& c, const Set& set, std::int64_t algorithm, std::int64_t limit_argument, Selection& out) {
  auto n = static_cast<std::uint32_t>(set.destinations.size());
  if (n == 0) return false;
  std::uint32_t circle = settings_.use_default != 0 && n > 1 ? n - 1 : n;
  std::size_t limit = limit_argument > 0 ? static_cast<std::size_t>(limit_argument) : n;
  std::uint32_t start = 0;
  switch (algorithm) {
    case kCallId: case kFromUri: case kToUri: case kRequestUri: case kAuthUser: case kHashPvar: {
      std::uint64_t hash = 0;
      if (!hash_of(c, set, algorithm, hash)) return false;
      start = slot_of(hash, circle);
      break;
    }
    case kRoundRobin: start = set.live->round_robin.fetch_add(1, std::memory_order_relaxed) % circle; break;
    case kRandom: start = static_cast<std::uint32_t>(c.worker->random().next() % circle); break;
    case kPriority: case kParallel: break;
    case kWeight: {
      auto turn = set.live->weighted.fetch_add(1, std::memory_order_relaxed);
      start = set.slots.empty() ? turn % circle : set.slots[turn % set.slots.size()];
      break;
    }
    case kCallLoad:
      if (!settings_.call_load()) {
        sdk::log(Level::error, "dispatcher", "algorithm 10 needs the parameter ds_hash_size: the first destination is used");
        break;
      }
      if (!by_load(c, set, start)) return false;
      break;
    case kRelativeWeight: start = by_relative_weight(set); break;
    case kLatency: return by_latency(c, set, limit, out);
    default:
      sdk::log(Level::warning, "dispatcher", "algorithm {} is not known: the first destination is used", algorithm);
  }
  if (start >= circle) start = 0;
  if (!fill_order(c, set, start, limit, out)) return false;
  if (algorithm == kRoundRobin && out.order[0] != start && out.order[0] < circle) {
    // What was passed over has had its turn: the others stay even.
    auto passed = out.order[0] > start ? out.order[0] - start : out.order[0] + circle - start;
    set.live->round_robin.fetch_add(passed, std::memory_order_relaxed);
  }
  return true;
}

}  // namespace kukini::modules::dispatcher
