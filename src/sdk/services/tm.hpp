// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// TmService: what tm offers to other modules: transactions of received requests, requests of our own.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sdk/worker.hpp"

namespace kukini::sdk {

/// One server transaction with its branches. Opaque outside tm; read through TmService.
class Transaction;

/// A request of our own outside any dialog (OPTIONS probe, …).
struct LocalRequest {
  std::string method;
  std::string ruri;
  std::string from;         ///< URI
  std::string to;           ///< URI; empty: ruri
  std::string dst_uri;      ///< next hop; empty: ruri
  std::string headers;      ///< complete lines
  std::string body;
  int send_socket = -1;
  std::uint64_t timeout_ms = 0;  ///< 0: tm's fr_timer
};
struct LocalReply {
  int code = 0;                 ///< 408 when nothing came
  bool timeout = false;
  std::string_view reason;
  std::uint64_t round_trip_ms = 0;
};

class TmService {
 public:
  static constexpr std::string_view kName = "tm";
  virtual ~TmService() = default;

  /// The transaction of context.msg: already attached, or found in the worker's table. Null where there is none.
  virtual Transaction* find(Context& context) = 0;
  /// Creates the transaction (t_newtran). 1 created, 0 a retransmission (absorbed) or ACK, < 0 error.
  virtual int create(Context& context) = 0;
  /// t_relay(): creates where needed, adds branches, sends. Kamailio's return codes.
  virtual int relay(Context& context) = 0;
  /// Answers the transaction (t_reply). > 0 on success.
  virtual int reply(Context& context, int code, std::string_view reason) = 0;
  /// The same with complete extra header lines.
  virtual int reply_with(Context& context, int code, std::string_view reason, std::string_view headers) = 0;

  struct View {
    int last_status = 0;      ///< best final or last provisional so far ($T_reply_code)
    int branch_count = 0;
    bool canceled = false;
    bool invite = false;
    std::string_view uas_buffer;  ///< the request as received
    std::uint32_t hash = 0, label = 0;  ///< $T(id_index), $T(id_label): what scripts and commands name it by
    int uas_status = 0;       ///< last answer sent to the caller, 0 none
    bool suspended = false;
  };
  struct BranchView {
    int status = 0;               ///< last reply, 0 none
    bool received = false;        ///< it came from the peer
    std::uint32_t flags = 0;
    std::string_view ruri, dst_uri;
  };
  virtual View view(const Transaction& transaction) = 0;

  /// Sends on this worker; `done` is called once, on this worker, with the final reply or a timeout.
  virtual base::Result<> send_request(Worker& worker, const LocalRequest& request, std::function<void(Worker&, const LocalReply&)> done) = 0;

  /// Answers with the code of what went wrong last in this context, 500 where nothing did.
  virtual int reply_error(Context& context) = 0;
  /// Cancels all branches that have no final reply, as a CANCEL of the caller does. Owning worker only.
  virtual bool cancel(Transaction& transaction) = 0;

  // ---- Naming transactions. All but owner_of() on the owning worker.
  /// False where there is no such branch.
  virtual bool branch(const Transaction& transaction, int index, BranchView& out) = 0;
  /// The request as it was kept, to be read: message, target, flow and state in `out`, everything in `arena`. False where it is gone.
  virtual bool read_request(Transaction& transaction, base::Arena& arena, Context& out) = 0;
  /// Index of the worker whose transactions have this View::hash.
  virtual unsigned owner_of(std::uint32_t hash) = 0;
  virtual Transaction* by_id(Worker& worker, std::uint32_t hash, std::uint32_t label) = 0;
  virtual Transaction* by_call(Worker& worker, std::string_view call_id, std::uint32_t cseq) = 0;
  /// The transaction that a CANCEL is for.
  virtual Transaction* cancelled_by(Context& cancel) = 0;

  // ---- Suspending a request. The script must end after suspend(); fr_timer ends the wait as if a branch had timed out.
  /// > 0 suspended (or already cancelled), 0 a repeated request, < 0 not possible here.
  virtual int suspend(Context& context) = 0;
  /// Runs route[`route`] with the request, now or when its script has ended; where it leaves nothing to wait for, 500 is sent.
  /// > 0 done or no longer needed, < 0 no such transaction or not suspended.
  virtual int resume(Worker& worker, std::uint32_t hash, std::uint32_t label, std::string_view route) = 0;

  /// Cancels the pending branches but `except`, or `only` that one (-1: none meant).
  virtual void cancel_branches(Transaction& transaction, int only, int except) = 0;
  /// Sets message flags of the transaction.
  virtual void set_flags(Transaction& transaction, std::uint32_t bits) = 0;
  /// Answers from anywhere, with the request as it was kept.
  virtual bool answer(Transaction& transaction, int code, std::string_view reason) = 0;
  /// Ends the transaction of the context without an answer.
  virtual bool drop(Context& context, int code) = 0;

  /// Runs `end` on the owning worker when the transaction goes away.
  virtual void on_end(Transaction& transaction, std::function<void(Worker&)> end) = 0;

  /// Whether context.msg belongs to a transaction, one that is over and only absorbs repeated messages included.
  virtual bool knows(Context& context) { return find(context) != nullptr; }
};

}  // namespace kukini::sdk
