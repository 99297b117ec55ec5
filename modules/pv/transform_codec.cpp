// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {s.encode.…} {s.decode.…} {s.escape.…} {s.unescape.…}, digests and hashes.
#include <openssl/evp.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

namespace {

Value str(string_view s) { return Value::string(s); }
Value none() { return sdk::nothing(); }
constexpr char kHex[] = "0123456789abcdef";

string_view hexa(Context& c, string_view s) {
  auto out = c.arena->make_array<char>(s.size() * 2);
  for (std::size_t i = 0; i < s.size(); ++i) {
    out[2 * i] = kHex[static_cast<unsigned char>(s[i]) >> 4];
    out[2 * i + 1] = kHex[s[i] & 15];
  }
  return {out.data(), out.size()};
}
int hex_digit(char ch) {
  if (base::is_digit(ch)) return ch - '0';
  ch = base::to_lower(ch);
  return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

template <const EVP_MD* (*Kind)()>
Value digest(Context& c, string_view s, TransformArgs) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int n = 0;
  if (EVP_Digest(s.data(), s.size(), out, &n, Kind(), nullptr) != 1) return str("");
  return str(hexa(c, {reinterpret_cast<char*>(out), n}));
}
const EVP_MD* sha3(std::int64_t bits) { return bits == 224 ? EVP_sha3_224() : bits == 384 ? EVP_sha3_384() : bits == 512 ? EVP_sha3_512() : EVP_sha3_256(); }
Value sha3_of(Context& c, string_view s, TransformArgs a) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int n = 0;
  if (EVP_Digest(s.data(), s.size(), out, &n, sha3(a.empty() ? 256 : number_of(a[0])), nullptr) != 1) return str("");
  return str(hexa(c, {reinterpret_cast<char*>(out), n}));
}
Value crc32(Context&, string_view s, TransformArgs) {
  std::uint32_t crc = 0xffffffff;
  for (unsigned char ch : s) {
    crc ^= ch;
    for (int k = 0; k < 8; ++k) crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
  }
  return Value::integer(~crc & 0xffffffffu);
}

/// The hash that Kamailio's core uses for its tables; corehash,size: its lowest bits.
Value corehash(Context& c, string_view s, TransformArgs a) {
  std::uint32_t h = 0;
  std::size_t i = 0;
  auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(s[at])); };
  for (; i + 4 <= s.size(); i += 4) {
    std::uint32_t v = (byte(i) << 24) + (byte(i + 1) << 16) + (byte(i + 2) << 8) + byte(i + 3);
    h += v ^ v >> 3;
  }
  std::uint32_t v = 0;
  for (; i < s.size(); ++i) v = (v << 8) + byte(i);
  h += v ^ v >> 3;
  h = h + (h >> 11) + ((h >> 13) + (h >> 23));
  auto size = a.empty() ? 0 : number_of(a[0]);
  std::int64_t result = size > 0 ? h & static_cast<std::uint32_t>(size - 1) : h;
  return str(text_of(c, Value::integer(result)));
}

Value encode_hexa(Context& c, string_view s, TransformArgs) { return str(hexa(c, s)); }
Value decode_hexa(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() / 2 + 1);
  for (std::size_t i = 0; i + 1 < s.size(); i += 2) {
    int high = hex_digit(s[i]), low = hex_digit(s[i + 1]);
    if (high < 0 || low < 0) return none();
    out << static_cast<char>(high << 4 | low);
  }
  return str(out.view());
}

