// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names of the core's counters; look-up.
#include "core/statistics.hpp"

namespace kukini::core {

StatisticTable::StatisticTable() {
  for (const char* name :
       {"rcv_requests", "rcv_replies", "fwd_requests", "fwd_replies", "drop_requests", "drop_replies", "err_requests", "err_replies",
        "bad_URIs_rcvd", "unsupported_methods", "bad_msg_hdr", "rcv_requests_invite", "rcv_requests_ack", "rcv_requests_cancel",
        "rcv_requests_bye", "rcv_requests_options", "rcv_requests_register", "rcv_requests_other", "rcv_replies_1xx", "rcv_replies_2xx",
        "rcv_replies_3xx", "rcv_replies_4xx", "rcv_replies_5xx", "rcv_replies_6xx", "parked_scripts", "worker_handovers"})
    counter("core", name);
}

StatisticTable::Entry* StatisticTable::find(std::string_view group, std::string_view name) {
  for (auto& e : entries_)
    if (e.group == group && e.name == name) return &e;
  return nullptr;
}

std::uint32_t StatisticTable::counter(std::string_view group, std::string_view name) {
  std::lock_guard lock(mutex_);
  if (auto* e = find(group, name); e != nullptr && !e->read) return e->id;
  entries_.push_back({std::string(group), std::string(name), counters_, {}, 0});
  return counters_++;
}

void StatisticTable::computed(std::string_view group, std::string_view name, std::function<std::int64_t()> read) {
  std::lock_guard lock(mutex_);
  if (auto* e = find(group, name)) {
    e->read = std::move(read);
    return;
  }
  entries_.push_back({std::string(group), std::string(name), 0, std::move(read), 0});
}

}  // namespace kukini::core
