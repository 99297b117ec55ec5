// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Config: the module's parameters that have an effect; Options: what a script may change of them for one transaction.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kukini::sdk {
class Pv;
}

namespace kukini::modules::tm {

/// A number that control commands may change while workers read it.
struct Setting {
  std::atomic<std::int64_t> value;
  explicit Setting(std::int64_t v) : value(v) {}
  operator std::int64_t() const { return value.load(std::memory_order_relaxed); }
};

constexpr std::int64_t kDefaultFrTimer = 30000;
constexpr std::uint64_t kT4 = 5000;  ///< RFC 3261 §17.1.2.2: how long a message may stay in the network

/// Replies that let the next address of a name be tried: 503 and those of failover_reply_codes.
struct FailoverCodes {
  std::vector<std::uint16_t> codes;
  unsigned classes = 0;  ///< bit 3 … 6
  base::Result<> parse(std::string_view text);
  bool has(int code) const;
};

/// One modparam tw_append: what t_write_req() and t_write_unix() write besides the usual lines.
struct TwItem {
  enum Kind : std::uint8_t { header, avp, body } kind = header;
  std::string title, name;
  const sdk::Pv* pv = nullptr;  ///< of an AVP
};
struct TwAppend {
  std::string name;
  std::vector<TwItem> items;
};

/// Times in milliseconds.
struct Config {
  Setting fr_timer{kDefaultFrTimer}, fr_inv_timer{120000}, fr_inv_timer_next{30000};
  Setting max_inv_lifetime{180000}, max_noninv_lifetime{32000};
  Setting wt_timer{0};
  Setting wait_memory{256};
  Setting retr_timer1{500}, retr_timer2{4000};
  Setting restart_fr_on_each_reply{1};
  Setting auto_inv_100{1};
  Setting cancel_b_method{1};
  Setting unmatched_cancel{0};
  Setting ruri_matching{1}, via1_matching{1}, callid_matching{0};
  Setting default_code{500};
  Setting disable_6xx_block{0};
  Setting aggregate_challenges{1};
  Setting local_cancel_reason{1}, e2e_cancel_reason{1};
  Setting relay_100{0};
  Setting failure_reply_mode{3};
  Setting faked_reply_prio{0};
  Setting remap_503_500{1};
  Setting failure_exec_mode{0};
  Setting reply_relay_mode{1};
  Setting unix_tx_timeout{500};
  Setting noisy_ctimer{1};
  Setting reply_408_code{408};
  std::string auto_inv_100_reason = "trying -- your call is important to us";
  std::string default_reason = "Server Internal Error";
  std::string reply_408_reason = "Request Timeout";
  std::string on_sl_reply;
  std::string contacts_avp, contact_flows_avp;
  std::string fr_timer_avp, fr_inv_timer_avp;
  std::string ac_extra_hdrs;
  FailoverCodes failover_codes;
  std::vector<TwAppend> tw_appends;
};

/// Which routes are armed (index in its kind, -1 none) and which timers and switches differ. Zero means the module's value.
struct Options {
  std::int16_t on_failure = -1, on_reply = -1, on_branch = -1, on_branch_failure = -1;
  std::uint32_t fr_ms = 0, fr_inv_ms = 0;
  std::uint32_t inv_lifetime_ms = 0, noninv_lifetime_ms = 0;
  std::uint16_t retr1_ms = 0, retr2_ms = 0;
  bool no_auto_100 = false, disable_6xx = false, disable_failover = false, disable_internal_reply = false;
  bool no_e2e_cancel_reason = false, no_auto_ack = false;
  std::int16_t delayed_error = 0;  ///< answer that after_request() owes the caller
};

}  // namespace kukini::modules::tm
