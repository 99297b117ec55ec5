// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Flags as numbers: $mf $mF (message), $sf $sF (script), $bf $bF (branch), and single ones: $Mf(n) $Sf(n) $Bf(n).
#include "base/text.hpp"
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

using Flags = std::uint32_t& (*)(Context&);
std::uint32_t& of_message(Context& c) { return c.state->flags; }
std::uint32_t& of_script(Context& c) { return c.state->script_flags; }
std::uint32_t& of_branch(Context& c) { return c.target.flags; }

template <Flags F>
Value number(Context& c) {
  return Value::integer(F(c));
}
template <Flags F>
Value hexadecimal(Context& c) {
  auto out = c.arena->make_array<char>(8);
  for (int i = 0; i < 8; ++i) out[static_cast<std::size_t>(i)] = "0123456789abcdef"[F(c) >> (28 - 4 * i) & 15];
  return Value::string({out.data(), out.size()});
}
template <Flags F>
bool set_number(void*, Context& c, const PvName&, const Value& v) {
  if (v.is_string()) return false;
  F(c) = static_cast<std::uint32_t>(v.i);
  return true;
}

/// The bit of a flag number in the inner name; 0 where it is none.
std::uint32_t bit(const PvName& n) {
  if (n.prepared != nullptr) return *static_cast<const std::uint32_t*>(n.prepared);
  auto i = base::to_number<unsigned>(n.inner);
  return i && *i < 32 ? 1u << *i : 0;
}
Result<const void*> prepare_flag(void*, string_view inner) {
  static constexpr auto kBits = [] {
    std::array<std::uint32_t, 32> bits{};
    for (unsigned i = 0; i < 32; ++i) bits[i] = 1u << i;
    return bits;
  }();
  auto i = base::to_number<unsigned>(base::trim(inner));
  if (!i || *i > 31) return Error{"expected a flag number from 0 to 31, not \"" + std::string(inner) + "\""};
  return static_cast<const void*>(&kBits[*i]);
}
template <Flags F>
Value single(void*, Context& c, const PvName& n) {
  return Value::integer((F(c) & bit(n)) != 0);
}
template <Flags F>
bool set_single(void*, Context& c, const PvName& n, const Value& v) {
  auto mask = bit(n);
  if (mask == 0) return false;
  if (number_of(v) != 0) F(c) |= mask;
  else F(c) &= ~mask;
  return true;
}

Value null(Context&) { return Value::null(); }

}  // namespace

void bind_flags(Binder& b) {
  add<&number<of_message>>(b, {"mf"}, &set_number<of_message>);
  add<&hexadecimal<of_message>>(b, {"mF"}, &set_number<of_message>);
  add<&number<of_script>>(b, {"sf"}, &set_number<of_script>);
  add<&hexadecimal<of_script>>(b, {"sF"}, &set_number<of_script>);
  add<&number<of_branch>>(b, {"bf"}, &set_number<of_branch>);
  add<&hexadecimal<of_branch>>(b, {"bF"}, &set_number<of_branch>);
  add<&null>(b, {"bR"});
  b.variable("Mf", &single<of_message>, &set_single<of_message>, nullptr, &prepare_flag);
  b.variable("Sf", &single<of_script>, &set_single<of_script>, nullptr, &prepare_flag);
  b.variable("Bf", &single<of_branch>, &set_single<of_branch>, nullptr, &prepare_flag);
}

}  // namespace kukini::modules::pv
