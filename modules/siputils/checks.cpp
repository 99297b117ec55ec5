// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Questions about the message: has_totag(), is_request(), is_first_hop(), is_supported(), is_user(), is_gruu(), hdr_date_check().
#include <cstdlib>
#include <ctime>

#include "sip/params.hpp"
#include "siputils.hpp"

namespace kukini::modules::siputils {

namespace {
using sip::HeaderType;

int yes(bool b) { return b ? 1 : -1; }

int has_totag(void*, Context& c, Args) { return yes(!c.msg->to_tag().empty()); }
int is_request(void*, Context& c, Args) { return yes(c.msg->is_request()); }
int is_reply(void*, Context& c, Args) { return yes(c.msg->is_reply()); }
int is_sip(void*, Context& c, Args) { return yes(c.msg->version().starts_with("SIP/")); }
int is_http(void*, Context& c, Args) { return yes(c.msg->version().starts_with("HTTP/")); }

/// The sender is the user agent itself, no proxy that record-routes stands between: no Record-Route, or its first one is ours.
/// Mode 1: and (requests) the sender is who the only Via says.
int is_first_hop(void*, Context& c, Args a) {
  const auto* first = c.msg->record_route();
  if (first != nullptr) {
    const auto* uri = c.msg->uri(first);
    if (uri == nullptr || c.worker == nullptr || !c.worker->is_myself(uri->bare_host(), uri->port_or_default(), io::Protocol::none)) return -1;
  }
  if (!a.empty() && number_of(a[0].value) == 1 && c.msg->is_request()) {
    const auto* via = c.msg->via();
    if (via == nullptr || c.msg->next_via(via) != nullptr) return -1;
  }
  return 1;
}

bool lists(const sip::Message& msg, HeaderType type, string_view tag) {
  for (const auto* h = msg.first(type); h != nullptr; h = msg.next(h)) {
    auto list = msg.value(*h);
    while (!list.empty()) {
      auto comma = list.find(',');
      if (base::iequals(base::trim(list.substr(0, comma)), tag)) return true;
      if (comma == list.npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return false;
}
int is_supported(void*, Context& c, Args a) { return yes(lists(*c.msg, HeaderType::supported, text(c, a, 0))); }
Result<const void*> prepare_option(void*, std::size_t, string_view option) {
  for (auto known : {"path", "100rel", "timer", "eventlist", "gruu", "outbound"})
    if (base::iequals(known, option)) return static_cast<const void*>(nullptr);
  return Error{"unknown option tag \"" + std::string(option) + "\"; known are path, 100rel, timer, eventlist, gruu, outbound"};
}

/// The user of the digest credentials that the request was authorised with.
int is_user(void*, Context& c, Args a) {
  for (auto type : {HeaderType::authorization, HeaderType::proxy_authorization})
    if (const auto* h = c.msg->first(type); h != nullptr) {
      auto value = c.msg->value(*h);
      if (!base::istarts_with(value, "Digest ")) continue;
      auto name = sip::find_param(value.substr(7), "username", ',');
      if (name && sip::strip_quotes(*name) == text(c, a, 0)) return 1;
    }
  return -1;
}

/// RFC 5627: 1 for a public GRUU, 2 for a temporary one.
int is_gruu(void*, Context& c, Args a) {
  sip::Uri uri;
  if (!sip::parse_uri(a.empty() ? c.ruri() : text(c, a, 0), uri) || !uri.has_gr) return -1;
  return uri.gr.empty() ? 2 : 1;
}

/// hdr_date_check(seconds): Date is not more than that away from now. -1 no Date, -2 not a date, -3 no clock, -4 too far.
int hdr_date_check(void*, Context& c, Args a) {
  const auto* h = c.msg->first(HeaderType::date);
  if (h == nullptr) return -1;
  std::tm tm{};
  std::string value(c.msg->value(*h));
  if (strptime(value.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &tm) == nullptr) return -2;
  auto away = std::llabs(c.worker->clock().wall_us() / 1000000 - static_cast<std::int64_t>(timegm(&tm)));
  return away <= number_of(a[0].value) ? 1 : -4;
}

int cmp_hdr_name(void*, Context& c, Args a) {
  auto one = text(c, a, 0), other = text(c, a, 1);
  auto type = sip::header_type(one);
  return yes(type != HeaderType::other ? type == sip::header_type(other) : base::iequals(one, other));
}

/// Header lines have been read; so are those with a structure now.
int parse_headers(void*, Context& c, Args) {
  const auto& m = *c.msg;
  if (m.outcome() != sip::ParseOutcome::ok || !m.via_list_ok() || m.from() == nullptr || m.to() == nullptr || m.cseq() == nullptr) return -1;
  for (auto type : {sip::HeaderType::contact, sip::HeaderType::route, sip::HeaderType::record_route})
    if (m.has(type) && !m.addr_list_ok(type)) return -1;
  return 1;
}

}  // namespace

void bind_checks(Binder& b) {
  b.function("sip_parse_headers", &parse_headers, nullptr);
  b.function("has_totag", &has_totag, nullptr);
  b.function("is_request", &is_request, nullptr);
  b.function("is_reply", &is_reply, nullptr);
  b.function("is_sip", &is_sip, nullptr);
  b.function("is_http", &is_http, nullptr);
  b.function("is_first_hop", &is_first_hop, nullptr);
  b.function("is_supported", &is_supported, nullptr, &prepare_option);
  b.function("is_user", &is_user, nullptr);
  b.function("is_gruu", &is_gruu, nullptr);
  b.function("hdr_date_check", &hdr_date_check, nullptr);
  b.function("cmp_hdr_name", &cmp_hdr_name, nullptr);
}

}  // namespace kukini::modules::siputils
