// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which parameter values are nobody else's business.
#pragma once

#include <string_view>

#include "lint/context.hpp"

namespace kukini::lint {

/// The value holds a password or a shared secret; the well-known ones of guides do not count.
bool is_secret(const ast::ModParam& param, std::string_view value);
/// The password of scheme://user:password@host; empty without one.
std::string_view url_password(std::string_view url);
/// "kamailiorw" and its like.
bool is_known_password(std::string_view password);

}  // namespace kukini::lint
