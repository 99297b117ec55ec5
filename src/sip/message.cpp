// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Message: construction, copies, header look-up.
#include "sip/message.hpp"

#include <cstring>

#include "base/text.hpp"
#include "sip/message_parser.hpp"
#include "sip/scan.hpp"

namespace kukini::sip {

ParseOutcome Message::parse(std::string_view bytes, base::Arena& arena, Message*& out) {
  out = nullptr;
  std::size_t skip = 0;
  while (skip < bytes.size() && (bytes[skip] == '\r' || bytes[skip] == '\n' || bytes[skip] == '\0')) ++skip;
  if (skip == bytes.size()) return ParseOutcome::keepalive;
  bytes.remove_prefix(skip);
  if (bytes.size() > 0x7fffffff) return ParseOutcome::not_sip;
  auto* message = arena.make<Message>();
  message->arena_ = &arena;
  MessageParser parser(*message, arena);
  if (!parser.start_line(bytes)) return ParseOutcome::not_sip;
  parser.headers();
  parser.body();
  out = message;
  return message->outcome_;
}

Message* Message::clone(base::Arena& arena) const {
  auto* copy = arena.make<Message>(*this);
  copy->data_ = arena.copy(bytes()).data();
  copy->headers_ = static_cast<Header*>(arena.allocate(header_count_ * sizeof(Header), alignof(Header)));
  if (header_count_) std::memcpy(static_cast<void*>(copy->headers_), headers_, header_count_ * sizeof(Header));
  copy->forget_parsed(arena);
  return copy;
}

void Message::forget_parsed(base::Arena& arena) {
  arena_ = &arena;
  via_ = {};
  from_ = to_ = contact_ = route_ = record_route_ = {};
  cseq_ = {};
  ruri_ = {};
}

const Header* Message::find(std::string_view wanted) const {
  const auto type = header_type(wanted);
  const auto* h = first(type);
  if (type != HeaderType::other) return h;
  while (h && !base::iequals(name(*h), wanted)) h = next(h);
  return h;
}

const Header* Message::find_next(const Header* header, std::string_view wanted) const {
  const auto* h = next(header);
  if (header->type != HeaderType::other) return h;
  while (h && !base::iequals(name(*h), wanted)) h = next(h);
  return h;
}

std::string_view Message::unfolded(const Header& h, base::Arena& arena) const {
  const auto raw = value(h);
  if (!h.folded) return raw;
  auto* to = static_cast<char*>(arena.allocate(raw.size() + 1, 1));
  std::size_t n = 0;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] == '\r' || raw[i] == '\n') {  // the fold and all space around it become one space
      while (n > 0 && (to[n - 1] == ' ' || to[n - 1] == '\t')) --n;
      while (i < raw.size() && chars::is(raw[i], chars::kLws)) ++i;
      to[n++] = ' ';
    } else {
      to[n++] = raw[i++];
    }
  }
  return {to, n};
}

std::string_view to_string(ParseOutcome outcome) {
  switch (outcome) {
    case ParseOutcome::ok: return "ok";
    case ParseOutcome::keepalive: return "keepalive";
    case ParseOutcome::not_sip: return "not SIP";
    case ParseOutcome::bad_request_line: return "Bad Request Line";
    case ParseOutcome::bad_version: return "Version Not Supported";
    case ParseOutcome::bad_status_line: return "Bad Status Line";
    case ParseOutcome::truncated: return "Message Truncated";
    case ParseOutcome::bad_header: return "Bad Header Line";
    case ParseOutcome::bad_content_length: return "Bad Content-Length";
    case ParseOutcome::too_many_headers: return "Too Many Headers";
  }
  return "";
}

}  // namespace kukini::sip
