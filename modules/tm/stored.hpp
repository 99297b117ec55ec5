// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a record keeps of messages: a final reply without what the repeated request says again, and of an INVITE what its ACK needs.
#pragma once

#include <cstdint>
#include <string_view>

#include "absorbed.hpp"
#include "io/flow.hpp"

namespace kukini::modules::tm {

/// Payload of Kind::reply: status code and sizes, then the texts in this order.
struct StoredReply {
  std::uint16_t code, reason, tag, lines, body;
};
struct ReplyTexts {
  int code = 0;
  std::string_view reason, tag, lines, body;  ///< lines: all but Via, From, To, Call-ID, CSeq and Content-Length
};
/// Bytes needed for `reply` (as sent, complete), 0 where it cannot be kept.
std::size_t stored_reply_size(std::string_view reply, std::string_view to_tag);
void store_reply(char* payload, std::string_view reply, int code, std::string_view to_tag);
ReplyTexts read_reply(const char* payload);

/// Payload of Kind::branch: this, then R-URI and Route lines.
struct StoredBranch {
  io::Flow flow;
  std::uint16_t ruri, routes;
};
struct BranchTexts {
  std::string_view ruri, routes;
};
/// `request`: the INVITE or an ACK to it as it was sent. 0 where it cannot be kept.
std::size_t stored_branch_size(std::string_view request);
void store_branch(char* payload, std::string_view request, const io::Flow& flow);
BranchTexts read_branch(const char* payload);

}  // namespace kukini::modules::tm
