// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Check of constant regular expressions: they compile.
#include <re2/re2.h>

#include "base/posix_regex.hpp"
#include "sema/checker.hpp"

namespace kukini::sema {

void Checker::check_regex(string_view pattern, lang::Span at) {
  // A pattern without anything special, or seen before, needs no compiler.
  if (pattern.find_first_of("\\[](){}*+?") == string_view::npos) return;
  if (!good_regexes_.insert(std::string(pattern)).second) return;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(true);
  options.set_dot_nl(true);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  re2::RE2 compiled(base::posix_to_re2(pattern), options);
  if (compiled.ok()) return;
  good_regexes_.erase(std::string(pattern));
  std::string hint;
  if (compiled.error_code() == re2::RE2::ErrorBadEscape && compiled.error_arg().size() == 2)
    hint = "back references are not supported";
  else if (compiled.error_code() == re2::RE2::ErrorRepeatArgument)
    hint = "to match the character itself, write it as [" + std::string(compiled.error_arg().substr(0, 1)) + "]";
  error(code::kInvalidRegex, at, "the regular expression does not compile: " + compiled.error()).with_hint(hint);
}

}  // namespace kukini::sema
