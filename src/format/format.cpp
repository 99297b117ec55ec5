// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From tokens, places and rules to edits: one pass over the gaps between the tokens.
#include "format/format.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "format/indent.hpp"
#include "format/spacing.hpp"
#include "format/structure.hpp"
#include "format/token.hpp"

namespace kukini::format {
namespace {

constexpr auto kNone = std::string_view::npos;

class Writer {
 public:
  Writer(std::string_view text, const Options& options)
      : text_(text),
        options_(options),
        tokens_(lex(text)),
        structure_(structure(text, tokens_)),
        style_(detect(text, tokens_, structure_, options)) {}

  std::vector<Edit> run() {
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
      bool on_again = off_ && switches(i, "on");
      if (on_again) off_ = false;
      gap(i, on_again);
      token(i);
      if (!off_ && switches(i, "off")) off_ = true;
    }
    end_of_file();
    return std::move(edits_);
  }

 private:
  /// The line whose place lines that carry it on keep to.
  struct Line {
    std::string_view old_blanks;
    std::string new_blanks;
  };

  struct Paren {
    std::uint32_t old_column;
    std::uint32_t new_column;
  };

  const Place& place(std::uint32_t i) const { return structure_.places[i]; }

  // # kukini-fmt: off
  bool switches(std::uint32_t i, std::string_view word) const {
    const Token& t = tokens_[i];
    if (t.kind != Kind::line_comment || !t.first) return false;
    auto comment = t.in(text_);
    comment.remove_prefix(comment[0] == '#' ? 1 : 2);
    comment = base::trim(comment);
    if (!comment.starts_with("kukini-fmt:")) return false;
    return base::trim(comment.substr(11)) == word;
  }

