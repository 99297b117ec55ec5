// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Emitter: collecting, counting, ordering.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

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

std::deque<Diagnostic> Emitter::release() {
  auto all = std::move(all_);
  clear();
  return all;
}

void Emitter::sort() {
  struct Place {
    std::size_t file;
    std::uint32_t line, column;
    std::size_t at;
    bool same_place(const Place& p) const { return file == p.file && line == p.line && column == p.column; }
  };
  std::map<std::string_view, std::size_t> order;
  std::vector<Place> places;
  places.reserve(all_.size());
  for (const auto& d : all_) places.push_back({order.try_emplace(d.primary.file, order.size()).first->second, d.primary.line, d.primary.column, places.size()});
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::tuple(a.file, a.line, a.column, a.at) < std::tuple(b.file, b.line, b.column, b.at);
  });
  std::deque<Diagnostic> kept;
  std::set<std::pair<std::string_view, std::string_view>> said;  // at this place
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto& d = all_[places[i].at];
    if (i == 0 || !places[i].same_place(places[i - 1])) said.clear();
    if (!said.contains({d.code, d.message})) {
      const auto& k = kept.emplace_back(std::move(d));
      said.emplace(k.code, k.message);
    } else if (d.severity == Severity::error) {
      --errors_;
    } else if (d.severity == Severity::warning) {
      --warnings_;
    }
  }
  all_ = std::move(kept);
}

}  // namespace kukini::diag
