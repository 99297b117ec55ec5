// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a run of the grammar carries along: the tree being built, the nesting, the mistakes found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "lang/syntax/cst.hpp"

namespace kukini::lang {

/// What a rule says when it had to match and did not. Constant texts.
struct Expectation {
  const char* code = nullptr;
  /// Completes "expected …".
  const char* what = nullptr;
  const char* hint = "";
  /// The message itself in place of "expected …, found …".
  bool whole = false;
};

/// Thrown by a rule that had to match, caught where parsing can go on.
struct SyntaxFailure {
  std::uint32_t at;
  Expectation expectation;
  /// Nothing more can be parsed.
  bool fatal = false;
};

class ParseState {
 public:
  ParseState(const SourceMap& source, std::uint32_t max_nesting, diag::Emitter& emitter);

  void open(cst::Kind kind, std::uint32_t at);
  void close(std::uint32_t at);
  void drop();
  /// Called when a rule is left by a failure: only forgets that it was open.
  void unwind() { open_.pop_back(); }
  std::size_t size() const { return tree_.size(); }
  void truncate(std::size_t size) {
    if (size < tree_.size()) tree_.resize(size);
  }

  void enter(std::uint32_t at);
  void leave() { --depth_; }

  /// Reports a failure. Several at one place are one mistake.
  void report(const SyntaxFailure& failure);
  /// A missing ';' behind what ends at `at`, or a missing '}' at `at`.
  void report_missing_semicolon(std::uint32_t at);
  void report_missing_brace(std::uint32_t at, std::uint32_t open_at);

  /// A route block was closed at `end`: what follows at the top level may be statements again only by another mistake.
  void route_done(std::uint32_t end) {
    last_route_end_ = end;
    outside_ = false;
  }
  /// Once, at the end: of mistakes that follow from a quote that is missing, only the first is kept.
  void fold_quotes();

  /// Places of the blocks that are open, for the report of one that is not closed.
  std::vector<std::uint32_t> blocks;

  cst::Tree take() { return std::move(tree_); }
  std::string_view text() const { return text_; }

 private:
  diag::Diagnostic& add(std::string_view code, Span span, std::string message);
  Span token_at(std::uint32_t at) const;
  std::string item_hint(Span span) const;
  bool follows(const SyntaxFailure& failure);
  void note_string_before(std::uint32_t end, const diag::Location& at);
  std::string describe(std::uint32_t at) const;

  const SourceMap& source_;
  std::string_view text_;
  std::uint32_t max_nesting_;
  diag::Emitter& emitter_;
  cst::Tree tree_;
  std::vector<std::uint32_t> open_;
  std::uint32_t depth_ = 0;
  /// A mistake right behind a string: one of its quotes may be in the wrong place.
  struct Doubt {
    diag::Location at, string;
    bool several_lines;
  };
  std::vector<Doubt> doubts_;
  std::uint32_t last_route_end_ = 0;
  bool outside_ = false;  ///< a statement outside of all blocks was reported: what follows up to the next block is the same mistake
  std::uint32_t broken_until_ = 0;  ///< end of a line with a mistake that others on it follow from
  std::uint32_t last_reported_ = 0xffffffff;
  std::uint32_t reported_ = 0;
};

}  // namespace kukini::lang
