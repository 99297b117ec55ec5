// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Applying fixes: edits of one file in order, no byte changed twice.
#include "lint/fix.hpp"

#include <algorithm>
#include <vector>

namespace kukini::lint {
namespace {

bool overlap(const diag::Edit& a, const diag::Edit& b) {
  if (a.file != b.file) return false;
  // Two insertions at one place would depend on their order.
  if (a.offset == b.offset) return true;
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

bool same(const diag::Edit& a, const diag::Edit& b) {
  return a.file == b.file && a.offset == b.offset && a.length == b.length && a.text == b.text;
}

}  // namespace

FixResult apply_fixes(std::span<const diag::Diagnostic> all, bool unsafe,
                      const std::function<base::Result<std::string>(const std::string&)>& read) {
  FixResult result;
  std::vector<diag::Edit> taken;
  std::map<std::string, std::string> texts;
  auto fits = [&](const diag::Edit& e) {
    auto [at, fresh] = texts.try_emplace(e.file);
    if (fresh) {
      auto text = read(e.file);
      if (!text) {
        texts.erase(at);
        return false;
      }
      at->second = std::move(*text);
    }
    return e.offset <= at->second.size() && e.length <= at->second.size() - e.offset;
  };
  for (const auto& d : all) {
    auto fix = std::find_if(d.fixes.begin(), d.fixes.end(), [&](const diag::Fix& f) { return f.safe || unsafe; });
    if (fix == d.fixes.end() || fix->edits.empty()) continue;
    // The same file included twice gives the same finding twice.
    bool done = std::all_of(fix->edits.begin(), fix->edits.end(), [&](const auto& e) {
      return std::any_of(taken.begin(), taken.end(), [&](const auto& t) { return same(e, t); });
    });
    if (done) continue;
    bool clash = std::any_of(fix->edits.begin(), fix->edits.end(), [&](const auto& e) {
      return std::any_of(taken.begin(), taken.end(), [&](const auto& t) { return overlap(e, t); });
    });
    if (clash) {
      ++result.postponed;
      continue;
    }
    if (!std::all_of(fix->edits.begin(), fix->edits.end(), fits)) continue;
    taken.insert(taken.end(), fix->edits.begin(), fix->edits.end());
    ++result.applied;
  }
  // From the end, so that offsets stay true.
  std::sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.offset > b.offset; });
  for (const auto& e : taken) {
    auto& text = result.files.try_emplace(e.file, texts[e.file]).first->second;
    text.replace(e.offset, e.length, e.text);
  }
  return result;
}

}  // namespace kukini::lint
