// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Edit distance, for "did you mean".
#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "diag/diagnostic.hpp"

namespace kukini::diag {
namespace {

constexpr std::size_t kLongest = 80;

// Optimal string alignment distance, letter case aside; anything above `bound` is returned as bound + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t bound) {
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > bound) return bound + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t best = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      bool same = base::to_lower(a[i - 1]) == base::to_lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && base::to_lower(a[i - 1]) == base::to_lower(b[j - 2]) &&
          base::to_lower(a[i - 2]) == base::to_lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > bound) return bound + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

template <class Candidates>
std::string_view nearest(std::string_view name, const Candidates& candidates) {
  if (name.size() < 2 || name.size() > kLongest) return {};
  std::size_t bound = std::max<std::size_t>(1, name.size() / 3);
  std::string_view best;
  for (std::string_view c : candidates) {
    if (c == name || c.empty()) continue;
    auto d = distance(name, c, bound);
    if (d > bound) continue;
    best = c;
    if (d == 0) break;
    bound = d - 1;  // only a nearer one replaces it
  }
  return best;
}

}  // namespace

std::string_view did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  return nearest(name, candidates);
}

std::string_view did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  return nearest(name, candidates);
}

}  // namespace kukini::diag
