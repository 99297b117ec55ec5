// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The grammar run over the expanded text of a script.
#pragma once

#include <cstdint>

#include "diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "lang/syntax/cst.hpp"

namespace kukini::lang {

/// Parses the whole text. Every mistake is reported and an error node left in its place; the tree's top nodes are the items.
cst::Tree parse_cfg(const SourceMap& source, std::uint32_t max_nesting, diag::Emitter& emitter);

}  // namespace kukini::lang
