// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects of the message as a whole, its first line and body: @msg, @ruri, @method, @next_hop.
#include "script/pvars/select.hpp"
#include "sdk/worker.hpp"
#include "sip/message.hpp"

namespace kukini::script {

namespace {

template <class F>
Value of_message(Context& c, F f) {
  return c.msg != nullptr ? f(*c.msg) : Value::null();
}
Value method(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) {
    if (m.is_request()) return Value::string(m.method_text());
    const auto* cseq = m.cseq();
    return cseq != nullptr ? Value::string(cseq->method_text) : Value::null();
  });
}
Value request_method(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return m.is_request() ? Value::string(m.method_text()) : Value::null(); });
}
Value ruri(Context& c, const Value&, const SelectArg&) { return text_or_null(c.ruri()); }
Value original_ruri(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return text_or_null(m.ruri()); });
}
Value dst_uri(Context& c, const Value&, const SelectArg&) { return text_or_null(c.target.dst_uri); }
Value next_hop(Context& c, const Value&, const SelectArg&) { return text_or_null(c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri); }
Value version(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return Value::string(m.version()); });
}
template <bool Request>
Value version_of(Context& c, const Value& v, const SelectArg& a) {
  return c.msg != nullptr && c.msg->is_request() == Request ? version(c, v, a) : Value::null();
}
Value code(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [&](const sip::Message& m) { return m.is_reply() ? number_text(c, m.status_code()) : Value::null(); });
}
Value reason(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return m.is_reply() ? text_or_null(m.reason()) : Value::null(); });
}
/// "180 Ringing"
Value status(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) {
    auto line = m.first_line();
    auto space = line.find(' ');
    return m.is_reply() && space != std::string_view::npos ? Value::string(line.substr(space + 1)) : Value::null();
  });
}
Value bytes(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return Value::string(m.bytes()); });
}
template <bool Request>
Value bytes_of(Context& c, const Value& v, const SelectArg& a) {
  return c.msg != nullptr && c.msg->is_request() == Request ? bytes(c, v, a) : Value::null();
}
Value length(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [&](const sip::Message& m) { return number_text(c, static_cast<std::int64_t>(m.bytes().size())); });
}
Value first_line(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return Value::string(m.first_line()); });
}
Value type(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return Value::string(m.is_request() ? "1" : "2"); });
}
Value flags(Context& c, const Value&, const SelectArg&) { return c.state != nullptr ? number_text(c, c.state->flags) : Value::null(); }
Value body(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [](const sip::Message& m) { return text_or_null(m.body()); });
}
Value sdp(Context& c, const Value& v, const SelectArg& a) {
  auto content = c.msg != nullptr ? c.msg->value(sip::HeaderType::content_type) : std::string_view();
  return content.find("application/sdp") != std::string_view::npos ? body(c, v, a) : Value::null();
}

/// The number of the message, the same as long as it is looked at, as $mi has it.
std::uint32_t message_id(const sip::Message& m) {
  auto h = sdk::call_hash(m.call_id());
  if (const auto* cseq = m.cseq(); cseq != nullptr) h += cseq->number * 2654435761u + (m.is_reply() ? 1 : 0);
  return static_cast<std::uint32_t>(h & 0x7fffffff);
}
Value id(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [&](const sip::Message& m) { return number_text(c, message_id(m)); });
}
Value id_hex(Context& c, const Value&, const SelectArg&) {
  return of_message(c, [&](const sip::Message& m) {
    char digits[8];
    auto n = message_id(m);
    for (int i = 7; i >= 0; --i, n >>= 4) digits[i] = "0123456789abcdef"[n & 15];
    return Value::string(c.arena->copy({digits, sizeof digits}));
  });
}
/// Our address on the way to the next hop, where that is an address itself.
Value next_hop_source(Context& c, const Value&, const SelectArg&) {
  sdk::NextHop hop;
  auto uri = c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri;
  if (c.worker == nullptr || c.worker->next_hop(uri, c.target.send_socket, hop) <= 0) return Value::null();
  return Value::string(c.arena->copy(hop.flow.local.ip(false)));
}

constexpr auto kUri = SelectKind::uri;
#define KUKINI_MESSAGE_SELECTS(msg)                                                                                              \
  {msg, bytes}, {msg ".id", id}, {msg ".id.hex", id_hex}, {msg ".len", length}, {msg ".flags", flags}, {msg ".first_line", first_line}, {msg ".type", type},               \
      {msg ".req", bytes_of<true>}, {msg ".request", bytes_of<true>}, {msg ".req.method", request_method},                       \
      {msg ".request.method", request_method}, {msg ".req.uri", original_ruri, kUri}, {msg ".request.uri", original_ruri, kUri}, \
      {msg ".req.version", version_of<true>}, {msg ".request.version", version_of<true>}, {msg ".res", bytes_of<false>},         \
      {msg ".response", bytes_of<false>}, {msg ".res.code", code}, {msg ".response.code", code}, {msg ".res.reason", reason},    \
      {msg ".response.reason", reason}, {msg ".res.status", status}, {msg ".response.status", status},                           \
      {msg ".res.version", version_of<false>}, {msg ".response.version", version_of<false>}, {msg ".body", body},                \
      {msg ".content", body}, {msg ".body.sdp", sdp, SelectKind::sdp}, {msg ".content.sdp", sdp, SelectKind::sdp}

constexpr SelectPart kSelects[] = {
    {"method", method}, {"ruri", ruri, kUri}, {"request_uri", ruri, kUri}, {"dst_uri", dst_uri, kUri}, {"next_hop", next_hop, kUri}, {"next_hop.src_ip", next_hop_source},
    {"version", version}, {"status", status}, {"code", code}, KUKINI_MESSAGE_SELECTS("msg"), KUKINI_MESSAGE_SELECTS("message"),
};
#undef KUKINI_MESSAGE_SELECTS

}  // namespace

std::span<const SelectPart> message_selects() { return kSelects; }

}  // namespace kukini::script
