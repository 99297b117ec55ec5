// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Flags of the message (setflag), of a branch (setbflag) and of the run (setsflag).
#include "script/functions/core_functions.hpp"

namespace kukini::script {

namespace {

using sdk::Args;
using sdk::Context;

enum class Do { set, reset, test };

template <Do D>
int apply(std::uint32_t& flags, std::int64_t flag) {
  if (flag < 0 || flag > 31) return -1;
  auto bit = std::uint32_t{1} << flag;
  if constexpr (D == Do::set) flags |= bit;
  if constexpr (D == Do::reset) flags &= ~bit;
  if constexpr (D == Do::test) return (flags & bit) != 0 ? 1 : -1;
  return 1;
}

template <Do D>
int message_flag(void*, Context& c, Args a) {
  return c.state != nullptr ? apply<D>(c.state->flags, a[0].value.i) : -1;
}
template <Do D>
int script_flag(void*, Context& c, Args a) {
  return c.state != nullptr ? apply<D>(c.state->script_flags, a[0].value.i) : -1;
}
template <Do D>
int branch_flag(void*, Context& c, Args a) {
  auto branch = a.size() > 1 ? a[1].value.i : 0;
  if (branch == 0) return apply<D>(c.target.flags, a[0].value.i);
  if (branch < 0 || static_cast<std::size_t>(branch) > c.branch_count) return -1;
  return apply<D>(c.branches[branch - 1].flags, a[0].value.i);
}

constexpr CoreFunction kFunctions[] = {
    {"setflag", message_flag<Do::set>},       {"resetflag", message_flag<Do::reset>},   {"isflagset", message_flag<Do::test>},
    {"setsflag", script_flag<Do::set>},       {"resetsflag", script_flag<Do::reset>},   {"issflagset", script_flag<Do::test>},
    {"setbflag", branch_flag<Do::set>},       {"resetbflag", branch_flag<Do::reset>},   {"isbflagset", branch_flag<Do::test>},
};

}  // namespace

std::span<const CoreFunction> flag_functions() { return kFunctions; }

}  // namespace kukini::script
