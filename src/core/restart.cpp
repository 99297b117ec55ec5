// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a reload cannot change: each difference between the script that the server runs with and the new one is said, one line each.
#include <algorithm>
#include <map>

#include "core/server_state.hpp"
#include "script/global_params.hpp"

namespace kukini::core {

namespace {

/// Global parameters that a reload takes over.
bool taken_over(std::string_view name) {
  for (std::string_view n : {"debug", "max_while_loops", "max_recursive_level", "return_mode", "server_id", "xavp_via_params", "xavp_via_fields", "xavp_via_reply_params"})
    if (n == name) return true;
  return false;
}

std::string text_of(const script::ListenEntry& l) {
  std::string text = (l.protocol.empty() ? "" : l.protocol + ":") + l.host + (l.port != 0 ? ":" + std::to_string(l.port) : "") +
                     (l.port_last != 0 ? "-" + std::to_string(l.port_last) : "");
  if (!l.advertised_host.empty()) text += " advertise " + l.advertised_host + (l.advertised_port != 0 ? ":" + std::to_string(l.advertised_port) : "");
  if (!l.name.empty()) text += " name \"" + l.name + "\"";
  return text + (l.is_virtual ? " virtual" : "");
}
std::string text_of(const script::AliasEntry& a) {
  return (a.protocol.empty() ? "" : a.protocol + ":") + a.host + (a.port != 0 ? ":" + std::to_string(a.port) : "");
}
std::string name_of(const script::ModParam& p) { return p.module + "." + p.name; }
bool same(const script::ModParam& a, const script::ModParam& b) {
  return a.module == b.module && a.name == b.name && a.value.is_integer == b.value.is_integer && a.value.text == b.value.text && a.value.number == b.value.number;
}

/// What of `list` is not in `other`, where each one there stands for one only.
template <class T, class Same>
std::vector<const T*> not_in(const std::vector<T>& list, const std::vector<T>& other, Same equal) {
  std::vector<bool> used(other.size());
  std::vector<const T*> out;
  for (const auto& item : list) {
    std::size_t i = 0;
    while (i < other.size() && (used[i] || !equal(item, other[i]))) ++i;
    if (i < other.size()) used[i] = true;
    else out.push_back(&item);
  }
  return out;
}

}  // namespace

void Server::State::warn_of_restart(const script::Front::Read& fresh, diag::Emitter& emitter) const {
  auto say = [&](std::string message) { report(emitter, options.config_file, diag::Severity::warning, "reload-needs-restart", std::move(message)); };
  auto say_at = [&](script::Span at, std::string message) { emitter.warning("reload-needs-restart", fresh.script->locate(at), std::move(message)); };
  const auto &now = config.settings, &then = fresh.config.settings;

  for (const auto& [name, value] : then.all) {
    const auto* info = script::find_global_param(name);
    if (info == nullptr || info->effect != script::Effect::works || taken_over(name)) continue;
    auto old = now.all.find(name);
    if (old == now.all.end() || old->second.text != value.text)
      say_at(value.span, name + (old == now.all.end() ? " is new" : " was " + (old->second.text.empty() ? "\"\"" : old->second.text)) + ": it takes effect at the next start");
  }
  for (const auto& [name, value] : now.all) {
    const auto* info = script::find_global_param(name);
    if (info != nullptr && info->effect == script::Effect::works && !taken_over(name) && !then.all.contains(name))
      say(name + " is gone: " + (value.text.empty() ? "\"\"" : value.text) + " stays in effect until the next start");
  }

  auto same_listen = [](const script::ListenEntry& a, const script::ListenEntry& b) { return text_of(a) == text_of(b); };
  for (const auto* l : not_in(then.listen, now.listen, same_listen)) say_at(l->span, "listen " + text_of(*l) + ": it is listened on from the next start");
  for (const auto* l : not_in(now.listen, then.listen, same_listen)) say("listen " + text_of(*l) + " is gone: it is listened on until the next start");
  auto same_alias = [](const script::AliasEntry& a, const script::AliasEntry& b) { return text_of(a) == text_of(b); };
  for (const auto* a : not_in(then.aliases, now.aliases, same_alias)) say("alias " + text_of(*a) + ": it is known from the next start");
  for (const auto* a : not_in(now.aliases, then.aliases, same_alias)) say("alias " + text_of(*a) + " is gone: it is known until the next start");

  auto same_module = [](const script::ModuleLoad& a, const script::ModuleLoad& b) { return registry::base_name(a.path) == registry::base_name(b.path); };
  for (const auto* m : not_in(fresh.config.modules, config.modules, same_module))
    say_at(m->span, "module " + std::string(registry::base_name(m->path)) + " is loaded at the next start");
  for (const auto* m : not_in(config.modules, fresh.config.modules, same_module))
    say("module " + std::string(registry::base_name(m->path)) + " is gone: it stays loaded until the next start");

  std::map<std::string, bool> told;
  for (const auto* p : not_in(fresh.config.params, config.params, same)) {
    told[name_of(*p)] = true;
    say_at(p->span, "parameter " + name_of(*p) + " takes effect at the next start");
  }
  for (const auto* p : not_in(config.params, fresh.config.params, same))
    if (!told[name_of(*p)]) say("parameter " + name_of(*p) + " is gone: its value stays in effect until the next start");
}

}  // namespace kukini::core
