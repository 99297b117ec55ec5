// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Giving up root for good, and what must belong to the user by then.
#pragma once

#include <string>

#include "base/result.hpp"

namespace kukini::app {

/// The run directory: made where it is missing, and then, like Kamailio's, belonging to the user and group that the server becomes.
base::Result<> make_run_dir(const std::string& dir, const std::string& user, const std::string& group);

/// Changes to `user` and `group` (names or numbers; empty keeps; a user without a group takes its own group), drops the
/// supplementary groups, and proves that there is no way back. A no-op when both are empty.
base::Result<> drop_privileges(const std::string& user, const std::string& group);

}  // namespace kukini::app
