// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Table: the current snapshot, handed to workers without locks, and the live state of every destination.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "destination.hpp"

namespace kukini::modules::dispatcher {

/// Publishing and live look-ups take a mutex and are for the control thread and start-up; workers go through Reader.
class Table {
 public:
  Table();

  /// One per worker. current() costs one load of a line that only a reload writes.
  class Reader {
   public:
    const Snapshot& current(const Table& table) {
      auto version = table.version_.load(std::memory_order_acquire);
      if (version != version_) refresh(table);
      return *snapshot_;
    }

   private:
    void refresh(const Table& table);
    std::uint64_t version_ = 0;
    std::shared_ptr<const Snapshot> snapshot_;
  };

  std::shared_ptr<const Snapshot> current() const;

  /// Replaces the list; destinations that stay keep their state, load and latency, unless their flags column changed.
  void replace(std::vector<Destination> list);
  /// Adds or removes in the current snapshot. remove() returns how many went.
  void add(Destination destination);
  std::size_t remove(int set, std::string_view uri);
  bool exists(int set, std::string_view uri) const { return current()->find(set, uri) != nullptr; }

  /// Frees snapshots that nobody reads any more; true when none is left. Not on a worker: freeing takes time.
  bool free_retired();

 private:
  void publish(std::vector<Destination> list);
  std::vector<Destination> flatten() const;

  mutable std::mutex mutex_;
  std::atomic<std::uint64_t> version_{1};
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::shared_ptr<const Snapshot>> retired_;
};

}  // namespace kukini::modules::dispatcher
