// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The message as a whole: $rm $rb $bs $mb $ml $mt $rv $mi and $msg(part).
#include "pv.hpp"
#include "sdk/method_id.hpp"
#include "sip/encode.hpp"

namespace kukini::modules::pv {

namespace {

/// Requests: the method as it stands; replies: that of CSeq. As a number it is $rmid.
Value method(Context& c) {
  if (c.msg->is_request()) return Value::coded(method_id(c.msg->transaction_method()), c.msg->method_text());
  const auto* cseq = c.msg->cseq();
  return cseq != nullptr ? Value::coded(method_id(c.msg->transaction_method()), cseq->method_text) : Value::null();
}
Value method_number(Context& c) { return Value::integer(method_id(c.msg->transaction_method())); }
Value version(Context& c) { return Value::string(c.msg->version()); }
Value body(Context& c) { return Value::string(c.msg->body()); }
Value body_size(Context& c) { return Value::integer(static_cast<std::int64_t>(c.msg->body().size())); }
Value buffer(Context& c) { return Value::string(c.received_bytes()); }
Value length(Context& c) { return Value::integer(static_cast<std::int64_t>(c.received_bytes().size())); }
Value type(Context& c) { return Value::integer(c.msg->is_request() ? 1 : 2); }
Value type_text(Context& c) { return Value::string(c.msg->is_request() ? "rq" : "rp"); }

/// A number that is the same as long as the message is looked at.
Value id(Context& c) {
  auto h = call_hash(c.msg->call_id());
  if (const auto* cseq = c.msg->cseq(); cseq != nullptr) h += cseq->number * 2654435761u + (c.msg->is_reply() ? 1 : 0);
  return Value::integer(static_cast<std::int64_t>(h & 0x7fffffff));
}

/// The message as it would leave now.
Value updated_buffer(Context& c) {
  const sip::EditList* lists[] = {c.edits, c.branch_edits};
  std::size_t growth = 64;
  for (const auto* list : lists)
    if (list != nullptr) growth += list->growth();
  auto out = c.arena->make_array<char>(c.msg->bytes().size() + growth);
  auto n = sip::encode_as_is(out, *c.msg, lists, 2);
  return n != 0 ? Value::string({out.data(), n}) : Value::null();
}

constexpr string_view kPartKeys[] = {"len", "buf", "body", "body_len", "hdrs", "hdrs_len", "fline", "hdrc", "fpart", "lpart"};

Value part(Context& c, int key) {
  const auto& m = *c.msg;
  // Without the line end of the last header, as Kamailio counts.
  auto end = m.headers_end();
  while (end > m.headers_begin() && (m.bytes()[end - 1] == '\n' || m.bytes()[end - 1] == '\r')) --end;
  auto headers = m.text(m.headers_begin(), end - m.headers_begin());
  switch (key) {
    case 0: return length(c);
    case 1: return buffer(c);
    case 2: return body(c);
    case 3: return body_size(c);
    case 4: return Value::string(headers);
    case 5: return Value::integer(static_cast<std::int64_t>(headers.size()));
    case 6: return Value::string(m.first_line());
    case 7: return Value::integer(static_cast<std::int64_t>(m.headers().size()));
    case 8: return Value::string(m.text(0, end));
    default: return Value::string(m.bytes().substr(m.headers_begin()));
  }
}

/// $msgbuf(i): one byte of the message.
Value byte(void*, Context& c, const PvName& n) {
  auto i = number_of(Value::string(n.inner));
  if (i < 0 || static_cast<std::size_t>(i) >= c.msg->bytes().size()) return Value::null();
  return Value::string(c.msg->bytes().substr(static_cast<std::size_t>(i), 1));
}

}  // namespace

void bind_message(Binder& b) {
  add<&method>(b, {"rm"});
  add<&method_number>(b, {"rmid"});
  add<&version>(b, {"rv"});
  add<&body>(b, {"rb"});
  add<&body_size>(b, {"bs"});
  add<&buffer>(b, {"mb"});
  add<&updated_buffer>(b, {"mbu"});
  add<&length>(b, {"ml"});
  add<&type>(b, {"mt"});
  add<&type_text>(b, {"mts"});
  add<&id>(b, {"mi"});
  add_keyed<kPartKeys, std::size(kPartKeys), &part>(b, "msg");
  b.variable("msgbuf", &byte, nullptr, nullptr);
}

}  // namespace kukini::modules::pv
