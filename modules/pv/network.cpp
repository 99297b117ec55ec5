// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where a message came from and where it was received: $si $sp $proto $su, $Ri $Rp $Ru and their relatives, $rcv, $snd….
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

using io::Protocol;

string_view ip_text(Context& c, const io::Address& a, bool brackets) {
  char out[64];
  return c.arena->copy({out, a.write_ip(out, brackets)});
}
string_view proto_text(const Context& c) { return io::to_string(c.flow.protocol); }

Value source_ip(Context& c) { return Value::string(ip_text(c, c.flow.remote, false)); }
Value source_ip_brackets(Context& c) { return Value::string(ip_text(c, c.flow.remote, true)); }
Value source_port(Context& c) { return Value::integer(c.flow.remote.port); }
/// Kamailio's numbers of transports: udp 1, tcp 2, tls 3, sctp 4, ws 5, wss 6.
std::int64_t protocol_id(Protocol p) { return p == Protocol::none ? 0 : static_cast<std::int64_t>(p) + 1; }
Value protocol(Context& c) { return Value::coded(protocol_id(c.flow.protocol), proto_text(c)); }
Value received_ip(Context& c) { return Value::string(ip_text(c, c.flow.local, false)); }
Value received_port(Context& c) { return Value::integer(c.flow.local.port); }

string_view host_port(Context& c, string_view before, string_view host, std::uint16_t port) {
  TextBuilder out(*c.arena, 80);
  out << before << host << ':' << int{port};
  return out.view();
}
/// sip:ip:port, with ;transport= where it is not UDP or always.
Value uri_of(Context& c, string_view host, std::uint16_t port, bool always) {
  auto uri = host_port(c, "sip:", host, port);
  if (!always && c.flow.protocol == Protocol::udp) return Value::string(uri);
  return Value::string(c.arena->concat(c.arena->concat(uri, ";transport="), proto_text(c)));
}
Value socket_of(Context& c, string_view host, std::uint16_t port) {
  auto proto = c.arena->concat(proto_text(c), ":");
  return Value::string(host_port(c, proto, host, port));
}

template <bool Always>
Value source_uri(Context& c) {
  return uri_of(c, ip_text(c, c.flow.remote, true), c.flow.remote.port, Always);
}
Value source_socket(Context& c) { return socket_of(c, ip_text(c, c.flow.remote, true), c.flow.remote.port); }
template <bool Always>
Value received_uri(Context& c) {
  return uri_of(c, ip_text(c, c.flow.local, true), c.flow.local.port, Always);
}

/// The name we give ourselves on that socket (advertise).
Worker::LocalName advertised(Context& c) {
  if (c.worker != nullptr) return c.worker->local_name(c.flow);
  return {ip_text(c, c.flow.local, true), c.flow.local.port};
}
Value advertised_ip(Context& c) {
  auto host = advertised(c).host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Value::string(host);
}
Value advertised_port(Context& c) { return Value::integer(advertised(c).port); }
template <bool Always>
Value advertised_uri(Context& c) {
  auto name = advertised(c);
  return uri_of(c, name.host, name.port, Always);
}
Value advertised_socket(Context& c) {
  auto name = advertised(c);
  return socket_of(c, name.host, name.port);
}
Value socket_name(Context& c) {
  if (c.worker == nullptr || c.flow.socket >= c.worker->sockets().size()) return Value::null();
  return nonempty_or_null(c.worker->sockets()[c.flow.socket].name);
}
Value connection(Context& c) {
  return c.flow.protocol == Protocol::udp || c.flow.connection == 0 ? Value::null() : Value::integer(c.flow.connection);
}

Value protocol_number(Context& c) { return Value::integer(protocol_id(c.flow.protocol)); }

