// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of siputils share.
#pragma once

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "sdk/module.hpp"
#include "sdk/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::siputils {

using namespace sdk;
using std::string_view;

struct Settings {
  std::int64_t e164_max_len = 15;
  std::string contact_separator = "*";  ///< its first character
};

void bind_checks(Binder& b);
void bind_uri_params(Binder& b);
void bind_numbers(Binder& b, Settings& settings);
void bind_uris(Binder& b);
void bind_charging(Binder& b);
void bind_contacts(Binder& b, Settings& settings);

inline string_view text(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

/// '+' and from 2 to `most` digits.
bool is_e164_number(string_view number, std::int64_t most);

}  // namespace kukini::modules::siputils
