// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// loadmodule, loadpath, mpath, modparam, modparamx, cfgengine.
#pragma once

#include "cfg/expression.hpp"

namespace kukini::grammar::cfg {

struct module_name : string {};
struct module_options : string {};
struct load_keyword : p::seq<p::istring<'l', 'o', 'a', 'd', 'm', 'o', 'd', 'u', 'l', 'e'>, p::opt<p::one<'x'>>, p::not_at<word_char>> {};
struct load_in_parentheses
    : p::seq<open_paren, _, p::must<module_name>, _, p::opt<comma, _, p::must<module_options>, _>, p::must<close_paren>> {};
struct load_module : p::seq<load_keyword, _, p::sor<load_in_parentheses, p::must<module_name>>> {};

struct path_keyword : p::sor<keyword<'m', 'p', 'a', 't', 'h'>, keyword<'l', 'o', 'a', 'd', 'p', 'a', 't', 'h'>> {};
struct path_name : string {};
struct load_path
    : p::seq<path_keyword, _, p::sor<p::seq<open_paren, _, p::must<path_name>, _, p::must<close_paren>>, p::seq<p::opt<equals, _>, p::must<path_name>>>> {};

struct modparam_keyword : p::seq<p::istring<'m', 'o', 'd', 'p', 'a', 'r', 'a', 'm'>, p::opt<p::one<'x'>>, p::not_at<word_char>> {};
struct param_module : string {};
struct param_name : string {};
struct param_value : expression {};
struct mod_param
    : p::seq<modparam_keyword, _, p::must<open_paren>, _, p::must<param_module>, _, p::must<comma>, _, p::must<param_name>, _,
             p::must<comma>, _, p::must<param_value>, _, p::must<close_paren>> {};

struct engine_name : p::sor<string, p::seq<p::not_at<word, _, p::one<'='>>, word>> {};
struct cfg_engine : p::seq<keyword<'c', 'f', 'g', 'e', 'n', 'g', 'i', 'n', 'e'>, _, p::opt<equals, _>, p::must<engine_name>> {};

}  // namespace kukini::grammar::cfg
