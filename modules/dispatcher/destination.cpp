// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Order and weights of a set; latency figures.
#include "destination.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace kukini::modules::dispatcher {

void Latency::start_at(double ms) {
  if (count.load() != 0) return;
  average = ms;
  estimate = ms;
  count = 1;
}

void Latency::add(double ms, double alpha) {
  constexpr std::int64_t kWindow = 1'000'000;  // after that the average moves no slower
  std::int64_t n = std::min(count.load() + 1, kWindow);
  double before = average.load();
  double now = before + (ms - before) / static_cast<double>(n);
  squares = n == 1 ? 0 : squares.load() + (ms - before) * (ms - now);
  average = now;
  estimate = n == 1 ? ms : estimate.load() * alpha + ms * (1 - alpha);
  count = n;
  if (ms > static_cast<double>(max.load())) max = static_cast<std::int64_t>(ms);
}

double Latency::deviation() const {
  auto n = count.load();
  return n < 2 ? 0 : std::sqrt(squares.load() / static_cast<double>(n - 1));
}

void Live::set_addresses(Addresses found) {
  std::lock_guard lock(mutex_);
  if (const auto* now = addresses_.load(); now != nullptr && *now == found) return;
  kept_.push_back(std::make_unique<const Addresses>(std::move(found)));
  addresses_.store(kept_.back().get(), std::memory_order_release);
}

const Set* Snapshot::find(int id) const {
  auto it = std::lower_bound(sets.begin(), sets.end(), id, [](const Set& s, int n) { return s.id < n; });
  return it != sets.end() && it->id == id ? &*it : nullptr;
}

const Destination* Snapshot::find(int id, std::string_view uri) const {
  const Set* set = find(id);
  if (set == nullptr) return nullptr;
  for (const auto& d : set->destinations)
    if (d.uri == uri) return &d;
  return nullptr;
}

std::size_t Snapshot::size() const {
  std::size_t n = 0;
  for (const auto& s : sets) n += s.destinations.size();
  return n;
}

void finish_set(Set& set) {
  auto& all = set.destinations;
  std::reverse(all.begin(), all.end());
  std::stable_sort(all.begin(), all.end(), [](const Destination& a, const Destination& b) { return a.priority > b.priority; });

  set.slots.clear();
  int total = 0;
  for (std::size_t i = 0; i < all.size() && i < 0x10000; ++i) {
    int weight = all[i].attrs.weight;
    if (weight < 1 || weight > 100 || total + weight > 100) continue;
    total += weight;
    set.slots.insert(set.slots.end(), static_cast<std::size_t>(weight), static_cast<std::uint16_t>(i));
  }
  if (set.slots.empty()) return;
  set.slots.resize(100, static_cast<std::uint16_t>(std::min<std::size_t>(all.size(), 0x10000) - 1));
  std::mt19937 order(static_cast<std::uint32_t>(set.id) * 2654435761u + 1);
  std::shuffle(set.slots.begin(), set.slots.end(), order);
}

}  // namespace kukini::modules::dispatcher
