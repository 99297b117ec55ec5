// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Script functions that send or look up: t_relay, t_newtran, t_check_trans, t_reply and their relatives.
#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

using io::Protocol;

Tm& self_of(void* self) { return *static_cast<Tm*>(self); }

Destination host_port(Context& c, Args args, Protocol protocol = Protocol::none) {
  Destination to;
  to.protocol = protocol;
  if (args.size() > 0) to.host = text_of(c, args[0].value);
  if (args.size() > 1) to.port = static_cast<std::uint16_t>(number_of(args[1].value));
  return to;
}

template <Protocol P>
int relay_over(void* self, Context& c, Args args) {
  return self_of(self).relay_to(c, host_port(c, args, P));
}
template <Protocol P>
int forward_over(void* self, Context& c, Args args) {
  if (c.msg != nullptr && c.msg->method() == sip::Method::ack) return -1;
  return self_of(self).relay_to(c, host_port(c, args, P));
}
template <Protocol P>
int replicate_over(void* self, Context& c, Args args) {
  auto to = host_port(c, args, P);
  to.blind = true;
  auto& tm = self_of(self);
  sip::Uri uri;
  if (args.size() == 1 && sip::parse_uri(to.host, uri)) {  // t_replicate("sip:host:port")
    to.host = uri.bare_host();
    to.port = uri.port;
  }
  if (c.transaction == nullptr)
    if (int made = tm.create(c); made <= 0) return made;
  auto target = c.target;
  tm.enter(*c.transaction);
  int sent = tm.add_branch(*c.transaction, c, target, to);
  tm.leave(*c.transaction);
  return sent > 0 ? 1 : -1;
}

/// "udp:host:port", "host:port", "[v6]:port"
Destination proxy_of(std::string_view text) {
  Destination to;
  for (auto p : {Protocol::udp, Protocol::tcp, Protocol::tls, Protocol::sctp}) {
    auto name = io::to_string(p);
    if (base::istarts_with(text, name) && text.size() > name.size() && text[name.size()] == ':') {
      to.protocol = p;
      text.remove_prefix(name.size() + 1);
      break;
    }
  }
  auto colon = text.rfind(':');
  bool v6 = !text.empty() && text.front() == '[';
  if (colon != text.npos && (!v6 || text[colon - 1] == ']')) {
    if (auto port = base::to_number<std::uint16_t>(text.substr(colon + 1))) to.port = *port;
    text = text.substr(0, colon);
  }
  to.host = text;
  return to;
}

int relay_to_proxy(void* self, Context& c, Args args) {
  Destination to;
  std::int64_t flags = 0;
  for (const auto& arg : args) {
    auto text = text_of(c, arg.value);
    if (auto n = base::to_number(text)) flags = *n;
    else to = proxy_of(text);
  }
  auto& tm = self_of(self);
  if (flags & 1) tm.opts(c).no_auto_100 = true;
  if (flags & 2) tm.opts(c).disable_internal_reply = true;
  if (flags & 4) tm.opts(c).disable_failover = true;
  return tm.relay_to(c, to);
}

/// The first argument names an AVP and has been of no account in Kamailio for long; the second is where the request goes.
int relay_to_avp(void* self, Context& c, Args args) {
  auto to = proxy_of(text_of(c, args[1].value));
  if (to.host.empty()) {
    log(Level::error, "tm", "t_relay_to_avp: \"{}\" names no host", text_of(c, args[1].value));
    return -1;
  }
  return self_of(self).relay_to(c, to);
}

int end_with_cancel(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  if (c.msg->method() != sip::Method::cancel) return -1;
  if (!tm.cancels_something(tm.at(*c.worker), *c.msg)) return -1;
  return tm.relay_cancel(c, {}) > 0 ? 0 : -1;
}

int newtran(void* self, Context& c, Args) {
  int made = self_of(self).create(c);
  return made;
}

int lookup_request(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  if (c.transaction != nullptr) return 1;
  return tm.match(tm.at(*c.worker), *c.msg).found == Found::none ? -1 : 1;
}

int lookup_cancel(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  if (c.msg->method() != sip::Method::cancel) return -1;
  return tm.cancels_something(tm.at(*c.worker), *c.msg) ? 1 : -1;
}

int check_trans(void* self, Context& c, Args args) {
  auto& tm = self_of(self);
  if (c.msg->is_reply()) return tm.find(c) != nullptr ? 1 : -1;
  if (c.msg->method() == sip::Method::cancel) return lookup_cancel(self, c, args);
  if (c.transaction != nullptr) return -1;
  switch (auto m = tm.match(tm.at(*c.worker), *c.msg); m.found) {
    case Found::none: return -1;
    case Found::ack_end_to_end: return 1;
    case Found::ack_absorbed:
    case Found::retransmission: tm.absorb(c, m); return 0;
  }
  return -1;
}

