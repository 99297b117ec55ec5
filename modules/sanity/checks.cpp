// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Each check in turn; the first that fails decides the reply. The phrases are those that Kamailio 5.6 answers with.
#include "checks.hpp"

#include "base/text.hpp"
#include "sip/checks.hpp"
#include "sip/params.hpp"

namespace kukini::modules::sanity {

namespace {
using sip::Check;
using sip::HeaderType;

bool ruri_ok(const sip::Message& msg) { return msg.parsed_ruri() != nullptr && !msg.parsed_ruri()->scheme_text.empty(); }

Finding judge_scheme(const sip::Message& msg) {
  if (!ruri_ok(msg)) return {400, "Bad Request URI"};
  if (sip::check_ruri_scheme(msg) != Check::ok) return {416, "Unsupported URI Scheme in Request URI"};
  return {};
}

Finding judge_cseq_method(const sip::Message& msg) {
  const auto* cseq = msg.cseq();
  if (!msg.has(HeaderType::cseq)) return {400, "missing CSeq header"};
  if (cseq == nullptr) return {400, "Missing method in CSeq header"};
  if (cseq->method_text != msg.method_text()) return {400, "CSeq method does not match request method"};
  return {};
}

Finding judge_content_length(const sip::Message& msg) {
  switch (sip::check_content_length(msg)) {
    case Check::ok: break;
    case Check::missing: return {};
    case Check::malformed: return {400, "Content-Length Failure"};
    default: return {400, "Content-Length mis-match"};
  }
  auto length = msg.content_length();
  if (length.ok() && length.value != msg.body().size()) return {400, "Content-Length mis-match"};
  return {};
}

Finding judge_expires(const sip::Message& msg) {
  if (!msg.has(HeaderType::expires)) return {};
  if (msg.value(HeaderType::expires).empty()) return {400, "Bad Expires Header"};
  if (!msg.expires().ok()) return {400, "Expires value is illegal"};
  return {};
}

bool known(std::string_view tag, std::string_view list) {
  while (!list.empty()) {
    auto comma = list.find(',');
    if (base::iequals(base::trim(list.substr(0, comma)), tag)) return true;
    if (comma == list.npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

/// 420 names the first tag that is not known.
Finding judge_proxy_require(const sip::Message& msg, std::string_view ours, base::Arena& arena) {
  for (const auto* h = msg.first(HeaderType::proxy_require); h != nullptr; h = msg.next(h)) {
    auto list = msg.value(*h);
    while (!list.empty()) {
      auto comma = list.find(',');
      auto tag = base::trim(list.substr(0, comma));
      if (!tag.empty() && !known(tag, ours)) {
        auto line = arena.concat("Unsupported: ", tag.substr(0, 256));
        return {420, "Bad Proxy Require Extension", arena.concat(line, "\r\n")};
      }
      if (comma == list.npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return {};
}

Finding judge_uris(const sip::Message& msg, std::uint32_t which) {
  if ((which & kUriRuri) != 0 && msg.is_request() && msg.parsed_ruri() == nullptr) return {400, "Bad Request URI"};
  if ((which & kUriFrom) != 0 && msg.from_uri() == nullptr) return {400, "Invalid From Header"};
  if ((which & kUriTo) != 0 && msg.to_uri() == nullptr) return {400, "Ivalid To Header"};
  if ((which & kUriContact) != 0 && msg.has(HeaderType::contact)) {
    if (!msg.addr_list_ok(HeaderType::contact)) return {400, "Bad Contact Header"};
    const auto* contact = msg.contact();
    if (contact != nullptr && !contact->star && msg.uri(contact) == nullptr) return {400, "Bad Contact URI"};
  }
  return {};
}

/// "Digest" credentials need a username, realm, nonce, uri and response (RFC 7616 §3.4).
Finding judge_digest(const sip::Message& msg) {
  for (auto type : {HeaderType::authorization, HeaderType::proxy_authorization})
    for (const auto* h = msg.first(type); h != nullptr; h = msg.next(h)) {
      auto value = msg.value(*h);
      if (!base::istarts_with(value, "Digest ") && !base::istarts_with(value, "Digest\t")) continue;
      for (auto name : {"username", "realm", "nonce", "uri", "response"}) {
        auto found = sip::find_param(value.substr(7), name, ',');
        if (!found || sip::strip_quotes(*found).empty()) return {400, "Bad Auth Credentials"};
      }
    }
  return {};
}

std::size_t tags_in(std::string_view params) {
  std::size_t n = 0;
  sip::Param p;
  for (sip::ParamCursor cursor(params); cursor.next(p);) n += base::iequals(p.name, "tag");
  return n;
}

Finding judge_duplicate_tags(const sip::Message& msg) {
  if (msg.from() != nullptr && tags_in(msg.from()->params) > 1) return {400, "Many From Tag Params"};
  if (msg.to() != nullptr && tags_in(msg.to()->params) > 1) return {400, "Many To Tag Params"};
  return {};
}

Finding judge_authorization(const sip::Message& msg) {
  for (auto type : {HeaderType::authorization, HeaderType::proxy_authorization})
    for (const auto* h = msg.first(type); h != nullptr; h = msg.next(h)) {
      auto value = msg.value(*h);
      auto space = value.find_first_of(" \t");
      if (space == value.npos || value.find('=', space) == value.npos) return {400, "Bad Auth Header"};
    }
  return {};
}

}  // namespace

Finding examine(const sip::Message& msg, const Request& what, base::Arena& arena) {
  Finding f;
  auto asked = [&](std::uint32_t bit) { return (what.checks & bit) != 0; };
  auto bad = [&f](Finding found) { return (f = found).code != 0; };
  if (msg.is_request()) {
    if (asked(kVersion) && sip::check_version(msg) != Check::ok) return {505, "Version Not Supported (R-URI)"};
    if (asked(kRuriScheme) && bad(judge_scheme(msg))) return f;
  }
  if (asked(kRequiredHeaders) && sip::check_required_headers(msg) != Check::ok) return {400, "Bad Headers"};
  if (asked(kVia1) && msg.via() == nullptr) return {400, "Bad Headers"};
  if (asked(kCseqMethod) && msg.is_request() && bad(judge_cseq_method(msg))) return f;
  if (asked(kCseqValue) && sip::check_cseq_value(msg) != Check::ok) return {400, "CSeq number is illegal"};
  if (asked(kContentLength) && bad(judge_content_length(msg))) return f;
  if (asked(kExpires) && bad(judge_expires(msg))) return f;
  if (asked(kProxyRequire) && msg.is_request() && bad(judge_proxy_require(msg, what.proxy_require, arena))) return f;
  if (asked(kUris) && bad(judge_uris(msg, what.uri_checks))) return f;
  if (asked(kDigest) && bad(judge_digest(msg))) return f;
  if (asked(kDuplicateTags) && bad(judge_duplicate_tags(msg))) return f;
  if (asked(kAuthorization) && bad(judge_authorization(msg))) return f;
  return {};
}

}  // namespace kukini::modules::sanity
