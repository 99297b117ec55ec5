// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: socket entries of listen, alias and socket items.
#pragma once

#include "script/settings.hpp"

namespace kukini::script {

/// Adds what a listen, alias or socket item says to `settings`.
void read_listen(const lang::Script& script, const lang::ast::Listen& item, Settings& settings, diag::Emitter& emitter);

/// proto:host:port in any of its shorter forms, for alias= and domain= given as plain values. `bad`: why it is none.
AliasEntry parse_alias(std::string_view text);

std::string lower(std::string_view text);
/// Without quotes and, for IPv6, brackets.
std::string_view bare_host(std::string_view host);

}  // namespace kukini::script
