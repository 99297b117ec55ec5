// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects of header fields: @from, @contact, @via, @authorization, @hf_value and those that are one text.
#include "base/text.hpp"
#include "script/pvars/select.hpp"
#include "sip/message.hpp"
#include "sip/params.hpp"

namespace kukini::script {

namespace {

Value body_of(Context& c, std::string_view name) {
  const auto* h = c.msg != nullptr ? c.msg->find(name) : nullptr;
  return h != nullptr ? Value::string(c.msg->unfolded(*h, *c.arena)) : Value::null();
}

template <const char* Name>
Value whole(Context& c, const Value&, const SelectArg&) {
  return body_of(c, Name);
}
/// Without parameters: "presence;id=1" is "presence".
template <const char* Name>
Value first_word(Context& c, const Value&, const SelectArg&) {
  auto v = body_of(c, Name);
  return v.is_null() ? v : text_or_null(base::trim(v.s.substr(0, v.s.find(';'))));
}
/// "x_foo" names X-Foo.
std::string_view header_name(std::string_view key, char (&buffer)[128]) {
  auto n = std::min(key.size(), sizeof buffer);
  for (std::size_t i = 0; i < n; ++i) buffer[i] = key[i] == '_' ? '-' : key[i];
  return {buffer, n};
}

/// @msg.header.name[i]: the i-th line of that name, from 1; negative ones from the end.
Value header_line(Context& c, const Value&, const SelectArg& a) {
  if (c.msg == nullptr) return Value::null();
  if (a.key.empty())
    return Value::string(c.msg->text(c.msg->headers_begin(), c.msg->headers_end() - c.msg->headers_begin()));
  char buffer[128];
  auto name = header_name(a.key, buffer);
  std::int64_t at = a.has_index ? a.index : 1;
  if (at < 0) {
    for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name)) ++at;
    ++at;
  }
  for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name))
    if (--at == 0) return Value::string(c.msg->unfolded(*h, *c.arena));
  return Value::null();
}

/// The next value of a comma list; quoted text and <…> keep their commas.
std::string_view take_value(std::string_view& list) {
  bool quoted = false, angle = false;
  std::size_t i = 0;
  for (; i < list.size(); ++i) {
    char ch = list[i];
    if (quoted && ch == '\\') ++i;
    else if (ch == '"') quoted = !quoted;
    else if (!quoted && ch == '<') angle = true;
    else if (!quoted && ch == '>') angle = false;
    else if (!quoted && !angle && ch == ',') break;
  }
  auto value = base::trim(list.substr(0, i));
  list.remove_prefix(std::min(list.size(), i + 1));
  return value;
}

template <class F>
void each_value(Context& c, std::string_view key, F f) {
  if (c.msg == nullptr) return;
  char buffer[128];
  auto name = header_name(key, buffer);
  for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name))
    for (auto list = c.msg->unfolded(*h, *c.arena); !list.empty();)
      if (auto value = take_value(list); !value.empty()) f(value);
}

/// @hf_value.name[i]: values of all lines, commas separate; 1 and 0 are the first, negative ones count from the end, none means all.
Value list_value(Context& c, const Value&, const SelectArg& a) {
  std::int64_t count = 0;
  each_value(c, a.key, [&](std::string_view) { ++count; });
  if (count == 0) return Value::null();
  if (!a.has_index) {
    std::string_view all;
    bool first = true;
    each_value(c, a.key, [&](std::string_view v) {
      all = first ? v : c.arena->concat(c.arena->concat(all, ","), v);
      first = false;
    });
    return Value::string(all);
  }
  std::int64_t want = a.index < 0 ? count + a.index + 1 : std::max<std::int64_t>(a.index, 1), at = 0;
  Value found;
  each_value(c, a.key, [&](std::string_view v) {
    if (++at == want) found = Value::string(v);
  });
  return found;
}

/// @hf_value_exists.supported.path: "1" or "0". The value to look for stands behind the name of the header.
Value has_value(Context& c, const Value&, const SelectArg& a) { return Value::string(c.arena->copy(a.key)); }

Value via(Context& c, const Value&, const SelectArg& a) {
  const auto* via = c.msg != nullptr ? c.msg->via() : nullptr;
  std::int64_t at = a.has_index ? a.index : 1;
  if (at < 0) {
    for (const auto* v = via; v != nullptr; v = c.msg->next_via(v)) ++at;
    ++at;
  }
  for (; via != nullptr && at > 1; --at) via = c.msg->next_via(via);
  return via != nullptr && at == 1 ? Value::string(via->text) : Value::null();
}

