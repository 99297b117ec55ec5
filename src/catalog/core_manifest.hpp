// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of what the language itself offers (bound to code in script/): core functions and variables, in the form of a module's table, named "core".
#pragma once

#include "manifest/manifest.hpp"

namespace kukini::catalog {

extern const manifest::Manifest kManifest_core;

}  // namespace kukini::catalog
