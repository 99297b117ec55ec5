// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Functions that change the R-URI: user, host, port.
#include <cstring>

#include "base/text.hpp"
#include "script/functions/core_functions.hpp"
#include "sdk/log.hpp"
#include "sip/uri.hpp"

namespace kukini::script {

namespace {

using sdk::Args;
using sdk::Context;
using std::string_view;

/// The parts of a URI that the functions replace.
struct Parts {
  string_view scheme, user, password, hostport, params, headers;
  bool tel = false;
  bool has_password = false;
};

bool split(string_view text, Parts& out) {
  sip::Uri uri;
  if (!sip::parse_uri(text, uri)) {
    // What prefix() made of a number may be none any more: "tel:9+1234" can still be stripped.
    if (auto scheme = sip::scheme_of(text); scheme == sip::Scheme::tel || scheme == sip::Scheme::tels) {
      auto colon = text.find(':'), end = text.find(';');
      out = {text.substr(0, colon), text.substr(colon + 1, end == string_view::npos ? end : end - colon - 1), {}, {},
             end == string_view::npos ? string_view{} : text.substr(end + 1), {}, true, false};
      return true;
    }
    sdk::log(sdk::Level::error, "core", "bad uri <{}>", text);
    return false;
  }
  out = {sip::to_string(uri.scheme), uri.user, uri.password, uri.hostport(), uri.params, uri.headers, uri.is_tel(), uri.has_password};
  return uri.is_sip() || uri.is_tel();
}

void join(Context& c, const Parts& p) {
  string_view pieces[12];
  std::size_t n = 0, bytes = 0;
  auto put = [&](string_view s) {
    pieces[n++] = s;
    bytes += s.size();
  };
  put(p.scheme), put(":"), put(p.user);
  if (!p.tel) {
    if (p.has_password) put(":"), put(p.password);
    if (!p.user.empty()) put("@");
    put(p.hostport);
  }
  if (!p.params.empty()) put(";"), put(p.params);
  if (!p.headers.empty()) put("?"), put(p.headers);
  auto* out = static_cast<char*>(c.arena->allocate(bytes, 1));
  auto* at = out;
  for (std::size_t i = 0; i < n; ++i) {
    if (!pieces[i].empty()) std::memcpy(at, pieces[i].data(), pieces[i].size());
    at += pieces[i].size();
  }
  c.target.ruri = {out, bytes};
  c.set(sdk::ProcessingFlag::ruri_changed);
}

/// A tel URI that gets a host becomes a sip one, as in Kamailio: "sip:+1234@host;user=phone".
void give_host(Context& c, Parts& p) {
  if (!p.tel) return;
  p.tel = false;
  p.scheme = p.scheme.size() == 4 ? "sips" : "sip";
  p.params = p.params.empty() ? string_view("user=phone") : c.arena->concat(p.params, ";user=phone");
}

void clear_user(Parts& p) {
  p.user = p.password = {};
  p.has_password = false;
}

int prefix(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p)) return -1;
  p.user = c.arena->concat(a[0].value.s, p.user);
  join(c, p);
  return 1;
}

template <bool Tail>
int strip(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p)) return -1;
  auto n = a[0].value.i;
  if (n <= 0) return 1;
  if (static_cast<std::uint64_t>(n) > p.user.size()) {
    sdk::log(sdk::Level::error, "core", "too long strip asked; deleting username: {} of <{}>", n, p.user);
    clear_user(p);
  } else if (Tail) {
    p.user.remove_suffix(static_cast<std::size_t>(n));
  } else {
    p.user.remove_prefix(static_cast<std::size_t>(n));
  }
  if (p.user.empty()) clear_user(p);
  join(c, p);
  return 1;
}

int rewrite_user(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p)) return -1;
  p.user = a[0].value.s;
  if (p.user.empty()) clear_user(p);
  join(c, p);
  return 1;
}

int rewrite_user_password(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p)) return -1;
  p.user = a[0].value.s;
  p.has_password = false;
  join(c, p);
  return 1;
}

