// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers and alphabets: is_e164(), is_uri_user_e164(), is_tel_number(), is_numeric(), is_alphanum(); tel2sip().
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
}

}  // namespace kukini::modules::siputils