constexpr string_view kFamilyKeys[] = {"id", "name"};
Value family(Context& c, int key) {
  bool six = c.flow.remote.family == io::Family::ipv6;
  if (key == 0) return Value::integer(six ? AF_INET6 : AF_INET);
  return Value::string(six ? "IPv6" : "IPv4");
}

constexpr string_view kSentKeys[] = {"ip", "port", "proto", "sproto", "af", "buf", "len"};

/// $sndto(x): the peer of the message that is leaving; set in onsend_route only.
Value sent_to(Context& c, int key) {
  if (c.send_flow == nullptr) return Value::null();
  auto received = c.flow;
  c.flow = *c.send_flow;
  Value value;
  switch (key) {
    case 0: value = source_ip(c); break;
    case 1: value = source_port(c); break;
    case 2: value = protocol_number(c); break;
    case 3: value = protocol(c); break;
    case 4: value = family(c, 0); break;
    case 5: value = Value::string(c.send_bytes); break;
    default: value = Value::integer(static_cast<std::int64_t>(c.send_bytes.size()));
  }
  c.flow = received;
  return value;
}
/// $sndfrom(x): our own side of it.
Value sent_from(Context& c, int key) {
  if (c.send_flow == nullptr) return Value::null();
  if (key > 1) return sent_to(c, key);
  auto received = c.flow;
  c.flow = *c.send_flow;
  auto value = key == 0 ? received_ip(c) : received_port(c);
  c.flow = received;
  return value;
}

constexpr string_view kReceivedKeys[] = {"buf", "len", "proto", "sproto", "srcip", "srcport", "rcvip", "rcvport", "af"};

/// $rcv(x): the datagram, in event_route[core:msg-received]-like routes.
Value received(Context& c, int key) {
  if (c.route_kind != manifest::kEvent) return Value::null();
  switch (key) {
    case 0: return Value::string(c.received_bytes());
    case 1: return Value::integer(static_cast<std::int64_t>(c.received_bytes().size()));
    case 2: return protocol_number(c);
    case 3: return protocol(c);
    case 4: return source_ip(c);
    case 5: return source_port(c);
    case 6: return received_ip(c);
    case 7: return received_port(c);
    default: return family(c, 0);
  }
}

}  // namespace

void bind_network(Binder& b) {
  add<&source_ip>(b, {"si", "src_ip"});
  add<&source_ip_brackets>(b, {"siz"});
  add<&source_port>(b, {"sp"});
  add<&protocol>(b, {"proto", "pr"});
  add<&protocol_number>(b, {"prid"});
  add<&source_uri<false>>(b, {"su"});
  add<&source_uri<true>>(b, {"sut"});
  add<&source_socket>(b, {"sas"});
  add<&received_ip>(b, {"Ri"});
  add<&received_port>(b, {"Rp"});
  add<&socket_name>(b, {"Rn"});
  add<&received_uri<false>>(b, {"Ru"});
  add<&received_uri<true>>(b, {"Rut"});
  add<&advertised_ip>(b, {"RAi"});
  add<&advertised_port>(b, {"RAp"});
  add<&advertised_uri<false>>(b, {"RAu"});
  add<&advertised_uri<true>>(b, {"RAut"});
  add<&advertised_socket>(b, {"Ras"});
  add<&connection>(b, {"conid"});
  add_keyed<kFamilyKeys, std::size(kFamilyKeys), &family>(b, "af");
  add_keyed<kSentKeys, std::size(kSentKeys), &sent_to>(b, "sndto");
  add_keyed<kSentKeys, std::size(kSentKeys), &sent_to>(b, "snd");
  add_keyed<kSentKeys, std::size(kSentKeys), &sent_from>(b, "sndfrom");
  add_keyed<kReceivedKeys, std::size(kReceivedKeys), &received>(b, "rcv");
  add_keyed<kReceivedKeys, std::size(kReceivedKeys), &received>(b, "recv", [](void*, Context&, const PvName&, const Value&) { return true; });
}

}  // namespace kukini::modules::pv
