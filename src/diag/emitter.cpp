// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Emitter: collecting, counting, ordering.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "diag/diagnostic.hpp"

namespace kukini::diag {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

Diagnostic& Emitter::add(Diagnostic diagnostic) {
  std::size_t count = 0;
  if (diagnostic.severity == Severity::error) count = ++errors_;
  if (diagnostic.severity == Severity::warning) count = ++warnings_;
  if (limit_ != 0 && count > limit_) {
    ++suppressed_;
    return overflow_ = std::move(diagnostic);
  }
  return all_.emplace_back(std::move(diagnostic));
}

Diagnostic& Emitter::error(std::string_view code, Location at, std::string message) {
  return add({std::string(code), Severity::error, std::move(at), std::move(message), {}, {}, {}});
}

Diagnostic& Emitter::warning(std::string_view code, Location at, std::string message) {
  return add({std::string(code), Severity::warning, std::move(at), std::move(message), {}, {}, {}});
}

Diagnostic& Emitter::note(std::string_view code, Location at, std::string message) {
  return add({std::string(code), Severity::note, std::move(at), std::move(message), {}, {}, {}});
}

void Emitter::clear() {
  all_.clear();
  errors_ = warnings_ = suppressed_ = 0;
}

void Emitter::sort() {
  std::map<std::string, std::size_t> order;
  for (const auto& d : all_) order.emplace(d.primary.file, order.size());
  std::stable_sort(all_.begin(), all_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(order[a.primary.file], a.primary.line, a.primary.column) <
           std::tuple(order[b.primary.file], b.primary.line, b.primary.column);
  });
  std::set<std::tuple<std::string, std::string, std::uint32_t, std::uint32_t, std::string>> seen;
  std::deque<Diagnostic> kept;
  for (auto& d : all_) {
    if (seen.emplace(d.code, d.primary.file, d.primary.line, d.primary.column, d.message).second) {
      kept.push_back(std::move(d));
    } else if (d.severity == Severity::error) {
      --errors_;
    } else if (d.severity == Severity::warning) {
      --warnings_;
    }
  }
  all_ = std::move(kept);
}

}  // namespace kukini::diag
