// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// URIs: parsing.
#include "sip/uri.hpp"

#include <cstring>

#include "sip/params.hpp"
#include "sip/scan.hpp"

namespace kukini::sip {
namespace {

// Characters of `bits` and well-formed escapes only.
bool escaped_text(std::string_view text, unsigned bits) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || chars::hex_digit(text[i + 1]) < 0 || chars::hex_digit(text[i + 2]) < 0) return false;
      i += 2;
    } else if (!chars::is(text[i], bits)) {
      return false;
    }
  }
  return true;
}

void remember(Uri& out, std::string_view name, std::string_view value) {
  auto put = [&](std::string_view known, std::string_view& into) {
    if (base::iequals(name, known) && into.empty()) into = value;
  };
  switch (name.size()) {
    case 2:
      if (base::iequals(name, "lr")) out.lr = true;
      else if (base::iequals(name, "r2")) out.r2 = true;
      else if (base::iequals(name, "ob")) out.ob = true;
      else if (base::iequals(name, "gr")) out.gr = value, out.has_gr = true;
      break;
    case 3: put("ttl", out.ttl); break;
    case 4: put("user", out.user_param); break;
    case 5:
      put("maddr", out.maddr);
      put("alias", out.alias);
      break;
    case 6: put("method", out.method); break;
    case 8: put("received", out.received); break;
    case 9: put("transport", out.transport); break;
    default: break;
  }
}

// "a=b;c": well-formed escapes, a name in front of '='; empty parameters (";;", a ';' at the end) are skipped.
bool parse_params(std::string_view text, Uri& out) {
  out.params = text;
  const char* p = text.data();
  const char* end = p + text.size();
  while (true) {
    const char* name = p;
    while (p < end && *p != ';' && *p != '=') ++p;
    const auto name_text = scan::between(name, p);
    std::string_view value;
    if (name_text.empty() && (p == end || *p == ';')) {
      if (p == end) return true;
      ++p;
      continue;
    }
    if (p < end && *p == '=') {
      const char* from = ++p;
      while (p < end && *p != ';') ++p;
      value = scan::between(from, p);
    }
    if (name_text.empty() || !escaped_text(name_text, chars::kUriText) || !escaped_text(value, chars::kUriText)) return false;
    remember(out, name_text, value);
    if (p == end) return true;
    ++p;
  }
}

// hname=hvalue *( "&" hname=hvalue ), values may be empty.
bool valid_headers(std::string_view text) {
  while (true) {
    const auto amp = text.find('&');
    const auto one = text.substr(0, amp);
    const auto equals = one.find('=');
    if (equals == 0 || equals == std::string_view::npos || !escaped_text(one, chars::kUriText)) return false;
    if (amp == std::string_view::npos) return true;
    text.remove_prefix(amp + 1);
  }
}

bool parse_sip(std::string_view rest, Uri& out) {
  if (const auto at = rest.find('@'); at != std::string_view::npos) {
    auto user = rest.substr(0, at);
    if (const auto colon = user.find(':'); colon != std::string_view::npos) {
      out.password = user.substr(colon + 1);
      out.has_password = true;
      user = user.substr(0, colon);
      if (!escaped_text(out.password, chars::kPassword)) return false;
    }
    if (user.empty() || !escaped_text(user, chars::kUser)) return false;
    out.user = user;
    out.has_user = true;
    rest.remove_prefix(at + 1);
  }
  const char* p = rest.data();
  const char* end = p + rest.size();
  if (p < end && *p == '[') {
    while (p < end && *p != ']') ++p;
    if (p < end) ++p;
  } else {
    while (p < end && *p != ':' && *p != ';' && *p != '?') ++p;
  }
  out.host = scan::between(rest.data(), p);
  if (!valid_host(out.host)) return false;
  if (p < end && *p == ':') {
    const char* port = ++p;
    while (p < end && base::is_digit(*p)) ++p;
    out.port_text = scan::between(port, p);
    auto number = base::to_number<std::uint16_t>(out.port_text);
    if (!number || *number == 0) return false;
    out.port = *number;
    out.has_port = true;
  }
  if (p < end && *p == ';') {
    const char* params = ++p;
    while (p < end && *p != '?') ++p;
    if (!parse_params(scan::between(params, p), out)) return false;
  }
  if (p < end && *p == '?') {
    out.headers = scan::between(p + 1, end);
    return valid_headers(out.headers);
  }
  return p == end;
}

