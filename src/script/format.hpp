// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: bound format strings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "script/node.hpp"
#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

/// Literal text where `pv` is null.
struct FormatNode {
  std::string text;
  PvPtr pv;
};

/// Null values print as "<null>".
std::unique_ptr<sdk::Format> make_format(std::string text, std::vector<FormatNode> pieces);
/// An expression in the place of a format: null prints as nothing.
std::unique_ptr<sdk::Format> make_expression_format(std::string text, ExprPtr expression);

}  // namespace kukini::script
