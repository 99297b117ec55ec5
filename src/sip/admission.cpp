// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The front door.
#include "sip/admission.hpp"

#include <cstring>

#include "base/text.hpp"
#include "sip/checks.hpp"

namespace kukini::sip {
namespace {

constexpr std::size_t kMaxConnectionId = 32;  // hex digits in the Via parameter `i`; ours has fewer

Admission drop(std::string_view why) { return {Verdict::drop, 0, why}; }

// An ACK is never answered (RFC 3261 §17.1.1.3), nor is what names no sender to answer.
Admission reply(const Message& m, int code, std::string_view reason) {
  if (m.method() == Method::ack || !m.has(HeaderType::via)) return drop(reason);
  return {Verdict::reply, code, reason};
}

// Where a reply must never go: RFC 4475 §3.3.10.
bool never_a_next_hop(std::string_view host) { return host == "255.255.255.255" || host == "0.0.0.0"; }

Admission judge_reply(const Message& m) {
  switch (m.outcome()) {
    case ParseOutcome::ok: break;
    default: return drop(to_string(m.outcome()));
  }
  if (check_required_headers(m) != Check::ok) return drop("Missing Header");
  if (check_unique_headers(m) != Check::ok) return drop("Repeated Header");
  const auto* via = m.via();
  if (!via) return drop("Bad Via");
  if (!m.cseq()) return drop("Bad CSeq");
  const auto* next = m.next_via(via);
  if (!next && (!via->rest.empty() || m.next(via->header))) return drop("Bad Via");
  if (next && never_a_next_hop(next->has_received ? next->received : next->host)) return drop("Via Names No Host");
  return {};
}

// RFC 3261 §20.42: our own branch ids rely on what follows the cookie, so a bare cookie would merge all such requests.
bool usable_top_via(const Via& via) {
  if (!base::iequals(via.protocol, "SIP") || via.version != "2.0") return false;
  if (via.has_branch && via.branch.size() == kMagicCookie.size() && base::iequals(via.branch, kMagicCookie)) return false;
  return via.i.size() <= kMaxConnectionId && !(via.has_received && via.received.empty());
}

// The values of Proxy-Require, shortened, as one Unsupported line.
std::string_view unsupported_line(const Message& m, const AdmissionPolicy& policy, base::Arena& arena) {
  constexpr std::string_view name = "Unsupported: ";
  auto* to = static_cast<char*>(arena.allocate(name.size() + policy.max_echo + 4, 1));
  std::size_t n = 0;
  auto put = [&](std::string_view t) {
    std::memcpy(to + n, t.data(), t.size());
    n += t.size();
  };
  put(name);
  const std::size_t start = n;
  for (const auto* h = m.first(HeaderType::proxy_require); h; h = m.next(h)) {
    auto list = m.value(*h);
    while (true) {
      const auto comma = list.find(',');
      const auto tag = base::trim(list.substr(0, comma));
      const bool token = tag.find_first_of(" \t\r\n") == std::string_view::npos;
      if (!tag.empty() && token && n - start + tag.size() + 2 <= policy.max_echo) {
        if (n > start) put(", ");
        put(tag);
      }
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  if (n == start) return {};
  put("\r\n");
  return {to, n};
}

// The shape of From and To is a proxy's business, what their URIs mean is not (RFC 4475 §3.3.4).
bool names_a_uri(const NameAddr* value) {
  if (!value || scheme_of(value->uri_text) == Scheme::none) return false;
  for (char c : value->uri_text)
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return false;
  return true;
}

// RFC 3261 §10.2.2.
bool star_out_of_place(const Message& m) {
  for (const auto* c = m.contact(); c; c = m.next_addr(c))
    if (c->star && (!m.expires().ok() || m.expires().value != 0 || c != m.contact() || m.next_addr(c))) return true;
  return false;
}

Admission judge_request(const Message& m, const AdmissionPolicy& policy, base::Arena& arena) {
  switch (m.outcome()) {
    case ParseOutcome::ok: break;
    case ParseOutcome::bad_version: return reply(m, 505, "Version Not Supported");
    case ParseOutcome::too_many_headers: return reply(m, 413, "Too Many Headers");
    case ParseOutcome::truncated:
      if (m.content_length().ok() && m.content_length().value > m.body().size()) return reply(m, 400, "Content-Length mis-match");
      [[fallthrough]];
    default: return reply(m, 400, to_string(m.outcome()));
  }
  if (policy.schemes && check_ruri_scheme(m) == Check::unsupported) return reply(m, 416, "Unsupported URI Scheme");
  if (policy.schemes ? !m.parsed_ruri() : scheme_of(m.ruri()) == Scheme::none) return reply(m, 400, "Bad Request-URI");
  if (m.parsed_ruri() && !m.parsed_ruri()->headers.empty()) return reply(m, 400, "Headers In Request-URI");
  if (const auto c = check_required_headers(m); c != Check::ok) return reply(m, 400, c == Check::missing ? "Missing Header" : "Bad Call-ID");
  if (check_unique_headers(m) != Check::ok) return reply(m, 400, "Repeated Header");
  if (!m.via_list_ok() || !usable_top_via(*m.via())) return reply(m, 400, "Bad Via");
  if (!names_a_uri(m.from())) return reply(m, 400, "Bad From");
  if (!names_a_uri(m.to())) return reply(m, 400, "Bad To");
  if (policy.require_tags && !m.from()->has_tag) return reply(m, 400, "Missing From Tag");
  if (const auto c = check_cseq(m); c != Check::ok) return reply(m, 400, c == Check::mismatch ? "CSeq method does not match request method" : "Bad CSeq");
  if (check_max_forwards(m) == Check::malformed) return reply(m, 400, "Bad Max-Forwards");
  if (m.method() == Method::register_ && (check_contact(m) == Check::malformed || star_out_of_place(m))) return reply(m, 400, "Bad Contact");
  if (check_routes(m) == Check::malformed) return reply(m, 400, "Bad Route");
  if (policy.max_forwards && m.max_forwards().ok() && m.max_forwards().value == 0 && m.method() != Method::ack)
    return reply(m, 483, "Too Many Hops");
  // RFC 3261 §16.3: not for ACK and CANCEL (§8.2.2.3).
  if (policy.judge_proxy_require && m.method() != Method::ack && m.method() != Method::cancel && check_proxy_require(m, policy.proxy_require) != Check::ok) {
    auto answer = reply(m, 420, "Bad Extension");
    answer.header_lines = unsupported_line(m, policy, arena);
    return answer;
  }
  return {};
}

}  // namespace

Admission admit(const Message& message, const AdmissionPolicy& policy, base::Arena& arena) {
  return message.is_reply() ? judge_reply(message) : judge_request(message, policy, arena);
}

}  // namespace kukini::sip
