// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The one translation unit in which the grammar of the configuration language is instantiated.
#include "lang/syntax/parse_cfg.hpp"

#include <type_traits>

#include "cfg/script.hpp"
#include "lang/syntax/captures.hpp"
#include "lang/syntax/expectations.hpp"
#include "lang/syntax/recovery.hpp"

namespace kukini::lang {

template <>
inline constexpr Expectation expectation<g::semicolon> = {"syntax-missing-semicolon", "';' at the end of the statement"};

namespace {

namespace p = tao::pegtl;

template <typename Rule>
inline constexpr bool is_block = std::is_same_v<Rule, g::block> || std::is_same_v<Rule, g::route_body> || std::is_same_v<Rule, g::switch_statement>;

template <typename Rule>
inline constexpr bool looks_ahead = false;
template <typename... Rules>
inline constexpr bool looks_ahead<p::internal::at<Rules...>> = true;
template <typename... Rules>
inline constexpr bool looks_ahead<p::internal::not_at<Rules...>> = true;

// Takes back the nodes of what matched inside a rule that did not, or that only looked ahead.
template <typename Rule>
struct Base : p::normal<Rule> {
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action, template <typename...> class Ctrl, typename Input>
  static bool match(Input& in, ParseState& state) {
    if constexpr (std::is_same_v<typename Rule::subs_t, p::empty_list>) {
      return p::normal<Rule>::template match<A, M, Action, Ctrl>(in, state);
    } else {
      const auto nodes = state.size();
      const bool matched = p::normal<Rule>::template match<A, M, Action, Ctrl>(in, state);
      if (!matched || looks_ahead<typename Rule::rule_t>) state.truncate(nodes);
      return matched;
    }
  }
};

// Keeps the tree, the nesting and the list of open blocks in step with the rules that are being matched.
template <typename Rule>
struct Tracking : Base<Rule> {
  template <typename Input>
  static void start(const Input& in, ParseState& state) {
    if constexpr (nests<Rule>) state.enter(g::offset_of(in));
    if constexpr (captured<Rule>) state.open(*captured<Rule>, g::offset_of(in));
    if constexpr (is_block<Rule>) state.blocks.push_back(g::offset_of(in));
  }
  template <typename Input>
  static void success(const Input& in, ParseState& state) {
    if constexpr (is_block<Rule>) state.blocks.pop_back();
    if constexpr (std::is_same_v<Rule, g::route_body>) state.route_done(g::offset_of(in));
    if constexpr (captured<Rule>) state.close(g::offset_of(in));
    if constexpr (nests<Rule>) state.leave();
  }
  template <typename Input>
  static void failure(const Input&, ParseState& state) {
    if constexpr (is_block<Rule>) state.blocks.pop_back();
    if constexpr (captured<Rule>) state.drop();
    if constexpr (nests<Rule>) state.leave();
  }
  template <typename Input>
  static void unwind(const Input&, ParseState& state) {
    if constexpr (captured<Rule>) state.unwind();
    if constexpr (nests<Rule>) state.leave();
  }
  template <typename Input>
  [[noreturn]] static void raise(const Input& in, ParseState&) {
    static_assert(expectation<Rule>.what != nullptr, "a rule inside must<> needs a line in expectations.hpp");
    throw SyntaxFailure{g::offset_of(in), expectation<Rule>};
  }
};

// Rules that neither make a node nor count a level are matched without bookkeeping.
template <typename Rule>
struct Plain : Base<Rule> {
  static constexpr bool enable = false;
  template <typename Input>
  [[noreturn]] static void raise(const Input& in, ParseState& state) {
    Tracking<Rule>::raise(in, state);
  }
};

template <typename Rule>
struct Control : std::conditional_t<captured<Rule>.has_value() || nests<Rule> || is_block<Rule>, Tracking<Rule>, Plain<Rule>> {};

}  // namespace

cst::Tree parse_cfg(const SourceMap& source, std::uint32_t max_nesting, diag::Emitter& emitter) {
  ParseState state(source, max_nesting, emitter);
  p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*> in(source.text().data(), source.text().data() + source.text().size(), "");
  std::size_t good = 0;
  try {
    if (!p::parse<g::script, p::nothing, Control>(in, state)) throw SyntaxFailure{g::offset_of(in), expectation<g::any_item>};
    state.fold_quotes();
    return state.take();
  } catch (const SyntaxFailure& failure) {
    try {
      state.report(failure);
    } catch (const SyntaxFailure&) {
      // The limit of reports again: it is already said.
    }
  }
  state.fold_quotes();
  // Parsing stopped half way: what was complete before the item that broke it stays.
  auto tree = state.take();
  while (good < tree.size() && tree[good].next != 0 && tree[good].next <= tree.size()) good = tree[good].next;
  tree.resize(good);
  return tree;
}

}  // namespace kukini::lang
