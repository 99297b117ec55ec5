// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What our Via and that of our replies say: via_*(); flags of a Via: msg_vbflag_*().
#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

template <ProcessingFlag flag>
int turn(void*, Context& c, Args a) {
  if (number_of(a[0].value) != 0) c.set(flag);
  else c.clear(flag);
  return 1;
}

std::uint32_t& via_flags(Context& c) { return c.msg->is_reply() ? c.via_flags : c.state->via_flags; }
std::uint32_t bit(Args a) {
  auto n = number_of(a[0].value);
  return n >= 0 && n < 32 ? std::uint32_t{1} << n : 0;
}
int vbflag_set(void*, Context& c, Args a) {
  via_flags(c) |= bit(a);
  return bit(a) != 0 ? 1 : -1;
}
int vbflag_reset(void*, Context& c, Args a) {
  via_flags(c) &= ~bit(a);
  return bit(a) != 0 ? 1 : -1;
}
int vbflag_is_set(void*, Context& c, Args a) { return (via_flags(c) & bit(a)) != 0 ? 1 : -1; }

}  // namespace

void bind_via(Binder& b) {
  b.function("via_add_srvid", &turn<ProcessingFlag::via_srvid>, nullptr);
  b.function("via_add_xavp_params", &turn<ProcessingFlag::via_params>, nullptr);
  b.function("via_use_xavp_fields", &turn<ProcessingFlag::via_fields>, nullptr);
  b.function("via_reply_add_xavp_params", &turn<ProcessingFlag::via_reply_params>, nullptr);
  b.function("msg_vbflag_set", &vbflag_set, nullptr);
  b.function("msg_vbflag_reset", &vbflag_reset, nullptr);
  b.function("msg_vbflag_is_set", &vbflag_is_set, nullptr);
}

}  // namespace kukini::modules::corex
