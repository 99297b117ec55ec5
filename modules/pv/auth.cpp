// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Digest credentials of the request: $au $ar $ad $adu $aU $aa $adn $adc $ado $adr, and the names for accounting $Au $AU.
#include "base/text.hpp"
#include "pv.hpp"
#include "sip/params.hpp"

namespace kukini::modules::pv {

namespace {

/// The parameters behind "Digest": of Proxy-Authorization, else Authorization.
string_view credentials(Context& c) {
  for (auto type : {sip::HeaderType::proxy_authorization, sip::HeaderType::authorization})
    if (const auto* h = c.msg->first(type); h != nullptr) {
      auto value = c.msg->unfolded(*h, *c.arena);
      if (base::istarts_with(value, "Digest") && value.size() > 6 && base::is_space(value[6])) return value.substr(7);
    }
  return {};
}
string_view param(Context& c, string_view name) {
  auto list = credentials(c);
  if (list.empty()) return {};
  auto value = sip::find_param(list, name, ',');
  return value ? sip::strip_quotes(*value) : string_view{};
}

template <const char* Name>
Value field(Context& c) {
  return nonempty_or_null(param(c, Name));
}
constexpr char kUsername[] = "username", kRealm[] = "realm", kUri[] = "uri", kAlgorithm[] = "algorithm", kNonce[] = "nonce", kCnonce[] = "cnonce",
               kOpaque[] = "opaque", kResponse[] = "response";

Value user_part(Context& c) {
  auto name = param(c, kUsername);
  return nonempty_or_null(name.substr(0, name.find('@')));
}
Value domain_part(Context& c) {
  auto name = param(c, kUsername);
  auto at = name.find('@');
  return at == name.npos ? nonempty_or_null(param(c, kRealm)) : nonempty_or_null(name.substr(at + 1));
}

/// user@host of From.
Value account(Context& c) {
  const auto* u = c.msg->from_uri();
  if (u == nullptr) return Value::null();
  TextBuilder out(*c.arena, 64);
  out << u->user << '@' << u->host;
  return Value::string(out.view());
}
Value account_user(Context& c) {
  const auto* u = c.msg->from_uri();
  return u != nullptr ? Value::string(u->user) : Value::null();
}

}  // namespace

void bind_auth(Binder& b) {
  add<&field<kUsername>>(b, {"aU"});
  add<&user_part>(b, {"au"});
  add<&domain_part>(b, {"ad"});
  add<&field<kRealm>>(b, {"ar"});
  add<&field<kUri>>(b, {"adu"});
  add<&field<kAlgorithm>>(b, {"aa"});
  add<&field<kNonce>>(b, {"adn"});
  add<&field<kCnonce>>(b, {"adc"});
  add<&field<kOpaque>>(b, {"ado"});
  add<&field<kResponse>>(b, {"adr"});
  add<&account>(b, {"Au"});
  add<&account_user>(b, {"AU"});
}

}  // namespace kukini::modules::pv