int exists(void* self, Context& c, Args) { return self_of(self).knows(c) ? 1 : -1; }

int send_reply(void* self, Context& c, Args args) {
  std::int64_t code = 0;
  std::string_view reason;
  if (!args[0].value.is_null()) code = number_of(args[0].value);
  if (args.size() > 1) reason = text_of(c, args[1].value);
  return self_of(self).reply(c, static_cast<int>(code), reason);
}
int reply_existing(void* self, Context& c, Args args) {
  if (self_of(self).find(c) == nullptr && c.transaction == nullptr) {
    log(Level::error, "tm", "t_reply: there is no transaction; call t_newtran() first");
    return -1;
  }
  return send_reply(self, c, args);
}
int answer_error(void* self, Context& c, Args) { return self_of(self).reply_error(c); }

int retransmit_reply(void* self, Context& c, Args) {
  auto* t = self_of(self).find(c);
  if (t == nullptr || t->last_reply.empty()) return -1;
  return c.worker->transport().send(t->reply_flow, t->last_reply.view()) ? 1 : -1;
}

int release(void* self, Context& c, Args) {
  auto& tm = self_of(self);
  auto* t = c.transaction;
  if (t == nullptr) return 1;
  if (t->branches.empty() && t->uas_status < 200) {
    t->dead = true;
    tm.start_wait(*t);
  }
  return 1;
}

int uac_send(void* self, Context& c, Args args) {
  LocalRequest r;
  r.method = text_of(c, args[0].value);
  r.ruri = text_of(c, args[1].value);
  auto next = text_of(c, args[2].value);
  auto socket = text_of(c, args[3].value);
  r.headers = text_of(c, args[4].value);
  r.body = text_of(c, args[5].value);
  if (next.size() > 1) r.dst_uri = next;
  if (socket.size() > 1) r.send_socket = c.worker->find_socket(socket);
  // From and To are among the headers where the script wrote them; they become ours.
  auto take = [&r](std::string_view name) {
    for (std::size_t at = 0; at < r.headers.size();) {
      auto end = r.headers.find("\r\n", at);
      end = end == std::string::npos ? r.headers.size() : end + 2;
      auto line = std::string_view(r.headers).substr(at, end - at);
      if (base::istarts_with(line, name) && line.size() > name.size() && line[name.size()] == ':') {
        std::string value(base::trim(line.substr(name.size() + 1)));
        r.headers.erase(at, end - at);
        return value;
      }
      at = end;
    }
    return std::string();
  };
  r.from = take("From");
  r.to = take("To");
  auto sent = self_of(self).send_request(*c.worker, r, nullptr);
  if (!sent) log(Level::error, "tm", "t_uac_send: {}", sent.error());
  return sent ? 1 : -1;
}

}  // namespace

void Tm::bind_functions(Binder& b) {
  using enum io::Protocol;
  b.function("t_relay", relay_over<none>, this);
  b.function("t_relay_to", relay_to_proxy, this);
  b.function("t_relay_to_proxy", relay_to_proxy, this);
  b.function("t_relay_to_udp", relay_over<udp>, this);
  b.function("t_relay_to_tcp", relay_over<tcp>, this);
  b.function("t_relay_to_tls", relay_over<tls>, this);
  b.function("t_relay_to_sctp", relay_over<sctp>, this);
  b.function("t_relay_to_avp", relay_to_avp, this);
  b.function("t_relay_cancel", end_with_cancel, this);
  b.function("t_forward_nonack", forward_over<none>, this);
  b.function("t_forward_nonack_to", forward_over<none>, this);
  b.function("t_forward_nonack_uri", forward_over<none>, this);
  b.function("t_forward_nonack_udp", forward_over<udp>, this);
  b.function("t_forward_nonack_tcp", forward_over<tcp>, this);
  b.function("t_forward_nonack_tls", forward_over<tls>, this);
  b.function("t_forward_nonack_sctp", forward_over<sctp>, this);
  b.function("t_replicate", replicate_over<none>, this);
  b.function("t_replicate_to", replicate_over<none>, this);
  b.function("t_replicate_udp", replicate_over<udp>, this);
  b.function("t_replicate_tcp", replicate_over<tcp>, this);
  b.function("t_replicate_tls", replicate_over<tls>, this);
  b.function("t_replicate_sctp", replicate_over<sctp>, this);
  b.function("t_newtran", newtran, this);
  b.function("t_lookup_request", lookup_request, this);
  b.function("t_lookup_cancel", lookup_cancel, this);
  b.function("t_check_trans", check_trans, this);
  b.function("t_exists", exists, this);
  b.function("t_reply", reply_existing, this);
  b.function("t_send_reply", send_reply, this);
  b.function("t_reply_error", answer_error, this);
  b.function("t_retransmit_reply", retransmit_reply, this);
  b.function("t_release", release, this);
  b.function("t_uac_send", uac_send, this);
}

}  // namespace kukini::modules::tm
