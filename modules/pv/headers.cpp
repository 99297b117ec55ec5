// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Values of single headers: $ci $cs $ct $cT $cl $ua $rt $re $di $pu $ai and the like.
#include <algorithm>

#include "base/text.hpp"
#include "pv.hpp"
#include "sip/params.hpp"

namespace kukini::modules::pv {

namespace {
using sip::HeaderType;

/// Value of the first header of a type; null when absent.
template <HeaderType T>
Value first(Context& c) {
  const auto* h = c.msg->first(T);
  return h != nullptr ? Value::string(c.msg->unfolded(*h, *c.arena)) : Value::null();
}

Value cseq_number(Context& c) {
  const auto* cseq = c.msg->cseq();
  return cseq != nullptr ? Value::string(cseq->number_text) : Value::null();
}
Value content_length(Context& c) {
  auto n = c.msg->content_length();
  if (!n.ok()) return Value::null();
  return Value::both(n.value, c.msg->value(HeaderType::content_length));
}
Value contact_star(Context& c) {
  const auto* contact = c.msg->contact();
  return Value::integer(contact != nullptr && contact->star ? 1 : 0);
}
Value contact_uri(Context& c) {
  const auto* contact = c.msg->contact();
  return contact != nullptr && !contact->star ? nonempty_or_null(contact->uri_text) : Value::null();
}

/// The indexed value of a name-addr list; negative indexes count from the end.
const sip::NameAddr* nth(Context& c, HeaderType type, const PvName& n) {
  std::int64_t index = n.has_index ? n.index : 0;
  if (index < 0) {
    std::int64_t count = 0;
    for (const auto* a = c.msg->first_addr(type); a != nullptr; a = c.msg->next_addr(a)) ++count;
    index += count;
    if (index < 0) return nullptr;
  }
  const auto* a = c.msg->first_addr(type);
  while (a != nullptr && index-- > 0) a = c.msg->next_addr(a);
  return a;
}

template <HeaderType T>
Value addr_uri(void*, Context& c, const PvName& n) {
  const auto* a = nth(c, T, n);
  return a != nullptr ? nonempty_or_null(a->uri_text) : Value::null();
}
template <HeaderType T>
Value addr_user(void*, Context& c, const PvName& n) {
  const auto* u = c.msg->uri(nth(c, T, n));
  return u != nullptr ? nonempty_or_null(u->user) : Value::null();
}
template <HeaderType T>
Value addr_domain(void*, Context& c, const PvName& n) {
  const auto* u = c.msg->uri(nth(c, T, n));
  return u != nullptr ? nonempty_or_null(u->host) : Value::null();
}
template <HeaderType T>
Value addr_display(void*, Context& c, const PvName& n) {
  const auto* a = nth(c, T, n);
  return a != nullptr ? nonempty_or_null(a->display) : Value::null();
}

Value diversion_param(Context& c, string_view name) {
  const auto* a = c.msg->first_addr(HeaderType::diversion);
  if (a == nullptr) return Value::null();
  auto value = sip::find_param(a->params, name);
  return value ? nonempty_or_null(sip::strip_quotes(*value)) : Value::null();
}

Value diversion_reason(Context& c) { return diversion_param(c, "reason"); }
Value diversion_privacy(Context& c) { return diversion_param(c, "privacy"); }
Value diversion_counter(Context& c) { return diversion_param(c, "counter"); }

constexpr string_view kExpiresKeys[] = {"min", "max"};

/// Over all contacts, with the Expires header standing in where a contact has none.
Value expires(Context& c, int key) {
  std::int64_t best = -1;
  auto consider = [&](std::int64_t n) {
    if (best < 0 || (key == 0 ? n < best : n > best)) best = n;
  };
  auto general = c.msg->expires();
  bool any_contact = false;
  for (const auto* a = c.msg->contact(); a != nullptr; a = c.msg->next_addr(a)) {
    any_contact = true;
    auto own = base::to_number(a->expires);
    if (a->has_expires && own) {
      consider(*own);
    } else if (general.ok()) {
      consider(general.value);
    }
  }
  if (!any_contact && general.ok()) consider(general.value);
  return best < 0 ? Value::null() : Value::integer(best);
}

}  // namespace

void bind_headers(Binder& b) {
  add<&first<HeaderType::call_id>>(b, {"ci"});
  add<&cseq_number>(b, {"cs"});
  add<&first<HeaderType::cseq>>(b, {"csb"});
  add<&first<HeaderType::contact>>(b, {"ct"});
  add<&contact_star>(b, {"cts"});
  add<&contact_uri>(b, {"ctu"});
  add<&first<HeaderType::content_type>>(b, {"cT"});
  add<&content_length>(b, {"cl"});
  add<&first<HeaderType::user_agent>>(b, {"ua"});
  b.variable("rt", &addr_uri<HeaderType::refer_to>, nullptr, nullptr);
  b.variable("re", &addr_uri<HeaderType::remote_party_id>, nullptr, nullptr);
  b.variable("di", &addr_uri<HeaderType::diversion>, nullptr, nullptr);
  add<&diversion_reason>(b, {"dir"});
  add<&diversion_privacy>(b, {"dip"});
  add<&diversion_counter>(b, {"dic"});
  b.variable("ai", &addr_uri<HeaderType::p_asserted_identity>, nullptr, nullptr);
  b.variable("pu", &addr_uri<HeaderType::p_preferred_identity>, nullptr, nullptr);
  b.variable("pU", &addr_user<HeaderType::p_preferred_identity>, nullptr, nullptr);
  b.variable("pd", &addr_domain<HeaderType::p_preferred_identity>, nullptr, nullptr);
  b.variable("pn", &addr_display<HeaderType::p_preferred_identity>, nullptr, nullptr);
  add_keyed<kExpiresKeys, std::size(kExpiresKeys), &expires>(b, "expires");
}

}  // namespace kukini::modules::pv
