// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Context: everything one run of a script works on: the message, its target, its state and the worker it runs on.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.hpp"
#include "io/flow.hpp"
#include "manifest/manifest.hpp"
#include "sdk/pv.hpp"
#include "sdk/state.hpp"
#include "sip/edit_list.hpp"
#include "sip/message.hpp"

namespace kukini::sdk {

class Worker;
class Transaction;
class Program;

/// Where one branch of a request goes. Text lives in the context's arena (or the transaction's, once stored there).
struct Branch {
  std::string_view ruri;            ///< Request-URI of this branch
  std::string_view dst_uri;         ///< next hop ($du); empty: the R-URI (or first Route) decides
  std::string_view path;            ///< Path header values to send as Route
  std::string_view instance, ruid, location_ua;
  std::int32_t send_socket = -1;    ///< ListenSocket::id, -1: not forced
  std::int32_t q = -1;              ///< in 1/1000, -1: none
  std::uint32_t flags = 0;          ///< setbflag
};

constexpr std::size_t kMaxBranches = 31;  ///< additional branches (append_branch)
/// max_branches of the script, at most kMaxBranches; set before the workers run.
extern std::size_t g_max_branches;

enum class ProcessingFlag : std::uint32_t {
  force_rport = 1,       ///< add rport and answer to the source port (force_rport())
  reply_to_via = 2,
  ruri_changed = 4,
  drop_reply = 8,        ///< `drop` in an onreply_route
  no_connect = 16, close_connection = 32,
  fake_request = 64,     ///< event routes: the message is a stand-in
  received_by_timer = 128,
  via_marked = 256,      ///< mark_via() has been here
  bytes_changed = 512,   ///< msg is another one than was received (msg_apply_changes()); what kept its bytes must take them again
  local_rport = 1024,     ///< our own Via of the forwarded request asks for rport
  via_srvid = 2048, via_params = 4096, via_fields = 8192, via_reply_params = 16384,  ///< what Via gets: see sdk/via.hpp
};

/// Valid for one run of a route (with the routes it calls). Not shared between threads.
struct Context {
  Worker* worker = nullptr;
  base::Arena* arena = nullptr;     ///< freed when the message is done
  sip::Message* msg = nullptr;
  sip::EditList* edits = nullptr;   ///< of msg; applied when it is sent
  sip::EditList* branch_edits = nullptr;  ///< where edits of a branch_route go; null elsewhere
  io::Flow flow;                    ///< how msg came in
  State* state = nullptr;
  Branch target;                    ///< the current R-URI and destination (requests)
  Branch* branches = nullptr;       ///< additional branches, in the arena
  std::size_t branch_count = 0;
  std::uint32_t processing = 0;     ///< ProcessingFlag bits
  manifest::RouteKind route_kind = manifest::kRequest;
  const Program* program = nullptr;
  Transaction* transaction = nullptr;  ///< the transaction msg belongs to, once known; owned by tm
  int branch_index = -1;            ///< in branch_route, onreply_route and failure_route: which branch; -1 none
  int reply_code = 0;               ///< onreply/failure routes: the (winning) reply's code
  sip::Message* reply = nullptr;    ///< failure routes: the winning reply where one was received
  int last_rc = 0;                  ///< $rc
  std::uint32_t via_flags = 0;      ///< replies: as State::via_flags is for requests
  const io::Flow* send_flow = nullptr;  ///< onsend_route: where the message goes
  std::string_view send_bytes{};        ///< onsend_route: what goes there
  std::string_view received{};      ///< event routes of the core: what came in, where `msg` only stands in for it
  void* script = nullptr;           ///< the interpreter's own (variables, call depth)
  void* tm = nullptr;               ///< tm's own: what was armed before there is a transaction; in the arena
  void* rr = nullptr;               ///< rr's own: Record-Route parameters and the route consumed; in the arena

  /// The bytes that came in.
  std::string_view received_bytes() const { return received.data() != nullptr ? received : msg->bytes(); }
  /// The list that a function changing headers must add to.
  sip::EditList& current_edits() const { return branch_edits != nullptr ? *branch_edits : *edits; }
  bool has(ProcessingFlag f) const { return (processing & static_cast<std::uint32_t>(f)) != 0; }
  void set(ProcessingFlag f) { processing |= static_cast<std::uint32_t>(f); }
  void clear(ProcessingFlag f) { processing &= ~static_cast<std::uint32_t>(f); }

  /// R-URI as it stands now; the message's own until changed.
  std::string_view ruri() const { return target.ruri; }
  void set_ruri(std::string_view uri) {
    target.ruri = arena->copy(uri);
    set(ProcessingFlag::ruri_changed);
  }
  /// Appends a branch; false when there are kMaxBranches already.
  bool add_branch(const Branch& branch);
  /// Puts received and rport on the sender's Via (RFC 3261 18.2.1, RFC 3581) into `edits`, once per message. Whoever sends the
  /// request on calls it before encoding (forward_stateless does); replies made of the request take ReplyOptions::source instead.
  void mark_via();
  /// Arena of the state, taken on first use.
  base::Arena& state_arena();
};

}  // namespace kukini::sdk