/// @authorization["realm"]: the credentials of that realm.
template <const char* Name>
Value credentials(Context& c, const Value&, const SelectArg& a) {
  if (c.msg == nullptr) return Value::null();
  for (const auto* h = c.msg->find(Name); h != nullptr; h = c.msg->find_next(h, Name)) {
    auto text = c.msg->unfolded(*h, *c.arena);
    auto space = text.find(' ');
    auto realm = space == std::string_view::npos ? std::nullopt : sip::find_param(base::trim(text.substr(space)), "realm", ',');
    if (realm && (a.key.empty() || sip::strip_quotes(*realm) == a.key)) return Value::string(text);
  }
  return Value::null();
}

constexpr char kFrom[] = "From", kTo[] = "To", kContact[] = "Contact", kReferTo[] = "Refer-To", kRpid[] = "Remote-Party-ID", kRecordRoute[] = "Record-Route",
               kCseq[] = "CSeq", kCallId[] = "Call-ID", kUserAgent[] = "User-Agent", kContentType[] = "Content-Type", kContentLength[] = "Content-Length",
               kExpires[] = "Expires", kSubject[] = "Subject", kDate[] = "Date", kEvent[] = "Event", kIdentity[] = "Identity",
               kIdentityInfo[] = "Identity-Info", kMaxForwards[] = "Max-Forwards", kMinSe[] = "Min-SE", kOrganization[] = "Organization",
               kPriority[] = "Priority", kReason[] = "Reason", kSessionExpires[] = "Session-Expires", kSipIfMatch[] = "SIP-If-Match",
               kAuthorization[] = "Authorization", kProxyAuthorization[] = "Proxy-Authorization";

constexpr auto kAddr = SelectKind::name_addr;
constexpr SelectPart kSelects[] = {
    {"from", whole<kFrom>, kAddr}, {"f", whole<kFrom>, kAddr}, {"to", whole<kTo>, kAddr}, {"t", whole<kTo>, kAddr},
    {"contact", whole<kContact>, kAddr}, {"m", whole<kContact>, kAddr}, {"refer_to", whole<kReferTo>, kAddr},
    {"rpid", whole<kRpid>, kAddr}, {"remote_party_id", whole<kRpid>, kAddr}, {"rr", whole<kRecordRoute>, kAddr},
    {"record_route", whole<kRecordRoute>, kAddr},
    {"via", via, SelectKind::via}, {"v", via, SelectKind::via},
    {"cseq", whole<kCseq>},
    {"cseq.num", [](Context& c, const Value&, const SelectArg&) {
       const auto* cseq = c.msg != nullptr ? c.msg->cseq() : nullptr;
       return cseq != nullptr ? Value::string(cseq->number_text) : Value::null();
     }},
    {"cseq.method", [](Context& c, const Value&, const SelectArg&) {
       const auto* cseq = c.msg != nullptr ? c.msg->cseq() : nullptr;
       return cseq != nullptr ? Value::string(cseq->method_text) : Value::null();
     }},
    {"call_id", whole<kCallId>}, {"callid", whole<kCallId>}, {"user_agent", whole<kUserAgent>}, {"content_type", whole<kContentType>},
    {"content_length", whole<kContentLength>}, {"expires", whole<kExpires>}, {"subject", whole<kSubject>}, {"date", whole<kDate>},
    {"event", first_word<kEvent>}, {"identity", whole<kIdentity>}, {"identity_info", whole<kIdentityInfo>},
    {"max_forwards", whole<kMaxForwards>}, {"min_se", whole<kMinSe>}, {"organization", whole<kOrganization>}, {"priority", whole<kPriority>},
    {"reason", whole<kReason>}, {"session_expires", first_word<kSessionExpires>}, {"sip_if_match", whole<kSipIfMatch>},
    {"authorization", credentials<kAuthorization>, SelectKind::digest, true},
    {"proxy_authorization", credentials<kProxyAuthorization>, SelectKind::digest, true},
    {"msg.header", header_line, kAddr, true}, {"msg.h", header_line, kAddr, true},
    {"message.header", header_line, kAddr, true}, {"message.h", header_line, kAddr, true},
    {"hf_value", list_value, SelectKind::header_value, true}, {"hf_value2", list_value, SelectKind::header_value, true},
    {"hf_value_exists", has_value, SelectKind::values_of, true},
};

}  // namespace

std::span<const SelectPart> header_selects() { return kSelects; }

Value header_has_value(Context& c, std::string_view header, std::string_view value) {
  bool found = false;
  each_value(c, header, [&](std::string_view v) { found = found || base::iequals(base::trim(v.substr(0, v.find(';'))), value); });
  return Value::string(found ? "1" : "0");
}

}  // namespace kukini::script
