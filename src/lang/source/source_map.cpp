// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From a place in the expanded text back to file, line and column.
#include "lang/source/source_map.hpp"

#include <algorithm>

namespace kukini::lang {

std::uint32_t SourceMap::add_file(std::string name, std::string text) {
  SourceFile file{std::move(name), std::move(text), {0}};
  for (std::size_t i = 0; i < file.text.size(); ++i)
    if (file.text[i] == '\n') file.lines.push_back(static_cast<std::uint32_t>(i + 1));
  files_.push_back(std::move(file));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::uint32_t SourceMap::add_inclusion(Inclusion inclusion) {
  inclusions_.push_back(inclusion);
  return static_cast<std::uint32_t>(inclusions_.size() - 1);
}

std::uint32_t SourceMap::add_definition(Definition definition) {
  definitions_.push_back(std::move(definition));
  return static_cast<std::uint32_t>(definitions_.size() - 1);
}

void SourceMap::append(std::string_view bytes, std::uint32_t inclusion, std::uint32_t offset) {
  if (bytes.empty()) return;
  auto out = static_cast<std::uint32_t>(text_.size());
  bool joins = !segments_.empty() && segments_.back().length == kVerbatim && segments_.back().inclusion == inclusion &&
               segments_.back().offset + (out - segments_.back().out) == offset;
  if (!joins) segments_.push_back({out, inclusion, offset, kVerbatim, Inclusion::kNone});
  text_ += bytes;
}

void SourceMap::append_expansion(std::string_view bytes, std::uint32_t inclusion, std::uint32_t offset, std::uint32_t length,
                                 std::uint32_t definition) {
  if (bytes.empty()) return;
  segments_.push_back({static_cast<std::uint32_t>(text_.size()), inclusion, offset, length, definition});
  text_ += bytes;
}

const SourceMap::Segment& SourceMap::segment_at(std::uint32_t out) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), out,
                                [](std::uint32_t at, const Segment& s) { return at < s.out; });
  return after == segments_.begin() ? *after : *(after - 1);
}

diag::Location SourceMap::locate_in(std::uint32_t inclusion, std::uint32_t offset, std::uint32_t length) const {
  const SourceFile& file = file_of(inclusion);
  offset = std::min(offset, static_cast<std::uint32_t>(file.text.size()));
  auto after = std::upper_bound(file.lines.begin(), file.lines.end(), offset);
  auto line = static_cast<std::uint32_t>(after - file.lines.begin());
  std::uint32_t first = file.lines[line - 1];
  std::uint32_t last = after == file.lines.end() ? static_cast<std::uint32_t>(file.text.size()) : *after;
  while (last > first && (file.text[last - 1] == '\n' || file.text[last - 1] == '\r')) --last;
  diag::Location at;
  at.file = file.name;
  at.line = line;
  at.column = offset - first + 1;
  at.offset = offset;
  at.length = std::max<std::uint32_t>(1, offset < last ? std::min(length, last - offset) : 1);
  // A line can be millions of bytes long: what is shown around the place is enough.
  constexpr std::uint32_t kLong = 2048;
  const std::uint32_t shown = last - first > kLong ? kLong / 4 : kLong;
  if (last - first > shown && at.column > shown / 2) {
    at.source_skip = std::min(at.column - shown / 2, last - first);
    while (at.source_skip < last - first && (static_cast<unsigned char>(file.text[first + at.source_skip]) & 0xc0) == 0x80) ++at.source_skip;
  }
  at.source_line = file.text.substr(first + at.source_skip, std::min(last - first - at.source_skip, shown));
  for (auto parent = inclusions_[inclusion]; parent.parent != Inclusion::kNone; parent = inclusions_[parent.parent]) {
    const SourceFile& by = file_of(parent.parent);
    auto row = std::upper_bound(by.lines.begin(), by.lines.end(), parent.offset) - by.lines.begin();
    at.included_from.push_back({by.name, static_cast<std::uint32_t>(row)});
  }
  return at;
}

diag::Location SourceMap::locate(Span span) const {
  if (inclusions_.empty()) return {};
  if (segments_.empty()) return locate_in(0, 0, 1);
  std::uint32_t begin = std::min(span.begin, static_cast<std::uint32_t>(text_.size()));
  const Segment& s = segment_at(begin);
  if (s.length != kVerbatim) return locate_in(s.inclusion, s.offset, s.length);
  const Segment* next = &s + 1 < segments_.data() + segments_.size() ? &s + 1 : nullptr;
  std::uint32_t end = std::max(begin, span.end);
  if (next != nullptr) end = std::min(end, next->out);
  return locate_in(s.inclusion, s.offset + (begin - s.out), end - begin);
}

std::optional<FileSpan> SourceMap::verbatim(Span span) const {
  if (segments_.empty() || span.end > text_.size() || span.begin > span.end) return {};
  const Segment* s = &segment_at(span.begin);
  const Segment* end = segments_.data() + segments_.size();
  if (s->length != kVerbatim) return {};
  FileSpan out{inclusions_[s->inclusion].file, s->offset + (span.begin - s->out), 0};
  out.end = out.begin + span.size();
  // Neighbouring segments may follow each other in the file without a gap.
  for (++s; s != end && s->out < span.end; ++s)
    if (s->length != kVerbatim || inclusions_[s->inclusion].file != out.file || s->offset != out.begin + (s->out - span.begin)) return {};
  return out;
}

void SourceMap::add_inactive(std::uint32_t inclusion, std::uint32_t begin, std::uint32_t end) {
  auto file = inclusions_[inclusion].file;
  if (!inactive_.empty() && inactive_.back().file == file && inactive_.back().end == begin)
    inactive_.back().end = end;
  else
    inactive_.push_back({file, begin, end});
}

const Definition* SourceMap::expanded_from(std::uint32_t offset) const {
  if (segments_.empty() || offset >= text_.size()) return nullptr;
  const Segment& s = segment_at(offset);
  return s.definition == Inclusion::kNone ? nullptr : &definitions_[s.definition];
}

diag::Location SourceMap::locate(const Definition& definition) const {
  if (definition.inclusion == Inclusion::kNone) return {};
  return locate_in(definition.inclusion, definition.offset, static_cast<std::uint32_t>(definition.name.size()));
}

}  // namespace kukini::lang
