// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Building and publishing snapshots.
#include "table.hpp"

#include <algorithm>
#include <unordered_map>

namespace kukini::modules::dispatcher {

Table::Table() : snapshot_(std::make_shared<Snapshot>()) {}

void Table::Reader::refresh(const Table& table) {
  std::lock_guard lock(table.mutex_);
  snapshot_ = table.snapshot_;  // the old one is still held by retired_: nothing is freed here
  version_ = table.version_.load(std::memory_order_relaxed);
}

std::shared_ptr<const Snapshot> Table::current() const {
  std::lock_guard lock(mutex_);
  return snapshot_;
}

namespace {
std::string key_of(int set, std::string_view uri) { return std::to_string(set) + ' ' + std::string(uri); }
}  // namespace

/// In the order of the file, as finish_set() undoes it again.
std::vector<Destination> Table::flatten() const {
  std::vector<Destination> list;
  for (const auto& set : snapshot_->sets)
    list.insert(list.end(), set.destinations.rbegin(), set.destinations.rend());
  return list;
}

void Table::publish(std::vector<Destination> list) {
  std::unordered_map<std::string, std::shared_ptr<Live>> before;
  std::unordered_map<int, std::shared_ptr<SetLive>> sets_before;
  for (const auto& set : snapshot_->sets) {
    sets_before.emplace(set.id, set.live);
    for (const auto& d : set.destinations) before.emplace(key_of(d.set, d.uri), d.live);
  }
  auto next = std::make_shared<Snapshot>();
  std::map<int, Set> sets;
  for (auto& d : list) {
    auto& live = before[key_of(d.set, d.uri)];
    if (live == nullptr) {
      live = std::make_shared<Live>();
      live->state = d.flags & ~(kNoResolve | kNoPing);
      live->file_state = d.flags;
    } else if (live->file_state != d.flags) {
      live->state = d.flags & kStateBits;
      live->counter = 0;
      live->file_state = d.flags;
    }
    if (d.attrs.latency > 0) live->latency.start_at(d.attrs.latency);
    if (d.attrs.ocrate > 0 && live->overload.sequence == 0) live->overload.rate = d.attrs.ocrate;
    d.live = live;
    auto& set = sets[d.set];
    set.id = d.set;
    set.destinations.push_back(std::move(d));
  }
  for (auto& [id, set] : sets) {
    auto& live = sets_before[id];
    if (live == nullptr) live = std::make_shared<SetLive>();
    set.live = live;
    finish_set(set);
    next->sets.push_back(std::move(set));
  }
  retired_.push_back(std::move(snapshot_));
  snapshot_ = std::move(next);
  version_.fetch_add(1, std::memory_order_release);
}

void Table::replace(std::vector<Destination> list) {
  std::lock_guard lock(mutex_);
  publish(std::move(list));
}

void Table::add(Destination destination) {
  std::lock_guard lock(mutex_);
  auto list = flatten();
  list.push_back(std::move(destination));
  publish(std::move(list));
}

std::size_t Table::remove(int set, std::string_view uri) {
  std::lock_guard lock(mutex_);
  auto list = flatten();
  auto gone = std::erase_if(list, [&](const Destination& d) { return d.set == set && d.uri == uri; });
  if (gone != 0) publish(std::move(list));
  return gone;
}

bool Table::free_retired() {
  std::vector<std::shared_ptr<const Snapshot>> free;
  std::lock_guard lock(mutex_);
  for (auto& s : retired_)
    if (s.use_count() == 1) free.push_back(std::move(s));
  std::erase(retired_, nullptr);
  return retired_.empty();
}

}  // namespace kukini::modules::dispatcher
