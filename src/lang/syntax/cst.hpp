// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the grammar hands to the builders: the matched rules as a flat tree in preorder, without any of PEGTL's types.
#pragma once

#include <cstdint>
#include <vector>

#include "lang/source/span.hpp"

namespace kukini::lang::cst {

/// The rules that builders care for. Several grammar rules that say the same (a condition is an expression) share a kind.
enum class Kind : std::uint8_t {
  error,
  // expressions
  expression, operand, unary_operator, binary_operator, parenthesized, inner_assignment,
  string, string_literal, pv, select, select_part, ip, number, regex, msg_len, identifier,
  call, call_name, bare_address, route_call, route_name,
  // statements
  block, empty_statement, if_statement, while_statement, switch_statement, case_block, case_keyword, default_keyword,
  break_statement, return_statement, drop_statement, exit_statement, jump_value, simple_statement, assign_operator,
  // top level
  route_block, route_keyword, block_name, load_module, load_path, path_keyword, mod_param, modparam_keyword, cfg_engine, flags,
  flags_keyword, flag_entry, word, listen, listen_keyword, socket_entry, address, proto_name, host, port, socket_named,
  socket_advertise, socket_virtual, socket_block, socket_setting, socket_key, global_param, global_group, global_name,
  description, group_instance, core_name,
};

struct Node {
  Kind kind;
  Span span;
  /// Index behind the last node of this subtree: the next sibling.
  std::uint32_t next = 0;
};

/// Nodes in preorder; a child follows its parent.
using Tree = std::vector<Node>;

/// One node of a tree, to walk with.
class Cursor {
 public:
  Cursor(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

  Kind kind() const { return node().kind; }
  Span span() const { return node().span; }

  class Iterator {
   public:
    Iterator(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}
    Cursor operator*() const { return {*tree_, index_}; }
    Iterator& operator++() {
      index_ = (*tree_)[index_].next;
      return *this;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.index_ == b.index_; }

   private:
    const Tree* tree_;
    std::uint32_t index_;
  };
  /// The children.
  Iterator begin() const { return {*tree_, index_ + 1}; }
  Iterator end() const { return {*tree_, node().next}; }
  bool has_children() const { return node().next != index_ + 1; }

 private:
  const Node& node() const { return (*tree_)[index_]; }
  const Tree* tree_;
  std::uint32_t index_;
};

}  // namespace kukini::lang::cst
