// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $via0(key) $via1(key) $viaZ(key): parts of the first, second and last Via value.
#include "pv.hpp"
#include "sip/params.hpp"

namespace kukini::modules::pv {

namespace {

constexpr string_view kKeys[] = {"host", "port", "proto", "protoid", "branch", "rport", "received", "params",
                                 "oc",   "ocval", "oc-val", "ocalgo", "oc-algo", "ocvalidity", "oc-validity", "ocseq", "oc-seq"};
constexpr string_view kOverload[] = {"oc", "oc", "oc", "oc-algo", "oc-algo", "oc-validity", "oc-validity", "oc-seq", "oc-seq"};

Value part(Context& c, const sip::Via* v, int key) {
  if (v == nullptr) return Value::null();
  switch (key) {
    case 0: return nonempty_or_null(v->host);
    case 1: return Value::integer(v->port != 0 ? v->port : 5060);
    case 2: return nonempty_or_null(v->transport);
    case 3: {
      auto name = lower(*c.arena, v->transport);
      for (int p = 0; p < 6; ++p)
        if (io::to_string(static_cast<io::Protocol>(p)) == name) return Value::integer(p + 1);
      return Value::integer(0);
    }
    case 4: return nonempty_or_null(v->branch);
    case 5: return nonempty_or_null(v->rport);
    case 6: return nonempty_or_null(v->received);
    case 7: return nonempty_or_null(v->params);
    default: {
      auto value = sip::find_param(v->params, kOverload[key - 8]);
      return value ? nonempty_or_null(sip::strip_quotes(*value)) : Value::null();
    }
  }
}

Value first(Context& c, int key) { return part(c, c.msg->via(), key); }
Value second(Context& c, int key) {
  const auto* v = c.msg->via();
  return part(c, v != nullptr ? c.msg->next_via(v) : nullptr, key);
}
Value last(Context& c, int key) {
  const auto* v = c.msg->via();
  for (const auto* next = v; next != nullptr; next = c.msg->next_via(next)) v = next;
  return part(c, v, key);
}

}  // namespace

void bind_via(Binder& b) {
  add_keyed<kKeys, std::size(kKeys), &first>(b, "via0");
  add_keyed<kKeys, std::size(kKeys), &second>(b, "via1");
  add_keyed<kKeys, std::size(kKeys), &last>(b, "viaZ");
}

}  // namespace kukini::modules::pv
