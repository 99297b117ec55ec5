// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $ru and its parts, which can be assigned, and $ou and its parts: the R-URI as it was received.
#include "pv.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::pv {

namespace {

const sip::Uri* current(Context& c) {
  if (!c.msg->is_request()) return nullptr;
  auto text = c.ruri();
  if (text.data() == c.msg->ruri().data()) return c.msg->parsed_ruri();
  return parse_uri_in(*c.arena, text);
}
const sip::Uri* original(Context& c) { return c.msg->parsed_ruri(); }

using Source = const sip::Uri* (*)(Context&);

template <Source From>
Value user(Context& c) {
  const auto* u = From(c);
  return u != nullptr ? nonempty_or_null(u->user) : Value::null();
}
template <Source From>
Value user_length(Context& c) {
  const auto* u = From(c);
  return u != nullptr ? Value::integer(static_cast<std::int64_t>(u->user.size())) : Value::null();
}
template <Source From>
Value domain(Context& c) {
  const auto* u = From(c);
  return u != nullptr ? nonempty_or_null(u->host) : Value::null();
}
template <Source From>
Value port(Context& c) {
  const auto* u = From(c);
  if (u == nullptr) return Value::null();
  if (u->has_port) return Value::string(u->port_text);
  return Value::string(u->port_or_default() == 5061 ? "5061" : "5060");
}
template <Source From>
Value transport(Context& c) {
  const auto* u = From(c);
  return u != nullptr ? transport_of(*u) : Value::null();
}
Value scheme(Context& c) {
  const auto* u = current(c);
  return u != nullptr ? Value::string(lower(*c.arena, u->scheme_text)) : Value::null();
}

Value ruri(Context& c) { return c.msg->is_request() ? Value::string(c.ruri()) : Value::null(); }
Value ruri_length(Context& c) { return c.msg->is_request() ? Value::integer(static_cast<std::int64_t>(c.ruri().size())) : Value::null(); }
Value original_ruri(Context& c) { return c.msg->is_request() ? Value::string(c.msg->ruri()) : Value::null(); }

bool set_ruri(void*, Context& c, const PvName&, const Value& v) {
  if (v.is_null() || !c.msg->is_request()) return false;
  auto text = text_of(c, v);
  if (text.empty()) return false;
  c.set_ruri(text);
  return true;
}

template <class Change>
bool change(Context& c, Change change_parts) {
  const auto* u = current(c);
  if (u == nullptr) return false;
  auto parts = parts_of(*u);
  change_parts(parts, *u);
  c.set_ruri(build_uri(*c.arena, parts));
  return true;
}

/// Null or empty text takes the user away.
bool set_user(void*, Context& c, const PvName&, const Value& v) {
  auto text = text_of(c, v);
  return change(c, [&](UriParts& p, const sip::Uri& u) {
    p.user = text;
    if (u.is_tel() && !text.empty()) p.host = {};
    if (text.empty()) p.has_password = false;
  });
}
bool set_domain(void*, Context& c, const PvName&, const Value& v) {
  if (v.is_null()) return false;
  auto text = text_of(c, v);
  if (text.empty()) return false;
  return change(c, [&](UriParts& p, const sip::Uri&) { p.host = text; });
}
bool set_port(void*, Context& c, const PvName&, const Value& v) {
  auto text = text_of(c, v);
  return change(c, [&](UriParts& p, const sip::Uri&) { p.port = text; });
}

}  // namespace

void bind_request_uri(Binder& b) {
  add<&ruri>(b, {"ru", "ruri"}, &set_ruri);
  add<&ruri_length>(b, {"rul"});
  add<&user<current>>(b, {"rU", "ruri.user"}, &set_user);
  add<&user_length<current>>(b, {"rUl"});
  add<&domain<current>>(b, {"rd", "ruri.domain"}, &set_domain);
  add<&port<current>>(b, {"rp"}, &set_port);
  add<&transport<current>>(b, {"rP"});
  add<&scheme>(b, {"rz"});
  add<&original_ruri>(b, {"ou", "ouri"});
  add<&user<original>>(b, {"oU"});
  add<&user_length<original>>(b, {"oUl"});
  add<&domain<original>>(b, {"od"});
  add<&port<original>>(b, {"op"});
  add<&transport<original>>(b, {"oP"});
}

}  // namespace kukini::modules::pv
