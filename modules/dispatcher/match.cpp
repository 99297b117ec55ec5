// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ds_is_from_list(): is a sender, or a URI, one of the destinations.
#include "base/text.hpp"
#include "dispatcher.hpp"
#include "sdk/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::dispatcher {

using sdk::Args;
using sdk::Context;

namespace {

enum Mode : std::int64_t { kAnyPort = 1, kAnyProtocol = 2, kActiveOnly = 4 };

/// What is looked for: an address, or a host name of a URI that has none.
struct Wanted {
  io::Address address;
  std::string_view host;
  std::uint16_t port = 0;  ///< 0: any
  io::Protocol protocol = io::Protocol::none;
};

bool same_host(const Destination& d, const Wanted& w) {
  if (w.address.family == io::Family::none) return base::iequals(d.host, w.host);
  if (d.address.family != io::Family::none) return d.address.same_ip(w.address);
  if (const auto* all = d.live->addresses())
    for (const auto& a : *all)
      if (a.same_ip(w.address)) return true;
  return false;
}

bool matches(const Destination& d, const Wanted& w, std::int64_t mode) {
  if ((mode & kActiveOnly) != 0 && !d.usable()) return false;
  if ((mode & kAnyPort) == 0 && d.port != 0 && w.port != 0 && d.port != w.port) return false;
  if ((mode & kAnyProtocol) == 0 && w.protocol != io::Protocol::none && d.protocol != w.protocol) return false;
  return same_host(d, w);
}

bool want_uri(std::string_view text, Wanted& w) {
  sip::Uri uri;
  if (!sip::parse_uri(text, uri) || !uri.is_sip()) return false;
  w.host = uri.bare_host();
  if (auto a = io::Address::parse(w.host)) w.address = *a;
  w.port = uri.port;
  w.protocol = uri.scheme == sip::Scheme::sips ? io::Protocol::tls : io::Protocol::udp;
  for (auto p : {io::Protocol::udp, io::Protocol::tcp, io::Protocol::tls, io::Protocol::sctp, io::Protocol::ws, io::Protocol::wss})
    if (base::iequals(uri.transport, io::to_string(p))) w.protocol = p;
  return true;
}

}  // namespace

int Dispatcher::is_from_list(Context& c, Args args) {
  std::int64_t group = args.empty() ? -1 : sdk::number_of(args[0].value);
  std::int64_t mode = args.size() > 1 ? sdk::number_of(args[1].value) : std::int64_t{kAnyProtocol};
  Wanted wanted;
  auto uri = args.size() > 2 ? sdk::text_of(c, args[2].value) : std::string_view();
  if (!uri.empty()) {
    if (!want_uri(uri, wanted)) {
      sdk::log(sdk::Level::error, "dispatcher", "ds_is_from_list: \"{}\" is not a SIP URI", uri);
      return -1;
    }
  } else {
    wanted.address = c.flow.remote;
    wanted.port = c.flow.remote.port;
    wanted.protocol = c.flow.protocol;
  }
  const auto& list = snapshot(*c.worker);
  auto search = [&](const Set& set) -> const Destination* {
    for (const auto& d : set.destinations)
      if (matches(d, wanted, mode)) return &d;
    return nullptr;
  };
  const Destination* found = nullptr;
  if (group != -1) {
    if (const Set* set = list.find(static_cast<int>(group))) found = search(*set);
  } else {
    for (const auto& set : list.sets)
      if ((found = search(set)) != nullptr) break;
  }
  if (found == nullptr) return -1;
  if (group == -1 && settings_.setid_pv != nullptr && !settings_.setid_pv->set(c, sdk::Value::integer(found->set))) return -2;
  if (settings_.attrs_pv != nullptr && !found->attrs.body.empty() && !settings_.attrs_pv->set(c, sdk::Value::string(found->attrs.body))) return -3;
  return 1;
}

}  // namespace kukini::modules::dispatcher
