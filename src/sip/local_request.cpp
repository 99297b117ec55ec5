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
  put_header(w, "From", sent.value(HeaderType::from));
  put_header(w, "Call-ID", sent.call_id());
  put_header(w, "To", to);
  const auto* cseq = sent.cseq();
  w.put("CSeq: ").put(cseq ? cseq->number_text : "0").put(" ").put(method).put("\r\n");
  put_header(w, "Max-Forwards", "70");
  for (const auto* h = sent.first(HeaderType::route); h; h = sent.next(h)) put_header(w, "Route", sent.value(*h));
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
