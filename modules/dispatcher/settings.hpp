// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The parameters of the module.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "sdk/pv.hpp"
#include "sdk/state.hpp"

namespace kukini::modules::dispatcher {

enum class ProbingMode : std::uint8_t { flagged_once = 0, all = 1, inactive = 2, flagged = 3 };

/// Replies to a ping that mean "alive", besides 2xx.
struct ReplyCodes {
  std::vector<int> codes;
  std::uint32_t classes = 0;  ///< bit n: nxx
  bool accepts(int code) const {
    if (code >= 200 && code < 300) return true;
    if ((classes >> (code / 100) & 1) != 0) return true;
    for (int c : codes)
      if (c == code) return true;
    return false;
  }
};

/// Constant once init() is done, but for the atomics.
struct Settings {
  std::string list_file = "/etc/kamailio/dispatcher.list";
  std::string db_url;
  std::int64_t flags = 0;         ///< 1 user only, 2 failover
  std::int64_t use_default = 0, force_dst = 1;
  std::string xavp_dst = "_dsdst_", xavp_ctx = "_dsctx_";
  std::int64_t xavp_dst_mode = 0, xavp_ctx_mode = 0;
  std::string dst_avp, grp_avp, cnt_avp, dstid_avp, attrs_avp, sock_avp;
  std::string hash_pvar, setid_pvname, attrs_pvname;
  std::string ping_method = "OPTIONS", ping_from = "sip:dispatcher@localhost", ping_socket, outbound_proxy;
  std::int64_t ping_interval = 0, probing_mode = 0, ping_latency_stats = 0, latency_alpha = 900, retain_latency = 0;
  std::int64_t ping_fr_timer = 0, ping_fr_timeout = 0;
  std::string ping_reply_codes;
  std::string default_socket, default_sockname;
  std::int64_t hash_size = 0, hash_expire = 7200, hash_initexpire = 7200, hash_check_interval = 30;
  std::int64_t attrs_none = 0, load_mode = 0, reload_delta = 5, timer_mode = 0;
  std::int64_t dns_mode = 1, dns_interval = 600;
  std::atomic<std::int64_t> probing_threshold{1}, inactive_threshold{1};

  // Derived at init.
  ReplyCodes reply_codes;
  int default_socket_id = -1, ping_socket_id = -1;
  sdk::NameId dst_xavp = 0, ctx_xavp = 0;
  struct AvpNames {
    sdk::NameId dst = 0, grp = 0, cnt = 0, dstid = 0, attrs = 0, sock = 0;
  } avp;
  struct Fields {
    sdk::NameId uri = 0, grp = 0, dstid = 0, attrs = 0, sock = 0, socket = 0, sockname = 0, cnt = 0;
  } field;
  const sdk::Format* hash_format = nullptr;
  const sdk::Pv* setid_pv = nullptr;
  const sdk::Pv* attrs_pv = nullptr;

  bool failover() const { return (flags & 2) != 0; }
  bool user_only() const { return (flags & 1) != 0; }
  bool call_load() const { return hash_size > 0; }
};

}  // namespace kukini::modules::dispatcher
