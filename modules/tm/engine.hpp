// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Tm: the module. One object for the server; everything about transactions lives in the worker's WorkerState.
#pragma once

#include <string>
#include <string_view>

#include "absorbed.hpp"
#include "config.hpp"
#include "prints.hpp"
#include "sdk/module.hpp"
#include "sdk/services/rr.hpp"
#include "sdk/services/tm.hpp"
#include "sdk/text.hpp"
#include "sip/encode.hpp"
#include "table.hpp"
#include "transaction.hpp"

namespace kukini::modules::tm {

using namespace sdk;

struct Counters {
  Counter current, waiting, total, total_local, rpl_received, rpl_generated, rpl_sent, rpl_relayed, rpl_absorbed;
  Counter codes[7];  ///< final answers by class, [2] … [6]
  Counter created, freed, bad_replies, wait_dropped, failovers;
};

struct WorkerState {
  WorkerState(class Tm& module, Worker& w) : tm(&module), worker(&w), absorbed(w.timers(), gone, this) {}
  static void gone(void* self, const Record& record, bool early);

  class Tm* tm;
  Worker* worker;
  Table table;
  Absorbed absorbed;
  std::uint64_t seed = 0;          ///< of fingerprints
  std::uint64_t warned_ms = 0;     ///< when it was last logged that records went early
  std::vector<std::unique_ptr<ProgramRef>> programs;
  std::string tag;  ///< of replies made here; a part that depends on the call follows
  std::uint64_t next_call = 0;
  std::uint16_t stamp = 0;  ///< upper bits of the labels made here: tells our own dead transactions from those of an earlier process

  ProgramRef* hold(const Program* program);
  void drop(ProgramRef* ref);
};

/// What tm remembers of a context (Context::tm).
struct TmContext {
  Options options;
  Branch consumed;            ///< the target as relay() last took it: only a new one makes a branch again
  bool any_consumed = false;
  bool attached = false;      ///< counted in Transaction::attached
};

/// An arena of the worker's pool for the time of a block.
class ArenaLease {
 public:
  explicit ArenaLease(Worker& worker) : worker_(worker), arena_(worker.acquire_arena()) {}
  ~ArenaLease() { worker_.release_arena(arena_); }
  ArenaLease(const ArenaLease&) = delete;
  base::Arena& operator*() { return *arena_; }

 private:
  Worker& worker_;
  base::Arena* arena_;
};

/// Where t_relay(host, port) and its relatives send to instead of where the URI says.
struct Destination {
  std::string_view host;  ///< empty: the URI decides
  std::uint16_t port = 0;
  io::Protocol protocol = io::Protocol::none;
  bool blind = false;  ///< t_replicate
};

enum class Found : std::uint8_t { none, retransmission, ack_absorbed, ack_end_to_end };

/// What a request belongs to: a transaction, or what is left of one.
struct Match {
  Found found = Found::none;
  Transaction* t = nullptr;
  const Record* record = nullptr;
};

class Tm final : public Module, public TmService, public ReplyHandler, public RequestHooks {
 public:
  // Module
  void bind(Binder& binder) override;
  void provide(InitContext& host) override;
  Result<> init(InitContext& host) override;
  Result<> worker_init(Worker& worker) override;
  void worker_exit(Worker& worker) override;

  // TmService
  Transaction* find(Context& c) override;
  int create(Context& c) override;
  int relay(Context& c) override { return relay_to(c, {}); }
  int reply(Context& c, int code, std::string_view reason) override { return reply_with(c, code, reason, {}); }
  int reply_with(Context& c, int code, std::string_view reason, std::string_view headers) override;
  View view(const Transaction& t) override;
  Result<> send_request(Worker& worker, const LocalRequest& request, std::function<void(Worker&, const LocalReply&)> done) override;
  void on_end(Transaction& t, std::function<void(Worker&)> end) override { t.on_end.push_back(std::move(end)); }
  bool cancel(Transaction& t) override;
  int reply_error(Context& c) override;
  bool branch(const Transaction& t, int index, BranchView& out) override;
  bool read_request(Transaction& t, base::Arena& arena, Context& out) override;
  unsigned owner_of(std::uint32_t hash) override { return hash % worker_count; }
  Transaction* by_id(Worker& worker, std::uint32_t hash, std::uint32_t label) override;
  Transaction* by_call(Worker& worker, std::string_view call_id, std::uint32_t cseq) override;
  Transaction* cancelled_by(Context& c) override { return match_cancel(at(*c.worker), *c.msg); }
  int suspend(Context& c) override;
  int resume(Worker& worker, std::uint32_t hash, std::uint32_t label, std::string_view route) override;
  void cancel_branches(Transaction& t, int only, int except) override;
  void set_flags(Transaction& t, std::uint32_t bits) override { t.state.flags |= bits; }
  bool answer(Transaction& t, int code, std::string_view reason) override;
  bool drop(Context& c, int code) override;
  bool knows(Context& c) override;

