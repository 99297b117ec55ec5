// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// POSIX extended regular expressions, as scripts write them, in the syntax that RE2 reads.
#pragma once

#include <string>
#include <string_view>

namespace kukini::base {

/// The same language for RE2 with the options longest_match, dot_nl, never_nl off, encoding Latin-1 (posix_syntax off): what glibc's
/// regcomp(REG_EXTENDED) takes literally stays literal (\d is "d", a lone ')'), repetitions of repetitions are joined ("a+?" may
/// match nothing), {,n} starts at 0, \< and \> are word boundaries. What RE2 cannot do (\1) is left for it to refuse. Groups of
/// Perl, (?i) (?:…), pass as they are.
std::string posix_to_re2(std::string_view pattern);

}  // namespace kukini::base
