// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What to say when a rule that had to match did not: one line per such rule.
#pragma once

#include "cfg/script.hpp"
#include "lang/syntax/parse_state.hpp"

namespace kukini::lang {

template <typename Rule>
inline constexpr Expectation expectation{};

namespace g = grammar::cfg;

#define KUKINI_EXPECT(rule, ...) \
  template <>                    \
  inline constexpr Expectation expectation<g::rule> = {__VA_ARGS__}

KUKINI_EXPECT(expression, "syntax-expected-expression", "an expression");
KUKINI_EXPECT(operand, "syntax-expected-expression", "an operand behind the operator");
KUKINI_EXPECT(argument, "syntax-expected-argument", "an argument behind ','", "remove the ',' or add the argument");
KUKINI_EXPECT(condition, "syntax-expected-condition", "a condition");
KUKINI_EXPECT(inner_value, "syntax-expected-expression", "the value to assign");
KUKINI_EXPECT(assign_value, "syntax-expected-expression", "the value to assign");
KUKINI_EXPECT(close_paren, "syntax-expected-paren", "')'");
KUKINI_EXPECT(call_end, "syntax-expected-paren", "',' or ')' in the list of arguments");
KUKINI_EXPECT(open_paren, "syntax-expected-paren", "'('");
KUKINI_EXPECT(close_bracket, "syntax-expected-bracket", "']'");
KUKINI_EXPECT(core_name, "syntax-expected-name", "the name of a core parameter", "coreparam[name] = value");
KUKINI_EXPECT(close_brace, "syntax-missing-brace", "'}'");
KUKINI_EXPECT(route_target, "syntax-expected-route", "the name of a route", "route(NAME)");
KUKINI_EXPECT(body, "syntax-expected-statement", "a statement or a block in braces");
KUKINI_EXPECT(any_statement, "syntax-expected-statement", "a statement");
KUKINI_EXPECT(statement_start, "syntax-misplaced", "a statement", "'else' belongs to the 'if' right before it, 'case' and 'default' into a switch");
KUKINI_EXPECT(switch_subject, "syntax-expected-expression", "the value to switch on");
KUKINI_EXPECT(switch_open, "syntax-expected-brace", "'{' and the cases of the switch");
KUKINI_EXPECT(case_value, "syntax-expected-expression", "the value of the case");
KUKINI_EXPECT(case_colon, "syntax-expected-colon", "':' behind the case");
KUKINI_EXPECT(label_ahead, "syntax-statement-before-case", "'case' or 'default'", "inside a switch every statement belongs to a case");
KUKINI_EXPECT(block_name, "syntax-expected-route", "the name of the block", "route[NAME] { ... }");
KUKINI_EXPECT(route_body, "syntax-expected-brace", "'{' and the block's statements");
KUKINI_EXPECT(module_name, "syntax-expected-string", "the module's file name between quotes", "loadmodule \"tm.so\"");
KUKINI_EXPECT(module_options, "syntax-expected-string", "a string");
KUKINI_EXPECT(path_name, "syntax-expected-string", "a folder between quotes");
KUKINI_EXPECT(param_module, "syntax-expected-string", "the module's name between quotes", "modparam(\"module\", \"name\", value)");
KUKINI_EXPECT(param_name, "syntax-expected-string", "the parameter's name between quotes", "modparam(\"module\", \"name\", value)");
KUKINI_EXPECT(param_value, "syntax-expected-expression", "the parameter's value", "modparam(\"module\", \"name\", value)");
KUKINI_EXPECT(comma, "syntax-expected-comma", "','");
KUKINI_EXPECT(engine_name, "syntax-expected-string", "the engine's name between quotes", "cfgengine \"lua\"");
KUKINI_EXPECT(flag_entry, "syntax-expected-name", "the name of a flag");
KUKINI_EXPECT(equals, "syntax-expected-equals", "'='");
KUKINI_EXPECT(listen_entries, "syntax-expected-address", "an address", "udp:10.0.0.1:5060, with quotes around anything unusual");
KUKINI_EXPECT(advertised, "syntax-expected-address", "the address to advertise");
KUKINI_EXPECT(socket_name, "syntax-expected-string", "the socket's name between quotes");
KUKINI_EXPECT(socket_value, "syntax-expected-expression", "a value");
KUKINI_EXPECT(global_value, "syntax-expected-expression", "a value");
KUKINI_EXPECT(description, "syntax-expected-string", "the description between quotes");
KUKINI_EXPECT(no_brace, "syntax-extra-brace", "'}' without '{'", "a block above was closed twice, or its '{' is missing", true);
KUKINI_EXPECT(inside, "syntax-outside", "a statement outside of a route block", "is a '}' too many above?", true);
KUKINI_EXPECT(any_item, "syntax-expected-item", "a parameter, loadmodule, modparam or a route block");

#undef KUKINI_EXPECT

}  // namespace kukini::lang
