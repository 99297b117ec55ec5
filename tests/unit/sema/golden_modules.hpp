// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Small fixed tables for the golden files, so that these change with the checks only, not with what the real modules grow.
#pragma once

#include "catalog/catalog.hpp"

namespace kukini::sema::test {

const catalog::Catalog& golden_catalog();

}  // namespace kukini::sema::test
