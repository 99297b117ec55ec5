// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// SDP (RFC 8866): the session descriptions of a message as views: origin, connection, media streams, formats.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.hpp"

namespace kukini::sip {

class Message;

/// c=, o=: the network address. `version` is 4 or 6, 0 where there is no such line or its type is neither IP4 nor IP6.
struct SdpAddress {
  int version = 0;
  std::string_view text;  ///< without "/ttl"; may be a host name
};

/// One "m=" line and what belongs to it.
struct SdpMedia {
  std::string_view whole;    ///< from "m=" to the next "m=" or the end
  std::string_view line;     ///< the m= line without its end
  std::string_view type;     ///< "audio"
  std::string_view port_text;  ///< "49170" of "49170/2"
  std::uint32_t port = 0;
  std::string_view transport;  ///< "RTP/AVP"
  std::string_view formats;  ///< from behind the transport to the end of the line: " 0 8 97"
  SdpAddress connection;     ///< its own, or the session's
  bool inactive = false;     ///< a=inactive
  bool ice = false;          ///< a=candidate
};

struct SdpSession {
  std::string_view text;
  std::string_view origin;        ///< the value of o=
  std::string_view session_version;  ///< third field of o=
  SdpAddress origin_address;
  SdpAddress connection;          ///< of the session part
  std::span<SdpMedia> media;
};

/// One line, walked with SdpLines.
struct SdpLine {
  std::string_view text;   ///< without its end
  std::string_view whole;  ///< with it
};

/// The lines of a text, LF or CRLF.
class SdpLines {
 public:
  explicit SdpLines(std::string_view text) : rest_(text) {}
  bool next(SdpLine& out);

 private:
  std::string_view rest_;
};

/// Walks a list separated by spaces (formats) or commas (lists of scripts). `out` lies in the text.
bool next_item(std::string_view& list, char separator, std::string_view& out);

enum class SdpOutcome : std::uint8_t {
  ok,
  no_body,    ///< the message has no body
  not_sdp,    ///< a body of another type, or without a part of this one
  malformed,  ///< no m= line, a broken one, or a stream without an address
};

/// All descriptions of a message: its body (also one without Content-Type), or the parts of a multipart one that are application/sdp. Arrays in `arena`, texts in the message.
SdpOutcome read_sdp(const Message& message, base::Arena& arena, std::span<SdpSession>& out);
/// One description.
bool read_sdp(std::string_view text, base::Arena& arena, SdpSession& out);

/// The number of a format as RFC 3551 assigns it to an encoding name, -1 for others. Names are compared without case.
/// More than one number may have the name: `after` is the last one found, -1 at first.
int static_format(std::string_view name, int after);

}  // namespace kukini::sip
