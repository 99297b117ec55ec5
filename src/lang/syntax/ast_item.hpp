// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What stands at the top level of a script: parameters, modules, sockets, flags, route blocks.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lang/source/span.hpp"
#include "lang/syntax/ast_stmt.hpp"

namespace kukini::lang::ast {

enum class ItemKind : std::uint8_t {
  error,
  global_param,
  listen,
  load_module,
  load_path,
  mod_param,
  cfg_engine,
  flags,
  route,
};

struct Item {
  ItemKind kind;
  Span span;

  template <class T>
  const T* as() const {
    return kind == T::kKind ? static_cast<const T*>(this) : nullptr;
  }
};

using ItemList = std::span<const Item* const>;

template <ItemKind K>
struct ItemOf : Item {
  static constexpr ItemKind kKind = K;
  explicit ItemOf(Span at) : Item{K, at} {}
};

/// Could not be parsed; already reported.
struct ErrorItem : ItemOf<ItemKind::error> {
  using ItemOf::ItemOf;
};

/// name = value …, group.name = value desc "text", or coreparam[name] = value.
struct GlobalParam : ItemOf<ItemKind::global_param> {
  using ItemOf::ItemOf;
  /// Empty for a core parameter.
  std::string_view group;
  std::string_view name;
  Span name_span;
  /// It was written coreparam[name].
  bool is_coreparam = false;
  /// The number of group[1].name; -1 without one.
  std::int64_t instance = -1;
  /// Numbers, strings, identifiers, addresses; nearly always one.
  ExprList values;
  /// Of a custom parameter; empty for none.
  std::string_view description;
};

/// One address of a listen, alias or socket item. Text as written; an empty view: not given.
struct SocketEntry {
  Span span;
  /// The whole address as written, without quotes and without advertise, name, virtual.
  std::string_view text;
  /// udp, tcp, tls, sctp, ws, wss, in lower or upper case as written; empty: all.
  std::string_view proto;
  /// Name, address (IPv6 with its brackets), network interface, or "(a, b)" for several.
  std::string_view host;
  std::string_view port;
  /// Second number of a port range ("5060-5070").
  std::string_view port_last;
  std::string_view advertise_proto;
  std::string_view advertise_host;
  std::string_view advertise_port;
  std::string_view name;
  std::string_view agname;
  std::string_view workers;
  std::string_view vrf;
  bool is_virtual = false;
  bool quoted = false;
};

enum class ListenKind : std::uint8_t { listen, alias, socket };

/// listen=udp:1.2.3.4:5060 advertise 5.6.7.8:5060 name "x", alias="a.b", socket = { bind = … }
struct Listen : ItemOf<ItemKind::listen> {
  using ItemOf::ItemOf;
  ListenKind listen = ListenKind::listen;
  std::span<const SocketEntry> entries;
};

/// loadmodule "x.so" (also with parentheses and with options behind it)
struct LoadModule : ItemOf<ItemKind::load_module> {
  using ItemOf::ItemOf;
  std::string_view path;
  Span path_span;
  /// Second string of loadmodule("x.so", "g"); empty for none.
  std::string_view options;
};

/// mpath="…", loadpath "…"
struct LoadPath : ItemOf<ItemKind::load_path> {
  using ItemOf::ItemOf;
  std::string_view keyword;
  std::string_view path;
  Span path_span;
};

/// modparam("module|other", "name", value); modparamx evaluates pseudo-variables in the value.
struct ModParam : ItemOf<ItemKind::mod_param> {
  using ItemOf::ItemOf;
  bool evaluated = false;
  std::string_view modules;
  Span modules_span;
  std::string_view name;
  Span name_span;
  /// A String or Number (other kinds parse too); null where none was given.
  const Expr* value = nullptr;
};

/// cfgengine "lua"
struct CfgEngine : ItemOf<ItemKind::cfg_engine> {
  using ItemOf::ItemOf;
  std::string_view name;
  Span name_span;
};

struct FlagEntry {
  Span span;
  std::string_view name;
  /// -1: the next free one.
  std::int64_t number = -1;
};

/// flags A, B:3 and avpflags A, B
struct Flags : ItemOf<ItemKind::flags> {
  using ItemOf::ItemOf;
  bool avp = false;
  std::span<const FlagEntry> entries;
};

enum class RouteKind : std::uint8_t {
  /// route { }, route[0], request_route { }: the main route; with another name, a block to be called
  request,
  /// onreply_route { } and reply_route { } without a name: for all replies; with one: armed by t_on_reply
  reply,
  failure,
  branch,
  onsend,
  error,
  local,
  event,
};

/// A route block.
struct Route : ItemOf<ItemKind::route> {
  using ItemOf::ItemOf;
  RouteKind route = RouteKind::request;
  /// The keyword as written: "request_route", "onreply_route" …
  std::string_view keyword;
  /// Empty without brackets; digits for a numbered one; "dispatcher:dst-down" for an event.
  std::string_view name;
  Span name_span;
  /// Null only when the body could not be parsed.
  const Block* body = nullptr;

  /// The route that runs for every request.
  bool is_main() const { return route == RouteKind::request && (name.empty() || name == "0"); }
};

std::string_view to_string(ItemKind kind);
std::string_view to_string(RouteKind kind);

}  // namespace kukini::lang::ast