template <bool Url, bool Padded>
Value encode_base64(Context& c, string_view s, TransformArgs) {
  constexpr string_view kAlphabet = Url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                                        : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  TextBuilder out(*c.arena, s.size() * 4 / 3 + 4);
  for (std::size_t i = 0; i < s.size(); i += 3) {
    std::uint32_t v = 0;
    std::size_t n = std::min<std::size_t>(3, s.size() - i);
    for (std::size_t k = 0; k < 3; ++k) v = v << 8 | (k < n ? static_cast<unsigned char>(s[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) {
      if (k <= n) out << kAlphabet[v >> (18 - 6 * k) & 63];
      else if (Padded) out << '=';
    }
  }
  return str(out.view());
}
/// Whole: groups of four characters only. Of the URL alphabet, an empty text is no code.
template <bool Url, bool Whole>
Value decode_base64(Context& c, string_view s, TransformArgs) {
  constexpr char k62 = Url ? '-' : '+', k63 = Url ? '_' : '/';
  auto characters = s.substr(0, s.find('='));
  if (Url && s.find_first_not_of('=', characters.size()) != s.npos) return none();
  if ((Whole && s.size() % 4 != 0) || (!Url && characters.size() % 4 == 1) || (Url && characters.size() < 2)) return none();
  TextBuilder out(*c.arena, s.size());
  std::uint32_t v = 0;
  int bits = 0;
  for (char ch : characters) {
    int d = ch >= 'A' && ch <= 'Z' ? ch - 'A' : ch >= 'a' && ch <= 'z' ? ch - 'a' + 26 : base::is_digit(ch) ? ch - '0' + 52
            : ch == k62 ? 62 : ch == k63 ? 63 : -1;
    if (d < 0) return none();
    v = v << 6 | static_cast<std::uint32_t>(d);
    if ((bits += 6) >= 8) out << static_cast<char>(v >> (bits -= 8) & 255);
  }
  return str(out.view());
}

constexpr string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kBase58Most = 1024;  // the effort grows with the square of the length

/// Digits of `s` read in base `from`, as digits in base `to`, most significant first.
template <class Digit>
std::vector<int> rebase(string_view s, int from, int to, Digit digit) {
  std::vector<int> out;
  for (char ch : s) {
    int carry = digit(ch);
    for (auto& d : out) {
      carry += d * from;
      d = carry % to;
      carry /= to;
    }
    for (; carry > 0; carry /= to) out.push_back(carry % to);
  }
  std::reverse(out.begin(), out.end());
  return out;
}
Value encode_base58(Context& c, string_view s, TransformArgs) {
  if (s.size() > kBase58Most) return str("");
  TextBuilder out(*c.arena);
  for (std::size_t i = 0; i < s.size() && s[i] == 0; ++i) out << '1';
  for (int d : rebase(s, 256, 58, [](char ch) { return static_cast<int>(static_cast<unsigned char>(ch)); })) out << kBase58[static_cast<std::size_t>(d)];
  return str(out.view());
}
Value decode_base58(Context& c, string_view s, TransformArgs) {
  if (s.size() > 2 * kBase58Most || s.find_first_not_of(kBase58) != s.npos) return none();
  TextBuilder out(*c.arena);
  for (std::size_t i = 0; i < s.size() && s[i] == '1'; ++i) out << '\0';
  for (int d : rebase(s, 58, 256, [](char ch) { return static_cast<int>(kBase58.find(ch)); })) out << static_cast<char>(d);
  return str(out.view());
}

/// Septets of a short message (3GPP TS 23.038 §6.1.2.1.1), as hexadecimal digits.
Value encode_7bit(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() * 2 + 2);
  std::uint32_t v = 0;
  int bits = 0;
  auto put = [&](std::uint32_t byte) {
    constexpr char kUpper[] = "0123456789ABCDEF";
    out << kUpper[byte >> 4 & 15] << kUpper[byte & 15];
  };
  for (char ch : s) {
    v |= (static_cast<std::uint32_t>(ch) & 127u) << bits;
    bits += 7;
    if (bits >= 8) {
      put(v & 255);
      v >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) put(v & 255);
  return str(out.view());
}
Value decode_7bit(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size());
  std::uint32_t v = 0;
  int bits = 0;
  for (std::size_t i = 0; i + 1 < s.size(); i += 2) {
    int high = hex_digit(s[i]), low = hex_digit(s[i + 1]);
    if (high < 0 || low < 0) return none();
    v |= static_cast<std::uint32_t>(high << 4 | low) << bits;
    for (bits += 8; bits >= 7; bits -= 7) {
      // The filling bits of the last octet are no character.
      if (i + 3 >= s.size() && bits == 7 && (v & 127) == 0) break;
      out << static_cast<char>(v & 127);
      v >>= 7;
    }
  }
  return str(out.view());
}

// ---- escapes
bool printable(char ch) { return ch >= 0x20 && ch < 0x7f; }
template <class Plain>
Value percent(Context& c, string_view s, Plain plain) {
  TextBuilder out(*c.arena, s.size() * 3 + 1);
  for (char ch : s) {
    if (plain(ch)) out << ch;
    else out << '%' << kHex[static_cast<unsigned char>(ch) >> 4] << kHex[ch & 15];
  }
  return str(out.view());
}
bool alphanumeric(char ch) { return base::is_digit(ch) || (base::to_lower(ch) >= 'a' && base::to_lower(ch) <= 'z'); }
Value escape_user(Context& c, string_view s, TransformArgs) {
  if (!std::all_of(s.begin(), s.end(), printable)) return none();
  return percent(c, s, [](char ch) { return alphanumeric(ch) || string_view("-_.!~*'()&=+$,;?").find(ch) != string_view::npos; });
}
Value escape_param(Context& c, string_view s, TransformArgs) {
  if (!std::all_of(s.begin(), s.end(), printable)) return none();
  return percent(c, s, [](char ch) { return alphanumeric(ch) || string_view("-_.!~*'()[]/:&+$").find(ch) != string_view::npos; });
}
Value urlencode(Context& c, string_view s, TransformArgs) {
  return percent(c, s, [](char ch) { return alphanumeric(ch) || string_view("-_.~").find(ch) != string_view::npos; });
}
Value unpercent(Context& c, string_view s, TransformArgs) {
  if (s.find('%') == s.npos) return str(s);
  TextBuilder out(*c.arena, s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%') {
      int high = i + 2 < s.size() ? hex_digit(s[i + 1]) : -1, low = i + 2 < s.size() ? hex_digit(s[i + 2]) : -1;
      if (high < 0 || low < 0 || (high << 4 | low) < 0x20) return none();
      out << static_cast<char>(high << 4 | low);
      i += 2;
    } else {
      out << s[i];
    }
  }
  return str(out.view());
}
/// Takes everything: a % without two characters behind it is left out, and any two count as digits.
Value urldecode(Context& c, string_view s, TransformArgs) {
  auto digit = [](char ch) { return base::is_digit(ch) ? ch - '0' : base::to_lower(ch) - 'a' + 10; };
  TextBuilder out(*c.arena, s.size() + 1);
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '+') {
      out << ' ';
    } else if (s[i] != '%') {
      out << s[i];
    } else if (i + 2 < s.size()) {
      out << static_cast<char>((digit(s[i + 1]) * 16) | digit(s[i + 2]));
      i += 2;
    }
  }
  return str(out.view());
}
Value escape_common(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() + 16);
  for (char ch : s) {
    if (ch == '\'' || ch == '"' || ch == '\\') out << '\\' << ch;
    else if (ch == 0) out << "\\0";
    else out << ch;
  }
  return str(out.view());
}
Value unescape_common(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    bool known = s[i] == '\\' && i + 1 < s.size() && string_view("'\"\\0").find(s[i + 1]) != string_view::npos;
    if (known) ++i;
    out << (known && s[i] == '0' ? '\0' : s[i]);
  }
  return str(out.view());
}
Value escape_csv(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() + 16);
  out << '"';
  for (char ch : s) {
    if (ch == '"') out << '"';
    out << ch;
  }
  out << '"';
  return str(out.view());
}
Value escape_crlf(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() + 16);
  for (char ch : s) {
    if (ch == '\r') out << "\\r";
    else if (ch == '\n') out << "\\n";
    else out << ch;
  }
  return str(out.view());
}
Value unescape_crlf(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\\' && i + 1 < s.size() && (s[i + 1] == 'r' || s[i + 1] == 'n')) out << (s[++i] == 'r' ? '\r' : '\n');
    else out << s[i];
  }
  return str(out.view());
}

}  // namespace

