// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What does not depend on the message: $K $version $ksr $pp $sid $true $env $envn, and the parse error $err.…
#include <unistd.h>

#include <cstdlib>

#include "base/kept.hpp"
#include "pv.hpp"
#include "sdk/via.hpp"

namespace kukini::modules::pv {

namespace {

constexpr string_view kNumberKeys[] = {"INET", "INET6", "IPv4", "IPv6", "IP4", "IP6", "UDP", "TCP", "TLS", "SCTP", "WS", "WSS"};
Value number(Context&, int key) {
  constexpr std::int64_t kNumbers[] = {AF_INET, AF_INET6, AF_INET, AF_INET6, AF_INET, AF_INET6, 1, 2, 3, 4, 5, 6};
  return Value::integer(kNumbers[key]);
}

// Scripts compare these with Kamailio's releases: the one whose behaviour is the reference.
constexpr string_view kVersionKeys[] = {"num", "full", "hash"};
Value version(Context&, int key) {
  constexpr string_view kTexts[] = {"5.6.3", "kukini (like kamailio 5.6.3)", "unknown"};
  return Value::string(kTexts[key]);
}
constexpr string_view kKsrKeys[] = {"ver", "verval"};
Value ksr(Context&, int key) { return key == 0 ? Value::string("5.6.3") : Value::integer(5006003); }

Value process_id(Context&) { return Value::integer(getpid()); }
Value server_id(Context&) { return Value::integer(via_names().server_id.load(std::memory_order_relaxed)); }
/// $Eb and its relatives: characters that are awkward to write.
template <char C>
Value sign(Context&) {
  static constexpr char kSign[] = {C};
  return Value::string({kSign, 1});
}
Value yes(Context&) { return Value::integer(1); }
Value none(Context&) { return Value::null(); }

/// The value of an environment variable as it was when the script was loaded; null or "" where there is none.
Result<const void*> prepare_env(void*, string_view inner) {
  static const std::string kNothing;
  const char* value = std::getenv(std::string(inner).c_str());
  if (value == nullptr) return static_cast<const void*>(&kNothing);
  static base::Kept<std::string> kept;
  return static_cast<const void*>(kept.get(value, [&] { return std::string(value); }));
}
Value env(void*, Context&, const PvName& n) {
  if (n.prepared == nullptr) return Value::null();
  return nonempty_or_null(*static_cast<const std::string*>(n.prepared));
}

}  // namespace

void bind_constants(Binder& b) {
  add_keyed<kNumberKeys, std::size(kNumberKeys), &number>(b, "K");
  add_keyed<kVersionKeys, std::size(kVersionKeys), &version>(b, "version");
  add_keyed<kKsrKeys, std::size(kKsrKeys), &ksr>(b, "ksr");
  add<&process_id>(b, {"pp"});
  add<&server_id>(b, {"sid"});
  add<&yes>(b, {"true"});
  add<&sign<'\\'>>(b, {"Eb"});
  add<&sign<','>>(b, {"Ec"});
  add<&sign<':'>>(b, {"Ei"});
  add<&sign<';'>>(b, {"Ej"});
  add<&sign<'\''>>(b, {"Ek"});
  add<&sign<'\n'>>(b, {"En"});
  add<&sign<'"'>>(b, {"Eq"});
  add<&sign<'\r'>>(b, {"Er"});
  add<&sign<' '>>(b, {"Es"});
  add<&sign<'\t'>>(b, {"Et"});
  add<&sign<'`'>>(b, {"Ev"});
  add<&none>(b, {"err.class", "err.level", "err.info", "err.rcode", "err.rreason"});
  b.variable("env", &env, nullptr, nullptr, &prepare_env);
  b.variable("envn", &env, nullptr, nullptr, &prepare_env);
}

}  // namespace kukini::modules::pv
