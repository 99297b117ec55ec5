// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of textops share.
#pragma once

#include <re2/re2.h>

#include <string>
#include <string_view>

#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::textops {

using namespace sdk;
using std::string_view;

/// Start-up facilities, kept for prepare functions.
struct Host {
  InitContext* init = nullptr;
};

void bind_methods(Binder& b);
void bind_headers(Binder& b);
void bind_header_removal(Binder& b);
void bind_search(Binder& b);
void bind_replace(Binder& b);
void bind_subst(Binder& b, Host& host);
void bind_body(Binder& b);
void bind_multipart(Binder& b);
void bind_strings(Binder& b);

/// Text of argument i.
inline string_view text(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

/// POSIX extended syntax, leftmost-longest, ^ and $ at line ends, as regcomp(REG_EXTENDED | REG_NEWLINE). Kept per thread, so that
/// an expression that is put together at run time is compiled once. Without `lines` (no REG_NEWLINE) ^ and $ are the ends of the text
/// and . is any byte. Null when it does not compile (logged).
const re2::RE2* regex_of(string_view pattern, bool ignore_case = true, bool lines = true);
/// That of a regex argument, or compiled from its text.
inline const re2::RE2* regex_of(Context& c, const Arg& a) { return a.regex != nullptr ? a.regex : regex_of(text_of(c, a.value)); }

/// Makes the value of `header` what `value` says; a later call changes what an earlier one put there.
void put(Context& c, std::uint32_t offset, std::uint32_t length, string_view text);

}  // namespace kukini::modules::textops
