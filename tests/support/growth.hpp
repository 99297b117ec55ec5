// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// How the work for an input grows with the input: the thread's processor time for n against that for 4 n, never a time by itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <ostream>

namespace kukini::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

/// Milliseconds of the processor that this thread has used.
inline double thread_ms() {
  std::timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

struct Growth {
  std::size_t n = 0;    ///< the smaller input
  double small_ms = 0;  ///< for n
  double large_ms = 0;  ///< for 4 n
  double first_ms = 0;  ///< for 4 times the size it began with
  /// About 4 where the work is proportional to the input, 16 where it is its square; 0 where it is too little to be measured.
  double ratio = 0;
  bool linear() const { return ratio <= kSteepest; }
  static constexpr double kSteepest = 8;
};

inline std::ostream& operator<<(std::ostream& out, const Growth& g) {
  return out << "n = " << g.n << ": " << g.small_ms << " ms, 4 n: " << g.large_ms << " ms, ratio " << g.ratio;
}

/// Measures `run(make(n))` and `run(make(4 * n))`; n is doubled until 4 n takes long enough to be judged, or is more than `most`.
/// A ratio that looks bad is measured again: the machine may have had other things to do.
template <class Make, class Run>
Growth growth(std::size_t n, std::size_t most, Make&& make, Run&& run) {
  constexpr double kMeasurable = 8;
  const auto time = [&](const auto& input) {
    const double begin = thread_ms();
    run(input);
    return thread_ms() - begin;
  };
  Growth g;
  auto large = make(4 * n);
  g.first_ms = g.large_ms = time(large);
  while (g.large_ms < kMeasurable && 8 * n <= most) {
    n *= 2;
    large = make(4 * n);
    g.large_ms = time(large);
  }
  g.n = n;
  const auto small = make(n);
  g.small_ms = time(small);
  const auto judge = [&] { g.ratio = g.large_ms < kMeasurable / 2 ? 0 : g.large_ms / std::max(g.small_ms, kMeasurable / 16); };
  judge();
  for (int again = 0; again < 6 && !g.linear(); ++again) {
    g.small_ms = std::min(g.small_ms, time(small));
    g.large_ms = std::min(g.large_ms, time(large));
    judge();
  }
  return g;
}

}  // namespace kukini::test
