// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From a received message and its edits to the bytes that leave: forwarded requests and replies, own replies, CANCEL, ACK.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.hpp"
#include "sip/edit_list.hpp"
#include "sip/message.hpp"

namespace kukini::sip {

/// What is known of the sender when its topmost Via is marked (RFC 3261 §18.2.1, RFC 3581 §4).
struct Source {
  std::string_view address = {};  ///< bare IP text, no brackets; empty: do not mark
  std::uint16_t port = 0;
  bool force_rport = false;  ///< add rport even if the sender did not ask (force_rport())
};

/// What a forwarded request gets besides the edits.
struct RequestOut {
  std::string_view ruri = {};        ///< new R-URI; empty keeps the request line
  std::string_view via_line = {};    ///< complete "Via: …\r\n", put before the first Via; empty adds none
  std::string_view route_lines = {}; ///< complete Route lines, put before the first Route, or after the Via lines
  std::string_view method = {};      ///< empty keeps the method
  bool stream = false;          ///< leaves on a stream transport: Content-Length is added when it is missing
};

/// All functions return the number of bytes written, 0 when `out` is too small. `lists` are applied together as if they
/// were one list; entries may be null. When the body changes, Content-Length is corrected, or added if it was missing.
std::size_t encode_request(std::span<char> out, const Message& request, const EditList* const* lists, std::size_t n,
                           const RequestOut& what);

/// Bytes that encode_request surely fits in.
std::size_t request_bound(const Message& request, const EditList* const* lists, std::size_t n, const RequestOut& what);

/// Puts `;received=` and `;rport=` on the topmost Via where they belong; what was there under these names goes.
void add_received_rport(const Message& request, EditList& edits, const Source& source, base::Arena& arena);

/// A reply on its way back: the topmost Via value goes (with its line, if it stands alone there), then edits. A `code` other
/// than 0 replaces the status line.
std::size_t encode_reply_forward(std::span<char> out, const Message& reply, const EditList* const* lists, std::size_t n,
                                 bool stream = false, int code = 0, std::string_view reason = {});

/// The message with edits and nothing else (msg_apply_changes() and the like).
std::size_t encode_as_is(std::span<char> out, const Message& message, const EditList* const* lists, std::size_t n);

struct ReplyOptions {
  std::string_view to_tag = {};        ///< added to To when it has none; empty adds none
  std::string_view header_lines = {};  ///< complete extra lines with CRLF (Contact, Server, Unsupported, append_to_reply …)
  std::string_view content_type = {};  ///< of the body; empty adds no Content-Type
  std::string_view body = {};
  Source source = {};                  ///< marks the topmost Via
  std::string_view via_params = {};    ///< ";name=value…", put behind those of the topmost Via
  bool record_route = true;       ///< copy Record-Route into 18x and 2xx of dialog-making methods
};

/// RFC 3261 §8.2.6. A header of the request that is missing is missing in the reply as well.
std::size_t build_reply(std::span<char> out, const Message& request, int code, std::string_view reason, const ReplyOptions& options);

/// CANCEL for a request as it was sent (RFC 3261 §9.1): same R-URI, topmost Via, From, To, Call-ID, CSeq
/// number, Max-Forwards, Route, in the order they have there.
std::size_t build_cancel(std::span<char> out, const Message& sent, std::string_view header_lines = {});

/// ACK for a non-2xx final reply (RFC 3261 §17.1.1.3): as CANCEL, with the reply's To.
std::size_t build_ack(std::span<char> out, const Message& sent, const Message& reply, std::string_view header_lines = {});

/// The same from parts, for callers that keep only the reply's To value.
std::size_t build_ack(std::span<char> out, const Message& sent, std::string_view to_value, std::string_view header_lines = {});

/// The usual reason phrase of a code; that of its class for unknown codes.
std::string_view reason_phrase(int code);

}  // namespace kukini::sip
