// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Replies made here, RFC 3261 §8.2.6.
#include "base/text.hpp"
#include "sip/encode.hpp"
#include "sip/params.hpp"
#include "sip/scan.hpp"
#include "sip/writer.hpp"

namespace kukini::sip {
namespace {

// A line of the request as it stands, without its line end. In a message with broken lines, what could be read as a line
// end is a space in the copy.
void put_line(Writer& w, const Message& m, const Header& h, std::string_view text) {
  if (m.outcome() != ParseOutcome::bad_header && !h.folded) {
    w.put(text);
    return;
  }
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') continue;
    w.put(text.substr(from, i - from)).put(" ");
    from = i + 1;
  }
  w.put(text.substr(from));
}

std::string_view name_and_value(const Message& m, const Header& h) { return m.text(h.begin, h.value + h.value_len - h.begin); }

// The topmost Via with received and rport, behind the other parameters as Kamailio puts them in its replies.
void put_top_via(Writer& w, const Message& m, const Header& h, const Source& source, std::string_view more) {
  const auto line = name_and_value(m, h);
  const auto* via = m.via();
  if (!via || (source.address.empty() && more.empty())) {
    put_line(w, m, h, line);
    return;
  }
  const auto behind = scan::between(via->text.data() + via->text.size(), line.data() + line.size());
  if (source.address.empty()) {
    put_line(w, m, h, line.substr(0, line.size() - behind.size()));
    w.put(more);
    put_line(w, m, h, behind);
    return;
  }
  auto bare = via->host;
  if (bare.front() == '[') bare = bare.substr(1, bare.size() - 2);
  const bool rport = via->has_rport || source.force_rport;
  const bool received = via->has_received || via->has_rport || !base::iequals(bare, source.address);
  const char* p = line.data();
  const char* end = via->sent_by.data() + via->sent_by.size();
  put_line(w, m, h, scan::between(p, end));
  ParamCursor cursor(via->params);
  bool rport_done = false;
  for (Param param; cursor.next(param);) {
    if (base::iequals(param.name, "received")) continue;
    if (base::iequals(param.name, "rport")) {
      if (!rport_done) w.put(";rport=").number(source.port);
      rport_done = true;
      continue;
    }
    put_line(w, m, h, param.text);
  }
  if (rport && !rport_done) w.put(";rport=").number(source.port);
  if (received) w.put(";received=").put(source.address);
  w.put(more);
  put_line(w, m, h, behind);
}

bool makes_dialog(Method m) { return mask(m) & (mask(Method::invite) | mask(Method::subscribe) | mask(Method::refer) | mask(Method::notify)); }

}  // namespace

std::size_t build_reply(std::span<char> out, const Message& m, int code, std::string_view reason, const ReplyOptions& o) {
  Writer w(out);
  w.put("SIP/2.0 ").number(static_cast<unsigned>(code)).put(" ").put(reason).put("\r\n");
  const bool record_route = o.record_route && code > 100 && code < 300 && makes_dialog(m.method());
  for (const auto& h : m.headers()) {
    const bool first = m.first(h.type) == &h;
    switch (h.type) {
      case HeaderType::via:
        if (first) put_top_via(w, m, h, o.source, o.via_params);
        else put_line(w, m, h, name_and_value(m, h));
        break;
      case HeaderType::from:
      case HeaderType::call_id:
      case HeaderType::cseq:
        if (!first) continue;
        put_line(w, m, h, name_and_value(m, h));
        break;
      case HeaderType::to:
        if (!first) continue;
        put_line(w, m, h, name_and_value(m, h));
        if (m.to() && !m.to()->has_tag && !o.to_tag.empty()) w.put(";tag=").put(o.to_tag);
        break;
      case HeaderType::record_route:
        if (!record_route) continue;
        put_line(w, m, h, name_and_value(m, h));
        break;
      case HeaderType::timestamp:
        if (code != 100 || !first) continue;
        put_line(w, m, h, name_and_value(m, h));
        break;
      default: continue;
    }
    w.put("\r\n");
  }
  w.put(o.header_lines);
  if (!o.body.empty() && !o.content_type.empty()) w.put("Content-Type: ").put(o.content_type).put("\r\n");
  w.put("Content-Length: ").number(o.body.size()).put("\r\n\r\n").put(o.body);
  return w.size();
}

}  // namespace kukini::sip
