// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where messages go and what we call ourselves in them: next hops, flows, our Via, stateless forwarding.
#include "base/text.hpp"
#include "core/hex.hpp"
#include "core/worker.hpp"
#include "sdk/log.hpp"
#include "sdk/text.hpp"
#include "sdk/via.hpp"
#include "sip/encode.hpp"
#include "sip/uri.hpp"

namespace kukini::core {

namespace {

std::uint64_t fnv(std::uint64_t h, std::string_view text) {
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return (h ^ 0xff) * 0x100000001b3ull;
}

/// RFC 3261 §16.11: the same for every retransmission, for the CANCEL and the ACK of a request; different for every R-URI.
std::uint64_t stateless_branch(const sip::Message& m) {
  std::uint64_t h = 0xcbf29ce484222325ull;
  const auto* via = m.via();
  if (via != nullptr && sip::has_magic_cookie(via->branch)) {
    h = fnv(fnv(h, via->branch), via->sent_by);
  } else {
    h = fnv(fnv(h, m.to_tag()), m.from_tag());
    h = fnv(h, m.call_id());
    if (const auto* cseq = m.cseq()) h = fnv(h, cseq->number_text);
    if (via != nullptr) h = fnv(h, via->text);
  }
  h = fnv(h, m.ruri());
  return h ^ (h >> 29);
}

}  // namespace

bool Worker::parse_target(std::string_view uri, Target& out) {
  uri = base::trim(uri);
  if (auto open = uri.find('<'); open != std::string_view::npos) {
    auto close = uri.find('>', open);
    if (close == std::string_view::npos) return false;
    uri = uri.substr(open + 1, close - open - 1);
  }
  sip::Uri parsed;
  if (!sip::parse_uri(uri, parsed) || !parsed.is_sip()) return false;
  out.secure = parsed.scheme == sip::Scheme::sips;
  if (!parsed.transport.empty()) {
    out.protocol = parse_protocol(parsed.transport);
    if (out.protocol == io::Protocol::none) return false;
    if (out.secure && out.protocol == io::Protocol::tcp) out.protocol = io::Protocol::tls;
  } else if (out.secure) {
    out.protocol = io::Protocol::tls;
  }
  out.port = parsed.port;
  out.host = parsed.bare_host();
  if (!parsed.maddr.empty()) {
    out.host = parsed.maddr;
    if (out.host.size() > 2 && out.host.front() == '[') out.host = out.host.substr(1, out.host.size() - 2);
  }
  return !out.host.empty();
}

bool Worker::make_flow(const io::Address& remote, io::Protocol protocol, int send_socket, io::Flow& out) {
  if (protocol == io::Protocol::none) protocol = io::Protocol::udp;
  if (remote.port == 0 || remote.is_wildcard() || remote.is_multicast_or_broadcast()) return false;
  int id = -1;
  // mhomed: what the routing table says goes before the socket that the request came by.
  if (shared_.mhomed && send_socket < 0)
    if (auto local = transport_->route_to(remote); local.family != io::Family::none) id = shared_.names->socket_at(protocol, local);
  if (id < 0) id = shared_.names->choose_socket(protocol, remote, send_socket >= 0 ? send_socket : current_ != nullptr ? current_->socket : -1);
  if (id < 0) return false;
  const auto& socket = sockets_[static_cast<std::size_t>(id)];
  out.protocol = protocol;
  out.socket = static_cast<std::uint16_t>(id);
  out.connection = 0;
  out.remote = remote;
  out.local = socket.address;
  if (socket.address.is_wildcard()) {
    out.local = transport_->local_address_for(out.socket, remote);
    out.local.port = socket.address.port;
  }
  return true;
}

int Worker::next_hop(std::string_view uri, int send_socket, sdk::NextHop& out) {
  Target target;
  if (!parse_target(uri, target)) {
    count({kBadUris});
    return -1;
  }
  std::uint16_t port = target.port != 0 ? target.port : target.protocol == io::Protocol::tls ? 5061 : 5060;
  auto address = io::Address::parse(target.host, port);
  if (!address) return 0;
  return make_flow(*address, target.protocol, send_socket, out.flow) ? 1 : -1;
}

std::vector<sdk::NextHop> Worker::resolve_next_hops(sdk::Context&, std::string_view uri, int send_socket) {
  std::vector<sdk::NextHop> hops;
  sdk::NextHop literal;
  int known = next_hop(uri, send_socket, literal);
  if (known > 0) hops.push_back(literal);
  if (known != 0) return hops;
  Target target;
  if (!parse_target(uri, target)) return hops;
  io::ResolveRequest request;
  request.host = std::string(target.host);
  request.port = target.port;
  request.protocol = target.protocol;
  request.secure = target.secure;
  struct Answer {
    std::vector<io::Resolved> list;
  };
  auto answer = std::make_shared<Answer>();
  int socket = current_ != nullptr ? current_->socket : -1;
  bool done = park([&](sdk::Resume resume) {
    resolver_->resolve(std::move(request), [answer, resume = std::move(resume)](std::vector<io::Resolved> list) {
      answer->list = std::move(list);
      resume();
    });
  });
  if (!done) return hops;
  for (const auto& r : answer->list) {
    sdk::NextHop hop;
    if (make_flow(r.address, r.protocol, send_socket >= 0 ? send_socket : socket, hop.flow)) hops.push_back(hop);
  }
  return hops;
}

bool Worker::advertise(std::string_view host, std::uint16_t port) {
  if (current_ == nullptr) return false;
  if (!host.empty()) current_->advertised_host = host;
  if (port != 0) current_->advertised_port = port;
  return true;
}

sdk::Worker::LocalName Worker::local_name(const io::Flow& flow) {
  auto name = socket_name(flow);
  if (current_ == nullptr) return name;
  if (!current_->advertised_host.empty()) name.host = current_->advertised_host;
  if (current_->advertised_port != 0) name.port = current_->advertised_port;
  return name;
}

sdk::Worker::LocalName Worker::socket_name(const io::Flow& flow) {
  const auto& socket = sockets_[flow.socket < sockets_.size() ? flow.socket : 0];
  std::uint16_t port = socket.address.port;
  if (!socket.advertised_host.empty())
    return {socket.advertised_host, socket.advertised_port != 0 ? socket.advertised_port : port};
  if (shared_.advertised_port != 0) port = shared_.advertised_port;
  if (!shared_.advertised_host.empty()) return {shared_.advertised_host, port};
  if (!socket.address.is_wildcard()) return {shared_.names->host_text(socket.id), port};
  io::Address local = flow.local;
  if (local.family == io::Family::none || local.is_wildcard()) local = transport_->local_address_for(flow.socket, flow.remote);
  local.port = 0;
  // As many as the machine has addresses; most messages name the same as the one before.
  if (last_local_ == nullptr || last_local_->first != local) {
    auto found = host_texts_.try_emplace(local).first;
    if (found->second.empty()) found->second = local.ip(true);
    last_local_ = &*found;
  }
  return {last_local_->second, port};
}

bool Worker::is_myself(std::string_view host, std::uint16_t port, io::Protocol protocol) {
  if (!shared_.advertised_host.empty() && base::iequals(host, shared_.advertised_host)) return true;
  if (shared_.names->is_myself(host, port, protocol)) return true;
  // An address that the machine got after the start: what reached us at it is proof enough.
  if (current_ == nullptr || (port != 0 && port != current_->local.port)) return false;
  auto address = io::Address::parse(host);
  return address && address->same_ip(current_->local);
}

int Worker::find_socket(std::string_view spec) { return shared_.names->find_socket(spec); }

bool Worker::forward_stateless(sdk::Context& context, const io::Flow& to) {
  auto& message = *context.msg;
  if (to.remote.is_multicast_or_broadcast() || to.socket >= sockets_.size()) return false;
  if (is_blocked(to.remote)) {
    count({kErrRequests});
    return false;
  }
  context.mark_via();
  auto local = local_name(to);
  char hash[16];
  sdk::TextBuilder via(*context.arena);
  via << "Via: SIP/2.0/" << io::via_name(to.protocol) << ' ' << local.host;
  if (local.port != (to.protocol == io::Protocol::tls ? 5061 : 5060)) via << ':' << static_cast<int>(local.port);
  via << ";branch=" << sip::kMagicCookie << "kkf" << write_hex16(hash, stateless_branch(message)) << (context.has(sdk::ProcessingFlag::local_rport) ? ";rport\r\n" : "\r\n");

  sip::RequestOut what;
  if (context.target.ruri != message.ruri()) what.ruri = context.target.ruri;
  what.via_line = sdk::dress_via(context, via.view());
  what.stream = to.protocol != io::Protocol::udp;
  const sip::EditList* lists[] = {context.edits, context.branch_edits};
  auto out = transport_->reserve(sip::request_bound(message, lists, 2, what));
  auto bytes = sip::encode_request(out, message, lists, 2, what);
  bool sent = false;
  if (bytes != 0 && has_onsend_) {
    auto copy = context.arena->copy({out.data(), bytes});
    if (!run_onsend(context, to, copy)) return false;
    sent = transport_->send(to, copy);
  } else if (bytes != 0) {
    sent = transport_->commit(to, bytes);
  }
  if (!sent) {
    block(to.remote);
    count({kErrRequests});
    return false;
  }
  count({kFwdRequests});
  return true;
}

io::Flow Worker::reply_flow_of(const sip::Message& message, const io::Flow& flow, bool force_rport) {
  io::Flow to = flow;  // received= is the source address: RFC 3261 §18.2.2
  const auto* via = message.via();
  if (flow.protocol != io::Protocol::udp || via == nullptr || via->has_rport || force_rport) return to;
  to.remote.port = via->port != 0 ? via->port : 5060;
  if (!via->maddr.empty())
    if (auto address = io::Address::parse(via->maddr, to.remote.port); address && address->family == flow.remote.family &&
                                                                        !address->is_multicast_or_broadcast())
      to.remote = *address;
  return to;
}

io::Flow Worker::reply_flow(const sdk::Context& context) {
  auto to = reply_flow_of(*context.msg, context.flow, context.has(sdk::ProcessingFlag::force_rport));
  const auto* via = context.msg->via();
  if ((!shared_.reply_to_via && !context.has(sdk::ProcessingFlag::reply_to_via)) || to.protocol != io::Protocol::udp || via == nullptr || !via->maddr.empty()) return to;
  // The address that Via shows; a name that would have to be looked up leaves the source address as it is.
  auto port = via->has_rport ? base::to_number<std::uint16_t>(via->rport).value_or(via->port) : via->port;
  auto host = via->has_received && !via->received.empty() ? via->received : via->host;
  if (auto address = io::Address::parse(host, port != 0 ? port : 5060); address && address->family == to.remote.family && !address->is_multicast_or_broadcast())
    to.remote = *address;
  return to;
}

}  // namespace kukini::core
