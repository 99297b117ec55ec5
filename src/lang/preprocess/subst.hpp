// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// #!subst, #!substdef, #!substdefs: regular expressions run over the text of string literals.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace re2 {
class RE2;
}

namespace kukini::lang {

/// "/pattern/replacement/flags" taken apart; the first byte is the separator, flags are g (all matches) and i (letter case aside).
struct SubstSpec {
  std::string pattern;
  std::string replacement;
  bool all = false;
  bool ignore_case = false;
};

base::Result<SubstSpec> parse_subst(std::string_view text);

/// All substitutions in force, in the order they were made.
class Substitutions {
 public:
  Substitutions();
  Substitutions(const Substitutions&) = delete;
  Substitutions& operator=(const Substitutions&) = delete;
  ~Substitutions();

  bool empty() const { return list_.empty(); }
  base::Result<> add(const SubstSpec& spec);
  /// Runs all of them over `text`; false when nothing matched.
  bool apply(std::string& text) const;

 private:
  struct Entry {
    std::unique_ptr<re2::RE2> pattern;
    std::string rewrite;
    bool all = false;
  };
  std::vector<Entry> list_;
};

}  // namespace kukini::lang
