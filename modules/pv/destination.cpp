// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $du and its parts, $nh(key): the next hop, $ds: the destination set.
#include "pv.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::pv {

namespace {

const sip::Uri* destination(Context& c) { return c.target.dst_uri.empty() ? nullptr : parse_uri_in(*c.arena, c.target.dst_uri); }

Value dst_uri(Context& c) { return nonempty_or_null(c.target.dst_uri); }
bool set_dst_uri(void*, Context& c, const PvName&, const Value& v) {
  if (!c.msg->is_request()) return false;
  c.target.dst_uri = v.is_null() ? string_view{} : c.arena->copy(text_of(c, v));
  return true;
}

Value port_value(const sip::Uri& u) {
  return Value::string(u.has_port ? u.port_text : u.port_or_default() == 5061 ? "5061" : "5060");
}
Value domain(Context& c) {
  const auto* u = destination(c);
  return u != nullptr ? nonempty_or_null(u->host) : Value::null();
}
Value port(Context& c) {
  const auto* u = destination(c);
  return u != nullptr ? port_value(*u) : Value::null();
}
Value transport(Context& c) {
  const auto* u = destination(c);
  return u != nullptr ? transport_of(*u) : Value::null();
}

void add_contact(TextBuilder& out, const Branch& branch) {
  out << '<' << branch.ruri << '>';
  if (branch.q < 0) return;
  if (branch.q >= 1000) {
    out << ";q=1";
    return;
  }
  char digits[] = {char('0' + branch.q / 100 % 10), char('0' + branch.q / 10 % 10), char('0' + branch.q % 10)};
  std::size_t n = 3;
  while (n > 1 && digits[n - 1] == '0') --n;
  out << ";q=0." << string_view(digits, n);
}

/// The Contact header of a redirect to all branches.
Value destination_set(Context& c) {
  if (c.branch_count == 0 && !c.has(ProcessingFlag::ruri_changed)) return Value::null();
  TextBuilder out(*c.arena);
  out << "Contact: ";
  bool first = true;
  if (c.has(ProcessingFlag::ruri_changed)) {
    add_contact(out, c.target);
    first = false;
  }
  for (std::size_t i = 0; i < c.branch_count; ++i) {
    if (!first) out << ", ";
    first = false;
    add_contact(out, c.branches[i]);
  }
  return Value::string(out.view());
}

constexpr string_view kHopKeys[] = {"u", "U", "d", "p", "P", "i"};

/// The URI that decides where the request goes: $du, else $ru.
Value next_hop(Context& c, int key) {
  if (!c.msg->is_request()) return Value::null();
  auto text = c.target.dst_uri.empty() ? c.ruri() : c.target.dst_uri;
  if (key == 0) return nonempty_or_null(text);
  const auto* u = parse_uri_in(*c.arena, text);
  if (u == nullptr) return Value::null();
  switch (key) {
    case 1: return nonempty_or_null(u->user);
    case 2: return nonempty_or_null(u->host);
    case 3: return port_value(*u);
    case 4: return transport_of(*u);
    default: return Value::integer(c.branch_index < 0 ? 0 : c.branch_index);
  }
}

}  // namespace

void bind_destination(Binder& b) {
  add<&dst_uri>(b, {"du", "duri"}, &set_dst_uri);
  add<&domain>(b, {"dd"});
  add<&port>(b, {"dp"});
  add<&transport>(b, {"dP"});
  add<&destination_set>(b, {"ds"});
  add_keyed<kHopKeys, std::size(kHopKeys), &next_hop>(b, "nh");
}

}  // namespace kukini::modules::pv
