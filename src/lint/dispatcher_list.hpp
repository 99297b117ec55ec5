// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A dispatcher.list for the linter: its lines taken apart, with places, whatever is wrong with them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lint/rule.hpp"

namespace kukini::lint {

/// A word of a line; offset in the file.
struct ListField {
  std::string_view text;
  std::uint32_t offset = 0;
};

/// name=value of the attributes column.
struct ListAttribute {
  ListField name;
  ListField value;
  bool has_value = false;
};

/// A line that is neither empty nor a comment: SETID URI FLAGS PRIORITY ATTRIBUTES DESCRIPTION…
struct ListLine {
  std::uint32_t number = 0;
  ListField whole;
  /// Text of a column that is not there is empty (its data is null).
  ListField set, uri, flags, priority, attributes;
  std::vector<ListAttribute> attribute_list;
  /// What stands behind the attributes.
  ListField rest;
};

class ListContext {
 public:
  /// `text` must outlive the context.
  ListContext(std::string file, std::string_view text, diag::Emitter& emitter);
  const std::vector<ListLine>& lines() const { return lines_; }
  diag::Diagnostic& report(const ListField& at, std::string message);
  /// Adds a fix that replaces a word.
  void fix(diag::Diagnostic& diagnostic, std::string title, bool safe, const ListField& at, std::string text) const;
  void run(const Rule& rule);

 private:
  std::string file_;
  std::string_view text_;
  diag::Emitter& emitter_;
  std::vector<ListLine> lines_;
  const Rule* rule_ = nullptr;
  std::uint32_t counted_to_ = 0;  ///< so many bytes have
  std::uint32_t counted_ = 0;     ///< so many line ends
};

}  // namespace kukini::lint
