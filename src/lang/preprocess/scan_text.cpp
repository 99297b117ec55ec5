// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The preprocessor's walk over a text: copies what it does not care for, hands on what it does.
#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/preprocessor.hpp"
#include "lang/preprocess/scan.hpp"
#include "lang/source/escapes.hpp"

namespace kukini::lang {
namespace {

constexpr std::size_t kMostUnclosed = 20;
constexpr std::size_t kMostForeign = 20;
constexpr std::size_t kDeepestExpansion = 64;
constexpr std::size_t kMostExpanded = 32u << 20;

}  // namespace

// Passes [frame.at, end) on to the expanded text.
void Preprocessor::copy(Frame& frame, std::size_t end) {
  auto bytes = frame.text.substr(frame.at, end - frame.at);
  if (map_.size() + bytes.size() > options_.max_text_bytes) {
    if (!stopped_)
      error("pp-too-large", place(frame, frame.at, 1), "the script with all it includes and defines grows beyond " +
                                                           std::to_string(options_.max_text_bytes >> 20) + " MiB");
    stopped_ = too_large_ = true;
    return;
  }
  if (frame.expansion) map_.append_expansion(bytes, frame.inclusion, frame.use_offset, frame.use_length, frame.definition);
  else map_.append(bytes, frame.inclusion, static_cast<std::uint32_t>(frame.at));
  frame.at = end;
}

void Preprocessor::scan(Frame& frame) {
  while (frame.at < frame.text.size() && !stopped_) {
    if (!active()) {
      skip_inactive(frame);
      continue;
    }
    std::size_t i = frame.at;
    char c = frame.text[i];
    if (c == '\n') {
      copy(frame, i + 1);
      frame.line_start = true;
    } else if (base::is_space(c)) {
      copy(frame, scan::blanks_end(frame.text, i));
    } else if (frame.line_start && conflict_marker(frame)) {
      continue;
    } else {
      bool first = frame.line_start;
      frame.line_start = false;
      if (c == '#') scan_hash(frame);
      else if (c == '!' && first && frame.text.substr(i, 2) == "!!" && directive(frame, i + 2, true)) continue;
      else if (c == '!' && first && frame.text.substr(i, 9) == "!KAMAILIO" && !frame.expansion) {
        emitter_.warning("pp-broken-header", place(frame, i, 9), "the first line lacks its '#'").with_hint("write #!KAMAILIO");
        script_.dialect_ = "KAMAILIO";
        frame.at = scan::line_end(frame.text, i);
      } else if (c == '"' || c == '\'') scan_string(frame);
      else if (c == '$') copy(frame, scan::pv_end(frame.text, i));
      else if (c == '/') scan_slash(frame);
      else if (scan::is_identifier(c)) scan_word(frame);
      else if (static_cast<unsigned char>(c) >= 0x80) scan_foreign(frame);
      else if (c == '@') {
        while (++i < frame.text.size() && (scan::is_identifier(frame.text[i]) || frame.text[i] == '.')) {}
        copy(frame, i);
      } else {
        // Everything up to the next byte that may mean something.
        while (++i < frame.text.size() && !scan::is_identifier(frame.text[i]) &&
               static_cast<unsigned char>(frame.text[i]) < 0x80 &&
               std::string_view("\n \t\r#!\"'$/@").find(frame.text[i]) == std::string_view::npos) {}
        copy(frame, i);
      }
    }
  }
}

// A string between quotes that a word processor has made: one mistake, read as the string it is meant to be.
bool Preprocessor::scan_typographic_quote(Frame& frame) {
  auto is_quote = [&](std::size_t at) {
    auto c = frame.text.substr(at, 3);
    return c == "\u201c" || c == "\u201d" || c == "\u201e";
  };
  if (!is_quote(frame.at) || frame.expansion) return false;
  auto end = scan::line_end(frame.text, frame.at);
  auto close = frame.at + 3;
  while (close < end && !is_quote(close) && frame.text[close] != '"') ++close;
  if (close >= end) return false;
  error("pp-foreign-character", place(frame, frame.at, 3), "this is a typographic quote").with_hint("strings stand between straight quotes: \"text\"");
  auto quote = [&] { map_.append_expansion("\"", frame.inclusion, static_cast<std::uint32_t>(frame.at), 3, Inclusion::kNone); };
  quote();
  frame.at += 3;
  copy(frame, close);
  quote();
  frame.at = close + (frame.text[close] == '"' ? 1 : 3);
  return true;
}

// Bytes of no ASCII character outside of strings and comments (a no-break space, a direction mark): without meaning, passed over.
void Preprocessor::scan_foreign(Frame& frame) {
  auto end = frame.at;
  while (end < frame.text.size() && static_cast<unsigned char>(frame.text[end]) >= 0x80) ++end;
  if (scan_typographic_quote(frame)) return;
  if (++foreign_ <= kMostForeign)
    emitter_.warning("pp-foreign-character", place(frame, frame.at, end - frame.at), "a character that has no meaning here was passed over")
        .with_hint("it may be invisible (a no-break space or a direction mark from a web page): delete it");
  auto use = frame.expansion ? frame.use_offset : static_cast<std::uint32_t>(frame.at);
  map_.append_expansion(" ", frame.inclusion, use, 1, Inclusion::kNone);
  frame.at = end;
}

void Preprocessor::scan_hash(Frame& frame) {
  if (frame.text.substr(frame.at, 2) == "#!" && directive(frame, frame.at + 2, false)) return;
  frame.at = scan::line_end(frame.text, frame.at);
}

void Preprocessor::scan_slash(Frame& frame) {
  auto two = frame.text.substr(frame.at, 2);
  if (two == "//") {
    frame.at = scan::line_end(frame.text, frame.at);
  } else if (two == "/*") {
    auto end = scan::block_comment_end(frame.text, frame.at);
    if (end == std::string_view::npos) {
      error("syntax-unclosed-comment", place(frame, frame.at, 2), "this comment is not closed")
          .with_hint("it needs a */; all that follows in the file was passed over");
      frame.at = frame.text.size();
      return;
    }
    map_.append_expansion(" ", frame.inclusion, frame.expansion ? frame.use_offset : static_cast<std::uint32_t>(frame.at), 1,
                          Inclusion::kNone);
    frame.at = end;
  } else {
    copy(frame, frame.at + 1);
  }
}

void Preprocessor::scan_string(Frame& frame) {
  auto end = scan::string_end(frame.text, frame.at);
  auto use = frame.expansion ? frame.use_offset : static_cast<std::uint32_t>(frame.at);
  char quote = frame.text[frame.at];
  if (end == std::string_view::npos) {
    auto& d = error("syntax-unclosed-string", place(frame, frame.at, 1), "this string is not closed");
    d.with_hint(std::string("the next ") + quote + " never comes: it may be missing here or in a string further up");
    if (suspect_quote_ == quote && suspect_inclusion_ == frame.inclusion && !frame.expansion)
      d.with_note(map_.locate_in(frame.inclusion, suspect_offset_, 1), "this string runs over several lines: is its closing quote missing?");
    if (++unclosed_ > kMostUnclosed) {
      stopped_ = true;
      return;
    }
    // Goes on as if the string ended with its line.
    end = scan::line_end(frame.text, frame.at);
    while (end > frame.at + 1 && (frame.text[end - 1] == '\\' || frame.text[end - 1] == '\r')) --end;
    copy(frame, end);
    map_.append_expansion(std::string_view(&quote, 1), frame.inclusion, use, 1, Inclusion::kNone);
    frame.at = scan::line_end(frame.text, frame.at);
    return;
  }
  if (!frame.expansion && (suspect_quote_ == 0 || suspect_inclusion_ != frame.inclusion)) {
    // A statement's end within a string: the first place to look when the quotes do not add up.
    auto body = frame.text.substr(frame.at, end - frame.at);
    auto line = body.find('\n');
    if (line != std::string_view::npos && body.substr(0, line).find(';') != std::string_view::npos) {
      suspect_quote_ = quote;
      suspect_inclusion_ = frame.inclusion;
      suspect_offset_ = use;
    }
  }
  if (substitutions_.empty()) return copy(frame, end);
  // Substitutions see the string's text, not its spelling; what they make of it is text as well.
  auto spelling = frame.text.substr(frame.at + 1, end - frame.at - 2);
  std::string value;
  if (quote == '\'') value = spelling;
  else unescape(spelling, value);
  if (!substitutions_.apply(value)) return copy(frame, end);
  auto text = double_quoted(value);
  map_.append_expansion(text, frame.inclusion, use,
                        frame.expansion ? frame.use_length : static_cast<std::uint32_t>(end - frame.at), Inclusion::kNone);
  frame.at = end;
}

void Preprocessor::scan_word(Frame& frame) {
  auto end = scan::identifier_end(frame.text, frame.at);
  auto word = frame.text.substr(frame.at, end - frame.at);
  if (!scan::is_identifier_start(word[0])) return copy(frame, end);
  if (auto definition = defines_.index_of(word); definition != Inclusion::kNone) return expand(frame, end, definition);
  if ((word == "include_file" || word == "import_file") && include(frame, word, end, false)) return;
  if (word == "loadmodule" || word == "loadmodulex") note_module(frame, end);
  if (word == "case") {
    auto at = scan::blanks_end(frame.text, end);
    if (at < frame.text.size() && frame.text[at] == '/') {
      if (auto regex = scan::regex_end(frame.text, at); regex != std::string_view::npos) end = regex;
    }
  } else if (word == "event_route") {
    // The name of an event is no identifier: nothing in it is expanded.
    auto at = scan::blanks_end(frame.text, end);
    if (at < frame.text.size() && frame.text[at] == '[') {
      auto close = frame.text.find_first_of("]\n", at);
      if (close != std::string_view::npos) end = close;
    }
  }
  copy(frame, end);
}

// loadmodule "tm.so" defines MOD_tm.
void Preprocessor::note_module(const Frame& frame, std::size_t at) {
  while (at < frame.text.size() && (base::is_space(frame.text[at]) || frame.text[at] == '(')) ++at;
  if (at >= frame.text.size() || (frame.text[at] != '"' && frame.text[at] != '\'')) return;
  auto end = scan::string_end(frame.text, at);
  if (end == std::string_view::npos) return;
  auto name = frame.text.substr(at + 1, end - at - 2);
  if (auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  if (name.ends_with(".so")) name.remove_suffix(3);
  if (name.empty() || name.find('\n') != std::string_view::npos) return;
  std::string symbol = "MOD_" + std::string(name);
  if (!defines_.contains(symbol)) defines_.set({symbol, {}, Inclusion::kNone, 0});
}

void Preprocessor::expand(Frame& frame, std::size_t end, std::uint32_t index) {
  const Definition& definition = map_.definition(index);
  auto length = end - frame.at;
  bool itself = std::find(expanding_.begin(), expanding_.end(), index) != expanding_.end();
  if (itself || expanding_.size() >= kDeepestExpansion) {
    // The name stays as it is, as in C.
    if (definition.value != definition.name && loops_.insert(index).second)
      emitter_.warning("pp-define-loop", place(frame, frame.at, length), "define " + definition.name + " contains itself and is expanded only once")
          .with_note(map_.locate(definition), "defined here");
    return copy(frame, end);
  }
  expanded_bytes_ += definition.value.size() + 16;
  if (expanded_bytes_ > kMostExpanded) {
    error("pp-too-large", place(frame, frame.at, length), "defines within defines grow without bound here")
        .with_note(map_.locate(definition), "the last one that was expanded");
    stopped_ = true;
    return;
  }
  Frame inner;
  inner.text = definition.value;
  inner.inclusion = frame.inclusion;
  inner.expansion = true;
  inner.line_start = false;
  inner.use_offset = frame.expansion ? frame.use_offset : static_cast<std::uint32_t>(frame.at);
  inner.use_length = frame.expansion ? frame.use_length : static_cast<std::uint32_t>(length);
  inner.definition = index;
  expanding_.push_back(index);
  scan(inner);
  expanding_.pop_back();
  frame.at = end;
}

bool Preprocessor::conflict_marker(Frame& frame) {
  auto mark = frame.text.substr(frame.at, 7);
  if (mark != "<<<<<<<" && mark != "=======" && mark != ">>>>>>>") return false;
  if (frame.expansion) return false;
  auto end = scan::line_end(frame.text, frame.at);
  error("syntax-conflict-marker", place(frame, frame.at, end - frame.at), "a merge conflict was left in the file")
      .with_hint("decide for one side and delete the lines <<<<<<<, ======= and >>>>>>>");
  frame.at = end;
  return true;
}

// Passes over one line of an inactive branch; only its conditions count.
void Preprocessor::skip_inactive(Frame& frame) {
  auto at = scan::blanks_end(frame.text, frame.at);
  auto two = frame.text.substr(at, 2);
  if (two == "#!" || two == "!!") {
    auto end = scan::identifier_end(frame.text, at + 2);
    auto word = frame.text.substr(at + 2, end - at - 2);
    if (word == "ifdef" || word == "ifndef" || word == "ifexp" || word == "else" || word == "endif") {
      frame.at = at;
      directive(frame, at + 2, true);
      return;
    }
  }
  auto begin = frame.at;
  frame.at = std::min(frame.text.size(), scan::line_end(frame.text, frame.at) + 1);
  frame.line_start = true;
  if (!frame.expansion) map_.add_inactive(frame.inclusion, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(frame.at));
}

}  // namespace kukini::lang
