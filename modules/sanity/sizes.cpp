// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The sizes that size_checks=1 looks at.
#include "checks.hpp"

namespace kukini::modules::sanity {

namespace {

using sip::HeaderType;

bool over(std::size_t size, std::int64_t most) { return most > 0 && size > static_cast<std::size_t>(most); }

bool uri_over(const sip::Message& msg, HeaderType type, std::int64_t most) {
  for (const auto* a = msg.first_addr(type); a != nullptr; a = msg.next_addr(a))
    if (over(a->uri_text.size(), most)) return true;
  return false;
}

}  // namespace

Finding judge_sizes(const sip::Message& msg, const Sizes& most) {
  if (over(msg.bytes().size(), most.message) || over(msg.body().size(), most.body) || over(msg.headers_end() - msg.headers_begin(), most.headers))
    return {513, "Message Too Large"};
  for (const auto& h : msg.headers())
    if (over(h.end - h.begin, most.header)) return {400, "Header Too Large"};
  auto method = msg.is_request() ? msg.method_text() : msg.cseq() != nullptr ? msg.cseq()->method_text : std::string_view{};
  if (over(method.size(), most.method)) return {400, "Method Too Long"};
  if (msg.is_request() && over(msg.ruri().size(), most.ruri)) return {414, "Request-URI Too Long"};
  if (msg.from() != nullptr && over(msg.from()->uri_text.size(), most.from_uri)) return {400, "From URI Too Long"};
  if (msg.to() != nullptr && over(msg.to()->uri_text.size(), most.to_uri)) return {400, "To URI Too Long"};
  if (uri_over(msg, HeaderType::contact, most.contact_uri)) return {400, "Contact URI Too Long"};
  if (uri_over(msg, HeaderType::route, most.route_uri) || uri_over(msg, HeaderType::record_route, most.route_uri)) return {400, "Route URI Too Long"};
  if (uri_over(msg, HeaderType::path, most.path_uri)) return {400, "Path URI Too Long"};
  if (uri_over(msg, HeaderType::p_asserted_identity, most.pai_uri)) return {400, "P-Asserted-Identity URI Too Long"};
  return {};
}

}  // namespace kukini::modules::sanity
