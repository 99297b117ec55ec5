// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From the script to what the server starts with: parse, read, check, modules, parameters, sockets, aliases.
#include <algorithm>

#include "base/text.hpp"
#include "core/server_state.hpp"
#include "script/build.hpp"
#include "script/settings_listen.hpp"

namespace kukini::core {

void report(diag::Emitter& emitter, const std::string& file, diag::Severity severity, std::string code, std::string message) {
  diag::Diagnostic d;
  d.code = std::move(code);
  d.severity = severity;
  d.message = std::move(message);
  d.primary.file = file;
  emitter.add(std::move(d));
}

script::Front::Read Server::State::read(diag::Emitter& emitter) {
  auto out = front.read(options.config_file, options.config_text, options.parse, emitter);
  load_foreign(out.config, emitter);
  missing = front.check(*out.script, options.load_modules, emitter, options.check_only).missing;
  return out;
}

void Server::State::load_foreign(const script::Configuration& read, diag::Emitter& emitter) {
  bool paths = false;
  auto load = [&](const std::string& path, const diag::Location& at) {
    auto name = registry::base_name(path);
    if (front.provides_module(name) || front.kamailio_has_module(name)) return;
    if (!paths) {
      for (const auto& folder : options.module_paths) registry.add_path(folder);
      for (const auto& folder : read.module_paths) registry.add_path(folder);
      paths = true;
    }
    if (auto done = registry.load(path); !done) {
      // One that is nowhere to be found is judged by sema.
      if (!done.error().starts_with("there is no module")) emitter.error("module-load", at, done.error());
    } else if (const auto* table = registry.manifest(name); table != nullptr) {
      front.add(*table);
    }
  };
  for (const auto& path : options.load_modules) load(path, {});
  for (const auto& m : read.modules) load(m.path, {});
}

void Server::State::load_modules(diag::Emitter& emitter) {
  for (const auto& path : options.module_paths) registry.add_path(path);
  for (const auto& path : config.module_paths) registry.add_path(path);
  auto load = [&](const std::string& path, const diag::Location& at) {
    auto name = registry::base_name(path);
    // Kamailio has it, we do not: sema has warned, and using anything of it is an error there.
    if (!front.provides_module(name) && front.kamailio_has_module(name)) return;
    if (auto done = registry.load(path); !done) emitter.error("module-load", at, done.error());
  };
  for (const auto& path : options.load_modules) load(path, {});
  for (const auto& m : config.modules) load(m.path, script->locate(m.span));
  for (auto& note : registry.take_notes()) report(emitter, options.config_file, diag::Severity::note, "module-skipped", std::move(note));
}

void Server::State::set_params(diag::Emitter& emitter) {
  for (const auto& p : config.params) {
    if (!registry.loaded(p.module)) continue;  // judged by sema
    // Kamailio has it, we do not: sema has said that it does nothing.
    if (!front.provides_param(p.module, p.name) && front.kamailio_has_param(p.module, p.name)) continue;
    auto value = p.value;
    if (p.evaluated && !value.is_integer) {
      auto text = script::evaluate_at_load(value.text, *script, registry.bindings());
      if (!text) {
        emitter.error("module-parameter", script->locate(p.span), text.error());
        continue;
      }
      value.text = *text;
      // "$def(TIMEOUT)" may be meant for a parameter that takes a number.
      if (auto number = base::to_number<std::int64_t>(value.text); number && !registry.set_param(p.module, p.name, value)) {
        value.is_integer = true;
        value.number = *number;
      }
    }
    if (auto done = registry.set_param(p.module, p.name, value); !done) emitter.error("module-parameter", script->locate(p.span), done.error());
  }
  for (const auto& p : options.mod_params)
    if (auto done = registry.set_param(p.module, p.name, p.value); !done) emitter.error("module-parameter", {}, done.error());
  registry.take_notes();  // retired names: sema has said so with a place
}

std::vector<io::ListenEntry> Server::State::listen_entries(diag::Emitter& emitter) const {
  const auto& settings = config.settings;
  std::vector<io::ListenEntry> out;
  auto add = [&](io::ListenEntry entry, const std::string& protocol) {
    if (!protocol.empty() && protocol != "udp") {
      report(emitter, options.config_file, diag::Severity::warning, "listen-protocol",
             "listen=" + protocol + ":" + entry.host + ":" + std::to_string(entry.port) + " is not served: this release speaks UDP only");
      return;
    }
    entry.protocol = io::Protocol::udp;
    entry.text = "udp:" + entry.host + ":" + std::to_string(entry.port);
    out.push_back(std::move(entry));
  };
  for (const auto& l : settings.listen) {
    io::ListenEntry entry;
    entry.host = l.host;
    entry.port = l.port != 0 ? l.port : settings.port;
    entry.last_port = l.port_last;
    entry.advertised_host = l.advertised_host;
    entry.advertised_port = l.advertised_port;
    entry.name = l.name;
    entry.is_virtual = l.is_virtual;
    add(std::move(entry), l.protocol);
  }
  for (const auto& text : options.listen) {
    auto advertise = text.find(" advertise ");
    if (auto slash = text.find('/'); advertise == std::string::npos) advertise = slash;
    auto parsed = script::parse_alias(text.substr(0, advertise));
    io::ListenEntry entry;
    entry.host = parsed.host;
    entry.port = parsed.port != 0 ? parsed.port : settings.port;
    if (advertise != std::string::npos) {
      auto shown = script::parse_alias(text.substr(text[advertise] == '/' ? advertise + 1 : advertise + 11));
      entry.advertised_host = shown.host;
      entry.advertised_port = shown.port;
    }
    add(std::move(entry), parsed.protocol);
  }
  if (out.empty() && settings.listen.empty() && options.listen.empty()) {
    io::ListenEntry every;
    every.host = "*";
    every.port = settings.port;
    every.only_ipv4 = !settings.auto_bind_ipv6;
    add(std::move(every), "udp");
  }
  return out;
}

std::vector<Alias> Server::State::aliases() const {
  std::vector<Alias> out;
  auto add = [&](const script::AliasEntry& a) { out.push_back({script::lower(a.host), a.port, parse_protocol(a.protocol)}); };
  for (const auto& a : config.settings.aliases) add(a);
  for (const auto& text : options.aliases) add(script::parse_alias(text));
  return out;
}

void Server::State::add_names_of(std::span<const io::ListenSocket> sockets, std::vector<Alias>& out) const {
  if (!options.auto_aliases.value_or(config.settings.auto_aliases)) return;
  std::vector<io::Address> addresses;
  std::vector<const io::ListenSocket*> of;
  auto add = [&](const io::Address& address, const io::ListenSocket& socket) {
    addresses.push_back(address);
    of.push_back(&socket);
  };
  for (const auto& s : sockets) {
    if (!s.address.is_wildcard()) add(s.address, s);
    else
      for (const auto& a : host.local_addresses())
        if (a.family == s.address.family) add(a, s);
  }
  auto names = host.names_of(addresses);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Alias alias{names[i], of[i]->address.port, of[i]->protocol};
    bool known = std::any_of(out.begin(), out.end(), [&](const Alias& a) { return a.host == alias.host && a.port == alias.port; });
    if (!alias.host.empty() && !known) out.push_back(std::move(alias));
  }
}

