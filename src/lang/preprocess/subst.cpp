// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Substitutions in string literals.
#include "lang/preprocess/subst.hpp"

#include <re2/re2.h>

#include "base/text.hpp"

namespace kukini::lang {

base::Result<SubstSpec> parse_subst(std::string_view text) {
  if (text.empty()) return base::Error{"is empty"};
  char separator = text[0];
  if (base::is_space(separator) || separator == '\\') return base::Error{"must begin with a separator such as '/' or '!'"};
  SubstSpec spec;
  std::string* part = &spec.pattern;
  std::size_t i = 1;
  int closed = 0;
  for (; i < text.size() && closed < 2; ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      if (text[i + 1] != separator) part->push_back('\\');
      part->push_back(text[++i]);
    } else if (text[i] == separator) {
      part = &spec.replacement;
      ++closed;
    } else {
      part->push_back(text[i]);
    }
  }
  if (closed < 2)
    return base::Error{std::string("needs three '") + separator + "': " + separator + "pattern" + separator + "replacement" + separator};
  for (; i < text.size(); ++i) {
    if (text[i] == 'g') spec.all = true;
    else if (text[i] == 'i') spec.ignore_case = true;
    else if (text[i] != 's') return base::Error{std::string("has an unknown flag '") + text[i] + "' (known are g, i and s)"};
  }
  if (spec.pattern.empty()) return base::Error{"has an empty pattern"};
  return spec;
}

Substitutions::Substitutions() = default;
Substitutions::~Substitutions() = default;

base::Result<> Substitutions::add(const SubstSpec& spec) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(true);
  options.set_case_sensitive(!spec.ignore_case);
  options.set_encoding(RE2::Options::EncodingLatin1);
  auto pattern = std::make_unique<RE2>(spec.pattern, options);
  if (!pattern->ok()) return base::Error{"has a bad pattern: " + pattern->error()};
  std::string rewrite, why;
  for (std::size_t i = 0; i < spec.replacement.size(); ++i) {
    char c = spec.replacement[i];
    // \1 where the pattern has no group is meant for somebody else, as the transformation in the replacement.
    bool group = c == '\\' && i + 1 < spec.replacement.size() && base::is_digit(spec.replacement[i + 1]) &&
                 spec.replacement[i + 1] - '0' <= pattern->NumberOfCapturingGroups();
    if (c == '\\' && !group) rewrite += "\\\\";
    else rewrite += c;
  }
  if (!pattern->CheckRewriteString(rewrite, &why)) return base::Error{"has a bad replacement: " + why};
  list_.push_back({std::move(pattern), std::move(rewrite), spec.all});
  return {};
}

bool Substitutions::apply(std::string& text) const {
  bool changed = false;
  for (const auto& entry : list_) {
    if (entry.all) changed |= RE2::GlobalReplace(&text, *entry.pattern, entry.rewrite) > 0;
    else changed |= RE2::Replace(&text, *entry.pattern, entry.rewrite);
  }
  return changed;
}

}  // namespace kukini::lang
