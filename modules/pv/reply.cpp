// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $rs $rr: status and reason of a reply; $rpl(key): where it goes next.
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

Value status(Context& c) {
  if (c.msg->is_request()) return Value::null();
  return Value::both(c.msg->status_code(), c.msg->first_line().substr(c.msg->version().size() + 1, 3));
}
Value status_number(Context& c) { return Value::integer(c.msg->is_request() ? 0 : c.msg->status_code()); }
Value reason(Context& c) { return c.msg->is_request() ? Value::null() : Value::string(c.msg->reason()); }

constexpr string_view kKeys[] = {"duri", "dhost", "dport", "dproto", "dprotoid", "cntvia", "cntrr"};

/// From the second Via: the hop that a reply we forward goes to.
Value next(Context& c, int key) {
  if (c.msg->is_request()) return Value::null();
  if (key >= 5) {
    std::int64_t n = 0;
    if (key == 5)
      for (const auto* v = c.msg->via(); v != nullptr; v = c.msg->next_via(v)) ++n;
    else
      for (const auto* a = c.msg->record_route(); a != nullptr; a = c.msg->next_addr(a)) ++n;
    return Value::integer(n);
  }
  const auto* top = c.msg->via();
  const auto* v = top != nullptr ? c.msg->next_via(top) : nullptr;
  if (v == nullptr) return Value::null();
  auto host = v->has_received ? v->received : v->host;
  std::int64_t port = v->has_rport && !v->rport.empty() ? number_of(Value::string(v->rport)) : v->port != 0 ? v->port : 5060;
  auto proto = lower(*c.arena, v->transport);
  switch (key) {
    case 0: {
      TextBuilder out(*c.arena);
      out << "sip:" << host << ':' << port << ";transport=" << proto;
      return Value::string(out.view());
    }
    case 1: return Value::string(host);
    case 2: return Value::integer(port);
    case 3: return Value::string(proto);
    default:
      for (int p = 0; p < 6; ++p)
        if (io::to_string(static_cast<io::Protocol>(p)) == proto) return Value::integer(p + 1);
      return Value::null();
  }
}

}  // namespace

void bind_reply(Binder& b) {
  add<&status>(b, {"rs"});
  add<&status_number>(b, {"rsi"});
  add<&reason>(b, {"rr"});
  add_keyed<kKeys, std::size(kKeys), &next>(b, "rpl");
}

}  // namespace kukini::modules::pv
