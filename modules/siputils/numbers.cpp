// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers and alphabets: is_e164(), is_uri_user_e164(), is_tel_number(), is_numeric(), is_alphanum(); tel2sip().
#include <algorithm>

#include "sip/params.hpp"
#include "siputils.hpp"

namespace kukini::modules::siputils {

bool is_e164_number(string_view number, std::int64_t most) {
  if (number.size() < 3 || number.size() > static_cast<std::size_t>(most) + 1 || number.front() != '+') return false;
  for (char ch : number.substr(1))
    if (!base::is_digit(ch)) return false;
  return true;
}

namespace {

int is_e164(void* self, Context& c, Args a) {
  auto v = a[0].pv->get(c);
  return !v.is_null() && is_e164_number(text_of(c, v), static_cast<Settings*>(self)->e164_max_len) ? 1 : -1;
}
int is_uri_user_e164(void* self, Context& c, Args a) {
  auto v = a[0].pv->get(c);
  sip::Uri uri;
  if (v.is_null() || !sip::parse_uri(text_of(c, v), uri)) return -1;
  return is_e164_number(uri.user, static_cast<Settings*>(self)->e164_max_len) ? 1 : -1;
}

int is_tel_number(void*, Context& c, Args a) {
  auto number = text(c, a, 0);
  if (number.starts_with('+')) number.remove_prefix(1);
  if (number.empty()) return -2;
  for (char ch : number)
    if (!base::is_digit(ch)) return -2;
  return 1;
}
int is_numeric(void*, Context& c, Args a) {
  auto number = text(c, a, 0);
  if (number.empty()) return -2;
  for (char ch : number)
    if (!base::is_digit(ch)) return -2;
  return 1;
}
bool alphanumeric(char ch) { return base::is_digit(ch) || (base::to_lower(ch) >= 'a' && base::to_lower(ch) <= 'z'); }
int is_alphanum_with(string_view s, string_view others) {
  if (s.empty()) return -2;
  for (char ch : s)
    if (!alphanumeric(ch) && others.find(ch) == others.npos) return -3;
  return 1;
}
int is_alphanum(void*, Context& c, Args a) { return is_alphanum_with(text(c, a, 0), {}); }
int is_alphanumex(void*, Context& c, Args a) { return is_alphanum_with(text(c, a, 0), text(c, a, 1)); }

/// tel2sip(uri, host, variable): tel:+1-23;x=y becomes sip:+123;x=y@host;user=phone (RFC 3261 §19.1.6). Others are left alone.
int tel2sip(void*, Context& c, Args a) {
  auto tel = text(c, a, 0), host = text(c, a, 1);
  if (a[2].pv == nullptr) return -1;
  if (!base::istarts_with(tel, "tel:")) return 1;
  if (host.empty()) return -1;
  tel.remove_prefix(4);
  auto params = tel.find(';');
  TextBuilder out(*c.arena);
  out << "sip:";
  for (char ch : tel.substr(0, params))
    if (ch != '-' && ch != '.' && ch != '(' && ch != ')') out << base::to_lower(ch);
  if (params != tel.npos)
    for (char ch : tel.substr(params)) out << base::to_lower(ch);
  out << '@' << host << ";user=phone";
  return a[2].pv->set(c, Value::string(out.view())) ? 1 : -1;
}

bool separator(char ch) { return ch == '-' || ch == '.' || ch == '(' || ch == ')'; }

/// tel2sip2(uri, host, variable), closer to RFC 3261 §19.1.6: isub and postd first, other parameters by name; a phone-context that is a
/// number stands in front of a local one, one that is a domain goes.
int tel2sip2(void*, Context& c, Args a) {
  auto tel = text(c, a, 0), host = text(c, a, 1);
  if (a[2].pv == nullptr) return -1;
  if (!base::istarts_with(tel, "tel:")) return 1;
  if (host.empty()) return -1;
  tel.remove_prefix(4);
  auto semicolon = tel.find(';');
  constexpr std::size_t kMost = 16;
  sip::Param params[kMost];
  std::size_t count = 0;
  string_view context;
  sip::ParamCursor cursor(semicolon == tel.npos ? string_view{} : tel.substr(semicolon));
  while (count < kMost && cursor.next(params[count])) {
    if (base::iequals(params[count].name, "phone-context")) context = params[count].value;
    else ++count;
  }
  auto lower_name = [&](const sip::Param& p) {
    TextBuilder name(*c.arena, p.name.size());
    for (char ch : p.name) name << base::to_lower(ch);
    return name.view();
  };
  auto rank = [&](const sip::Param& p) { return base::iequals(p.name, "isub") ? 0 : base::iequals(p.name, "ext") ? 1 : base::iequals(p.name, "postd") ? 1 : 2; };
  std::sort(params, params + count, [&](const sip::Param& x, const sip::Param& y) {
    return rank(x) != rank(y) ? rank(x) < rank(y) : lower_name(x) < lower_name(y);
  });
  TextBuilder out(*c.arena);
  out << "sip:";
  auto digits = [&](string_view number) {
    for (char ch : number)
      if (!separator(ch)) out << base::to_lower(ch);
  };
  if (context.starts_with('+') && !tel.starts_with('+')) digits(context);
  digits(tel.substr(0, semicolon));
  for (std::size_t i = 0; i < count; ++i) {
    out << ';' << lower_name(params[i]);
    if (!params[i].has_value) continue;
    out << '=';
    for (char ch : params[i].value) out << base::to_lower(ch);
  }
  out << '@' << host << ";user=phone";
  return a[2].pv->set(c, Value::string(out.view())) ? 1 : -1;
}

}  // namespace

void bind_numbers(Binder& b, Settings& settings) {
  b.param("e164_max_len", settings.e164_max_len);
  b.function("is_e164", &is_e164, &settings);
  b.function("is_uri_user_e164", &is_uri_user_e164, &settings);
  b.function("is_tel_number", &is_tel_number, nullptr);
  b.function("is_numeric", &is_numeric, nullptr);
  b.function("is_alphanum", &is_alphanum, nullptr);
  b.function("is_alphanumex", &is_alphanumex, nullptr);
  b.function("tel2sip", &tel2sip, nullptr);
  b.function("tel2sip2", &tel2sip2, nullptr);
}

}  // namespace kukini::modules::siputils
