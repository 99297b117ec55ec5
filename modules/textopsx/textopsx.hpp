// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of textopsx share.
#pragma once

#include <string>
#include <string_view>

#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::textopsx {

using namespace sdk;
using std::string_view;

void bind_apply(Binder& b);
void bind_values(Binder& b);
void bind_iterators(Binder& b);

/// Text of argument i.
inline string_view text(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

}  // namespace kukini::modules::textopsx
