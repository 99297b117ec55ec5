// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// URIs: is_uri(), cmp_uri(), cmp_aor(), set_uri_user(), set_uri_host().
#include "siputils.hpp"

namespace kukini::modules::siputils {

namespace {

int is_uri(void*, Context& c, Args a) {
  sip::Uri uri;
  return sip::parse_uri(text(c, a, 0), uri) ? 1 : -1;
}

/// User, host and port are the same; parameters are not looked at, as Kamailio does not.
int cmp_uri(void*, Context& c, Args a) {
  sip::Uri x, y;
  if (!sip::parse_uri(text(c, a, 0), x) || !sip::parse_uri(text(c, a, 1), y)) return -1;
  return x.scheme == y.scheme && x.user == y.user && x.password == y.password && base::iequals(x.host, y.host) && x.port == y.port ? 1 : -1;
}
/// User and host are the same; the port counts when it is not the usual one.
int cmp_aor(void*, Context& c, Args a) {
  sip::Uri x, y;
  if (!sip::parse_uri(text(c, a, 0), x) || !sip::parse_uri(text(c, a, 1), y)) return -1;
  return x.user == y.user && base::iequals(x.host, y.host) && x.port_or_default() == y.port_or_default() ? 1 : -1;
}

/// set_uri_user(variable, user): changes the URI that the variable holds.
int set_uri_user(void*, Context& c, Args a) {
  auto whole = text_of(c, a[0].pv->get(c)), user = text(c, a, 1);
  sip::Uri uri;
  if (!sip::parse_uri(whole, uri) || uri.host.empty()) return -1;
  auto begin = static_cast<std::size_t>((uri.has_user ? uri.user.data() : uri.host.data()) - whole.data());
  auto end = static_cast<std::size_t>(uri.host.data() - whole.data());
  TextBuilder out(*c.arena);
  out << whole.substr(0, begin);
  if (!user.empty()) out << user << '@';
  out << whole.substr(end);
  return a[0].pv->set(c, Value::string(out.view())) ? 1 : -1;
}
int set_uri_host(void*, Context& c, Args a) {
  auto whole = text_of(c, a[0].pv->get(c)), host = text(c, a, 1);
  sip::Uri uri;
  if (host.empty() || !sip::parse_uri(whole, uri) || uri.host.empty()) return -1;
  auto begin = static_cast<std::size_t>(uri.host.data() - whole.data());
  TextBuilder out(*c.arena);
  out << whole.substr(0, begin) << host << whole.substr(begin + uri.host.size());
  return a[0].pv->set(c, Value::string(out.view())) ? 1 : -1;
}

}  // namespace

void bind_uris(Binder& b) {
  b.function("is_uri", &is_uri, nullptr);
  b.function("cmp_uri", &cmp_uri, nullptr);
  b.function("cmp_aor", &cmp_aor, nullptr);
  b.function("set_uri_user", &set_uri_user, nullptr);
  b.function("set_uri_host", &set_uri_host, nullptr);
}

}  // namespace kukini::modules::siputils