bool parse_tel(std::string_view rest, Uri& out) {
  const auto semi = rest.find(';');
  out.user = rest.substr(0, semi);
  out.has_user = true;
  auto number = out.user;
  const bool global = !number.empty() && number[0] == '+';
  if (global) number.remove_prefix(1);
  bool digit = false;
  for (char c : number) {
    const bool is_number = global ? base::is_digit(c) : chars::hex_digit(c) >= 0 || c == '*' || c == '#';
    if (!is_number && c != '-' && c != '.' && c != '(' && c != ')') return false;
    digit |= is_number;
  }
  return digit && (semi == std::string_view::npos || parse_params(rest.substr(semi + 1), out));
}

struct SchemeEnd {
  Scheme scheme = Scheme::none;
  std::size_t colon = 0;
};

SchemeEnd split_scheme(std::string_view text) {
  std::size_t i = 0;
  for (; i < text.size() && text[i] != ':'; ++i) {
    const char c = base::to_lower(text[i]);
    const bool letter = c >= 'a' && c <= 'z';
    if (!letter && (i == 0 || (!base::is_digit(c) && c != '+' && c != '-' && c != '.'))) return {};
  }
  if (i == 0 || i == text.size()) return {};
  const auto name = text.substr(0, i);
  for (auto s : {Scheme::sip, Scheme::sips, Scheme::tel, Scheme::tels, Scheme::urn})
    if (base::iequals(name, to_string(s))) return {s, i};
  return {Scheme::other, i};
}

}  // namespace

std::string_view to_string(Scheme scheme) {
  switch (scheme) {
    case Scheme::sip: return "sip";
    case Scheme::sips: return "sips";
    case Scheme::tel: return "tel";
    case Scheme::tels: return "tels";
    case Scheme::urn: return "urn";
    default: return "";
  }
}

Scheme scheme_of(std::string_view text) { return split_scheme(text).scheme; }

bool parse_uri(std::string_view text, Uri& out) {
  const auto [scheme, colon] = split_scheme(text);
  if (scheme == Scheme::none) return false;
  out.text = text;
  out.scheme = scheme;
  out.scheme_text = text.substr(0, colon);
  const auto rest = text.substr(colon + 1);
  switch (scheme) {
    case Scheme::sip:
    case Scheme::sips: return parse_sip(rest, out);
    case Scheme::tel:
    case Scheme::tels: return parse_tel(rest, out);
    default:
      out.user = rest;
      out.has_user = true;
      return !rest.empty() && escaped_text(rest, chars::kUriText);
  }
}

std::string_view Uri::hostport() const {
  if (host.empty()) return {};
  return scan::between(host.data(), has_port ? port_text.data() + port_text.size() : host.data() + host.size());
}

std::string_view Uri::bare_host() const {
  return host.size() >= 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

std::uint16_t Uri::port_or_default() const {
  if (port) return port;
  return scheme == Scheme::sips || base::iequals(transport, "tls") ? 5061 : 5060;
}

std::optional<std::string_view> Uri::param(std::string_view name) const {
  for (auto rest = params; !rest.empty();) {
    const auto semi = rest.find(';');
    const auto one = rest.substr(0, semi);
    const auto equals = one.find('=');
    if (base::iequals(one.substr(0, equals), name)) return equals == std::string_view::npos ? std::string_view{} : one.substr(equals + 1);
    if (semi == std::string_view::npos) break;
    rest.remove_prefix(semi + 1);
  }
  return std::nullopt;
}

}  // namespace kukini::sip
