// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Indentation: detection and drawing.
#include "format/indent.hpp"

#include <algorithm>
#include <array>

namespace kukini::format {
namespace {

constexpr unsigned kDeepest = 100;
constexpr unsigned kWidest = 16;
constexpr std::uint32_t kTabStop = 4;

}  // namespace

std::string Style::of(const Place& place) const {
  auto levels = std::min(level(place), kDeepest);
  return blanks == 0 ? std::string(levels, '\t') : std::string(static_cast<std::size_t>(levels) * blanks, ' ');
}

std::string_view blanks_before(std::string_view text, const Token& token) {
  auto at = token.begin;
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return text.substr(at, token.begin - at);
}

std::uint32_t column_after(std::string_view text, std::uint32_t from) {
  auto line = text.rfind('\n');
  if (line != std::string_view::npos) {
    text.remove_prefix(line + 1);
    from = 0;
  }
  for (char c : text) {
    if (c == '\t') from += kTabStop - from % kTabStop;
    else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++from;
  }
  return from;
}

Style detect(std::string_view text, const std::vector<Token>& tokens, const Structure& structure, const Options& options) {
  Style style;
  std::size_t deeper = 0, same = 0;
  for (const auto& [label, owner] : structure.labels) {
    if (structure.places[label].role != Role::level || structure.places[owner].role != Role::level) continue;
    ++(indented_by(text, tokens[label]) > indented_by(text, tokens[owner]) ? deeper : same);
  }
  style.indent_cases = deeper >= same;
  if (options.indent != Options::kDetect) {
    style.blanks = static_cast<unsigned>(std::max(0, options.indent));
    return style;
  }
  // Tabs or blanks: what more lines begin with. How many: by how much lines stand to the right of the shallower line before them,
  // which a line out of place spoils once only.
  std::size_t tabs = 0, blanks = 0;
  std::array<std::size_t, kWidest + 1> steps{};
  std::size_t before_width = 0;
  unsigned before_level = ~0u - 1;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& place = structure.places[i];
    if (!tokens[i].first || !tokens[i].code() || place.role != Role::level) continue;
    auto level = style.level(place);
    auto before = blanks_before(text, tokens[i]);
    bool all_blanks = before.find_first_not_of(' ') == std::string_view::npos;
    if (level > 0 && !before.empty()) ++(all_blanks ? blanks : tabs);
    if (all_blanks && level == before_level + 1 && before.size() > before_width && before.size() - before_width <= kWidest)
      ++steps[before.size() - before_width];
    before_width = before.size();
    before_level = all_blanks ? level : ~0u - 1;
  }
  auto widest = std::max_element(steps.begin(), steps.end());
  if (blanks > tabs && *widest > 0) style.blanks = static_cast<unsigned>(widest - steps.begin());
  return style;
}

}  // namespace kukini::format