  bool on_reply(Context& c) override;
  void after_request(Context& c) override;

  // ---- matching.cpp
  Match match(WorkerState& ws, const sip::Message& msg);
  Match match_absorbed(WorkerState& ws, const sip::Message& msg, std::uint64_t print);
  Transaction* match_cancel(WorkerState& ws, const sip::Message& msg);
  Record* match_cancel_absorbed(WorkerState& ws, const sip::Message& msg);
  bool cancels_something(WorkerState& ws, const sip::Message& msg) { return match_cancel(ws, msg) != nullptr || match_cancel_absorbed(ws, msg) != nullptr; }
  void absorb(Context& c, const Match& m);
  void acked(Transaction& t);

  // ---- finish.cpp
  void finish(Transaction& t);
  bool needs_script(const Transaction& t) const;
  Record* keep_answer(Transaction& t);
  Record* keep_branch(Transaction& t, std::uint8_t index);
  void keep_for_cancel(WorkerState& ws, Record& record);
  void expect_ack(WorkerState& ws, std::uint64_t print, std::uint32_t t1);
  void note_ok(Transaction& t, std::uint64_t to_tag_hash, bool local);
  Transaction* answered_by(WorkerState& ws, const Record& record);
  void repeat_answer(Context& c, const Record& record);
  bool late_reply(Context& c, const BranchId& id);
  void acknowledge_again(Context& c, const BranchId& id);
  std::uint64_t uas_print(const WorkerState& ws, const Key& key) const;
  std::uint64_t uas_print(const WorkerState& ws, const sip::Message& msg, sip::Method method) const;

  // ---- create.cpp
  TmContext& own(Context& c);
  Options& opts(Context& c);
  void attach(Context& c, Transaction* t);
  void save_request(Context& c, Transaction& t);
  Transaction* make(WorkerState& ws);
  void destroy(Transaction* t, bool kept = false);
  void enter(Transaction& t) { ++t.depth; }
  void leave(Transaction& t);
  void settle(Transaction& t);
  RouteResult run(Transaction& t, Context& c, manifest::RouteKind kind, int index);

  // ---- relay.cpp
  int relay_to(Context& c, const Destination& to);
  int relay_ack(Context& c, const Destination& to);
  int relay_cancel(Context& c, const Destination& to);
  int add_branch(Transaction& t, Context& c, const Branch& target, const Destination& to);
  int unsent_branch(Transaction& t, const Branch& target, int error);
  bool send_branch(Transaction& t, UacBranch& b, Context& c, sip::EditList* edits, const io::Flow& to);
  int next_hops(Context& c, const Branch& target, const Destination& to, std::vector<NextHop>& more, NextHop& first);

  // ---- reply.cpp
  void handle_reply(Transaction& t, std::uint8_t index, Context& c);
  void provisional(Transaction& t, std::uint8_t index, Context& c, bool dropped);
  void keep_for_ack(UacBranch& b);
  void final_reply(Transaction& t, std::uint8_t index, Context& c);
  void branch_done(Transaction& t, std::uint8_t index, Context* reply);
  void pass_on(Transaction& t, Context& c);
  void acknowledge(UacBranch& b, Transaction& t, const sip::Message& reply);
  bool sl_reply(Context& c);