io::HostSettings Server::State::host_settings() const {
  const auto& settings = config.settings;
  auto number = [&](const char* name, int fallback) { return static_cast<int>(std::clamp<std::int64_t>(settings.number(name, fallback), -1, INT32_MAX)); };
  io::HostSettings out;
  out.tos = static_cast<int>(settings.tos);
  out.pmtu_discovery = number("pmtu_discovery", -1);
  out.free_bind = number("ip_free_bind", 0) > 0;
  out.bind_link_local = number("bind_ipv6_link_local", 0) > 0;
  if (int bytes = number("maxbuffer", 0); bytes > 0) out.receive_buffer = bytes;
  auto& dns = out.dns;
  dns.try_ipv6 = number("dns_try_ipv6", 1) != 0;
  dns.try_naptr = number("dns_try_naptr", 0) != 0;
  dns.srv_lb = number("dns_srv_lb", 0) != 0;
  dns.use_failover = number("use_dns_failover", 1) != 0;
  dns.use_search_list = number("dns_use_search_list", 1) != 0;
  dns.retr_time_s = number("dns_retr_time", -1);
  dns.retr_no = number("dns_retr_no", -1);
  dns.servers_no = number("dns_servers_no", -1);
  dns.use_cache = number("use_dns_cache", 1) != 0 && number("dns_cache_init", 1) != 0;
  dns.cache_min_ttl_s = number("dns_cache_min_ttl", 0);
  dns.cache_max_ttl_s = number("dns_cache_max_ttl", -1);
  dns.cache_negative_ttl_s = number("dns_cache_negative_ttl", 60);
  return out;
}

}  // namespace kukini::core
