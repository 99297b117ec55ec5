// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Compiling patterns, and the cache of those that are known at run time only.
#include "script/regex.hpp"

#include <string>
#include <unordered_map>

#include "base/posix_regex.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

base::Result<std::unique_ptr<re2::RE2>> compile_regex(std::string_view pattern, RegexUse use) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_longest_match(use == RegexUse::capture);
  options.set_never_capture(use != RegexUse::capture);
  options.set_dot_nl(true);
  options.set_case_sensitive(use == RegexUse::exact);
  options.set_log_errors(false);
  auto regex = std::make_unique<re2::RE2>(base::posix_to_re2(pattern), options);
  if (!regex->ok()) return base::Error{"bad regular expression: " + regex->error()};
  return regex;
}

namespace {
struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using Cache = std::unordered_map<std::string, std::shared_ptr<const re2::RE2>, Hash, std::equal_to<>>;
constexpr std::size_t kCacheSize = 128;
}  // namespace

std::shared_ptr<const re2::RE2> runtime_regex(std::string_view pattern, RegexUse use) {
  thread_local Cache caches[2];
  auto& cache = caches[use == RegexUse::capture ? 1 : 0];
  if (auto it = cache.find(pattern); it != cache.end()) return it->second;
  if (cache.size() >= kCacheSize) cache.clear();
  auto made = compile_regex(pattern, use);
  if (!made) sdk::log(sdk::Level::error, "core", "{}: '{}'", made.error(), pattern);
  auto& slot = cache[std::string(pattern)];
  if (made) slot = std::move(*made);
  return slot;
}

}  // namespace kukini::script
