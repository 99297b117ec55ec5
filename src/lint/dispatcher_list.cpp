// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Taking the lines of a dispatcher.list apart.
#include "lint/dispatcher_list.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kukini::lint {
namespace {

/// The next word behind `at`; quotes hold blanks together. Empty at the end.
ListField next_word(std::string_view line, std::size_t& at, std::uint32_t base) {
  while (at < line.size() && base::is_space(line[at])) ++at;
  if (at == line.size() || line[at] == '#') {
    at = line.size();
    return {};
  }
  auto begin = at;
  bool quoted = false;
  for (; at < line.size() && (quoted || !base::is_space(line[at])); ++at)
    if (line[at] == '"') quoted = !quoted;
  return {line.substr(begin, at - begin), base + static_cast<std::uint32_t>(begin)};
}

void split_attributes(ListLine& line) {
  std::size_t at = 0;
  auto text = line.attributes.text;
  auto base = line.attributes.offset;
  // The whole column may stand in quotes.
  if (text.size() > 1 && text.front() == '"' && text.find('"', 1) == text.size() - 1) {
    text = text.substr(1, text.size() - 2);
    ++base;
  }
  while (at < text.size()) {
    auto end = std::min(text.find(';', at), text.size());
    auto part = text.substr(at, end - at);
    auto offset = base + static_cast<std::uint32_t>(at);
    if (!part.empty()) {
      ListAttribute a;
      auto equals = part.find('=');
      a.has_value = equals != std::string_view::npos;
      a.name = {part.substr(0, equals), offset};
      if (a.has_value) a.value = {part.substr(equals + 1), offset + static_cast<std::uint32_t>(equals + 1)};
      line.attribute_list.push_back(a);
    }
    at = end + 1;
  }
}

}  // namespace

ListContext::ListContext(std::string file, std::string_view text, diag::Emitter& emitter)
    : file_(std::move(file)), text_(text), emitter_(emitter) {
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    auto end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto base = static_cast<std::uint32_t>(begin);
    begin = end + 1;
    ListLine out;
    out.number = number;
    std::size_t at = 0;
    out.set = next_word(line, at, base);
    if (out.set.text.empty()) continue;
    out.whole = {line.substr(out.set.offset - base), out.set.offset};
    out.uri = next_word(line, at, base);
    out.flags = next_word(line, at, base);
    out.priority = next_word(line, at, base);
    out.attributes = next_word(line, at, base);
    auto rest = next_word(line, at, base);
    if (!rest.text.empty()) out.rest = {line.substr(rest.offset - base), rest.offset};
    split_attributes(out);
    lines_.push_back(std::move(out));
  }
}

diag::Diagnostic& ListContext::report(const ListField& at, std::string message) {
  diag::Location place;
  place.file = file_;
  auto offset = std::min<std::size_t>(at.offset, text_.size());
  auto first = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  first = first == std::string_view::npos ? 0 : first + 1;
  auto last = std::min(text_.find('\n', first), text_.size());
  if (last > first && text_[last - 1] == '\r') --last;
  constexpr std::size_t kLong = 2048;
  const std::size_t shown = last - first > kLong ? kLong / 4 : kLong;
  if (last - first > shown && offset - first > shown / 2) place.source_skip = static_cast<std::uint32_t>(offset - first - shown / 2);
  place.source_line = text_.substr(first + place.source_skip, std::min(last - first - place.source_skip, shown));
  // Rules mostly go from the top: what was counted is kept.
  if (first < counted_to_) counted_to_ = counted_ = 0;
  counted_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_to_), text_.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
  counted_to_ = static_cast<std::uint32_t>(first);
  place.line = 1 + counted_;
  place.column = static_cast<std::uint32_t>(offset - first + 1);
  place.offset = static_cast<std::uint32_t>(offset);
  place.length = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(std::min(at.text.size(), last > offset ? last - offset : 1)));
  diag::Diagnostic d;
  d.code = rule_->code;
  d.severity = rule_->severity;
  d.primary = std::move(place);
  d.message = std::move(message);
  return emitter_.add(std::move(d));
}

void ListContext::fix(diag::Diagnostic& diagnostic, std::string title, bool safe, const ListField& at, std::string text) const {
  diagnostic.fixes.push_back({std::move(title), safe, {{file_, at.offset, static_cast<std::uint32_t>(at.text.size()), std::move(text)}}});
}

void ListContext::run(const Rule& rule) {
  rule_ = &rule;
  rule.check_list(*this);
}

}  // namespace kukini::lint
