// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Compiled expressions of this thread, and edits that may be made twice.
#include <memory>
#include <unordered_map>

#include "base/posix_regex.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

const re2::RE2* regex_of(string_view pattern, bool ignore_case, bool lines) {
  constexpr std::size_t kMost = 256;
  thread_local std::unordered_map<std::string, std::unique_ptr<re2::RE2>> known[4];
  auto& mine = known[(ignore_case ? 1 : 0) + (lines ? 2 : 0)];
  std::string key(pattern);
  auto at = mine.find(key);
  if (at == mine.end()) {
    re2::RE2::Options options;
    options.set_longest_match(true);
    options.set_case_sensitive(!ignore_case);
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    if (mine.size() >= kMost) mine.clear();
    at = mine.emplace(key, std::make_unique<re2::RE2>((lines ? "(?m)" : "(?s)") + base::posix_to_re2(pattern), options)).first;
    if (!at->second->ok()) log(Level::error, "textops", "\"{}\" is no regular expression: {}", pattern, at->second->error());
  }
  return at->second->ok() ? at->second.get() : nullptr;
}

void put(Context& c, std::uint32_t offset, std::uint32_t length, string_view text) {
  auto& edits = c.current_edits();
  if (length == 0 || !edits.change(offset, length, text)) edits.replace(offset, length, text);
}

}  // namespace kukini::modules::textops
