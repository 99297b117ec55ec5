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
    std::uint32_t hash = 0, label = 0;  ///< $T(id_index), $T(id_label)
  };
  virtual View view(const Transaction& transaction) = 0;

  /// Sends on this worker; `done` is called once, on this worker, with the final reply or a timeout.
  virtual base::Result<> send_request(Worker& worker, const LocalRequest& request, std::function<void(Worker&, const LocalReply&)> done) = 0;

  /// Answers with the code of what went wrong last in this context, 500 where nothing did.
  virtual int reply_error(Context& context) = 0;
  /// Cancels all branches that have no final reply, as a CANCEL of the caller does. Owning worker only.
  virtual bool cancel(Transaction& transaction) = 0;

  /// Runs `end` on the owning worker when the transaction goes away.
  virtual void on_end(Transaction& transaction, std::function<void(Worker&)> end) = 0;
};

}  // namespace kukini::sdk
