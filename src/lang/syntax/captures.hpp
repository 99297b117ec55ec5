// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which rules of the grammar become nodes of the tree.
#pragma once

#include <optional>

#include "cfg/script.hpp"
#include "lang/syntax/cst.hpp"

namespace kukini::lang {

namespace g = grammar::cfg;

template <typename Rule>
inline constexpr std::optional<cst::Kind> captured = std::nullopt;

#define KUKINI_CAPTURE_AS(rule, kind) \
  template <>                         \
  inline constexpr std::optional<cst::Kind> captured<g::rule> = cst::Kind::kind
#define KUKINI_CAPTURE(rule) KUKINI_CAPTURE_AS(rule, rule)

KUKINI_CAPTURE(expression);
KUKINI_CAPTURE_AS(condition, expression);
KUKINI_CAPTURE_AS(assign_value, expression);
KUKINI_CAPTURE_AS(switch_subject, expression);
KUKINI_CAPTURE_AS(param_value, expression);
KUKINI_CAPTURE_AS(global_expression, expression);
KUKINI_CAPTURE(operand);
KUKINI_CAPTURE(unary_operator);
KUKINI_CAPTURE(binary_operator);
KUKINI_CAPTURE(parenthesized);
KUKINI_CAPTURE(inner_assignment);
KUKINI_CAPTURE_AS(inner_equals, assign_operator);
KUKINI_CAPTURE_AS(inner_value, expression);
KUKINI_CAPTURE(string);
KUKINI_CAPTURE_AS(module_name, string);
KUKINI_CAPTURE_AS(module_options, string);
KUKINI_CAPTURE_AS(path_name, string);
KUKINI_CAPTURE_AS(param_module, string);
KUKINI_CAPTURE_AS(param_name, string);
KUKINI_CAPTURE_AS(socket_name, string);
KUKINI_CAPTURE_AS(description, description);
KUKINI_CAPTURE(string_literal);
KUKINI_CAPTURE(pv);
KUKINI_CAPTURE(select);
KUKINI_CAPTURE(select_part);
KUKINI_CAPTURE(ip);
KUKINI_CAPTURE(number);
KUKINI_CAPTURE_AS(signed_number, number);
KUKINI_CAPTURE(regex);
KUKINI_CAPTURE(msg_len);
KUKINI_CAPTURE(identifier);
KUKINI_CAPTURE_AS(dotted_name, identifier);
KUKINI_CAPTURE(call);
KUKINI_CAPTURE(call_name);
KUKINI_CAPTURE(bare_address);
KUKINI_CAPTURE_AS(bare_host, bare_address);
KUKINI_CAPTURE(route_call);
KUKINI_CAPTURE(route_name);
KUKINI_CAPTURE(block);
KUKINI_CAPTURE_AS(route_body, block);
KUKINI_CAPTURE(empty_statement);
KUKINI_CAPTURE(if_statement);
KUKINI_CAPTURE(while_statement);
KUKINI_CAPTURE(switch_statement);
KUKINI_CAPTURE(case_block);
KUKINI_CAPTURE(case_keyword);
KUKINI_CAPTURE(default_keyword);
KUKINI_CAPTURE(break_statement);
KUKINI_CAPTURE(return_statement);
KUKINI_CAPTURE(drop_statement);
KUKINI_CAPTURE(exit_statement);
KUKINI_CAPTURE(jump_value);
KUKINI_CAPTURE(simple_statement);
KUKINI_CAPTURE(assign_operator);
KUKINI_CAPTURE(route_block);
KUKINI_CAPTURE(route_keyword);
KUKINI_CAPTURE(block_name);
KUKINI_CAPTURE(load_module);
KUKINI_CAPTURE(load_path);
KUKINI_CAPTURE(path_keyword);
KUKINI_CAPTURE(mod_param);
KUKINI_CAPTURE(modparam_keyword);
KUKINI_CAPTURE(cfg_engine);
KUKINI_CAPTURE(flags);
KUKINI_CAPTURE(flags_keyword);
KUKINI_CAPTURE(flag_entry);
KUKINI_CAPTURE(word);
KUKINI_CAPTURE(listen);
KUKINI_CAPTURE(listen_keyword);
KUKINI_CAPTURE(socket_entry);
KUKINI_CAPTURE(address);
KUKINI_CAPTURE_AS(advertised, address);
KUKINI_CAPTURE(proto_name);
KUKINI_CAPTURE(host);
KUKINI_CAPTURE(port);
KUKINI_CAPTURE(socket_named);
KUKINI_CAPTURE(socket_advertise);
KUKINI_CAPTURE(socket_virtual);
KUKINI_CAPTURE(socket_block);
KUKINI_CAPTURE(socket_setting);
KUKINI_CAPTURE(socket_key);
KUKINI_CAPTURE(global_param);
KUKINI_CAPTURE(global_group);
KUKINI_CAPTURE(global_name);
KUKINI_CAPTURE(group_instance);
KUKINI_CAPTURE(core_name);

#undef KUKINI_CAPTURE
#undef KUKINI_CAPTURE_AS

/// Rules that count as one level of nesting.
template <typename Rule>
inline constexpr bool nests = false;
template <>
inline constexpr bool nests<g::statement> = true;
template <>
inline constexpr bool nests<g::parenthesized> = true;
template <>
inline constexpr bool nests<g::call> = true;
template <>
inline constexpr bool nests<g::route_call> = true;
template <>
inline constexpr bool nests<g::pv_parens> = true;
template <>
inline constexpr bool nests<g::else_after_error> = true;

}  // namespace kukini::lang
