// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From the script to what the server starts with: parse, read, check, modules, parameters, sockets, aliases.
#include <algorithm>

#include "base/text.hpp"
#include "core/server_state.hpp"
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
    if (auto done = registry.set_param(p.module, p.name, p.value); !done) emitter.error("module-parameter", script->locate(p.span), done.error());
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
    add(std::move(every), "udp");
  }
  return out;
}

std::vector<Alias> Server::State::aliases() const {
  std::vector<Alias> out;
  auto add = [&](const script::AliasEntry& a) { out.push_back({script::lower(a.host), a.port, parse_protocol(a.protocol)}); };
  for (const auto& a : config.settings.aliases) add(a);
  for (const auto& text : options.aliases) add(script::parse_alias(text));
  // Names that a listen entry was written with.
  for (const auto& l : config.settings.listen)
    if (!io::Address::parse(l.host) && l.host.find('.') != std::string::npos) out.push_back({script::lower(l.host), 0, io::Protocol::none});
  return out;
}

void Server::State::warn_of_restart(const script::Front::Read& fresh, diag::Emitter& emitter) const {
  auto warn = [&](script::Span at, std::string message) { emitter.warning("reload-needs-restart", fresh.script->locate(at), std::move(message)); };
  for (const auto& p : fresh.config.params) {
    auto same = [&](const script::ModParam& o) {
      return o.module == p.module && o.name == p.name && o.value.text == p.value.text && o.value.number == p.value.number;
    };
    if (std::none_of(config.params.begin(), config.params.end(), same))
      warn(p.span, "parameter " + p.module + "." + p.name + " takes effect at the next start");
  }
  if (fresh.config.params.size() < config.params.size())
    report(emitter, options.config_file, diag::Severity::warning, "reload-needs-restart", "module parameters that were taken out stay in effect until the next start");
  for (const auto& m : fresh.config.modules)
    if (!registry.loaded(registry::base_name(m.path)) && front.provides_module(registry::base_name(m.path)))
      warn(m.span, "module " + std::string(registry::base_name(m.path)) + " is loaded at the next start");
  auto entries = [](const script::Configuration& c) {
    std::string text;
    for (const auto& l : c.settings.listen) text += l.protocol + ":" + l.host + ":" + std::to_string(l.port) + "/" + l.advertised_host + " ";
    return text;
  };
  if (entries(fresh.config) != entries(config))
    report(emitter, options.config_file, diag::Severity::warning, "reload-needs-restart", "the changed listen entries take effect at the next start");
}

}  // namespace kukini::core
