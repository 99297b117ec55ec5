// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// flags A, B:3 and avpflags A, B
#pragma once

#include "cfg/literals.hpp"

namespace kukini::grammar::cfg {

struct flag_entry : p::seq<p::sor<word, string>, p::opt<_, colon, _, number>> {};
struct flags_keyword : p::sor<keyword<'f', 'l', 'a', 'g', 's'>, keyword<'b', 'o', 'o', 'l'>, keyword<'a', 'v', 'p', 'f', 'l', 'a', 'g', 's'>> {};
struct flags : p::seq<flags_keyword, p::not_at<_, equals>, _, p::must<flag_entry>, p::star<_, comma, _, p::must<flag_entry>>> {};

}  // namespace kukini::grammar::cfg