void bind_codec_transformations(Binder& b) {
  struct {
    string_view name;
    TransformCall call;
  } const kCodecs[] = {
      {"md5", &on_text<digest<EVP_md5>>},
      {"sha1", &on_text<digest<EVP_sha1>>},
      {"sha256", &on_text<digest<EVP_sha256>>},
      {"sha384", &on_text<digest<EVP_sha384>>},
      {"sha512", &on_text<digest<EVP_sha512>>},
      {"sha3", &on_text<sha3_of>},
      {"crc32", &on_text<crc32>},
      {"corehash", &on_text<corehash>},
      {"encode.hexa", &on_text<encode_hexa>},
      {"decode.hexa", &on_text<decode_hexa>},
      {"encode.base64", &on_text<encode_base64<false, true>>},
      {"encode.base64t", &on_text<encode_base64<false, false>>},
      {"encode.base64url", &on_text<encode_base64<true, true>>},
      {"encode.base64urlt", &on_text<encode_base64<true, false>>},
      {"decode.base64", &on_text<decode_base64<false, true>>},
      {"decode.base64t", &on_text<decode_base64<false, false>>},
      {"decode.base64url", &on_text<decode_base64<true, false>>},
      {"decode.base64urlt", &on_text<decode_base64<true, false>>},
      {"encode.base58", &on_text<encode_base58>},
      {"decode.base58", &on_text<decode_base58>},
      {"encode.7bit", &on_text<encode_7bit>},
      {"decode.7bit", &on_text<decode_7bit>},
      {"escape.common", &on_text<escape_common>},
      {"unescape.common", &on_text<unescape_common>},
      {"escape.user", &on_text<escape_user>},
      {"unescape.user", &on_text<unpercent>},
      {"escape.param", &on_text<escape_param>},
      {"unescape.param", &on_text<unpercent>},
      {"escape.csv", &on_text<escape_csv>},
      {"escape.crlf", &on_text<escape_crlf>},
      {"unescape.crlf", &on_text<unescape_crlf>},
      {"urlencode.param", &on_text<urlencode>},
      {"urldecode.param", &on_text<urldecode>},
  };
  for (const auto& t : kCodecs) b.transformation("s", t.name, t.call);
}

}  // namespace kukini::modules::pv
