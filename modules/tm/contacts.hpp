// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Serial forking by q: t_load_contacts(), t_next_contacts() and t_next_contact_flow().
#pragma once

#include "sdk/module.hpp"

namespace kukini::modules::tm {

int load_contacts(void* self, sdk::Context& c, sdk::Args args);
int next_contacts(void* self, sdk::Context& c, sdk::Args args);
int next_contact_flow(void* self, sdk::Context& c, sdk::Args args);

}  // namespace kukini::modules::tm
