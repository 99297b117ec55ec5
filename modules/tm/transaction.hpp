// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Transaction: one server transaction with its client branches, or one request of our own. Owned by one worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/blocks.hpp"
#include "config.hpp"
#include "sdk/services/tm.hpp"

namespace kukini::modules::tm {

struct WorkerState;

/// Bytes of their own, in a block that fits.
class Bytes {
 public:
  Bytes() = default;
  Bytes(Bytes&& other) noexcept : data_(other.data_), size_(other.size_), room_(other.room_) { other.data_ = nullptr, other.size_ = other.room_ = 0; }
  Bytes& operator=(Bytes&&) = delete;
  ~Bytes() { base::free_block(data_, room_); }

  void assign(std::string_view text);
  /// Room for exactly `size` bytes; what was there is lost.
  char* make(std::size_t size);
  /// Forgets what is behind the first `size` bytes.
  void shrink(std::size_t size);
  void clear() {
    base::free_block(data_, room_);
    data_ = nullptr, size_ = room_ = 0;
  }
  std::string_view view() const { return {data_, size_}; }
  bool empty() const { return size_ == 0; }

 private:
  char* data_ = nullptr;
  std::uint32_t size_ = 0, room_ = 0;
};

/// A vector whose memory comes from blocks.
template <class T>
using List = std::vector<T, base::BlockAllocator<T>>;

/// A program shared by the transactions of one worker; counted without atomics.
struct ProgramRef {
  sdk::ProgramPtr program;
  std::size_t users = 0;
};

struct BranchTimer : sdk::Timer {
  sdk::Transaction* owner = nullptr;
  std::uint8_t index = 0;
};

/// A CANCEL we sent on a branch (client transaction of its own, RFC 3261 §9.1).
struct LocalCancel : base::InBlocks {
  Bytes sent;
  BranchTimer retransmit;
  std::uint32_t interval_ms = 0;
  std::uint64_t end_ms = 0;
};

/// The addresses of a name that are left, the next one last.
struct NextAddresses : base::InBlocks {
  List<io::Flow> flows;
};

/// One client transaction.
struct UacBranch : base::InBlocks {
  std::uint16_t status = 0;      ///< last reply seen, 0 none; finals of our own making too
  bool received = false;         ///< `status` came from the peer
  bool replied = false;          ///< some reply came from the peer
  bool timed_out = false;
  bool final_handled = false;    ///< its final reply has been taken into account
  bool cancel_wanted = false;    ///< as soon as a provisional reply is there
  bool forgotten = false;        ///< left behind by a later leg of serial forking
  bool blind = false;            ///< a copy (t_replicate): its replies are not for the caller
  std::uint16_t fails_as = 0;    ///< it could not be sent: the code that its timer brings
  std::uint32_t retr_ms = 0;     ///< current interval of retransmission
  io::Flow flow;
  Bytes request;                 ///< as sent; once an INVITE has a provisional reply, a CANCEL for it
  Bytes ack;                     ///< for the final reply that was not 2xx
  Bytes reply;                   ///< best final reply, ready to be forwarded
  Bytes ruri, dst_uri;
  std::string cancel_lines;      ///< Reason lines for the CANCEL that is wanted
  std::uint32_t flags = 0;       ///< branch flags
  BranchTimer retransmit, final_response;
  std::unique_ptr<LocalCancel> cancel;
  std::unique_ptr<NextAddresses> next;

  bool pending() const { return status < 200; }
};

/// What later requests and replies are compared with. Views into one block of bytes.
struct Key {
  Bytes block;
  std::string_view branch, sent_by, call_id, from_tag;
  std::uint64_t via_hash = 0, ruri_hash = 0;
  std::uint32_t cseq = 0;
  sip::Method method = sip::Method::unknown;
  std::string_view method_text;
  bool rfc3261 = false;
};

/// What the request left behind for later legs: bytes, changes, where it was going.
struct UasRequest : base::InBlocks {
  explicit UasRequest(std::size_t bytes) : arena(bytes, 4096) {}
  base::Arena arena;
  std::string_view bytes;
  sip::EditList* edits = nullptr;
  sdk::Branch target;
  std::string_view record_route;  ///< the line record_route() put among the edits
  std::uint32_t processing = 0;
  io::Flow flow;
};

/// A request whose script waits for t_continue(); its branch has no address and ends with the timer or with that call.
struct Suspension {
  std::uint8_t branch = 0;
  bool before_relay = false;  ///< nothing had been sent on yet
  bool resumed = false;       ///< `route` is to be run as soon as the suspending script has ended
  std::string route;
};

/// A reply whose onreply_route waits for t_continue().
struct SuspendedReply : base::InBlocks {
  explicit SuspendedReply(std::size_t size) : arena(size, 1024) {}
  base::Arena arena;
  std::string_view bytes;
  sip::EditList* edits = nullptr;
  io::Flow flow;
  std::uint8_t branch = 0;
  bool resumed = false;
  std::string route;
};

/// An event that came while a script of the transaction was parked.
struct Deferred {
  Bytes bytes;
  io::Flow flow;
};

}  // namespace kukini::modules::tm

namespace kukini::sdk {

class Transaction : public base::InBlocks {
 public:
  modules::tm::WorkerState* home = nullptr;
  Transaction* chain = nullptr;          ///< next in the bucket
  Transaction *call_next = nullptr, **call_at = nullptr;  ///< among those of its Call-ID and CSeq, and who points here
  std::uint64_t label = 0;
  std::uint32_t slot = 0;
  std::uint32_t call_print = 0;
  std::uint64_t print = 0;               ///< of the request: see prints.hpp
  std::uint64_t created_ms = 0;
  modules::tm::Key key;
  modules::tm::Options options;
  modules::tm::ProgramRef* program = nullptr;
  sdk::State state;
  std::unique_ptr<modules::tm::UasRequest> request;
  modules::tm::List<std::unique_ptr<modules::tm::UacBranch>> branches;
  io::Flow reply_flow;
  modules::tm::Bytes last_reply;         ///< sent to the caller
  modules::tm::Bytes to_tag;             ///< of the final reply sent
  std::uint8_t ok_count = 0;             ///< 2xx replies passed on whose ACKs are expected
  std::uint16_t uas_status = 0;
  std::uint16_t depth = 0;               ///< scripts of it that run or are parked
  std::uint16_t attached = 0;            ///< request contexts that point here
  std::uint8_t first_branch = 0;         ///< of the current leg of serial forking
  bool invite = false, local = false, canceled = false, hashed = false, waiting = false, dead = false;
  bool local_reply = false;              ///< the final reply was made here
  bool acked = false;                    ///< an ACK to its 2xx has passed
  bool cancel_seen = false;              ///< the caller has sent a CANCEL, in time or not
  bool force_rport = false;              ///< of the request
  bool drop_all = false, drop_last = false;
  bool replaying = false;                ///< the deferred events are being taken
  std::uint32_t g_interval_ms = 0;
  std::uint64_t g_end_ms = 0;
  modules::tm::BranchTimer timer;        ///< G/H while a final reply is repeated, then the wait for the end
  modules::tm::List<modules::tm::Deferred> deferred;
  modules::tm::List<std::function<void(Worker&)>> on_end;
  std::function<void(Worker&, const LocalReply&)> done;  ///< of a request of our own
  std::unique_ptr<modules::tm::Suspension> suspension;
  std::unique_ptr<modules::tm::SuspendedReply> suspended_reply;
};

}  // namespace kukini::sdk
