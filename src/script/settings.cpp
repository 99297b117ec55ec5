// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Global parameters, loadmodule and modparam to Configuration.
#include "script/settings.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "base/text.hpp"
#include "script/global_params.hpp"
#include "script/settings_listen.hpp"

namespace kukini::script {

namespace ast = lang::ast;

namespace {

using Field = std::variant<std::int64_t Settings::*, bool Settings::*, std::string Settings::*, std::uint16_t Settings::*,
                           std::optional<bool> Settings::*>;
struct Known {
  std::string_view name;
  Field field;
};

const Known kKnown[] = {
    {"port", &Settings::port},
    {"advertised_address", &Settings::advertised_address},
    {"advertised_port", &Settings::advertised_port},
    {"auto_aliases", &Settings::auto_aliases},
    {"mhomed", &Settings::mhomed},
    {"auto_bind_ipv6", &Settings::auto_bind_ipv6},
    {"disable_tcp", &Settings::disable_tcp},
    {"enable_tls", &Settings::enable_tls},
    {"children", &Settings::children},
    {"socket_workers", &Settings::socket_workers},
    {"fork", &Settings::fork},
    {"user", &Settings::user},
    {"group", &Settings::group},
    {"chroot", &Settings::chroot},
    {"workdir", &Settings::workdir},
    {"rundir", &Settings::rundir},
    {"debug", &Settings::debug},
    {"log_stderror", &Settings::log_stderror},
    {"log_facility", &Settings::log_facility},
    {"log_name", &Settings::log_name},
    {"log_prefix", &Settings::log_prefix},
    {"log_prefix_mode", &Settings::log_prefix_mode},
    {"log_color", &Settings::log_color},
    {"corelog", &Settings::corelog},
    {"server_signature", &Settings::server_signature},
    {"server_header", &Settings::server_header},
    {"user_agent_header", &Settings::user_agent_header},
    {"sip_warning", &Settings::sip_warning},
    {"onsend_route_reply", &Settings::onsend_route_reply},
    {"force_rport", &Settings::force_rport},
    {"reply_to_via", &Settings::reply_to_via},
    {"udp_mtu", &Settings::udp_mtu},
    {"udp_mtu_try_proto", &Settings::udp_mtu_try_proto},
    {"pmtu_discovery", &Settings::pmtu_discovery},
    {"syn_branch", &Settings::syn_branch},
    {"phone2tel", &Settings::phone2tel},
    {"max_while_loops", &Settings::max_while_loops},
    {"max_recursive_level", &Settings::max_recursive_level},
    {"max_branches", &Settings::max_branches},
    {"server_id", &Settings::server_id},
    {"version_table", &Settings::version_table},
};

struct Word {
  std::string_view name;
  std::int64_t value;
};
constexpr Word kWords[] = {
    {"yes", 1}, {"on", 1}, {"true", 1}, {"enable", 1}, {"no", 0}, {"off", 0}, {"false", 0}, {"disable", 0},
    {"L_ALERT", -5}, {"L_BUG", -4}, {"L_CRIT2", -3}, {"L_CRIT", -2}, {"L_ERR", -1}, {"L_WARN", 0}, {"L_NOTICE", 1}, {"L_INFO", 2}, {"L_DBG", 3},
    {"IPTOS_LOWDELAY", 0x10}, {"IPTOS_THROUGHPUT", 0x08}, {"IPTOS_RELIABILITY", 0x04}, {"IPTOS_MINCOST", 0x02},
};

/// The value of an expression that may stand in a global parameter or modparam.
bool read_value(const ast::Expr& e, Setting& out) {
  out.span = e.span;
  if (auto* n = e.as<ast::Number>()) {
    out.is_integer = true;
    out.number = n->value;
    out.text = std::to_string(n->value);
    return true;
  }
  if (auto* s = e.as<ast::String>()) {
    out.text = std::string(s->value);
    return true;
  }
  if (auto* id = e.as<ast::Identifier>()) {
    out.text = std::string(id->name);
    for (const auto& w : kWords)
      if (base::iequals(w.name, id->name)) {
        out.is_integer = true;
        out.number = w.value;
      }
    return true;
  }
  if (auto* u = e.as<ast::Unary>(); u != nullptr && (u->op == ast::UnaryOp::negate || u->op == ast::UnaryOp::plus)) {
    if (u->operand == nullptr || !read_value(*u->operand, out) || !out.is_integer) return false;
    if (u->op == ast::UnaryOp::negate) out.number = -out.number;
    out.text = std::to_string(out.number);
    out.span = e.span;
    return true;
  }
  if (auto* ip = e.as<ast::Ip>()) {
    out.text = std::string(ip->address);
    return true;
  }
  if (auto* socket = e.as<ast::Socket>()) {
    out.text = std::string(socket->text);
    return true;
  }
  if (auto* pv = e.as<ast::Pv>()) {
    out.text = std::string(pv->text);
    return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const lang::Script& script, diag::Emitter& emitter) : script_(script), emitter_(emitter) {}

  Configuration run() {
    for (const auto* item : script_.items()) {
      if (item == nullptr) continue;
      if (auto* p = item->as<ast::GlobalParam>()) global(*p);
      if (auto* l = item->as<ast::Listen>()) read_listen(script_, *l, out_.settings, emitter_);
      if (auto* m = item->as<ast::LoadModule>()) load(*m);
      if (auto* p = item->as<ast::LoadPath>()) out_.module_paths.emplace_back(p->path);
      if (auto* p = item->as<ast::ModParam>()) mod_param(*p);
      if (auto* e = item->as<ast::CfgEngine>()) out_.cfg_engine = std::string(e->name);
    }
    check_udp_mtu();
    return std::move(out_);
  }

 private:
  diag::Diagnostic& bad(const Setting& v, std::string message) { return emitter_.error("script-bad-value", script_.locate(v.span), std::move(message)); }

  // Said once, and only where Kamailio would change the protocol.
  void check_udp_mtu() {
    const auto& s = out_.settings;
    auto mtu = s.all.find("udp_mtu");
    if (mtu == s.all.end() || s.udp_mtu <= 0 || s.udp_mtu_try_proto.empty() || base::iequals(s.udp_mtu_try_proto, "udp")) return;
    emitter_.warning("global-not-in-effect", script_.locate(mtu->second.span),
                     "udp_mtu has no effect yet: requests of more than " + std::to_string(s.udp_mtu) + " bytes stay on UDP, as no other protocol is served");
  }

  void global(const ast::GlobalParam& p) {
    if (p.values.empty()) return;
    Setting v;
    for (const auto* e : p.values) {
      if (e == nullptr || e->kind == ast::ExprKind::error) return;
      Setting one;
      if (!read_value(*e, one)) {
        emitter_.error("script-bad-value", script_.locate(e->span), "a number, a word or a string is needed here");
        return;
      }
      if (p.name == "alias" || p.name == "domain") out_.settings.aliases.push_back(parse_alias(one.text));
      if (e == p.values.front()) v = one;
    }
    if (!p.group.empty()) {
      auto group = std::string(p.group) + (p.instance >= 0 ? "[" + std::to_string(p.instance) + "]" : "");
      out_.settings.custom.push_back({std::move(group), std::string(p.name), v, std::string(p.description)});
      return;
    }
    auto name = usual_name(p.name);
    if (name == "tos" && v.is_integer) out_.settings.tos = v.number;
    for (const auto& k : kKnown)
      if (k.name == name) assign(k, v);
    const auto* info = find_global_param(name);
    bool on = v.is_integer ? v.number != 0 : !v.text.empty();
    if (info != nullptr && info->warn && on && warned_.insert(name).second)
      emitter_.warning("global-not-in-effect", script_.locate(p.name_span), std::string(p.name) + " has no effect yet: " + std::string(info->text));
    out_.settings.all.insert_or_assign(std::string(name), v);
  }

  void assign(const Known& k, const Setting& v) {
    auto& s = out_.settings;
    auto needs_number = [&] {
      if (v.is_integer) return true;
      auto& d = bad(v, std::string(k.name) + " takes a number, not '" + v.text + "'");
      if (!v.text.empty() && v.text.find_first_not_of("0123456789-") == std::string::npos) d.with_hint("write it without quotes: " + std::string(k.name) + "=" + v.text);
      return false;
    };
    if (auto* f = std::get_if<std::string Settings::*>(&k.field)) s.*(*f) = v.text;
    if (auto* f = std::get_if<bool Settings::*>(&k.field); f != nullptr && needs_number()) s.*(*f) = v.number != 0;
    if (auto* f = std::get_if<std::optional<bool> Settings::*>(&k.field); f != nullptr && needs_number()) s.*(*f) = v.number != 0;
    if (auto* f = std::get_if<std::int64_t Settings::*>(&k.field); f != nullptr && needs_number()) s.*(*f) = v.number;
    if (auto* f = std::get_if<std::uint16_t Settings::*>(&k.field); f != nullptr && needs_number()) {
      if (v.number < 0 || v.number > 65535)
        bad(v, std::string(k.name) + " must be from 0 to 65535");
      else
        s.*(*f) = static_cast<std::uint16_t>(v.number);
    }
  }

  void load(const ast::LoadModule& m) {
    for (const auto& known : out_.modules)
      if (known.path == m.path) return;
    out_.modules.push_back({std::string(m.path), std::string(m.options), m.path_span});
  }

  void mod_param(const ast::ModParam& p) {
    ModParam out;
    out.name = std::string(p.name);
    out.evaluated = p.evaluated;
    out.span = p.value != nullptr ? p.value->span : p.span;
    out.name_span = p.name_span;
    out.module_span = p.modules_span;
    if (p.value != nullptr) {
      if (p.value->kind == ast::ExprKind::error) return;
      Setting v;
      if (!read_value(*p.value, v)) {
        emitter_.error("script-bad-value", script_.locate(p.value->span), "a number or a string is needed here");
        return;
      }
      out.value.is_integer = v.is_integer;
      out.value.number = v.number;
      out.value.text = v.text;
    }
    auto modules = p.modules;
    for (;;) {
      auto bar = modules.find('|');
      out.module = std::string(base::trim(modules.substr(0, bar)));
      if (!out.module.empty()) out_.params.push_back(out);
      if (bar == std::string_view::npos) break;
      modules.remove_prefix(bar + 1);
    }
  }

  const lang::Script& script_;
  diag::Emitter& emitter_;
  Configuration out_;
  std::set<std::string_view> warned_;
};

}  // namespace

std::int64_t Settings::number(std::string_view name, std::int64_t fallback) const {
  auto it = all.find(name);
  return it != all.end() && it->second.is_integer ? it->second.number : fallback;
}

Configuration read_configuration(const lang::Script& script, diag::Emitter& emitter) { return Reader(script, emitter).run(); }

}  // namespace kukini::script
