// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Titles of the front end's codes.
#include "lint/front_codes.hpp"

namespace kukini::lint {
namespace {

using diag::Severity;

constexpr FrontCode kFrontCodes[] = {
    {"pp-already-defined", Severity::error, "a name that is defined twice"},
    {"pp-bad-expression", Severity::error, "a condition that cannot be evaluated"},
    {"pp-bad-subst", Severity::error, "a substitution that is malformed"},
    {"pp-broken-header", Severity::warning, "a first line without its #"},
    {"pp-condition-name", Severity::error, "a condition without a name"},
    {"pp-condition-tail", Severity::warning, "words behind the name of a condition"},
    {"pp-define-loop", Severity::warning, "a define that contains itself"},
    {"pp-define-name", Severity::error, "a define without a name"},
    {"pp-foreign-character", Severity::warning, "a stray character outside of ASCII"},
    {"pp-include-depth", Severity::error, "files that include one another too deep"},
    {"pp-include-loop", Severity::error, "a file that includes itself"},
    {"pp-include-name", Severity::error, "an include without a file name"},
    {"pp-include-unreadable", Severity::error, "a file that cannot be read"},
    {"pp-no-environment", Severity::error, "an environment variable that is not set"},
    {"pp-no-line-end", Severity::warning, "a directive in a line without end"},
    {"pp-second-else", Severity::error, "a second #!else"},
    {"pp-stray-condition", Severity::error, "#!else or #!endif without #!ifdef"},
    {"pp-too-large", Severity::error, "a script that grows beyond all bounds"},
    {"pp-too-many", Severity::error, "more mistakes than can be told"},
    {"pp-unclosed-condition", Severity::error, "an #!ifdef without #!endif"},
    {"pp-unknown-directive", Severity::warning, "a directive that nobody knows"},
    {"syntax-bad-pv", Severity::error, "a malformed pseudo-variable"},
    {"syntax-break-value", Severity::error, "a value behind break"},
    {"syntax-conflict-marker", Severity::error, "a merge conflict left in the file"},
    {"syntax-expected-address", Severity::error, "an address is missing"},
    {"syntax-expected-argument", Severity::error, "an argument is missing"},
    {"syntax-expected-brace", Severity::error, "an opening brace is missing"},
    {"syntax-expected-bracket", Severity::error, "a closing bracket is missing"},
    {"syntax-expected-colon", Severity::error, "a colon behind a case is missing"},
    {"syntax-expected-comma", Severity::error, "a comma is missing"},
    {"syntax-expected-condition", Severity::error, "a condition is missing"},
    {"syntax-expected-equals", Severity::error, "an equals sign is missing"},
    {"syntax-expected-expression", Severity::error, "an expression is missing"},
    {"syntax-expected-item", Severity::error, "something that is no item of a script"},
    {"syntax-expected-name", Severity::error, "a name is missing"},
    {"syntax-expected-paren", Severity::error, "a parenthesis is missing"},
    {"syntax-expected-route", Severity::error, "the name of a block is missing"},
    {"syntax-expected-statement", Severity::error, "a statement is missing"},
    {"syntax-expected-string", Severity::error, "a text in quotes is missing"},
    {"syntax-extra-brace", Severity::error, "a closing brace too many"},
    {"syntax-misplaced", Severity::error, "else, case or default in a place where it cannot stand"},
    {"syntax-missing-brace", Severity::error, "a closing brace is missing"},
    {"syntax-missing-semicolon", Severity::error, "a semicolon is missing"},
    {"syntax-number-range", Severity::error, "a number beyond 64 bits"},
    {"syntax-outside", Severity::error, "a statement outside of all blocks"},
    {"syntax-socket-bind", Severity::error, "a socket block without an address"},
    {"syntax-socket-key", Severity::error, "a setting that sockets do not have"},
    {"syntax-statement-before-case", Severity::error, "a statement in a switch before its first case"},
    {"syntax-too-deep", Severity::error, "blocks or expressions nested too deep"},
    {"syntax-too-many", Severity::error, "more mistakes than can be told"},
    {"syntax-unclosed-comment", Severity::error, "a comment that is not closed"},
    {"syntax-unclosed-string", Severity::error, "a text that is not closed"},
};

}  // namespace

std::span<const FrontCode> front_codes() { return kFrontCodes; }

}  // namespace kukini::lint
