// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Single checks of a message.
#include "sip/checks.hpp"

#include "base/text.hpp"

namespace kukini::sip {
namespace {

Check present(const Message& m, HeaderType type, bool good) { return !m.has(type) ? Check::missing : good ? Check::ok : Check::malformed; }

bool repeated(const Message& m, HeaderType type) {
  const auto* h = m.first(type);
  return h && m.next(h);
}

bool listed(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (base::iequals(base::trim(list.substr(0, comma)), wanted)) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

Check check_version(const Message& m) { return m.outcome() == ParseOutcome::bad_version ? Check::unsupported : Check::ok; }

Check check_ruri_scheme(const Message& m) {
  switch (scheme_of(m.ruri())) {
    case Scheme::none: return Check::malformed;
    case Scheme::other: return Check::unsupported;
    default: return Check::ok;
  }
}

Check check_ruri(const Message& m) {
  if (const auto scheme = check_ruri_scheme(m); scheme != Check::ok) return scheme;
  return m.parsed_ruri() ? Check::ok : Check::malformed;
}

Check check_required_headers(const Message& m) {
  for (auto type : {HeaderType::to, HeaderType::from, HeaderType::cseq, HeaderType::call_id, HeaderType::via})
    if (!m.has(type)) return Check::missing;
  return m.call_id().empty() ? Check::malformed : Check::ok;
}

Check check_unique_headers(const Message& m) {
  for (auto type : {HeaderType::to, HeaderType::from, HeaderType::cseq, HeaderType::call_id, HeaderType::max_forwards})
    if (repeated(m, type)) return Check::duplicate;
  return repeated(m, HeaderType::content_length) && !m.content_length().ok() ? Check::duplicate : Check::ok;
}

Check check_cseq_value(const Message& m) { return present(m, HeaderType::cseq, m.cseq()); }

Check check_cseq_method(const Message& m) {
  if (!m.cseq()) return check_cseq_value(m);
  return m.is_reply() || m.cseq()->method_text == m.method_text() ? Check::ok : Check::mismatch;
}

Check check_cseq(const Message& m) { return check_cseq_method(m); }

Check check_content_length(const Message& m) {
  const auto length = m.content_length();
  if (length.state != NumberState::ok) return length.state == NumberState::absent ? Check::missing : Check::malformed;
  return length.value > m.body().size() ? Check::too_short : Check::ok;
}

Check check_expires(const Message& m) { return present(m, HeaderType::expires, m.expires().ok()); }
Check check_max_forwards(const Message& m) { return present(m, HeaderType::max_forwards, m.max_forwards().ok()); }
Check check_via(const Message& m) { return present(m, HeaderType::via, m.via_list_ok()); }
Check check_from(const Message& m) { return present(m, HeaderType::from, m.from()); }
Check check_to(const Message& m) { return present(m, HeaderType::to, m.to()); }

Check check_from_to_uri(const Message& m) {
  if (!m.from() || !m.to()) return Check::malformed;
  return m.from_uri() && m.to_uri() ? Check::ok : Check::malformed;
}

Check check_contact(const Message& m) {
  if (!m.has(HeaderType::contact)) return Check::missing;
  for (const auto* c = m.contact(); c; c = m.next_addr(c))
    if (!c->star && scheme_of(c->uri_text) == Scheme::none) return Check::malformed;
  return m.addr_list_ok(HeaderType::contact) ? Check::ok : Check::malformed;
}

Check check_routes(const Message& m) {
  if (!m.has(HeaderType::route)) return Check::missing;
  for (const auto* r = m.route(); r; r = m.next_addr(r))
    if (!m.uri(r)) return Check::malformed;
  return m.addr_list_ok(HeaderType::route) ? Check::ok : Check::malformed;
}

Check check_proxy_require(const Message& m, std::string_view known) {
  for (const auto* h = m.first(HeaderType::proxy_require); h; h = m.next(h)) {
    auto list = m.value(*h);
    while (true) {
      const auto comma = list.find(',');
      const auto tag = base::trim(list.substr(0, comma));
      if (!tag.empty() && !listed(known, tag)) return Check::unsupported;
      if (comma == std::string_view::npos) break;
      list.remove_prefix(comma + 1);
    }
  }
  return Check::ok;
}

}  // namespace kukini::sip
