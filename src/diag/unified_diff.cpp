// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Unified diff: lines to numbers, numbers to changes, changes to hunks.
#include "diag/unified_diff.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "diag/line_diff.hpp"

namespace kukini::diag {
namespace {

constexpr std::uint32_t kContext = 3;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    auto end = text.find('\n');
    auto size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

void print_line(char mark, std::string_view line, std::string& out) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// "12,3": first line and count, as patch has it: the line before where the count is 0, no count where it is 1.
void print_range(std::uint32_t begin, std::uint32_t end, std::string& out) {
  auto count = end - begin;
  out += std::to_string(count == 0 ? begin : begin + 1);
  if (count != 1) out += "," + std::to_string(count);
}

}  // namespace

std::string unified_diff(std::string_view old_text, std::string_view new_text, std::string_view name) {
  if (old_text == new_text) return {};
  auto old_lines = split(old_text);
  auto new_lines = split(new_text);
  std::unordered_map<std::string_view, std::uint32_t> known;
  auto number = [&](const std::vector<std::string_view>& lines) {
    std::vector<std::uint32_t> ids;
    ids.reserve(lines.size());
    for (auto line : lines) ids.push_back(known.try_emplace(line, static_cast<std::uint32_t>(known.size())).first->second);
    return ids;
  };
  auto old_ids = number(old_lines);
  auto new_ids = number(new_lines);
  auto changes = diff_lines(old_ids, new_ids);
  const auto old_count = static_cast<std::uint32_t>(old_lines.size());

  std::string out = "--- " + std::string(name) + "\n+++ " + std::string(name) + "\n";
  for (std::size_t first = 0, next = 0; first < changes.size(); first = next) {
    // A hunk: changes with at most twice the context between them.
    for (next = first + 1; next < changes.size() && changes[next].old_begin - changes[next - 1].old_end <= 2 * kContext;) ++next;
    const auto& last = changes[next - 1];
    auto lead = std::min(changes[first].old_begin, kContext);
    auto tail = std::min(old_count - last.old_end, kContext);
    out += "@@ -";
    print_range(changes[first].old_begin - lead, last.old_end + tail, out);
    out += " +";
    print_range(changes[first].new_begin - lead, last.new_end + tail, out);
    out += " @@\n";
    auto at = changes[first].old_begin - lead;
    for (auto i = first; i < next; ++i) {
      for (; at < changes[i].old_begin; ++at) print_line(' ', old_lines[at], out);
      for (; at < changes[i].old_end; ++at) print_line('-', old_lines[at], out);
      for (auto j = changes[i].new_begin; j < changes[i].new_end; ++j) print_line('+', new_lines[j], out);
    }
    for (; at < last.old_end + tail; ++at) print_line(' ', old_lines[at], out);
  }
  return out;
}

}  // namespace kukini::diag
