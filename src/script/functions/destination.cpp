// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Where a request goes: branches, next hop, local socket, stateless forwarding.
#include <fmt/format.h>

#include "base/text.hpp"
#include "script/functions/core_functions.hpp"
#include "script/values.hpp"
#include "sdk/log.hpp"
#include "sip/encode.hpp"

namespace kukini::script {

namespace {

using sdk::Args;
using sdk::Context;
using std::string_view;

string_view text(Args a, std::size_t i) { return i < a.size() ? a[i].value.s : string_view{}; }

/// "0.7" to 700; -1 for anything else.
std::int32_t parse_q(string_view s) {
  if (s.empty() || (s[0] != '0' && s[0] != '1') || s.size() > 5) return -1;
  std::int32_t q = (s[0] - '0') * 1000, scale = 100;
  if (s.size() > 1 && s[1] != '.') return -1;
  for (auto d : s.substr(s.size() > 1 ? 2 : 1)) {
    if (!base::is_digit(d)) return -1;
    q += (d - '0') * scale;
    scale /= 10;
  }
  return q <= 1000 ? q : -1;
}

int append_branch(void*, Context& c, Args a) {
  sdk::Branch branch;
  auto uri = text(a, 0);
  if (uri.empty()) {
    branch = c.target;
  } else {
    branch.ruri = c.arena->copy(uri);
    branch.send_socket = c.target.send_socket;
    branch.flags = c.target.flags;
  }
  if (auto q = text(a, 1); !q.empty()) branch.q = parse_q(q);
  if (branch.ruri.empty()) return -1;
  if (c.add_branch(branch)) return 1;
  sdk::log(sdk::Level::error, "core", "append_branch(): there are {} branches already", sdk::kMaxBranches);
  return -1;
}

int clear_branches(void*, Context& c, Args) {
  c.branch_count = 0;
  return 1;
}

int remove_branch(void*, Context& c, Args a) {
  if (c.branch_count == 0) return -1;
  auto at = a.empty() ? static_cast<std::int64_t>(c.branch_count) - 1 : a[0].value.i;
  if (at < 0 || static_cast<std::size_t>(at) >= c.branch_count) return -1;
  for (auto i = static_cast<std::size_t>(at); i + 1 < c.branch_count; ++i) c.branches[i] = c.branches[i + 1];
  --c.branch_count;
  return 1;
}

int set_dst_uri(void*, Context& c, Args a) {
  c.target.dst_uri = c.arena->copy(text(a, 0));
  return 1;
}
int reset_dst_uri(void*, Context& c, Args) {
  c.target.dst_uri = {};
  return 1;
}
int is_dst_uri_set(void*, Context& c, Args) { return c.target.dst_uri.empty() ? -1 : 1; }

int force_send_socket(void*, Context& c, Args a) {
  int id = c.worker != nullptr ? c.worker->find_socket(text(a, 0)) : -1;
  if (id < 0) {
    sdk::log(sdk::Level::error, "core", "force_send_socket(): the server does not listen on {}", text(a, 0));
    return -1;
  }
  c.target.send_socket = id;
  return 1;
}

/// The URI that forward() and send() go to: from their arguments, else the next hop, else the R-URI.
string_view destination(Context& c, Args a, string_view transport) {
  auto host = text(a, 0);
  if (host.empty()) return c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri;
  std::int64_t port = a.size() > 1 ? a[1].value.i : 0;
  bool v6 = host.find(':') != string_view::npos && host.front() != '[' && io::Address::parse(host).has_value();
  char buffer[512];
  auto r = fmt::format_to_n(buffer, sizeof buffer, "sip:{}{}{}", v6 ? "[" : "", host, v6 ? "]" : "");
  if (r.size < sizeof buffer && port > 0) r = {r.out, r.size}, r.out = fmt::format_to_n(r.out, buffer + sizeof buffer - r.out, ":{}", port).out;
  if (!transport.empty()) r.out = fmt::format_to_n(r.out, buffer + sizeof buffer - r.out, ";transport={}", transport).out;
  return c.arena->copy({buffer, static_cast<std::size_t>(r.out - buffer)});
}

bool find_flow(Context& c, string_view uri, io::Flow& out) {
  sdk::NextHop hop;
  int found = c.worker->next_hop(uri, c.target.send_socket, hop);
  if (found == 0) {
    auto hops = c.worker->resolve_next_hops(c, uri, c.target.send_socket);
    if (hops.empty()) return false;
    hop = hops.front();
    found = 1;
  }
  out = hop.flow;
  return found > 0;
}

int forward_to(Context& c, Args a, string_view transport) {
  if (c.worker == nullptr || c.msg == nullptr) return -1;
  io::Flow flow;
  auto uri = destination(c, a, transport);
  if (!find_flow(c, uri, flow)) {
    sdk::log(sdk::Level::error, "core", "forward(): no way to <{}>", uri);
    return -1;
  }
  return c.worker->forward_stateless(c, flow) ? 1 : -1;
}
int forward(void*, Context& c, Args a) { return forward_to(c, a, {}); }
int forward_udp(void*, Context& c, Args a) { return forward_to(c, a, "udp"); }
int forward_tcp(void*, Context& c, Args a) { return forward_to(c, a, "tcp"); }
int forward_tls(void*, Context& c, Args a) { return forward_to(c, a, "tls"); }
int forward_sctp(void*, Context& c, Args a) { return forward_to(c, a, "sctp"); }

int send_to(Context& c, Args a, string_view transport_name) {
  if (c.worker == nullptr || c.msg == nullptr) return -1;
  io::Flow flow;
  if (!find_flow(c, destination(c, a, transport_name), flow)) return -1;
  const sip::EditList* lists[] = {c.edits, c.branch_edits};
  std::size_t bound = c.msg->bytes().size() + 64;
  for (const auto* l : lists)
    if (l != nullptr) bound += l->growth();
  auto& transport = c.worker->transport();
  auto out = transport.reserve(bound);
  auto n = sip::encode_as_is(out, *c.msg, lists, 2);
  return n != 0 && transport.commit(flow, n) ? 1 : -1;
}

int send(void*, Context& c, Args a) { return send_to(c, a, {}); }
int send_tcp(void*, Context& c, Args a) { return send_to(c, a, "tcp"); }

constexpr CoreFunction kFunctions[] = {
    {"append_branch", append_branch}, {"clear_branches", clear_branches}, {"remove_branch", remove_branch},
    {"setdsturi", set_dst_uri},       {"resetdsturi", reset_dst_uri},     {"isdsturiset", is_dst_uri_set},
    {"force_send_socket", force_send_socket},
    {"forward", forward},             {"forward_udp", forward_udp},       {"forward_tcp", forward_tcp},
    {"forward_tls", forward_tls},     {"forward_sctp", forward_sctp},     {"send", send},
    {"send_tcp", send_tcp},
};

}  // namespace

std::span<const CoreFunction> destination_functions() { return kFunctions; }

}  // namespace kukini::script
