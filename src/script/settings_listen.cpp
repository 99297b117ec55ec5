// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading the addresses of listen, alias and socket items.
#include "script/settings_listen.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kukini::script {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), base::to_lower);
  return out;
}

std::string_view bare_host(std::string_view host) {
  host = base::trim(host);
  if (host.size() >= 2 && (host.front() == '"' || host.front() == '\'') && host.back() == host.front())
    host = host.substr(1, host.size() - 2);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return host;
}

namespace {

bool is_protocol(std::string_view text) {
  for (std::string_view p : {"udp", "tcp", "tls", "sctp", "ws", "wss", "any"})
    if (base::iequals(text, p)) return true;
  return false;
}

/// A port, "*" and nothing being 0; an error for anything else that is not 1..65535.
std::uint16_t read_port(const lang::Script& script, lang::Span span, std::string_view text, diag::Emitter& emitter) {
  text = base::trim(text);
  if (text.empty() || text == "*") return 0;
  auto number = base::to_number<std::uint32_t>(text);
  if (!number || *number == 0 || *number > 65535) {
    emitter.error("script-bad-port", script.locate(span), "'" + std::string(text) + "' is not a port number")
        .with_hint("ports are numbers from 1 to 65535");
    return 0;
  }
  return static_cast<std::uint16_t>(*number);
}

/// "(a, b)" to its parts; anything else is one part.
std::vector<std::string_view> hosts_of(std::string_view host) {
  host = base::trim(host);
  if (host.size() < 2 || host.front() != '(' || host.back() != ')') return {host};
  std::vector<std::string_view> out;
  host = host.substr(1, host.size() - 2);
  while (!host.empty()) {
    auto comma = host.find(',');
    if (auto part = base::trim(host.substr(0, comma)); !part.empty()) out.push_back(part);
    if (comma == std::string_view::npos) break;
    host.remove_prefix(comma + 1);
  }
  return out;
}

}  // namespace

AliasEntry parse_alias(std::string_view text) {
  AliasEntry out;
  text = base::trim(text);
  if (auto colon = text.find(':'); colon != std::string_view::npos && is_protocol(text.substr(0, colon))) {
    out.protocol = lower(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  auto colon = text.rfind(':');
  auto bracket = text.rfind(']');
  bool v6_bare = bracket == std::string_view::npos && text.find(':') != colon;
  if (colon != std::string_view::npos && !v6_bare && (bracket == std::string_view::npos || colon > bracket)) {
    out.port = base::to_number<std::uint16_t>(base::trim(text.substr(colon + 1))).value_or(0);
    text = text.substr(0, colon);
  }
  if (out.protocol == "any") out.protocol.clear();
  out.host = lower(bare_host(text));
  return out;
}

void read_listen(const lang::Script& script, const lang::ast::Listen& item, Settings& settings, diag::Emitter& emitter) {
  for (const auto& e : item.entries) {
    if (item.listen == lang::ast::ListenKind::alias) {
      if (e.host.empty()) {
        settings.aliases.push_back(parse_alias(bare_host(e.text)));
        continue;
      }
      for (auto host : hosts_of(e.host)) {
        auto protocol = lower(e.proto);
        settings.aliases.push_back(
            {protocol == "any" ? "" : protocol, lower(bare_host(host)), read_port(script, e.span, e.port, emitter)});
      }
      continue;
    }
    ListenEntry entry;
    entry.protocol = lower(e.proto);
    if (entry.protocol == "any") entry.protocol.clear();
    entry.port = read_port(script, e.span, e.port, emitter);
    entry.port_last = read_port(script, e.span, e.port_last, emitter);
    if (entry.port_last != 0 && entry.port_last < entry.port)
      emitter.error("script-bad-port", script.locate(e.span), "the port range ends before it begins");
    entry.advertised_host = std::string(bare_host(e.advertise_host));
    entry.advertised_port = read_port(script, e.span, e.advertise_port, emitter);
    entry.name = std::string(e.name);
    entry.is_virtual = e.is_virtual;
    entry.span = e.span;
    for (auto host : hosts_of(e.host.empty() ? e.text : e.host)) {
      entry.host = std::string(bare_host(host));
      settings.listen.push_back(entry);
    }
  }
}

}  // namespace kukini::script
