// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Text to tokens.
#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "format/token.hpp"
#include "format/words.hpp"
#include "lang/preprocess/scan.hpp"

namespace kukini::format {
namespace {

namespace scan = lang::scan;
constexpr auto kNone = std::string_view::npos;
/// How far the end of a template mark, an index or a regex is looked for: keeps a long line of openings linear.
constexpr std::size_t kFarthest = 500;
constexpr std::size_t kMostUnclosed = 20;

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { tokens_.reserve(text.size() / 5 + 8); }

  std::vector<Token> run() {
    if (text_.starts_with("\xEF\xBB\xBF")) {
      add(Kind::byte_order, 3);
      first_ = true;
    }
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c == '\n') {
        first_ = true;
        ++at_;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
      } else {
        next(c);
      }
    }
    return std::move(tokens_);
  }

 private:
  void next(char c) {
    auto two = text_.substr(at_, 2);
    if (first_ && conflict()) return;
    if (c == '#' || two == "//") return comment_or_directive(c == '#' && two == "#!");
    if (first_ && two == "!!" && directive_class(word_at(at_ + 2)) != Directive::none) return directive();
    if (auto end = template_end()) return add(Kind::template_mark, *end);
    if (two == "/*") {
      auto end = scan::block_comment_end(text_, at_);
      return end == kNone ? rest(at_) : add(Kind::block_comment, end);
    }
    if (c == '"' || c == '\'') return string();
    if (c == '$') return add(Kind::variable, scan::pv_end(text_, at_));
    if (c == '@') return select();
    if (base::is_digit(c)) return number();
    if (scan::is_identifier(c)) return word();
    if (c == '/' && regex_expected()) {
      auto end = scan::regex_end(text_.substr(0, std::min(text_.size(), at_ + kFarthest)), at_);
      if (end != kNone) return add(Kind::string, end);
    }
    symbol(c, two);
  }

  void add(Kind kind, std::size_t end) {
    Token token;
    token.begin = static_cast<std::uint32_t>(at_);
    token.end = static_cast<std::uint32_t>(end);
    token.kind = kind;
    token.first = first_;
    tokens_.push_back(token);
    first_ = false;
    at_ = end;
  }

  void rest(std::size_t from) {
    while (!tokens_.empty() && tokens_.back().begin >= from) tokens_.pop_back();
    at_ = from;
    add(Kind::rest, text_.size());
  }

  // The end of the line without the blanks before it.
  std::size_t trimmed_line_end(std::size_t from) const {
    auto end = scan::line_end(text_, from);
    while (end > from && (text_[end - 1] == ' ' || text_[end - 1] == '\t' || text_[end - 1] == '\r')) --end;
    return end;
  }

  std::string_view word_at(std::size_t at) const { return text_.substr(at, scan::identifier_end(text_, at) - at); }

  bool conflict() {
    auto mark = text_.substr(at_, 7);
    if (mark != "<<<<<<<" && mark != "=======" && mark != ">>>>>>>") return false;
    add(Kind::conflict, trimmed_line_end(at_));
    tokens_.back().directive = mark[0] == '<' ? Directive::if_ : mark[0] == '=' ? Directive::else_ : Directive::endif;
    return true;
  }

  void comment_or_directive(bool marked) {
    if (marked && directive_class(word_at(at_ + 2)) != Directive::none) return directive();
    add(Kind::line_comment, trimmed_line_end(at_));
  }

  void directive() {
    auto name = word_at(at_ + 2);
    auto end = scan::line_end(text_, at_);
    auto continued = [&] {
      auto last = end > at_ && text_[end - 1] == '\r' ? end - 1 : end;
      return last > at_ && text_[last - 1] == '\\' && end < text_.size();
    };
    while (continued()) end = scan::line_end(text_, end + 1);
    if (end > at_ && end < text_.size() && text_[end - 1] == '\r') --end;
    auto trimmed = end;
    while (trimmed > at_ && (text_[trimmed - 1] == ' ' || text_[trimmed - 1] == '\t' || text_[trimmed - 1] == '\r')) --trimmed;
    if (!keeps_trailing_blanks(name) && text_[trimmed - 1] != '\\') end = trimmed;
    add(Kind::directive, end);
    tokens_.back().directive = directive_class(name);
  }

  std::optional<std::size_t> closed_by(std::string_view close, std::size_t from) const {
    auto line = text_.substr(from, kFarthest);
    line = line.substr(0, line.find('\n'));
    auto end = line.find(close);
    if (end == kNone) return {};
    return from + end + close.size();
  }

  std::optional<std::size_t> template_end() const {
    auto two = text_.substr(at_, 2);
    if (two == "{{") {
      auto end = closed_by("}}", at_ + 2);
      return end && text_.substr(at_, *end - at_).find(';') == kNone ? end : std::nullopt;
    }
    if (two == "{%") return closed_by("%}", at_ + 2);
    if (two == "${") return closed_by("}", at_ + 2);
    if (two == "<%") return closed_by("%>", at_ + 2);
    // A comment of Jinja, unless it may be a brace and a comment of ours.
    if (two == "{#" && first_) {
      auto end = closed_by("#}", at_ + 2);
      return end && *end == trimmed_line_end(at_) ? end : std::nullopt;
    }
    return {};
  }

  // Where #!else and the like stand within [at_, end): a quote of text that is not compiled in, as in "don't".
  bool crosses_condition(std::size_t end) const {
    auto body = text_.substr(at_, end == kNone ? kNone : end - at_);
    for (auto line = body.find('\n'); line != kNone; line = body.find('\n', line + 1)) {
      auto at = scan::blanks_end(body, line + 1);
      if (body.substr(at, 2) != "#!") continue;
      auto kind = directive_class(body.substr(at + 2, scan::identifier_end(body, at + 2) - at - 2));
      if (kind == Directive::if_ || kind == Directive::else_ || kind == Directive::endif) return true;
    }
    return false;
  }

  void string() {
    auto& suspect = text_[at_] == '"' ? suspect_double_ : suspect_single_;
    auto end = scan::string_end(text_, at_);
    bool lines = end == kNone || text_.substr(at_, end - at_).find('\n') != kNone;
    if (!lines) return add(Kind::string, end);
    if (crosses_condition(end) || (end == kNone && !suspect)) {
      if (++unclosed_ > kMostUnclosed) return rest(at_);
      return add(Kind::other, std::max(at_ + 1, trimmed_line_end(at_)));
    }
    // The quotes do not add up: one of the strings that run over lines is none, and all from there on may be inside out.
    if (end == kNone) return rest(*suspect);
    if (!suspect) suspect = at_;
    add(Kind::string, end);
  }

  void select() {
    auto end = at_ + 1;
    while (end < text_.size()) {
      if (scan::is_identifier(text_[end]) || text_[end] == '.') {
        ++end;
      } else if (text_[end] == '[') {
        auto close = closed_by("]", end);
        if (!close) break;
        end = *close;
      } else {
        break;
      }
    }
    add(Kind::select, end);
  }

  // The end of a name or number that goes on behind dots: 10.0.0.1, gw.example.com.
  std::size_t dotted_end(std::size_t end, int* dots) const {
    while (end + 1 < text_.size() && text_[end] == '.' && scan::is_identifier(text_[end + 1])) {
      end = scan::identifier_end(text_, end + 1);
      ++*dots;
    }
    return end;
  }

  void number() {
    int dots = 0;
    auto end = dotted_end(scan::identifier_end(text_, at_), &dots);
    if (dots == 3 && end + 1 < text_.size() && text_[end] == '/' && base::is_digit(text_[end + 1]))
      end = dotted_end(scan::identifier_end(text_, end + 1), &dots);
    add(Kind::number, end);
  }

  void word() {
    int dots = 0;
    auto begin = at_;
    auto end = dotted_end(scan::identifier_end(text_, at_), &dots);
    add(Kind::word, end);
    auto& token = tokens_.back();
    token.word = word_class(text_.substr(begin, end - begin));
    if (token.word != Word::route) return;
    // The name of a route is not an expression: msrp:frame-in.
    auto at = end;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    if (at >= text_.size() || text_[at] != '[') return;
    if (auto close = closed_by("]", at)) {
      at_ = at;
      add(Kind::select, *close);
    }
  }

  bool regex_expected() const {
    if (tokens_.empty()) return false;
    const auto& last = tokens_.back();
    if (last.word == Word::case_) return true;
    auto text = last.in(text_);
    return last.kind == Kind::compare && (text == "=~" || text == "!~");
  }

  void symbol(char c, std::string_view two) {
    for (auto op : {"||", "&&", "==", "=~", "!=", "!~", "<<", ">>", "<=", ">="})
      if (two == op) return add(Kind::compare, at_ + 2);
    if (two == "=>") return add(Kind::other, at_ + 2);
    if (two.size() == 2 && two[1] == '=' && std::string_view("+-*/%.|&^").find(c) != kNone) return add(Kind::assign, at_ + 2);
    switch (c) {
      case '(': return add(Kind::open_paren, at_ + 1);
      case ')': return add(Kind::close_paren, at_ + 1);
      case '[': return add(Kind::open_bracket, at_ + 1);
      case ']': return add(Kind::close_bracket, at_ + 1);
      case '{': return add(Kind::open_brace, at_ + 1);
      case '}': return add(Kind::close_brace, at_ + 1);
      case ';': return add(Kind::semicolon, at_ + 1);
      case ',': return add(Kind::comma, at_ + 1);
      case ':': return add(Kind::colon, at_ + 1);
      case '=': return add(Kind::assign, at_ + 1);
      case '!':
      case '~': return add(Kind::negation, at_ + 1);
      case '<':
      case '>': return add(Kind::compare, at_ + 1);
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
      case '.':
      case '|':
      case '&':
      case '^': return add(Kind::arithmetic, at_ + 1);
      default: break;
    }
    // A run of bytes without meaning: one token.
    auto end = at_ + 1;
    while (end < text_.size() && static_cast<unsigned char>(text_[end]) >= 0x80) ++end;
    add(Kind::other, end);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool first_ = true;
  std::vector<Token> tokens_;
  std::size_t unclosed_ = 0;
  /// Where the first string that spans lines begins, for either quote.
  std::optional<std::size_t> suspect_double_;
  std::optional<std::size_t> suspect_single_;
};

}  // namespace

std::uint32_t indented_by(std::string_view text, const Token& token) {
  constexpr std::uint32_t kMost = 200;
  std::uint32_t column = 0;
  for (auto at = token.begin; at > 0 && token.begin - at < kMost && (text[at - 1] == ' ' || text[at - 1] == '\t'); --at)
    column += text[at - 1] == '\t' ? 4 : 1;
  return column;
}

std::vector<Token> lex(std::string_view text) { return Lexer(text).run(); }

}  // namespace kukini::format
