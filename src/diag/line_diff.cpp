// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Myers' diff with a bound, anchors of unique lines beyond it.
#include "diag/line_diff.hpp"

#include <algorithm>
#include <unordered_map>

namespace kukini::diag {
namespace {

/// Most lines that may differ in one stretch before anchors are looked for; time and memory grow with its square.
constexpr int kMostEdits = 800;
constexpr int kDeepest = 12;

struct Anchor {
  std::uint32_t old_line;
  std::uint32_t new_line;
};

class Differ {
 public:
  Differ(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) : a_(a), b_(b) {}

  void run(LineChange range, int depth) {
    while (range.old_begin < range.old_end && range.new_begin < range.new_end && a_[range.old_begin] == b_[range.new_begin])
      ++range.old_begin, ++range.new_begin;
    while (range.old_begin < range.old_end && range.new_begin < range.new_end && a_[range.old_end - 1] == b_[range.new_end - 1])
      --range.old_end, --range.new_end;
    if (range.old_begin == range.old_end || range.new_begin == range.new_end) return add(range);
    if (myers(range)) return;
    auto anchors = depth < kDeepest ? unique_lines(range) : std::vector<Anchor>{};
    if (anchors.empty()) return add(range);
    auto at = range;
    for (auto [old_line, new_line] : anchors) {
      run({at.old_begin, old_line, at.new_begin, new_line}, depth + 1);
      at.old_begin = old_line + 1;
      at.new_begin = new_line + 1;
    }
    run(at, depth + 1);
  }

  std::vector<LineChange> changes;

 private:
  void add(const LineChange& c) {
    if (c.old_begin == c.old_end && c.new_begin == c.new_end) return;
    if (!changes.empty() && changes.back().old_end == c.old_begin && changes.back().new_end == c.new_begin) {
      changes.back().old_end = c.old_end;
      changes.back().new_end = c.new_end;
    } else {
      changes.push_back(c);
    }
  }

  // False when more than kMostEdits lines differ.
  bool myers(const LineChange& range) {
    const int n = static_cast<int>(range.old_end - range.old_begin);
    const int m = static_cast<int>(range.new_end - range.new_begin);
    const int most = std::min(n + m, kMostEdits);
    const int mid = most + 1;
    std::vector<int> v(static_cast<std::size_t>(2 * mid + 1), 0);
    auto at = [&](int k) -> int& { return v[static_cast<std::size_t>(k + mid)]; };
    std::vector<std::vector<int>> trace;  // of step d: the furthest x on diagonals -d, -d+2 … d, before the step
    for (int d = 0; d <= most; ++d) {
      trace.emplace_back(v.begin() + (mid - d), v.begin() + (mid + d + 1));
      for (int k = -d; k <= d; k += 2) {
        int x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        int y = x - k;
        while (x < n && y < m && y >= 0 &&
               a_[range.old_begin + static_cast<unsigned>(x)] == b_[range.new_begin + static_cast<unsigned>(y)])
          ++x, ++y;
        at(k) = x;
        if (x >= n && y >= m) {
          walk_back(range, trace, n, m);
          return true;
        }
      }
    }
    return false;
  }

  void walk_back(const LineChange& range, const std::vector<std::vector<int>>& trace, int x, int y) {
    std::vector<LineChange> steps;
    for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
      const auto& v = trace[static_cast<std::size_t>(d)];
      auto at = [&](int k) { return k < -d || k > d ? -1 : v[static_cast<std::size_t>(k + d)]; };
      int k = x - y;
      bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      int before_k = down ? k + 1 : k - 1;
      int before_x = at(before_k);
      int before_y = before_x - before_k;
      auto old_at = range.old_begin + static_cast<unsigned>(before_x);
      auto new_at = range.new_begin + static_cast<unsigned>(before_y);
      if (down) steps.push_back({old_at, old_at, new_at, new_at + 1});
      else steps.push_back({old_at, old_at + 1, new_at, new_at});
      x = before_x;
      y = before_y;
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) add(*step);
  }

  // Lines that occur once on either side, the longest series of them that is in the same order on both.
  std::vector<Anchor> unique_lines(const LineChange& range) const {
    struct Seen {
      std::uint32_t in_old = 0, in_new = 0, old_line = 0, new_line = 0;
    };
    std::unordered_map<std::uint32_t, Seen> seen;
    for (auto i = range.old_begin; i < range.old_end; ++i) {
      auto& s = seen[a_[i]];
      ++s.in_old;
      s.old_line = i;
    }
    for (auto i = range.new_begin; i < range.new_end; ++i) {
      auto& s = seen[b_[i]];
      ++s.in_new;
      s.new_line = i;
    }
    std::vector<Anchor> both;
    for (auto i = range.old_begin; i < range.old_end; ++i)
      if (const auto& s = seen[a_[i]]; s.in_old == 1 && s.in_new == 1) both.push_back({i, s.new_line});
    // Longest ascending series by patience sorting.
    constexpr std::size_t kNone = ~std::size_t{0};
    std::vector<std::size_t> tops, before(both.size(), kNone);
    for (std::size_t i = 0; i < both.size(); ++i) {
      auto pile = std::lower_bound(tops.begin(), tops.end(), both[i].new_line,
                                   [&](std::size_t top, std::uint32_t line) { return both[top].new_line < line; });
      if (pile != tops.begin()) before[i] = *(pile - 1);
      if (pile == tops.end()) tops.push_back(i);
      else *pile = i;
    }
    std::vector<Anchor> out;
    for (auto i = tops.empty() ? kNone : tops.back(); i != kNone; i = before[i]) out.push_back(both[i]);
    std::reverse(out.begin(), out.end());
    return out;
  }

  std::span<const std::uint32_t> a_;
  std::span<const std::uint32_t> b_;
};

}  // namespace

std::vector<LineChange> diff_lines(std::span<const std::uint32_t> old_lines, std::span<const std::uint32_t> new_lines) {
  Differ differ(old_lines, new_lines);
  differ.run({0, static_cast<std::uint32_t>(old_lines.size()), 0, static_cast<std::uint32_t>(new_lines.size())}, 0);
  return std::move(differ.changes);
}

}  // namespace kukini::diag