/// "host:port" to its parts; an IPv6 host keeps its brackets.
std::pair<string_view, string_view> host_and_port(string_view hostport) {
  auto colon = hostport.rfind(':');
  auto bracket = hostport.rfind(']');
  if (colon == string_view::npos || (bracket != string_view::npos && colon < bracket)) return {hostport, {}};
  return {hostport.substr(0, colon), hostport.substr(colon + 1)};
}

int rewrite_host(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p) || a[0].value.s.empty()) return -1;
  give_host(c, p);
  auto port = host_and_port(p.hostport).second;
  p.hostport = port.empty() ? a[0].value.s : c.arena->concat(c.arena->concat(a[0].value.s, ":"), port);
  join(c, p);
  return 1;
}

int rewrite_hostport(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p) || a[0].value.s.empty()) return -1;
  give_host(c, p);
  p.hostport = a[0].value.s;
  join(c, p);
  return 1;
}

/// `params` without every transport parameter.
string_view without_transport(Context& c, string_view params) {
  string_view out;
  while (!params.empty()) {
    auto end = params.find(';');
    auto one = params.substr(0, end);
    if (!base::istarts_with(one, "transport=")) out = out.empty() ? one : c.arena->concat(c.arena->concat(out, ";"), one);
    params.remove_prefix(end == string_view::npos ? params.size() : end + 1);
  }
  return out;
}

/// "host:port;transport=tcp"
int rewrite_hostport_transport(void*, Context& c, Args a) {
  Parts p;
  auto text = a[0].value.s;
  if (!split(c.ruri(), p) || text.empty()) return -1;
  give_host(c, p);
  auto semicolon = text.find(';');
  p.hostport = text.substr(0, semicolon);
  if (semicolon != string_view::npos) {
    auto others = without_transport(c, p.params);
    auto added = text.substr(semicolon + 1);
    p.params = others.empty() ? added : c.arena->concat(c.arena->concat(others, ";"), added);
  }
  join(c, p);
  return 1;
}

int rewrite_port(void*, Context& c, Args a) {
  Parts p;
  if (!split(c.ruri(), p) || p.tel) return -1;
  auto host = host_and_port(p.hostport).first;
  auto port = a[0].value.s;
  p.hostport = port.empty() ? host : c.arena->concat(c.arena->concat(host, ":"), port);
  join(c, p);
  return 1;
}

int rewrite_uri(void*, Context& c, Args a) {
  if (a[0].value.s.empty()) return -1;
  c.set_ruri(a[0].value.s);
  return 1;
}

int revert_uri(void*, Context& c, Args) {
  if (c.msg == nullptr || !c.msg->is_request()) return -1;
  c.target.ruri = c.msg->ruri();
  c.clear(sdk::ProcessingFlag::ruri_changed);
  return 1;
}

int user_phone(void*, Context& c, Args) {
  Parts p;
  if (!split(c.ruri(), p)) return -1;
  sip::Uri uri;
  if (!sip::parse_uri(c.ruri(), uri) || uri.param("user")) return 1;
  p.params = p.params.empty() ? string_view("user=phone") : c.arena->concat(p.params, ";user=phone");
  join(c, p);
  return 1;
}

constexpr CoreFunction kFunctions[] = {
    {"prefix", prefix},
    {"strip", strip<false>},
    {"strip_tail", strip<true>},
    {"userphone", user_phone},
    {"rewritehost", rewrite_host}, {"sethost", rewrite_host}, {"seth", rewrite_host},
    {"rewritehostport", rewrite_hostport}, {"sethostport", rewrite_hostport}, {"sethp", rewrite_hostport},
    {"rewritehostporttrans", rewrite_hostport_transport}, {"sethostporttrans", rewrite_hostport_transport},
    {"sethpt", rewrite_hostport_transport},
    {"rewriteport", rewrite_port}, {"setport", rewrite_port}, {"setp", rewrite_port},
    {"rewriteuser", rewrite_user}, {"setuser", rewrite_user}, {"setu", rewrite_user},
    {"rewriteuserpass", rewrite_user_password}, {"setuserpass", rewrite_user_password}, {"setup", rewrite_user_password},
    {"rewriteuri", rewrite_uri}, {"seturi", rewrite_uri},
    {"revert_uri", revert_uri},
};

}  // namespace

std::span<const CoreFunction> uri_functions() { return kFunctions; }

}  // namespace kukini::script