  // ---- final.cpp
  int pick(const Transaction& t) const;
  void finish_leg(Transaction& t);
  void answer_with(Transaction& t, int winner);
  bool onsend_allows(Transaction& t, const UacBranch& b, sip::Message& reply, base::Arena& arena);
  void answered(Transaction& t, int code, bool made_here);
  int answer_local(Transaction& t, const sip::Message& request, int code, std::string_view reason, std::string_view headers);
  int answer_stored(Transaction& t, int code, std::string_view reason);
  std::string_view aggregate(Transaction& t, int winner, base::Arena& arena);
  std::string_view to_tag(const WorkerState& ws, std::string_view call_id, std::string_view branch, std::uint32_t cseq, char* out) const;

  // ---- failure.cpp
  void run_failure(Transaction& t, int winner);
  void run_branch_failure(Transaction& t, std::uint8_t index, Context* reply);

  // ---- suspend.cpp
  void run_suspended(Transaction& t);
  // ---- suspend_reply.cpp
  int suspend_reply(Context& c);
  void run_suspended_reply(Transaction& t);

  // ---- failover.cpp
  bool try_next_address(Transaction& t, std::uint8_t index);

  // ---- cancel.cpp
  void cancel_all(Transaction& t, std::string_view lines, int except = -1);
  void cancel_branch(Transaction& t, std::uint8_t index, std::string_view lines);
  void send_cancel(Transaction& t, std::uint8_t index, std::string_view lines);
  std::string_view extra_lines(const sip::Message& sent, base::Arena& arena) const;
  void cancel_answered(UacBranch& b, Transaction& t, int code);

  // ---- timers.cpp
  void start_branch_timers(Transaction& t, std::uint8_t index);
  void start_final_response(Transaction& t, UacBranch& b, std::uint32_t ms);
  void stop_branch_timers(Transaction& t, UacBranch& b);
  void start_reply_timer(Transaction& t);
  void start_wait(Transaction& t);
  /// How long repeated messages are absorbed: timers D, J, L (long) and I (short).
  std::uint64_t wait_ms(Absorbed::Queue queue, std::uint32_t t1) const;
  /// How long the whole transaction may take, 0: as long as its branches do.
  std::uint64_t lifetime_ms(const Transaction& t) const;
  /// Timer H.
  std::uint64_t ack_ms(const Transaction& t) const;
  std::uint32_t fr_ms(const Transaction& t) const { return t.options.fr_ms != 0 ? t.options.fr_ms : static_cast<std::uint32_t>(config.fr_timer); }
  std::uint32_t fr_inv_ms(const Transaction& t) const {
    return t.options.fr_inv_ms != 0 ? t.options.fr_inv_ms : static_cast<std::uint32_t>(config.fr_inv_timer);
  }
  std::uint32_t t1(const Transaction& t) const { return t.options.retr1_ms != 0 ? t.options.retr1_ms : static_cast<std::uint32_t>(config.retr_timer1); }
  std::uint32_t t2(const Transaction& t) const { return t.options.retr2_ms != 0 ? t.options.retr2_ms : static_cast<std::uint32_t>(config.retr_timer2); }

  // ---- uac.cpp
  void local_reply(Transaction& t, UacBranch& b, Context& c);
  void local_done(Transaction& t, const LocalReply& reply);

  // ---- functions*.cpp
  void bind_params(Binder& binder);
  void bind_functions(Binder& binder);
  void bind_more(Binder& binder);
  void bind_rpc(Binder& binder);
  void bind_write(Binder& binder);
  Result<> add_tw_append(std::string_view text);
  int append_branches(Worker& worker, std::uint32_t hash, std::uint32_t label, std::span<const Branch> branches);
  std::size_t clean(WorkerState& ws);

  WorkerState& at(Worker& worker) { return *static_cast<WorkerState*>(worker.slot(slot)); }

  Config config;
  Counters counters;
  unsigned slot = 0;
  unsigned worker_count = 1;
  bool hooked = false;  ///< the server calls after_request()
  InitContext* host = nullptr;
  std::function<std::int64_t()> read[16];
  RrService* rr = nullptr;
  const Pv* fr_pv = nullptr;
  const Pv* fr_inv_pv = nullptr;
};

/// The reply's or request's edits as encoders take them.
struct EditLists {
  const sip::EditList* list[2];
  std::size_t n = 0;
  void add(const sip::EditList* l) {
    if (l != nullptr && !l->empty()) list[n++] = l;
  }
};

inline std::uint64_t text_hash(std::string_view s) { return call_hash(s); }

}  // namespace kukini::modules::tm
