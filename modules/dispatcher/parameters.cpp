// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding the parameters, and what is worked out of them at start-up.
#include "base/text.hpp"
#include "dispatcher.hpp"
#include "sdk/log.hpp"

namespace kukini::modules::dispatcher {

using sdk::Error;
using sdk::ParamValue;
using sdk::Result;

namespace {

/// "$avp(name)", "$avp(s:name)", "$avp(i:5)" or a bare name.
Result<sdk::NameId> avp_name(const char* param, std::string_view text) {
  if (text.empty()) return sdk::NameId{0};
  auto inner = base::trim(text);
  if (inner.starts_with("$avp(") && inner.ends_with(")"))
    inner = inner.substr(5, inner.size() - 6);
  else if (inner.starts_with("$"))
    return Error{std::string("parameter ") + param + ": \"" + std::string(text) + "\" is not an AVP, as in $avp(name)"};
  if (inner.starts_with("s:") || inner.starts_with("i:")) inner.remove_prefix(2);
  return sdk::intern_name(inner);
}

/// "class=2;code=403;code=404"; numbers alone are codes.
Result<ReplyCodes> reply_codes(std::string_view text) {
  ReplyCodes out;
  while (!text.empty()) {
    auto end = std::min(text.find_first_of(";,"), text.size());
    auto item = base::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;
    auto equal = item.find('=');
    auto key = equal == std::string_view::npos ? std::string_view("code") : base::trim(item.substr(0, equal));
    auto number = base::to_number<int>(base::trim(equal == std::string_view::npos ? item : item.substr(equal + 1)));
    bool is_class = base::iequals(key, "class");
    if (!number || (!is_class && !base::iequals(key, "code")) || (is_class && (*number < 1 || *number > 6)) || (!is_class && (*number < 100 || *number > 699)))
      return Error{"parameter ds_ping_reply_codes: \"" + std::string(item) + "\" is neither class=1…6 nor code=100…699"};
    if (is_class)
      out.classes |= 1u << *number;
    else
      out.codes.push_back(*number);
  }
  return out;
}

}  // namespace

void Dispatcher::bind_parameters(sdk::Binder& b) {
  auto& s = settings_;
  b.param("list_file", s.list_file);
  b.param("db_url", s.db_url);
  b.param("flags", s.flags);
  b.param("use_default", s.use_default);
  b.param("force_dst", s.force_dst);
  b.param("xavp_dst", s.xavp_dst);
  b.param("xavp_ctx", s.xavp_ctx);
  b.param("xavp_dst_mode", s.xavp_dst_mode);
  b.param("xavp_ctx_mode", s.xavp_ctx_mode);
  b.param("dst_avp", s.dst_avp);
  b.param("grp_avp", s.grp_avp);
  b.param("cnt_avp", s.cnt_avp);
  b.param("dstid_avp", s.dstid_avp);
  b.param("attrs_avp", s.attrs_avp);
  b.param("sock_avp", s.sock_avp);
  b.param("hash_pvar", s.hash_pvar);
  b.param("setid_pvname", s.setid_pvname);
  b.param("attrs_pvname", s.attrs_pvname);
  b.param("ds_ping_method", s.ping_method);
  b.param("ds_ping_from", s.ping_from);
  b.param("ds_ping_socket", s.ping_socket);
  b.param("outbound_proxy", s.outbound_proxy);
  b.param("ds_ping_interval", s.ping_interval);
  b.param("ds_ping_fr_timer", s.ping_fr_timer);
  b.param("ds_ping_fr_timeout", s.ping_fr_timeout);
  b.param("ds_probing_mode", s.probing_mode);
  for (const char* name : {"ds_probing_threshold", "ds_probing_threshhold"})
    b.param(name, [&s](const ParamValue& v) -> Result<> {
      s.probing_threshold = v.number;
      return {};
    });
  b.param("ds_inactive_threshold", [&s](const ParamValue& v) -> Result<> {
    s.inactive_threshold = v.number;
    return {};
  });
  b.param("ds_ping_reply_codes", s.ping_reply_codes);
  b.param("ds_ping_latency_stats", s.ping_latency_stats);
  b.param("ds_retain_latency_stats", s.retain_latency);
  b.param("ds_latency_estimator_alpha", s.latency_alpha);
  b.param("ds_default_socket", s.default_socket);
  b.param("ds_default_sockname", s.default_sockname);
  b.param("ds_hash_size", s.hash_size);
  b.param("ds_hash_expire", s.hash_expire);
  b.param("ds_hash_initexpire", s.hash_initexpire);
  b.param("ds_hash_check_interval", s.hash_check_interval);
  b.param("ds_attrs_none", s.attrs_none);
  b.param("ds_load_mode", s.load_mode);
  b.param("reload_delta", s.reload_delta);
  b.param("ds_timer_mode", s.timer_mode);
  b.param("ds_dns_mode", s.dns_mode);
  b.param("ds_dns_interval", s.dns_interval);
  for (const char* name : {"table_name", "setid_col", "destination_col", "flags_col", "priority_col", "attrs_col", "ds_db_extra_attrs",
                           "ds_dns_ttl", "ds_dns_match_all", "event_callback", "event_callback_mode"})
    b.param_ignored(name);
}

Result<> Dispatcher::prepare_settings(sdk::InitContext& context) {
  auto& s = settings_;
  if (!s.db_url.empty())
    return Error{"dispatcher: db_url is set, but this server has no database module yet: write the destinations to a file and set list_file"};
  if (s.probing_mode < 0 || s.probing_mode > 3) return Error{"dispatcher: ds_probing_mode must be 0, 1, 2 or 3"};
  auto codes = reply_codes(s.ping_reply_codes);
  if (!codes) return Error{"dispatcher: " + codes.error()};
  s.reply_codes = std::move(*codes);

  struct AvpParam {
    const char* name;
    const std::string& text;
    sdk::NameId& id;
  };
  for (auto [name, text, id] : {AvpParam{"dst_avp", s.dst_avp, s.avp.dst}, AvpParam{"grp_avp", s.grp_avp, s.avp.grp}, AvpParam{"cnt_avp", s.cnt_avp, s.avp.cnt},
                                AvpParam{"dstid_avp", s.dstid_avp, s.avp.dstid}, AvpParam{"attrs_avp", s.attrs_avp, s.avp.attrs},
                                AvpParam{"sock_avp", s.sock_avp, s.avp.sock}}) {
    auto found = avp_name(name, text);
    if (!found) return Error{"dispatcher: " + found.error()};
    id = *found;
  }
  s.dst_xavp = sdk::intern_name(s.xavp_dst);
  s.ctx_xavp = sdk::intern_name(s.xavp_ctx);
  for (auto [name, id] : {std::pair{"uri", &s.field.uri}, {"grp", &s.field.grp}, {"dstid", &s.field.dstid}, {"attrs", &s.field.attrs}, {"sock", &s.field.sock},
                          {"socket", &s.field.socket}, {"sockname", &s.field.sockname}, {"cnt", &s.field.cnt}})
    *id = sdk::intern_name(name);

  sockets_ = context.sockets();
  auto socket = [&](const char* param, const std::string& text, int& id) -> Result<> {
    if (text.empty()) return {};
    id = find_socket(sockets_, text);
    if (id < 0) return Error{std::string("dispatcher: parameter ") + param + ": the server does not listen on \"" + text + "\""};
    return {};
  };
  if (auto ok = socket("ds_default_socket", s.default_sockname.empty() ? s.default_socket : s.default_sockname, s.default_socket_id); !ok) return ok;
  if (auto ok = socket("ds_ping_socket", s.ping_socket, s.ping_socket_id); !ok) return ok;

  if (!s.hash_pvar.empty()) {
    auto format = context.parse_format(s.hash_pvar);
    if (!format) return Error{"dispatcher: hash_pvar: " + format.error()};
    s.hash_format = *format;
  }
  struct PvParam {
    const char* name;
    const std::string& text;
    const sdk::Pv*& pv;
  };
  for (auto [name, text, pv] : {PvParam{"setid_pvname", s.setid_pvname, s.setid_pv}, PvParam{"attrs_pvname", s.attrs_pvname, s.attrs_pv}}) {
    if (text.empty()) continue;
    auto parsed = context.parse_pv(text);
    if (!parsed) return Error{std::string("dispatcher: ") + name + ": " + parsed.error()};
    if (!(*parsed)->settable()) return Error{std::string("dispatcher: ") + name + ": " + text + " cannot be assigned"};
    pv = *parsed;
  }
  context.runtime_int("dispatcher", "probing_threshold", "failed pings until a destination is inactive", s.probing_threshold);
  context.runtime_int("dispatcher", "inactive_threshold", "answered pings until a destination is active again", s.inactive_threshold);
  return {};
}

}  // namespace kukini::modules::dispatcher
