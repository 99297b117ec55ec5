// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Giving up root for good.
#pragma once

#include <string>

#include "base/result.hpp"

namespace kukini::app {

/// Changes to `user` and `group` (names or numbers; empty keeps; a user without a group takes its own group), drops the
/// supplementary groups, and proves that there is no way back. A no-op when both are empty.
base::Result<> drop_privileges(const std::string& user, const std::string& group);

}  // namespace kukini::app
