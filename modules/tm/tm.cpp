// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module's life: parameters, statistics, what each worker gets.
#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_tm;
}

namespace kukini::modules::tm {

void Tm::bind(Binder& binder) {
  bind_params(binder);
  bind_functions(binder);
  bind_more(binder);
  bind_rpc(binder);
  bind_write(binder);
}

namespace {

/// Parameters that change nothing here, the value that says what is done anyway ("" : none does), and why.
struct Fixed {
  std::string_view name, value, why;
};
constexpr std::string_view kNotFor503 = "a 503 puts nobody on the blocklist", kNoKemi = "there are no embedded languages";
constexpr Fixed kFixed[] = {
    {"delete_timer", "", "retired in Kamailio 5.3"},
    {"reparse_invite", "1", "CANCEL and ACK are always made of the INVITE as it was sent"},
    {"reparse_on_dns_failover", "1", "the next address always gets what the branch had sent"},
    {"blst_503", "0", kNotFor503},
    {"blst_503_def_timeout", "0", kNotFor503},
    {"blst_503_min_timeout", "0", kNotFor503},
    {"blst_503_max_timeout", "", kNotFor503},
    {"blst_methods_add", "1", "an INVITE without any reply counts"},
    {"blst_methods_lookup", "4294967287", "all but BYE are looked up"},
    {"callid_cseq_matching", "0", "transactions are matched as RFC 3261 says"},
    {"pass_provisional_replies", "0", "no module is called for them"},
    {"local_ack_mode", "0", "no ACK is sent for a 2xx to an INVITE of our own"},
    {"local_ack_branch_mode", "0", "no ACK is sent for a 2xx to an INVITE of our own"},
    {"e2e_cancel_hop_by_hop", "1", "CANCELs are always hop by hop"},
    {"dns_reuse_rcv_socket", "", "the socket that the request came by is always used where it can be, unless mhomed is set"},
    {"xavp_contact", "", "contacts have no attributes yet"},
    {"event_callback", "", kNoKemi},
    {"event_callback_lres_sent", "", kNoKemi},
    {"evcb_local_ack_sent", "", kNoKemi},
    {"evlreq_mode", "0", "event_route[tm:local-request] is not run"},
    {"rich_redirect", "0", "contacts of a 3xx carry neither flags nor path"},
    {"exec_time_check", "", "a transaction cannot end while its route runs"},
    {"enable_uac_fr", "0", "requests of our own have no failure route"},
    {"delayed_reply", "0", "replies are sent at once"},
    {"headers_mode", "0", "requests of our own carry what they are given"},
    {"reply_matching", "0", "replies are matched by their branch, CSeq and method"},
};

}  // namespace

void Tm::bind_params(Binder& binder) {
  auto number = [&binder](std::string_view name, Setting& setting, std::int64_t min, std::int64_t max) {
    binder.param(name, [name = std::string(name), &setting, min, max](const ParamValue& v) -> Result<> {
      auto n = v.is_integer ? std::optional(v.number) : base::to_number(v.text);
      if (!n || *n < min || *n > max) return Error{fmt::format("{} must be a number from {} to {}", name, min, max)};
      setting.value.store(*n);
      return {};
    });
  };
  constexpr std::int64_t any = 0x7fffffff;
  number("fr_timer", config.fr_timer, 1, any);
  number("fr_inv_timer", config.fr_inv_timer, 1, any);
  number("max_inv_lifetime", config.max_inv_lifetime, 0, any);
  number("max_noninv_lifetime", config.max_noninv_lifetime, 0, any);
  number("wt_timer", config.wt_timer, 0, any);
  number("wait_memory", config.wait_memory, 0, 1 << 20);
  number("retr_timer1", config.retr_timer1, 1, 65535);
  number("retr_timer2", config.retr_timer2, 1, 65535);
  number("restart_fr_on_each_reply", config.restart_fr_on_each_reply, 0, 1);
  number("auto_inv_100", config.auto_inv_100, 0, 1);
  number("cancel_b_method", config.cancel_b_method, 0, 2);
  number("unmatched_cancel", config.unmatched_cancel, 0, 2);
  number("ruri_matching", config.ruri_matching, 0, 1);
  number("via1_matching", config.via1_matching, 0, 1);
  number("callid_matching", config.callid_matching, 0, 1);
  number("default_code", config.default_code, 400, 699);
  number("disable_6xx_block", config.disable_6xx_block, 0, 1);
  number("aggregate_challenges", config.aggregate_challenges, 0, 1);
  number("local_cancel_reason", config.local_cancel_reason, 0, 1);
  number("e2e_cancel_reason", config.e2e_cancel_reason, 0, 1);
  number("relay_100", config.relay_100, 0, 1);
  number("failure_reply_mode", config.failure_reply_mode, 0, 3);
  number("faked_reply_prio", config.faked_reply_prio, -32000, 32000);
  number("remap_503_500", config.remap_503_500, 0, 1);
  number("failure_exec_mode", config.failure_exec_mode, 0, 1);
  number("reply_relay_mode", config.reply_relay_mode, 0, 1);
  number("unix_tx_timeout", config.unix_tx_timeout, 0, any);
  number("noisy_ctimer", config.noisy_ctimer, 0, 1);
  number("reply_408_code", config.reply_408_code, 300, 699);
  binder.param("auto_inv_100_reason", config.auto_inv_100_reason);
  binder.param("default_reason", config.default_reason);
  binder.param("reply_408_reason", config.reply_408_reason);
  binder.param("on_sl_reply", config.on_sl_reply);
  binder.param("contacts_avp", config.contacts_avp);
  binder.param("contact_flows_avp", config.contact_flows_avp);
  binder.param("fr_timer_avp", config.fr_timer_avp);
  binder.param("fr_inv_timer_avp", config.fr_inv_timer_avp);
  binder.param("ac_extra_hdrs", config.ac_extra_hdrs);
  binder.param("failover_reply_codes", [this](const ParamValue& v) { return config.failover_codes.parse(v.text); });
  for (const auto& fixed : kFixed)
    binder.param(fixed.name, [&fixed](const ParamValue& v) -> Result<> {
      if (fixed.value.empty() || v.text != fixed.value) log(Level::warning, "tm", "modparam {} has no effect: {}", fixed.name, fixed.why);
      return {};
    });
}

void Tm::provide(InitContext& h) { h.provide<TmService>(this); }

Result<> Tm::init(InitContext& h) {
  host = &h;
  slot = h.worker_slot();
  worker_count = h.worker_count();
  rr = h.service<RrService>();
  auto& n = counters;
  n.total = h.counter("tmx", "UAS_transactions");
  n.total_local = h.counter("tmx", "UAC_transactions");
  constexpr std::string_view classes[] = {"2xx_transactions", "3xx_transactions", "4xx_transactions", "5xx_transactions", "6xx_transactions"};
  for (int i = 0; i < 5; ++i) n.codes[i + 2] = h.counter("tmx", classes[i]);
  n.codes[0] = n.codes[1] = n.codes[2];
  n.current = h.counter("tmx", "inuse_transactions");
  n.rpl_received = h.counter("tmx", "rpl_received");
  n.rpl_absorbed = h.counter("tmx", "rpl_absorbed");
  n.rpl_generated = h.counter("tmx", "rpl_generated");
  n.rpl_relayed = h.counter("tmx", "rpl_relayed");
  n.rpl_sent = h.counter("tmx", "rpl_sent");
  n.waiting = h.counter("tm", "waiting");
  n.created = h.counter("tm", "created");
  n.freed = h.counter("tm", "freed");
  n.bad_replies = h.counter("tm", "bad_replies");
  n.wait_dropped = h.counter("tm", "wait_dropped");
  n.failovers = h.counter("tm", "failovers");
  const Counter shown[] = {n.current,   n.waiting,  n.total,    n.total_local, n.rpl_received, n.rpl_generated, n.rpl_sent, n.codes[6],
                           n.codes[5], n.codes[4], n.codes[3], n.codes[2],    n.created,      n.freed};
  for (std::size_t i = 0; i < std::size(shown); ++i) read[i] = h.reader(shown[i]);
  h.statistic("tmx", "active_transactions", [current = read[0], waiting = read[1]] { return current() - waiting(); });

  h.reply_handler(this);
  hooked = h.request_hooks(this);
  for (auto [text, into] : {std::pair{&config.fr_timer_avp, &fr_pv}, {&config.fr_inv_timer_avp, &fr_inv_pv}}) {
    if (text->empty()) continue;
    auto pv = h.parse_pv(text->front() == '$' ? *text : "$avp(" + *text + ")");
    if (!pv) return Error{"AVP \"" + *text + "\": " + pv.error()};
    *into = *pv;
  }
  for (auto& append : config.tw_appends)
    for (auto& item : append.items) {
      if (item.kind != TwItem::avp) continue;
      auto pv = h.parse_pv("$avp(" + item.name + ")");
      if (!pv) return Error{"tw_append, AVP \"" + item.name + "\": " + pv.error()};
      item.pv = *pv;
    }
  struct Runtime {
    std::string_view name;
    Setting& setting;
  };
  for (auto& r : {Runtime{"fr_timer", config.fr_timer}, {"fr_inv_timer", config.fr_inv_timer}, {"fr_inv_timer_next", config.fr_inv_timer_next},
                  {"max_inv_lifetime", config.max_inv_lifetime}, {"max_noninv_lifetime", config.max_noninv_lifetime}, {"wt_timer", config.wt_timer},
                  {"retr_timer1", config.retr_timer1}, {"retr_timer2", config.retr_timer2},
                  {"restart_fr_on_each_reply", config.restart_fr_on_each_reply}, {"auto_inv_100", config.auto_inv_100},
                  {"cancel_b_method", config.cancel_b_method}, {"unmatched_cancel", config.unmatched_cancel},
                  {"ruri_matching", config.ruri_matching}, {"via1_matching", config.via1_matching}, {"callid_matching", config.callid_matching},
                  {"default_code", config.default_code}, {"disable_6xx_block", config.disable_6xx_block},
                  {"aggregate_challenges", config.aggregate_challenges}, {"local_cancel_reason", config.local_cancel_reason},
                  {"e2e_cancel_reason", config.e2e_cancel_reason}, {"relay_100", config.relay_100}})
    h.runtime_int("tm", r.name, "See modparam tm.", r.setting.value);
  return {};
}

Result<> Tm::worker_init(Worker& worker) {
  auto* ws = new WorkerState(*this, worker);
  ws->seed = worker.random().next();
  ws->absorbed.limit(static_cast<std::size_t>(config.wait_memory) << 20);
  ws->tag = fmt::format("{:016x}{:016x}", worker.random().next(), worker.random().next());
  ws->stamp = static_cast<std::uint16_t>(worker.random().next());
  worker.slot(slot) = ws;
  return {};
}

void Tm::worker_exit(Worker& worker) {
  auto* ws = static_cast<WorkerState*>(worker.slot(slot));
  if (ws == nullptr) return;
  for (auto* t : std::vector<Transaction*>(ws->table.slots()))
    if (t != nullptr) {
      t->on_end.clear();
      destroy(t);
    }
  delete ws;
  worker.slot(slot) = nullptr;
}

}  // namespace kukini::modules::tm

KUKINI_MODULE(kukini::modules::kManifest_tm, kukini::modules::tm::Tm);
