// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Type, conversion and range of parameter values.
#include "registry/params.hpp"

#include "base/text.hpp"

namespace kukini::registry {

base::Result<sdk::ParamValue> fit_param(const manifest::Param& row, const sdk::ParamValue& value) {
  sdk::ParamValue v = value;
  std::string name(row.name);
  if (v.text.empty() && v.is_integer) v.text = std::to_string(v.number);
  if (row.type == manifest::ParamType::integer && !v.is_integer) {
    auto number = base::to_number(base::trim(v.text));
    if (!number) return base::Error{name + " is a number, '" + v.text + "' is none"};
    v.is_integer = true;
    v.number = *number;
  }
  if (row.type == manifest::ParamType::string || row.type == manifest::ParamType::pv || row.type == manifest::ParamType::format) v.is_integer = false;
  if (row.type == manifest::ParamType::pv && (v.text.empty() || v.text[0] != '$') && !v.text.empty())
    return base::Error{name + " holds a pseudo-variable such as \"$avp(x)\", '" + v.text + "' is none"};
  if (v.is_integer && row.type == manifest::ParamType::integer && (v.number < row.min || v.number > row.max)) {
    std::string range = row.min == INT64_MIN   ? "at most " + std::to_string(row.max)
                        : row.max == INT64_MAX ? "at least " + std::to_string(row.min)
                                               : "from " + std::to_string(row.min) + " to " + std::to_string(row.max);
    return base::Error{name + " is " + range + ", not " + std::to_string(v.number)};
  }
  return v;
}

}  // namespace kukini::registry
