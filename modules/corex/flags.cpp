// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Extended flags, internal flags, what kind of message it is.
#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

std::uint64_t bit(Args a) {
  auto n = number_of(a[0].value);
  return n >= 0 && n < 64 ? std::uint64_t{1} << n : 0;
}
int setxflag(void*, Context& c, Args a) {
  c.state->xflags |= bit(a);
  return bit(a) != 0 ? 1 : -1;
}
int resetxflag(void*, Context& c, Args a) {
  c.state->xflags &= ~bit(a);
  return bit(a) != 0 ? 1 : -1;
}
int isxflagset(void*, Context& c, Args a) { return (c.state->xflags & bit(a)) != 0 ? 1 : -1; }

/// Flags that other modules would look at; kept among the processing flags.
constexpr string_view kInternal[] = {"USE_UAC_FROM", "USE_UAC_TO", "UAC_AUTH"};
constexpr unsigned kFirstInternal = 24;

std::uint32_t internal(Context& c, Args a) {
  auto name = text(c, a, 0);
  for (unsigned i = 0; i < std::size(kInternal); ++i)
    if (kInternal[i] == name) return std::uint32_t{1} << (kFirstInternal + i);
  log(Level::error, "corex", "\"{}\" is no internal flag", name);
  return 0;
}
int iflag_set(void*, Context& c, Args a) {
  auto flag = internal(c, a);
  c.processing |= flag;
  return flag != 0 ? 1 : -1;
}
int iflag_reset(void*, Context& c, Args a) {
  auto flag = internal(c, a);
  c.processing &= ~flag;
  return flag != 0 ? 1 : -1;
}
int iflag_is_set(void*, Context& c, Args a) {
  auto flag = internal(c, a);
  if (flag == 0) return -1;
  return (c.processing & flag) != 0 ? 1 : -2;
}

int is_faked(void*, Context& c, Args) { return c.has(ProcessingFlag::fake_request) ? 1 : -1; }
int is_incoming(void*, Context&, Args) { return -1; }

}  // namespace

void bind_flags(Binder& b) {
  b.function("setxflag", &setxflag, nullptr);
  b.function("resetxflag", &resetxflag, nullptr);
  b.function("isxflagset", &isxflagset, nullptr);
  b.function("msg_iflag_set", &iflag_set, nullptr);
  b.function("msg_iflag_reset", &iflag_reset, nullptr);
  b.function("msg_iflag_is_set", &iflag_is_set, nullptr);
  b.function("is_faked_msg", &is_faked, nullptr);
  b.function("is_incoming", &is_incoming, nullptr);
}

}  // namespace kukini::modules::corex
