// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Finding directives and words in files, comments left out.
#include "lint/directives.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/scan.hpp"

namespace kukini::lint {
namespace {

namespace scan = lang::scan;

/// Calls on_directive(offset of the prefix) and on_text(begin, end) for all else but comments.
template <class OnDirective, class OnText>
void each_part(std::string_view text, OnDirective&& on_directive, OnText&& on_text) {
  bool line_start = true;
  for (std::size_t i = 0; i < text.size();) {
    char c = text[i];
    if ((c == '#' || (c == '!' && line_start)) && i + 1 < text.size() && text[i + 1] == '!') {
      on_directive(i);
      auto end = scan::line_end(text, i);
      while (end < text.size() && end > i && (text[end - 1] == '\\' || (end > i + 1 && text[end - 1] == '\r' && text[end - 2] == '\\')))
        end = scan::line_end(text, end + 1);
      on_text(i, end);
      i = end;
    } else if (c == '#' || (c == '/' && i + 1 < text.size() && text[i + 1] == '/' && (line_start || base::is_space(text[i - 1])))) {
      i = scan::line_end(text, i);
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      i = std::min(scan::block_comment_end(text, i), text.size());
    } else if (c == '"' || c == '\'') {
      auto end = std::min(scan::string_end(text, i), text.size());
      on_text(i, end);
      i = end;
      line_start = false;
    } else if (scan::is_identifier_start(c)) {
      auto end = scan::identifier_end(text, i);
      auto word = text.substr(i, end - i);
      if (line_start && (word == "include_file" || word == "import_file")) on_directive(i);
      on_text(i, end);
      i = end;
      line_start = false;
    } else {
      if (c == '\n') line_start = true;
      else if (!base::is_space(c)) line_start = false;
      ++i;
    }
  }
}

Directive read(std::string_view text, std::uint32_t file, std::size_t at) {
  Directive d;
  d.file = file;
  d.begin = static_cast<std::uint32_t>(at);
  if (!scan::is_identifier_start(text[at])) at += 2;
  auto end = scan::identifier_end(text, at);
  d.word = text.substr(at, end - at);
  at = scan::blanks_end(text, end);
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    auto close = std::min(text.find(text[at], at + 1), text.size());
    d.name = text.substr(at + 1, std::max(close, at + 1) - at - 1);
    d.name_begin = static_cast<std::uint32_t>(at + 1);
    end = std::min(close + 1, text.size());
  } else {
    end = scan::identifier_end(text, at);
    d.name = text.substr(at, end - at);
    d.name_begin = static_cast<std::uint32_t>(at);
  }
  d.rest = base::trim(text.substr(end, scan::line_end(text, end) - end));
  return d;
}

}  // namespace

std::vector<Directive> directives(const Context& context) {
  std::vector<Directive> all;
  const auto& source = context.script().source();
  for (std::uint32_t file = 0; file < source.files().size(); ++file) {
    std::string_view text = source.files()[file].text;
    each_part(
        text, [&](std::size_t at) { all.push_back(read(text, file, at)); }, [](std::size_t, std::size_t) {});
  }
  // By file and place, each with the farthest end of those before it: a file that is included twice has its own parts each time.
  auto inactive = source.inactive();
  const auto before = [](const auto& a, const auto& b) { return std::pair(a.file, a.begin) < std::pair(b.file, b.begin); };
  std::sort(inactive.begin(), inactive.end(), before);
  for (std::size_t i = 1; i < inactive.size(); ++i)
    if (inactive[i].file == inactive[i - 1].file) inactive[i].end = std::max(inactive[i].end, inactive[i - 1].end);
  for (auto& d : all) {
    const auto after = std::upper_bound(inactive.begin(), inactive.end(), d, before);
    d.active = after == inactive.begin() || (after - 1)->file != d.file || (after - 1)->end <= d.begin;
  }
  return all;
}

diag::Location locate_in_file(const Context& context, std::uint32_t file, std::uint32_t offset, std::uint32_t length) {
  const auto& source = context.script().source();
  for (std::uint32_t i = 0; i < source.inclusions().size(); ++i)
    if (source.inclusions()[i].file == file) return source.locate_in(i, offset, length);
  return {};
}

WordCount count_words(const Context& context) {
  WordCount count;
  for (const auto& file : context.script().source().files()) {
    std::string_view text = file.text;
    each_part(
        text, [](std::size_t) {},
        [&](std::size_t begin, std::size_t end) {
          for (auto i = begin; i < end;) {
            if (scan::is_identifier_start(text[i])) {
              auto stop = std::min(scan::identifier_end(text, i), end);
              ++count[text.substr(i, stop - i)];
              i = stop;
            } else {
              ++i;
            }
          }
        });
  }
  return count;
}

}  // namespace kukini::lint