  void change(std::size_t offset, std::string_view before, std::string_view after) {
    if (before == after) return;
    std::size_t same = 0;
    auto most = std::min(before.size(), after.size());
    while (same < most && before[same] == after[same]) ++same;
    before.remove_prefix(same);
    after.remove_prefix(same);
    offset += same;
    while (!before.empty() && !after.empty() && before.back() == after.back()) {
      before.remove_suffix(1);
      after.remove_suffix(1);
    }
    edits_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(before.size()), std::string(after)});
  }

  // What is before token i, and where that leads.
  void gap(std::uint32_t i, bool on_again) {
    const Token& t = tokens_[i];
    auto from = i == 0 ? 0u : tokens_[i - 1].end;
    auto before = text_.substr(from, t.begin - from);
    std::string after(before);
    if (t.first) {
      auto old_blanks = blanks_before(text_, t);
      old_column_ = column_after(old_blanks);
      std::string blanks(old_blanks);
      if (!off_ && t.kind != Kind::rest) {
        blanks = indentation(i, old_blanks);
        after = on_again ? std::string(before.substr(0, before.size() - old_blanks.size()))
                         : lines(before, i == 0 || tokens_[i - 1].kind == Kind::byte_order);
        after += blanks;
      }
      new_column_ = column_after(blanks);
      if (place(i).role != Role::continuation && !t.comment() && t.kind != Kind::directive) line_ = {old_blanks, blanks};
      new_blanks_ = std::move(blanks);
    } else if (i > 0) {
      if (!off_) {
        switch (gap_after(text_, tokens_, structure_.places, i - 1)) {
          case Gap::none: after.clear(); break;
          case Gap::one: after = " "; break;
          case Gap::some:
            if (after.empty()) after = " ";
            break;
          case Gap::keep: break;
        }
      }
      old_column_ = column_after(before, old_column_);
      new_column_ = column_after(after, new_column_);
    }
    change(from, before, after);
  }

  // The line ends of a gap that begins a new line, those beyond the allowed ones left out.
  std::string lines(std::string_view gap, bool on_top) const {
    std::string out;
    std::size_t most = on_top ? 0 : std::size_t{options_.max_blank_lines} + 1;
    for (std::size_t at = 0, n = 0; n < most; ++n) {
      auto end = gap.find('\n', at);
      if (end == kNone) break;
      if (end > at && gap[end - 1] == '\r') out += '\r';
      out += '\n';
      at = end + 1;
    }
    return out;
  }

  std::string indentation(std::uint32_t i, std::string_view old_blanks) {
    const Token& t = tokens_[i];
    const Place& p = place(i);
    if (p.role == Role::keep || t.kind == Kind::conflict || t.kind == Kind::template_mark || t.kind == Kind::other)
      return std::string(old_blanks);
    if (t.kind == Kind::directive) {
      bool moves = p.role == Role::level && !p.outside && old_column_ > 0;
      return moves ? style_.of(p) : std::string(old_blanks);
    }
    if (t.comment()) {
      if (beside_ && lines_between(i) == 1 && old_column_ == beside_->old_column && old_column_ > 0)
        return at_column(beside_->new_column, old_blanks, style_.of(p));
      if (old_column_ == 0 && !follows_flat_code(i)) return {};
    }
    return p.role == Role::continuation ? continued(old_blanks) : style_.of(p);
  }

  std::size_t lines_between(std::uint32_t i) const {
    auto gap = text_.substr(tokens_[i - 1].end, tokens_[i].begin - tokens_[i - 1].end);
    return static_cast<std::size_t>(std::count(gap.begin(), gap.end(), '\n'));
  }

  // A comment in the first column stays there (it may be code that was switched off), unless the code about it stands there
  // too though it should not.
  bool follows_flat_code(std::uint32_t i) {
    if (place(i).role != Role::level) return false;
    if (flat_before_) return true;
    if (next_line_ <= i) {
      next_line_ = i + 1;
      while (next_line_ < tokens_.size() && !(tokens_[next_line_].first && tokens_[next_line_].code())) ++next_line_;
      next_flat_ = next_line_ < tokens_.size() && flat(next_line_);
    }
    return next_flat_;
  }

  bool flat(std::uint32_t i) const {
    return place(i).role == Role::level && style_.level(place(i)) > 0 && indented_by(text_, tokens_[i]) == 0;
  }

  std::string continued(std::string_view old_blanks) const {
    if (!parens_.empty() && parens_.back().old_column == old_column_)
      return at_column(parens_.back().new_column, old_blanks, line_.new_blanks);
    if (line_.old_blanks == line_.new_blanks) return std::string(old_blanks);
    if (old_blanks.starts_with(line_.old_blanks)) return line_.new_blanks + std::string(old_blanks.substr(line_.old_blanks.size()));
    auto was = static_cast<std::int64_t>(column_after(line_.old_blanks));
    auto is = static_cast<std::int64_t>(column_after(line_.new_blanks));
    return at_column(static_cast<std::uint32_t>(std::max<std::int64_t>(0, old_column_ - was + is)), old_blanks, line_.new_blanks);
  }

  // Blanks that lead to the column: those there are where they do, else `lead` and blanks.
  static std::string at_column(std::uint32_t column, std::string_view old_blanks, const std::string& lead) {
    if (column_after(old_blanks) == column) return std::string(old_blanks);
    auto width = column_after(lead);
    if (width > column) return std::string(column, ' ');
    return lead + std::string(column - width, ' ');
  }

  void token(std::uint32_t i) {
    const Token& t = tokens_[i];
    auto bytes = t.in(text_);
    if (t.comment()) {
      if (!t.first) beside_ = Paren{old_column_, new_column_};
      else if (beside_ && (lines_between(i) != 1 || beside_->old_column != old_column_)) beside_.reset();
    } else if (t.first) {
      beside_.reset();
    }
    if (t.first && t.code()) flat_before_ = flat(i);
    if (t.kind == Kind::block_comment && !off_ && bytes.find('\n') != kNone) shift_comment(t, bytes);
    old_column_ = column_after(bytes, old_column_);
    new_column_ = column_after(bytes, new_column_);
    switch (t.kind) {
      case Kind::open_paren: open(i); break;
      case Kind::close_paren:
        if (!parens_.empty()) parens_.pop_back();
        break;
      case Kind::semicolon:
      case Kind::open_brace:
      case Kind::close_brace: parens_.clear(); break;
      default:
        if (place(i).statement_start) parens_.clear();
        break;
    }
  }

  // Lines within parentheses may stand below the first thing in them.
  void open(std::uint32_t i) {
    auto blanks = std::uint32_t{0};
    if (i + 1 < tokens_.size() && !tokens_[i + 1].first) blanks = tokens_[i + 1].begin - tokens_[i].end;
    parens_.push_back({old_column_ + blanks, new_column_ + blanks});
  }

  // The further lines of a comment go where its first one goes.
  void shift_comment(const Token& t, std::string_view bytes) {
    auto old_blanks = blanks_before(text_, t);
    bool moves = t.first && old_blanks != new_blanks_;
    std::size_t at = 0;
    for (;;) {
      auto end = bytes.find('\n', at);
      auto stop = end == kNone ? bytes.size() : end - (end > at && bytes[end - 1] == '\r' ? 1 : 0);
      auto line = bytes.substr(at, stop - at);
      auto trimmed = line;
      if (end != kNone)
        while (!trimmed.empty() && (trimmed.back() == ' ' || trimmed.back() == '\t')) trimmed.remove_suffix(1);
      if (at > 0 && moves && !trimmed.empty()) {
        auto text_at = std::min(trimmed.find_first_not_of(" \t"), trimmed.size());
        auto blanks = trimmed.substr(0, text_at);
        std::string shifted;
        if (blanks.empty() && !old_blanks.empty()) {
          // In the first column on purpose.
        } else if (blanks.starts_with(old_blanks)) {
          shifted = new_blanks_ + std::string(blanks.substr(old_blanks.size()));
        } else {
          std::int64_t by = std::int64_t{column_after(new_blanks_)} - column_after(old_blanks);
          shifted =
              at_column(static_cast<std::uint32_t>(std::max<std::int64_t>(0, column_after(blanks) + by)), blanks, new_blanks_);
        }
        change(t.begin + at, blanks, shifted);
      }
      change(t.begin + at + trimmed.size(), line.substr(trimmed.size()), {});
      if (end == kNone) return;
      at = end + 1;
    }
  }

  void end_of_file() {
    auto from = tokens_.empty() ? 0u : tokens_.back().end;
    auto before = text_.substr(from);
    if (tokens_.empty() || tokens_.back().kind == Kind::byte_order) return change(from, before, {});
    const auto& last = tokens_.back();
    if (off_ || last.kind == Kind::rest || (last.kind == Kind::directive && last.in(text_).ends_with('\\'))) return;
    auto line = text_.find('\n');
    bool carriage = line != kNone && line > 0 && text_[line - 1] == '\r';
    auto first = lines(before, false);
    auto end = first.find('\n');
    change(from, before, end != kNone ? first.substr(0, end + 1) : carriage ? "\r\n" : "\n");
  }

  std::string_view text_;
  const Options& options_;
  std::vector<Token> tokens_;
  Structure structure_;
  Style style_;
  std::vector<Edit> edits_;

  bool off_ = false;
  std::uint32_t old_column_ = 0;
  std::uint32_t new_column_ = 0;
  std::string new_blanks_;
  Line line_;
  std::vector<Paren> parens_;
  /// The comment behind code on the line above, or one in line with it.
  std::optional<Paren> beside_;
  bool flat_before_ = false;
  std::uint32_t next_line_ = 0;
  bool next_flat_ = false;
};

}  // namespace

std::vector<Edit> format_edits(std::string_view text, const Options& options) { return Writer(text, options).run(); }

std::string apply_edits(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  out.reserve(text.size() + edits.size() * 4);
  std::size_t at = 0;
  for (const auto& edit : edits) {
    out += text.substr(at, edit.offset - at);
    out += edit.replacement;
    at = edit.offset + edit.length;
  }
  out += text.substr(at);
  return out;
}

std::string format(std::string_view text, const Options& options) { return apply_edits(text, format_edits(text, options)); }

}  // namespace kukini::format
