// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Contact URIs packed into others and taken out again: contact_param_encode() with base64, encode_contact() in the user part.
#include "siputils.hpp"

namespace kukini::modules::siputils {

namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// base64url without padding.
void encode(TextBuilder& out, string_view text) {
  std::uint32_t bits = 0;
  int count = 0;
  for (char ch : text) {
    bits = bits << 8 | static_cast<unsigned char>(ch);
    for (count += 8; count >= 6; count -= 6) out << kAlphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) out << kAlphabet[bits << (6 - count) & 63];
}
/// Both alphabets are read; false for any other character.
bool decode(TextBuilder& out, string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::uint32_t bits = 0;
  int count = 0;
  for (char ch : text) {
    if (ch == '+') ch = '-';
    if (ch == '/') ch = '_';
    const char* at = std::char_traits<char>::find(kAlphabet, 64, ch);
    if (at == nullptr) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(at - kAlphabet);
    if ((count += 6) >= 8) out << static_cast<char>(bits >> (count -= 8) & 255);
  }
  return !text.empty();
}

/// Calls `make` for each Contact URI; what it returns (data() not null) takes the URI's place.
template <class Make>
bool each_contact(Context& c, bool brackets, Make make) {
  bool good = true;
  for (const auto* a = c.msg->contact(); a != nullptr; a = c.msg->next_addr(a)) {
    if (a->star) continue;
    string_view uri;
    if (!make(a->uri_text, uri)) {
      good = false;
      continue;
    }
    if (uri.data() == nullptr) continue;
    if (brackets && !a->bracketed) {
      TextBuilder whole(*c.arena);
      whole << '<' << uri << '>';
      uri = whole.view();
    }
    auto& edits = c.current_edits();
    auto offset = c.msg->offset(a->uri_text);
    auto length = static_cast<std::uint32_t>(a->uri_text.size());
    if (!edits.change(offset, length, uri)) edits.replace(offset, length, uri);
  }
  return good;
}

/// contact_param_encode(name, saddr): <saddr;name=…>; contact_param_encode_alias(): with ;alias=… of the sender in what is packed.
template <bool Alias>
int param_encode(void*, Context& c, Args a) {
  auto name = text(c, a, 0), outer = text(c, a, 1);
  if (name.empty() || outer.empty()) return -1;
  TextBuilder alias(*c.arena);
  if (Alias) {
    char ip[48];
    // The protocols' numbers are those of $prid.
    constexpr int kNumbers[] = {1, 2, 3, 4, 5, 6, 0};
    alias << ";alias=" << string_view(ip, c.flow.remote.write_ip(ip, true)) << '~' << int{c.flow.remote.port} << '~'
          << kNumbers[static_cast<int>(c.flow.protocol)];
  }
  each_contact(c, true, [&](string_view uri, string_view& out) {
    TextBuilder made(*c.arena);
    made << outer << ';' << name << '=';
    encode(made, Alias ? c.arena->concat(uri, alias.view()) : uri);
    out = made.view();
    return true;
  });
  return 1;
}

/// The URI in that parameter: 1 found, 0 no such parameter, -1 it is none.
int packed(Context& c, string_view uri, string_view name, string_view& out) {
  sip::Uri parsed, inner;
  if (!sip::parse_uri(uri, parsed)) return -1;
  auto value = parsed.param(name);
  if (!value) return 0;
  TextBuilder made(*c.arena);
  if (!decode(made, *value) || !sip::parse_uri(made.view(), inner)) return -1;
  out = made.view();
  return 1;
}
int param_decode(void*, Context& c, Args a) {
  auto name = text(c, a, 0);
  return each_contact(c, false, [&](string_view uri, string_view& out) { return packed(c, uri, name, out) >= 0; }) ? 1 : -1;
}
int param_decode_ruri(void*, Context& c, Args a) {
  string_view uri;
  int found = packed(c, c.ruri(), text(c, a, 0), uri);
  if (found > 0) c.set_ruri(uri);
  return found < 0 ? -1 : 1;
}

char separator_of(void* settings) {
  const auto& text = static_cast<Settings*>(settings)->contact_separator;
  return text.empty() ? '*' : text.front();
}

/// encode_contact(prefix, host): sip:prefix*user*password*host*port*transport@host
int encode_contact(void* settings, Context& c, Args a) {
  auto prefix = text(c, a, 0), host = text(c, a, 1);
  char mark = separator_of(settings);
  if (c.msg->contact() == nullptr && !c.msg->has(sip::HeaderType::contact)) return -1;
  bool good = each_contact(c, false, [&](string_view uri, string_view& out) {
    sip::Uri u;
    if (!sip::parse_uri(uri, u)) return false;
    TextBuilder made(*c.arena);
    made << "sip:" << prefix << mark << u.user << mark << u.password << mark << u.host << mark << u.port_text << mark << u.transport << '@' << host;
    out = made.view();
    return true;
  });
  return good ? 1 : -1;
}

bool unpack(Context& c, string_view uri, char mark, string_view& out) {
  sip::Uri u;
  if (!sip::parse_uri(uri, u)) return false;
  string_view part[6];
  auto rest = u.user;
  for (std::size_t i = 0; i < 6; ++i) {
    auto end = rest.find(mark);
    if ((end == rest.npos) != (i == 5)) return false;
    part[i] = rest.substr(0, end);
    if (i < 5) rest.remove_prefix(end + 1);
  }
  if (part[3].empty()) return false;
  TextBuilder made(*c.arena);
  made << "sip:" << part[1];
  if (!part[2].empty()) made << ':' << part[2];
  if (!part[1].empty()) made << '@';
  made << part[3];
  if (!part[4].empty()) made << ':' << part[4];
  if (!part[5].empty()) made << ";transport=" << part[5];
  out = made.view();
  return sip::parse_uri(out, u);
}
constexpr int kNotEncoded = -26;

int decode_contact(void* settings, Context& c, Args) {
  string_view uri;
  if (!unpack(c, c.ruri(), separator_of(settings), uri)) return kNotEncoded;
  c.set_ruri(uri);
  return 1;
}
int decode_contact_header(void* settings, Context& c, Args) {
  if (!c.msg->has(sip::HeaderType::contact)) return -1;
  return each_contact(c, false, [&](string_view uri, string_view& out) { return unpack(c, uri, separator_of(settings), out); }) ? 1 : kNotEncoded;
}

}  // namespace

void bind_contacts(Binder& b, Settings& settings) {
  b.param("contact_flds_separator", settings.contact_separator);
  b.function("contact_param_encode", &param_encode<false>, nullptr);
  b.function("contact_param_encode_alias", &param_encode<true>, nullptr);
  b.function("contact_param_decode", &param_decode, nullptr);
  b.function("contact_param_decode_ruri", &param_decode_ruri, nullptr);
  b.function("encode_contact", &encode_contact, &settings);
  b.function("decode_contact", &decode_contact, &settings);
  b.function("decode_contact_header", &decode_contact_header, &settings);
}

}  // namespace kukini::modules::siputils
