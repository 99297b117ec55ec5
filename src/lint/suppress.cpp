// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading the comments that switch codes off.
#include "lint/suppress.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "lint/rule.hpp"

namespace kukini::lint {
namespace {

constexpr std::string_view kMark = "kukini-lint:";

bool known(std::string_view code) { return code == "all" || find_code(code) != nullptr; }

/// Codes up to the first word that cannot be one (a reason may follow).
std::vector<std::pair<std::string_view, std::size_t>> codes_of(std::string_view text) {
  std::vector<std::pair<std::string_view, std::size_t>> codes;
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && base::is_space(text[at])) ++at;
    auto end = at;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '-')) ++end;
    if (end > at) codes.emplace_back(text.substr(at, end - at), at);
    while (end < text.size() && base::is_space(text[end])) ++end;
    if (end >= text.size() || text[end] != ',') return codes;
    at = end + 1;
  }
}

}  // namespace

void Suppressions::read(const std::string& file, std::string_view text) {
  if (text.find(kMark) == std::string_view::npos) return;
  auto& of_file = files_[file];
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    ++number;
    auto end = std::min(text.find('\n', begin), text.size());
    auto line = text.substr(begin, end - begin);
    auto start = begin;
    begin = end + 1;
    auto mark = line.find(kMark);
    if (mark == std::string_view::npos) continue;
    auto comment = line.substr(0, mark).find_last_of("#/");
    if (comment == std::string_view::npos) continue;
    auto order = base::trim(line.substr(mark + kMark.size()));
    bool whole = order.starts_with("disable-file=");
    if (!whole && !order.starts_with("disable=")) continue;
    auto list = order.substr(order.find('=') + 1);
    bool alone = base::trim(line.substr(0, comment)).find_first_not_of("/#* ") == std::string_view::npos;
    for (auto [code, at] : codes_of(list)) {
      if (!known(code)) {
        diag::Location place;
        place.file = file;
        place.line = number;
        auto offset = static_cast<std::size_t>(code.data() - line.data());
        place.column = static_cast<std::uint32_t>(offset + 1);
        place.length = static_cast<std::uint32_t>(code.size());
        place.offset = static_cast<std::uint32_t>(start + offset);
        place.source_line = line;
        unknown_.emplace_back(std::move(place), code);
      } else if (whole) {
        of_file.whole.emplace_back(code);
      } else {
        of_file.lines[alone ? number + 1 : number].emplace_back(code);
      }
    }
  }
}

bool Suppressions::covers(const diag::Diagnostic& diagnostic) const {
  auto file = files_.find(diagnostic.primary.file);
  if (file == files_.end()) return false;
  auto in = [&](const std::vector<std::string>& codes) {
    return std::any_of(codes.begin(), codes.end(), [&](const std::string& c) { return c == "all" || c == diagnostic.code; });
  };
  if (in(file->second.whole)) return true;
  auto line = file->second.lines.find(diagnostic.primary.line);
  return line != file->second.lines.end() && in(line->second);
}

}  // namespace kukini::lint
