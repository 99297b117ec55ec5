// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Settings and Configuration: what a script says outside of its route blocks, as the server needs it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "sdk/module.hpp"

namespace kukini::script {

/// One listen or socket entry (a bracketed list is several), as written: not resolved, not expanded to addresses.
struct ListenEntry {
  std::string protocol;              ///< lower case: udp tcp tls sctp ws wss; empty: udp and tcp
  std::string host;                  ///< address, host name, interface or "*"; IPv6 without its brackets
  std::uint16_t port = 0;            ///< 0: Settings::port
  std::uint16_t port_last = 0;       ///< last of a port range; 0: one port
  std::string advertised_host;       ///< empty: none
  std::uint16_t advertised_port = 0; ///< 0: the port itself
  std::string name;                  ///< name "x"
  bool is_virtual = false;
  lang::Span span;
};

/// alias=proto:host:port, "host:port", host.
struct AliasEntry {
  std::string protocol;  ///< lower case; empty: any
  std::string host;      ///< lower case; IPv6 without its brackets
  std::uint16_t port = 0;  ///< 0: any
};

/// A value of a global parameter: yes/no/on/off are 1 and 0.
struct Setting {
  bool is_integer = false;
  std::int64_t number = 0;
  std::string text;  ///< as text in either case
  lang::Span span;
};

/// group.name = value desc "…"; the group of group[2].name is "group[2]".
struct CustomVariable {
  std::string group, name;
  Setting value;
  std::string description;
};

/// Defaults are Kamailio's. `all` has every core parameter that was set, last value, under its usual name.
struct Settings {
  std::vector<ListenEntry> listen;
  std::vector<AliasEntry> aliases;
  std::uint16_t port = 5060;
  std::string advertised_address;
  std::uint16_t advertised_port = 0;
  bool auto_aliases = true;
  bool mhomed = false;
  bool auto_bind_ipv6 = false;
  bool disable_tcp = false;
  bool enable_tls = false;

  std::int64_t children = 8;
  std::int64_t socket_workers = 0;
  bool fork = true;
  std::string user, group, chroot, workdir, rundir;

  std::int64_t debug = 0;
  std::optional<bool> log_stderror;   ///< not set: decided by the command line
  std::string log_facility = "LOG_DAEMON";
  std::string log_name;               ///< empty: program name
  std::string log_prefix;             ///< a format, evaluated per message
  std::int64_t log_prefix_mode = 0;
  bool log_color = false;
  std::int64_t corelog = -1;

  bool server_signature = true;
  std::string server_header;          ///< complete "Server: …" line without CRLF; empty: the default one
  std::string user_agent_header;
  bool sip_warning = false;
  std::int64_t onsend_route_reply = 0;
  bool force_rport = false;           ///< global force_rport/add_rport
  bool reply_to_via = false;
  std::int64_t udp_mtu = 0;
  std::string udp_mtu_try_proto;
  bool pmtu_discovery = false;
  std::int64_t tos = 16;              ///< IPTOS_LOWDELAY
  bool syn_branch = true;
  bool phone2tel = true;

  std::int64_t max_while_loops = 100;
  std::int64_t max_recursive_level = 256;
  std::int64_t max_branches = 12;
  std::int64_t server_id = 0;
  std::string version_table;

  std::map<std::string, Setting, std::less<>> all;  ///< also tcp_*, dns_*, tls_* …
  std::vector<CustomVariable> custom;

  /// Number of a parameter of `all`, or `fallback`.
  std::int64_t number(std::string_view name, std::int64_t fallback) const;
};

struct ModuleLoad {
  std::string path;     ///< as written: "tm.so", "/usr/lib/…/tm.so", "tm"
  std::string options;  ///< second string of loadmodule("x.so", "g")
  lang::Span span;
};

struct ModParam {
  std::string module;  ///< one module: "a|b" became two entries
  std::string name;
  sdk::ParamValue value;
  bool evaluated = false;  ///< modparamx: pseudo-variables in `value.text` are to be evaluated
  lang::Span span;         ///< of the value
  lang::Span name_span;
  lang::Span module_span;
};

struct Configuration {
  Settings settings;
  std::vector<std::string> module_paths;  ///< mpath/loadpath, each may be "a:b"
  std::vector<ModuleLoad> modules;        ///< in order; each path once
  std::vector<ModParam> params;           ///< in order
  std::string cfg_engine;                 ///< empty: the native language
};

/// Mistakes of value and type (a word where a number belongs, a port out of range) go to `emitter`; unknown names are sema's affair
/// and only stored in Settings::all.
Configuration read_configuration(const lang::Script& script, diag::Emitter& emitter);

}  // namespace kukini::script
