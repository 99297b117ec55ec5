// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Parameter lists `;name=value;flag`: iteration and look-up without copying.
#pragma once

#include <optional>
#include <string_view>

namespace kukini::sip {

/// One parameter. All views point into the text that is iterated.
struct Param {
  std::string_view name;
  std::string_view value;  ///< as written: a quoted string keeps its quotes
  bool has_value = false;  ///< `;x=` has an empty value, `;x` has none
  std::string_view text;   ///< from the ';' to the end of the parameter, without trailing space
};

/// Walks a parameter list. White space (folds included) is allowed around ';' and '='.
class ParamCursor {
 public:
  /// `text` starts at the first ';' (or space before it), or with the first name if `text` has no leading separator.
  explicit ParamCursor(std::string_view text, char separator = ';') : rest_(text), separator_(separator) {}
  /// False at the end and at the first malformed parameter; bad() tells which.
  bool next(Param& out);
  bool bad() const { return bad_; }

 private:
  std::string_view rest_;
  char separator_;
  bool bad_ = false;
  bool started_ = false;
};

/// The value of the first parameter of that name (case-insensitive); empty view for a flag, nothing when absent.
std::optional<std::string_view> find_param(std::string_view params, std::string_view name, char separator = ';');

/// The whole parameter with its ';', for removal; empty when absent.
std::string_view find_param_text(std::string_view params, std::string_view name, char separator = ';');

/// Strips one pair of double quotes; escapes inside stay.
std::string_view strip_quotes(std::string_view value);

}  // namespace kukini::sip
