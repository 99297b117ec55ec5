// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of pv share: each part binds its names; small adaptors between the SDK's signatures and plain functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::pv {

using namespace sdk;
using std::string_view;

/// Start-up facilities, kept for prepare functions; set before any of them is called.
struct Host {
  InitContext* init = nullptr;
};

void bind_request_uri(Binder& b);
void bind_destination(Binder& b);
void bind_from_to(Binder& b);
void bind_headers(Binder& b);
void bind_header_fields(Binder& b);
void bind_network(Binder& b);
void bind_socket(Binder& b);
void bind_message(Binder& b);
void bind_reply(Binder& b);
void bind_auth(Binder& b);
void bind_flags(Binder& b);
void bind_branches(Binder& b);
void bind_time(Binder& b);
void bind_via(Binder& b);
void bind_constants(Binder& b);
void bind_shared(Binder& b);
void bind_select(Binder& b);
void bind_dynamic(Binder& b, Host& host);
void bind_server(Binder& b, Host& host);
void bind_string_transformations(Binder& b);
void bind_codec_transformations(Binder& b);
void bind_uri_transformations(Binder& b);
void bind_list_transformations(Binder& b);
void bind_functions(Binder& b);
void bind_xavp_functions(Binder& b);

using Getter = Value (*)(Context&);

/// A variable without inner name.
template <Getter F>
Value plain(void*, Context& c, const PvName&) {
  return F(c);
}
template <Getter F>
void add(Binder& b, std::initializer_list<string_view> names, PvSet set = nullptr) {
  for (auto name : names) b.variable(name, &plain<F>, set, nullptr);
}

/// A variable with one of a closed list of inner names: the getter gets the index in `Keys`.
template <const string_view* Keys, std::size_t N>
Result<const void*> prepare_key(void*, string_view inner) {
  for (std::size_t i = 0; i < N; ++i)
    if (Keys[i] == inner) return static_cast<const void*>(&Keys[i]);
  std::string message = "unknown name \"" + std::string(inner) + "\"; known are";
  for (std::size_t i = 0; i < N; ++i) message += " " + std::string(Keys[i]);
  return Error{message};
}
template <const string_view* Keys, std::size_t N>
int key_of(const PvName& n) {
  if (n.prepared != nullptr) return static_cast<int>(static_cast<const string_view*>(n.prepared) - Keys);
  for (std::size_t i = 0; i < N; ++i)
    if (Keys[i] == n.inner) return static_cast<int>(i);
  return -1;
}
template <const string_view* Keys, std::size_t N, Value (*F)(Context&, int key)>
void add_keyed(Binder& b, string_view name, PvSet set = nullptr) {
  b.variable(
      name,
      [](void*, Context& c, const PvName& n) {
        int key = key_of<Keys, N>(n);
        return key < 0 ? Value::null() : F(c, key);
      },
      set, nullptr, &prepare_key<Keys, N>);
}

/// Null for a view without data, the text otherwise (also when empty).
inline Value text_or_null(string_view s) { return s.data() == nullptr ? Value::null() : Value::string(s); }
/// Null for empty text.
inline Value nonempty_or_null(string_view s) { return s.empty() ? Value::null() : Value::string(s); }

/// A header of the message in view: the request in failure routes, else the message itself.
inline const sip::Message& message(const Context& c) { return *c.msg; }

/// "udp" … as a lower-case copy where needed; `proto` may be in any case.
string_view lower(base::Arena& arena, string_view text);

/// Parses `text` into the arena; null when it is no URI.
const sip::Uri* parse_uri_in(base::Arena& arena, string_view text);

/// scheme:user:password@host:port;params?headers from parts; an empty part is left out.
struct UriParts {
  string_view scheme, user, password, host, port, params, headers;
  bool has_password = false;
};
UriParts parts_of(const sip::Uri& uri);
string_view build_uri(base::Arena& arena, const UriParts& parts);

/// $rP, $dP …: the transport of a URI as written, "UDP" when it names none; as a number Kamailio's of the protocol, 0 for others.
Value transport_of(const sip::Uri& uri);

}  // namespace kukini::modules::pv
