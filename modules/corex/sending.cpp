// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Sending: send_udp(), send_tcp(), send_data(), sendx(), forward_reply().
#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

bool find_flow(Context& c, string_view uri, std::int32_t socket, io::Flow& out) {
  NextHop hop;
  int found = c.worker->next_hop(uri, socket, hop);
  if (found == 0) {
    auto hops = c.worker->resolve_next_hops(c, uri, socket);
    if (hops.empty()) return false;
    hop = hops.front();
    found = 1;
  }
  out = hop.flow;
  return found > 0;
}

int send_over(Context& c, Args a, string_view transport) {
  auto to = text(c, a, 0);
  TextBuilder uri(*c.arena);
  if (to.empty()) {
    uri << (c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri);
  } else {
    if (!to.starts_with("sip:") && !to.starts_with("sips:")) uri << "sip:";
    uri << to;
  }
  if (uri.view().find(";transport=") == string_view::npos) uri << ";transport=" << transport;
  io::Flow flow;
  if (!find_flow(c, uri.view(), c.target.send_socket, flow)) {
    log(Level::error, "corex", "no way to <{}>", uri.view());
    return -1;
  }
  return c.worker->transport().send(flow, c.msg->bytes()) ? 1 : -1;
}
int send_udp(void*, Context& c, Args a) { return send_over(c, a, "udp"); }
int send_tcp(void*, Context& c, Args a) { return send_over(c, a, "tcp"); }

int send_to(Context& c, string_view uri, std::int32_t socket, string_view data) {
  io::Flow flow;
  if (!find_flow(c, uri, socket, flow)) {
    log(Level::error, "corex", "no way to <{}>", uri);
    return -1;
  }
  return c.worker->transport().send(flow, data) ? 1 : -1;
}
int send_data(void*, Context& c, Args a) { return send_to(c, text(c, a, 0), -1, text(c, a, 1)); }
/// sendx(uri, socket, data): any socket where none is named or known.
int sendx(void*, Context& c, Args a) {
  auto socket = text(c, a, 1);
  return send_to(c, text(c, a, 0), socket.empty() ? -1 : c.worker->find_socket(socket), text(c, a, 2));
}

/// forward_uac(): as forward(), with our Via alone, so that replies end here.
int forward_without_vias(Context& c, string_view uri) {
  if (!c.msg->is_request()) return -1;
  io::Flow flow;
  if (!find_flow(c, uri, c.target.send_socket, flow)) {
    log(Level::error, "corex", "no way to <{}>", uri);
    return -1;
  }
  auto* edits = c.edits;
  auto* branch_edits = c.branch_edits;
  auto processing = c.processing;
  sip::EditList own(*c.arena);
  for (const auto* h = c.msg->first(sip::HeaderType::via); h != nullptr; h = c.msg->next(h)) own.remove(h->begin, h->end - h->begin);
  if (edits != nullptr)
    for (const auto* e = edits->first(); e != nullptr; e = e->next) own.replace(e->offset, e->length, e->text);
  c.edits = &own;
  // Received and rport would be put into a Via that is gone.
  c.set(ProcessingFlag::via_marked);
  bool sent = c.worker->forward_stateless(c, flow);
  c.edits = edits;
  c.branch_edits = branch_edits;
  c.processing = processing;
  return sent ? 1 : -1;
}
int forward_uac(void*, Context& c, Args) { return forward_without_vias(c, c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri); }
int forward_uac_uri(void*, Context& c, Args a) { return forward_without_vias(c, text(c, a, 0)); }

int forward_reply(void*, Context& c, Args) { return c.msg->is_reply() && c.worker->pass_reply_on(c) ? 1 : -1; }

}  // namespace

void bind_sending(Binder& b) {
  b.function("send_udp", &send_udp, nullptr);
  b.function("send_tcp", &send_tcp, nullptr);
  b.function("send_data", &send_data, nullptr);
  b.function("sendx", &sendx, nullptr);
  b.function("forward_uac", &forward_uac, nullptr);
  b.function("forward_uac_uri", &forward_uac_uri, nullptr);
  b.function("forward_reply", &forward_reply, nullptr);
}

}  // namespace kukini::modules::corex
