// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// CANCEL and the ACK for a non-2xx reply, both made from the request as it was sent.
#include "sip/encode.hpp"
#include "sip/writer.hpp"

namespace kukini::sip {
namespace {

void put_header(Writer& w, std::string_view name, std::string_view value) { w.put(name).put(": ").put(value).put("\r\n"); }

std::size_t build(std::span<char> out, std::string_view method, const Message& sent, std::string_view to, std::string_view lines) {
  Writer w(out);
  w.put(method).put(" ").put(sent.ruri()).put(" SIP/2.0\r\n");
  if (const auto* via = sent.via()) put_header(w, "Via", via->text);
  bool max_forwards = false;
  for (const auto& h : sent.headers()) {  // in the order of the request, as Kamailio does
    const bool first = sent.first(h.type) == &h;
    switch (h.type) {
      case HeaderType::from:
      case HeaderType::call_id:
        if (first) put_header(w, header_name(h.type), sent.value(h));
        break;
      case HeaderType::to:
        if (first) put_header(w, "To", to);
        break;
      case HeaderType::cseq: {
        const auto* cseq = first ? sent.cseq() : nullptr;
        if (cseq) w.put("CSeq: ").put(cseq->number_text).put(" ").put(method).put("\r\n");
        break;
      }
      case HeaderType::max_forwards:
        if (first) put_header(w, "Max-Forwards", sent.value(h));
        max_forwards = true;
        break;
      case HeaderType::route: put_header(w, "Route", sent.value(h)); break;
      default: break;
    }
  }
  if (!max_forwards) put_header(w, "Max-Forwards", "70");
  w.put(lines).put("Content-Length: 0\r\n\r\n");
  return w.size();
}

}  // namespace

std::size_t build_cancel(std::span<char> out, const Message& sent, std::string_view header_lines) {
  return build(out, "CANCEL", sent, sent.value(HeaderType::to), header_lines);
}

std::size_t build_ack(std::span<char> out, const Message& sent, std::string_view to_value, std::string_view header_lines) {
  return build(out, "ACK", sent, to_value, header_lines);
}

std::size_t build_ack(std::span<char> out, const Message& sent, const Message& reply, std::string_view header_lines) {
  return build(out, "ACK", sent, reply.value(HeaderType::to), header_lines);
}

}  // namespace kukini::sip
