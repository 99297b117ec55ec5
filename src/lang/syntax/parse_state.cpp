// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reporting mistakes of the grammar, and building its tree.
#include "lang/syntax/parse_state.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/scan.hpp"

namespace kukini::lang {
namespace {

constexpr std::uint32_t kMostReports = 500;

/// What may be missing at the end of a line.
bool misses_an_end(std::string_view code) {
  for (std::string_view c : {"syntax-expected-paren", "syntax-expected-bracket", "syntax-expected-colon", "syntax-expected-comma", "syntax-expected-equals",
                             "syntax-expected-expression", "syntax-expected-string", "syntax-expected-address"})
    if (c == code) return true;
  return false;
}

// Hints for what people write in place of the language's own words; by the word found or the one before it, and the line so far.
std::string_view hint_for(std::string_view code, std::string_view found, std::string_view before, std::string_view line) {
  if (line.ends_with("==") && found == "=") return "to compare write '=='";
  if (line.ends_with("++") || line.ends_with("--")) return "there is no ++ and --: write $var(x) = $var(x) + 1";
  if (base::trim(line).starts_with("for ") || base::trim(line).starts_with("for(")) return "there is no 'for': write while (...) { ... }";
  if (code == "syntax-outside") return "is a '}' too many above, or a '{' missing?";
  if (code == "syntax-expected-statement" && found == ")") return "one ')' too many, or a '(' is missing before it";
  if (code == "syntax-expected-paren" && found == "{") return "a '(' before it is not closed";
  if (code == "syntax-expected-colon" && found == ";") return "write ':' in place of ';'";
  if (code == "syntax-expected-brace" && found == "(" && before.ends_with("route")) return "the name of a block stands in brackets: route[NAME] { ... }";
  if (found == "=" && code == "syntax-expected-paren") return "'=' assigns; to compare write '=='";
  if (found == "===") return "write '=='";
  if (before == "elseif" || before == "elsif" || before == "elif") return "write 'else if'";
  if (found == "then") return "there is no 'then' in this language";
  if (found == "{{" || found == "{%") return "this looks like a template that was not filled in";
  if (found == "${") return "this looks like a template that was not filled in";
  if (found.starts_with("$env(")) return "this environment variable is not set here";
  if (found.starts_with("$def")) return "no define of this name stands above the line that uses it";
  if (found == "$" || found.starts_with("$")) return "a pseudo-variable that is not closed? Count its parentheses and braces";
  if (found == "[" && code == "syntax-expected-address") return "in brackets stands an IPv6 address: udp:[2001:db8::1]:5060; or a placeholder was not filled in?";
  if (found == "%" && before == "{") return "this looks like a template that was not filled in";
  if (found == "<") return "a placeholder that was not filled in?";
  return {};
}

}  // namespace

ParseState::ParseState(const SourceMap& source, std::uint32_t max_nesting, diag::Emitter& emitter)
    : source_(source), text_(source.text()), max_nesting_(max_nesting), emitter_(emitter) {
  tree_.reserve(text_.size() / 8);
}

void ParseState::open(cst::Kind kind, std::uint32_t at) {
  open_.push_back(static_cast<std::uint32_t>(tree_.size()));
  tree_.push_back({kind, {at, at}, 0});
}

void ParseState::close(std::uint32_t at) {
  auto& node = tree_[open_.back()];
  open_.pop_back();
  node.span.end = at;
  node.next = static_cast<std::uint32_t>(tree_.size());
}

void ParseState::drop() {
  tree_.resize(open_.back());
  open_.pop_back();
}

void ParseState::enter(std::uint32_t at) {
  if (++depth_ > max_nesting_)
    throw SyntaxFailure{at, {"syntax-too-deep", "nested too deeply", "blocks, parentheses and statements within one another have a limit; what follows was not parsed", true}, true};
}

diag::Diagnostic& ParseState::add(std::string_view code, Span span, std::string message) {
  auto& d = emitter_.error(code, source_.locate(span), std::move(message));
  if (const Definition* from = source_.expanded_from(span.begin))
    d.with_note(source_.locate(*from), "in the expansion of " + from->name);
  if (++reported_ >= kMostReports)
    throw SyntaxFailure{span.begin, {"syntax-too-many", "too many mistakes; what follows was not parsed", "", true}, true};
  return d;
}

Span ParseState::token_at(std::uint32_t at) const {
  auto size = static_cast<std::uint32_t>(text_.size());
  if (at >= size) return {size, size};
  char c = text_[at];
  std::size_t end = at + 1;
  if (scan::is_identifier(c)) end = scan::identifier_end(text_, at);
  else if (c == '"' || c == '\'') end = std::min(scan::string_end(text_, at), text_.size());
  else if (c == '$' && text_.substr(at, 2) != "${") end = scan::pv_end(text_, at);
  else if (auto two = text_.substr(at, 2); two == "==" || two == "!=" || two == "=~" || two == "&&" || two == "||" || two == "{{" || two == "${" || two == "{%") end = at + 2;
  // Bytes of one UTF-8 character stay together.
  while (end < text_.size() && static_cast<unsigned char>(c) >= 0x80 && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) ++end;
  return {at, static_cast<std::uint32_t>(end)};
}

std::string ParseState::describe(std::uint32_t at) const {
  auto token = text_.substr(token_at(at).begin, token_at(at).size());
  if (token.empty()) return "the end of the file";
  constexpr std::size_t kLongest = 40;
  if (token[0] == '"' || token[0] == '\'') return "a string";
  if (auto c = static_cast<unsigned char>(token[0]); c < 0x20 || c == 0x7f) return "a control character";
  if (token.size() > kLongest) return "'" + std::string(token.substr(0, kLongest)) + "...'";
  return "'" + std::string(token) + "'";
}

// For a word at the top level that begins nothing known there.
std::string ParseState::item_hint(Span span) const {
  static const std::vector<std::string> kWords{"request_route", "route", "reply_route", "onreply_route", "failure_route", "branch_route", "onsend_route",
                                               "event_route", "loadmodule", "loadpath", "modparam", "modparamx", "listen", "alias", "flags", "cfgengine",
                                               "include_file", "import_file"};
  auto word = source_.text(span);
  auto meant = diag::did_you_mean(word, kWords);
  if (!meant.empty()) return "did you mean " + std::string(meant) + "?";
  auto next = text_.find_first_not_of(" \t\r\n", span.end);
  if ((next != std::string_view::npos && text_[next] == '(') || word == "exit" || word == "drop" || word == "return" || word == "break") return "calls and other statements belong into a route block";
  return "a parameter is written " + std::string(word) + " = value";
}

void ParseState::report(const SyntaxFailure& failure) {
  const auto& e = failure.expectation;
  if (std::string_view(e.code) == "syntax-too-many") {
    emitter_.error(e.code, source_.locate(token_at(failure.at)), e.what);
    return;
  }
  if (failure.at == last_reported_) return;
  last_reported_ = failure.at;
  if (follows(failure)) return;
  auto span = token_at(failure.at);
  auto before_end = failure.at;
  while (before_end > 0 && base::is_space(text_[before_end - 1])) --before_end;
  // What misses its end at the end of a line is shown there, not at what the next line begins with.
  bool at_line_end = !e.whole && misses_an_end(e.code) && before_end > 0 && text_.substr(before_end, failure.at - before_end).find('\n') != std::string_view::npos &&
                     source_.expanded_from(before_end - 1) == nullptr && failure.at < text_.size();
  std::string message = e.whole ? e.what : "expected " + std::string(e.what) + ", found " + (at_line_end ? "the end of the line" : describe(failure.at));
  if (failure.at >= text_.size() && span.begin > 0) span.begin = span.end = span.begin - 1;
  auto shown_at = before_end;
  constexpr std::uint32_t kLookBack = 4096;
  auto line = text_.substr(before_end - std::min(before_end, kLookBack), std::min(before_end, kLookBack));
  if (auto start = line.rfind('\n'); start != std::string_view::npos) line.remove_prefix(start + 1);
  auto before = before_end;
  if (before > 0 && text_[before - 1] == ')') {
    // The word before (…): elseif (x) {
    int depth = 0;
    while (before > 0 && before_end - before < 4096) {
      --before;
      if (text_[before] == ')') ++depth;
      if (text_[before] == '(' && --depth == 0) break;
    }
    while (before > 0 && base::is_space(text_[before - 1])) --before;
    before_end = before;
  }
  while (before > 0 && scan::is_identifier(text_[before - 1])) --before;
  auto hint = hint_for(e.code, source_.text(token_at(failure.at)), text_.substr(before, before_end - before), line);
  if (hint.starts_with("there is no 'for'")) broken_until_ = static_cast<std::uint32_t>(std::min(text_.find('\n', failure.at), text_.size()));
  auto& d = add(e.code, at_line_end ? Span{shown_at - 1, shown_at} : span, std::move(message));
  if (at_line_end) {
    ++d.primary.column;
    ++d.primary.offset;
    d.primary.length = 1;
  }
  if (shown_at == failure.at && shown_at > 0 && text_[shown_at - 1] == '"' && !std::string_view(e.code).starts_with("syntax-expected-item")) note_string_before(shown_at, d.primary);
  if (std::string_view(e.code) == "syntax-outside") {
    outside_ = true;
    if (last_route_end_ > 0) d.with_note(source_.locate(Span{last_route_end_ - 1, last_route_end_}), "the block above it ends here");
  }
  if (std::string_view(e.code) == "syntax-expected-item" && scan::is_identifier(source_.text(span)[0])) d.hint = item_hint(span);
  else if (!hint.empty()) d.hint = hint;
  else d.hint = e.hint;
}

// A mistake that another one, reported already, explains.
bool ParseState::follows(const SyntaxFailure& failure) {
  std::string_view code = failure.expectation.code;
  if (outside_ && (code == "syntax-outside" || code == "syntax-extra-brace" || code == "syntax-expected-brace" || code == "syntax-expected-item")) return true;
  return failure.at < broken_until_;
}

void ParseState::note_string_before(std::uint32_t end, const diag::Location& at) {
  constexpr std::uint32_t kLongest = 64 * 1024;
  auto open = end - 1;
  while (open > 0 && end - open < kLongest && (text_[open - 1] != '"' || (open > 1 && text_[open - 2] == '\\'))) --open;
  if (open == 0 || end - open >= kLongest) return;
  doubts_.push_back({at, source_.locate(Span{open - 1, open}), text_.substr(open, end - open).find('\n') != std::string_view::npos});
}

void ParseState::fold_quotes() {
  const diag::Diagnostic* unclosed = nullptr;
  for (const auto& d : emitter_.all())
    if (unclosed == nullptr && d.code == "syntax-unclosed-string") unclosed = &d;
  const Doubt* doubt = doubts_.empty() ? nullptr : &doubts_.front();
  auto before = [](const diag::Location& a, const diag::Location& b) { return a.file == b.file && (a.line < b.line || (a.line == b.line && a.column <= b.column)); };
  diag::Location culprit;
  bool at_string = false;
  if (unclosed != nullptr && !unclosed->notes.empty() && (doubt == nullptr || before(unclosed->notes.front().location, doubt->at))) {
    culprit = unclosed->notes.front().location;
    at_string = true;
  } else if (doubt != nullptr && doubt->several_lines) {
    culprit = doubt->string;
    at_string = true;
  } else if (doubt != nullptr && unclosed != nullptr && before(doubt->at, unclosed->primary)) {
    culprit = doubt->at;
  } else {
    return;
  }
  auto quote_of = [](const diag::Diagnostic& d) { return d.code == "syntax-unclosed-string" && d.notes.empty(); };
  bool kept_one = false;
  emitter_.remove_if([&](const diag::Diagnostic& d) {
    if (d.severity != diag::Severity::error || !d.code.starts_with("syntax-") || !before(culprit, d.primary)) return false;
    if (!at_string && !kept_one && d.primary.line == culprit.line && d.primary.column == culprit.column) {
      kept_one = true;
      return false;
    }
    // One that is not closed on its own line, with the other kind of quote, is another mistake.
    return !(at_string && quote_of(d) && &d != unclosed);
  });
  if (at_string) {
    emitter_.error("syntax-unclosed-string", culprit, "this string is not closed").with_hint("its closing quote is missing on this line");
    return;
  }
  for (const auto& d : emitter_.all())
    if (d.primary.file == culprit.file && d.primary.line == culprit.line && d.primary.column == culprit.column && d.hint.empty())
      const_cast<diag::Diagnostic&>(d).hint = "a quote is missing on this line";
}

void ParseState::report_missing_semicolon(std::uint32_t at) {
  if (at == last_reported_) return;
  last_reported_ = at;
  auto span = at > 0 ? Span{at - 1, at} : Span{0, 0};
  auto& d = add("syntax-missing-semicolon", span, "expected ';' at the end of the statement");
  d.hint = "add ';' here";
  // The caret goes behind the last byte of the statement.
  if (source_.expanded_from(span.begin) == nullptr) {
    ++d.primary.column;
    ++d.primary.offset;
    d.primary.length = 1;
  }
}

void ParseState::report_missing_brace(std::uint32_t at, std::uint32_t open_at) {
  if (at == last_reported_) return;
  last_reported_ = at;
  bool end = at >= text_.size();
  // The comment that is not closed holds the brace.
  if (end && std::any_of(emitter_.all().begin(), emitter_.all().end(), [](const auto& d) { return d.code == "syntax-unclosed-comment"; })) return;
  auto span = token_at(at);
  if (end && span.begin > 0) span.begin = span.end = span.begin - 1;
  add("syntax-missing-brace", span,
      end ? "the file ends, but a '{' is still open" : "a new route block begins, but a '{' is still open")
      .with_hint("a '}' is missing; the block that is not closed may also be a later one than the one shown")
      .with_note(source_.locate(Span{open_at, open_at + 1}), "this '{' has no '}'");
}

}  // namespace kukini::lang
