// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The three rules that the grammar leaves to the parser: they report a mistake and let parsing go on.
#pragma once

#include <string_view>

#include "cfg/token.hpp"
#include "lang/syntax/parse_state.hpp"

namespace kukini::grammar::cfg {

template <typename Input>
std::uint32_t offset_of(const Input& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}

struct semicolon {
  using rule_t = semicolon;
  using subs_t = p::empty_list;

  template <p::apply_mode, p::rewind_mode, template <typename...> class, template <typename...> class, typename Input>
  static bool match(Input& in, lang::ParseState& state) {
    if (!in.empty() && in.peek_char() == ';') {
      in.bump(1);
      return true;
    }
    auto at = offset_of(in);
    auto behind = at;
    bool line_ended = in.empty() || in.peek_char() == '}';
    while (behind > 0 && (state.text()[behind - 1] == ' ' || state.text()[behind - 1] == '\t' || state.text()[behind - 1] == '\r' ||
                          state.text()[behind - 1] == '\n')) {
      --behind;
      line_ended |= state.text()[behind] == '\n';
    }
    // What follows on the same line is no new statement but a mistake within this one.
    if (!line_ended || (!in.empty() && (in.peek_char() == ')' || in.peek_char() == '{'))) return false;
    state.report_missing_semicolon(behind);
    return true;
  }
};

struct end_of_block {
  using rule_t = end_of_block;
  using subs_t = p::empty_list;

  template <p::apply_mode, p::rewind_mode, template <typename...> class, template <typename...> class, typename Input>
  static bool match(Input& in, lang::ParseState& state) {
    if (!in.empty() && in.peek_char() == '}') in.bump(1);
    else state.report_missing_brace(offset_of(in), state.blocks.empty() ? 0 : state.blocks.back());
    return true;
  }
};

template <typename Rule, typename Resume>
struct recoverable {
  using rule_t = recoverable;
  using subs_t = p::type_list<Rule, Resume>;

  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool match(Input& in, lang::ParseState& state) {
    const auto begin = in.iterator();
    const auto nodes = state.size();
    const auto blocks = state.blocks.size();
    try {
      return Control<Rule>::template match<A, M, Action, Control>(in, state);
    } catch (const lang::SyntaxFailure& failure) {
      if (failure.fatal) throw;
      state.report(failure);
      state.truncate(nodes);
      state.blocks.resize(blocks);
      in.iterator() = in.begin() + failure.at;
    }
    state.open(lang::cst::Kind::error, static_cast<std::uint32_t>(begin - in.begin()));
    const auto from = in.iterator();
    bool resumed = false;
    try {
      resumed = Control<Resume>::template match<A, p::rewind_mode::dontcare, Action, Control>(in, state);
    } catch (const lang::SyntaxFailure& failure) {
      if (failure.fatal) {
        state.unwind();
        throw;
      }
      state.report(failure);
      in.iterator() = in.begin() + failure.at;
    }
    (void)resumed;
    // Never without progress, or the loop around would not end.
    if (in.iterator() == from && from == begin && !in.empty()) in.bump(1);
    state.close(offset_of(in));
    return true;
  }
};

}  // namespace kukini::grammar::cfg
