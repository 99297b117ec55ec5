// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading session descriptions.
#include "sip/sdp.hpp"

#include "base/text.hpp"
#include "sip/message.hpp"
#include "sip/multipart.hpp"

namespace kukini::sip {

namespace {

std::string_view word(std::string_view& rest) {
  std::string_view out;
  next_item(rest, ' ', out);
  return out;
}

// "IN IP4 192.0.2.1/127"
SdpAddress address_of(std::string_view rest) {
  SdpAddress out;
  auto net = word(rest), type = word(rest), address = word(rest);
  if (!base::iequals(net, "IN") || address.empty()) return out;
  out.version = base::iequals(type, "IP4") ? 4 : base::iequals(type, "IP6") ? 6 : 0;
  out.text = address.substr(0, address.find('/'));
  return out;
}

bool read_media(std::string_view line, SdpMedia& out) {
  out.line = line;
  auto rest = line.substr(2);
  out.type = word(rest);
  auto port = word(rest);
  out.port_text = port.substr(0, port.find('/'));
  auto number = base::to_number<std::uint32_t>(out.port_text);
  out.transport = word(rest);
  out.formats = rest;
  if (!number || *number > 65535 || out.transport.empty()) return false;
  out.port = *number;
  return true;
}

std::string_view between(std::string_view from, std::string_view to) { return {from.data(), static_cast<std::size_t>(to.data() + to.size() - from.data())}; }

bool is_sdp(std::string_view content_type) { return base::iequals(media_type(content_type), "application/sdp"); }

}  // namespace

bool SdpLines::next(SdpLine& out) {
  if (rest_.empty()) return false;
  auto end = rest_.find('\n');
  out.whole = rest_.substr(0, end == rest_.npos ? end : end + 1);
  rest_.remove_prefix(out.whole.size());
  out.text = out.whole;
  while (!out.text.empty() && (out.text.back() == '\n' || out.text.back() == '\r')) out.text.remove_suffix(1);
  return true;
}

bool next_item(std::string_view& list, char separator, std::string_view& out) {
  auto skip = [&](char c) { return c == ' ' || c == '\t' || c == separator; };
  while (!list.empty() && skip(list.front())) list.remove_prefix(1);
  if (list.empty()) return false;
  std::size_t n = 0;
  while (n < list.size() && !skip(list[n])) ++n;
  out = list.substr(0, n);
  list.remove_prefix(n);
  return true;
}

bool read_sdp(std::string_view text, base::Arena& arena, SdpSession& out) {
  out = {};
  out.text = text;
  std::size_t count = 0;
  SdpLine line;
  for (SdpLines lines(text); lines.next(line);) count += line.text.starts_with("m=");
  if (count == 0) return false;
  out.media = arena.make_array<SdpMedia>(count);
  std::size_t n = 0;
  for (SdpLines lines(text); lines.next(line);) {
    if (line.text.size() < 2 || line.text[1] != '=') continue;
    auto value = line.text.substr(2);
    auto* media = n == 0 ? nullptr : &out.media[n - 1];
    switch (line.text[0]) {
      case 'o':
        if (media == nullptr && out.origin.empty()) {
          out.origin = value;
          word(value);
          word(value);
          out.session_version = word(value);
          out.origin_address = address_of(value);
        }
        break;
      case 'c':
        // Several lines for one stream are allowed in multicast: the first counts.
        if (media == nullptr) {
          if (out.connection.text.empty()) out.connection = address_of(value);
        } else if (media->connection.text.empty()) {
          media->connection = address_of(value);
        }
        break;
      case 'm':
        if (!read_media(line.text, out.media[n])) return false;
        out.media[n++].whole = line.whole;
        break;
      case 'a':
        if (media == nullptr) break;
        if (value == "inactive") media->inactive = true;
        if (value.starts_with("candidate:")) media->ice = true;
        break;
      default: break;
    }
    if (n != 0) out.media[n - 1].whole = between(out.media[n - 1].whole, line.whole);
  }
  for (std::size_t i = 0; i < count; ++i) {
    auto& m = out.media[i];
    auto end = i + 1 < count ? out.media[i + 1].whole.data() : text.data() + text.size();
    m.whole = {m.whole.data(), static_cast<std::size_t>(end - m.whole.data())};
    if (m.connection.text.empty()) m.connection = out.connection;
    if (m.connection.text.empty()) return false;
  }
  return true;
}

SdpOutcome read_sdp(const Message& message, base::Arena& arena, std::span<SdpSession>& out) {
  out = {};
  auto body = message.body();
  if (body.empty()) return SdpOutcome::no_body;
  auto type = message.value(HeaderType::content_type);
  if (type.empty() || is_sdp(type)) {
    out = arena.make_array<SdpSession>(1);
    if (read_sdp(body, arena, out[0])) return SdpOutcome::ok;
    out = {};
    return SdpOutcome::malformed;
  }
  auto boundary = multipart_boundary(message);
  BodyPart part;
  std::size_t count = 0;
  for (MultipartCursor parts(body, boundary); parts.next(part);) count += is_sdp(part.type());
  if (count == 0) return SdpOutcome::not_sdp;
  out = arena.make_array<SdpSession>(count);
  std::size_t n = 0;
  for (MultipartCursor parts(body, boundary); parts.next(part);) {
    if (!is_sdp(part.type())) continue;
    // The line end before the next delimiter is that of the last line, too.
    if (!read_sdp(between(part.body, part.whole), arena, out[n])) {
      out = {};
      return SdpOutcome::malformed;
    }
    ++n;
  }
  return SdpOutcome::ok;
}

int static_format(std::string_view name, int after) {
  struct Assigned {
    int number;
    std::string_view name;
  };
  // RFC 3551 §6, tables 4 and 5.
  constexpr Assigned kAssigned[] = {
      {0, "PCMU"},  {3, "GSM"},   {4, "G723"},  {5, "DVI4"},  {6, "DVI4"},  {7, "LPC"},   {8, "PCMA"},  {9, "G722"},
      {10, "L16"},  {11, "L16"},  {12, "QCELP"}, {13, "CN"},  {14, "MPA"},  {15, "G728"}, {16, "DVI4"}, {17, "DVI4"},
      {18, "G729"}, {25, "CelB"}, {26, "JPEG"}, {28, "nv"},   {31, "H261"}, {32, "MPV"},  {33, "MP2T"}, {34, "H263"},
  };
  for (const auto& a : kAssigned)
    if (a.number > after && base::iequals(a.name, name)) return a.number;
  return -1;
}

}  // namespace kukini::sip
