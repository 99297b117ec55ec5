// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The directives of all files of a script as they stand there, those in switched off parts too.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lint/context.hpp"

namespace kukini::lint {

/// #!word name rest, !!word …, or include_file "name" without a prefix.
struct Directive {
  std::string_view word;
  /// The define's name, or the file of an include.
  std::string_view name;
  /// What stands behind the name, as far as the line goes.
  std::string_view rest;
  std::uint32_t file = 0;    ///< index in source().files()
  std::uint32_t begin = 0;   ///< of the prefix, in the file
  std::uint32_t name_begin = 0;
  /// It is not in a part that is switched off.
  bool active = true;
};

/// In the order of files and lines.
std::vector<Directive> directives(const Context& context);

/// A place in a file of the script.
diag::Location locate_in_file(const Context& context, std::uint32_t file, std::uint32_t offset, std::uint32_t length);

/// How often each word stands in the files outside of comments, in strings and directives too.
using WordCount = std::unordered_map<std::string_view, unsigned>;
WordCount count_words(const Context& context);

}  // namespace kukini::lint
