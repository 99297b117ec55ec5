// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The destination set as an XAVP, highest q first: one element per contact with the fields of its branch.
#include "contacts.hpp"

#include <algorithm>
#include <vector>

#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

struct Names {
  NameId uri = intern_name("uri"), dst_uri = intern_name("dst_uri"), path = intern_name("path"), instance = intern_name("instance"),
         ruid = intern_name("ruid"), ua = intern_name("ua"), socket = intern_name("sock"), flags = intern_name("branch_flags"),
         q = intern_name("q");
};
const Names& names() {
  static const Names n;
  return n;
}

void store(Context& c, NameId list, const Branch& b) {
  auto& arena = c.state_arena();
  auto* entry = c.state->xavps.push(arena, list);
  auto& fields = entry->value.list;
  const auto& n = names();
  auto text = [&](NameId name, std::string_view value) {
    if (!value.empty()) XavpList::append_in(arena, fields, name, Value::string(value));
  };
  text(n.uri, b.ruri);
  text(n.dst_uri, b.dst_uri);
  text(n.path, b.path);
  text(n.instance, b.instance);
  text(n.ruid, b.ruid);
  text(n.ua, b.location_ua);
  XavpList::append_in(arena, fields, n.socket, Value::integer(b.send_socket));
  XavpList::append_in(arena, fields, n.flags, Value::integer(b.flags));
  XavpList::append_in(arena, fields, n.q, Value::integer(b.q));
}

Branch load(Context& c, Xavp* fields) {
  const auto& n = names();
  auto text = [&](NameId name) {
    auto* x = XavpList::find_in(fields, name);
    return x != nullptr ? c.arena->copy(x->value.value.s) : std::string_view{};
  };
  auto number = [&](NameId name, std::int64_t other) {
    auto* x = XavpList::find_in(fields, name);
    return x != nullptr ? x->value.value.i : other;
  };
  Branch b;
  b.ruri = text(n.uri);
  b.dst_uri = text(n.dst_uri);
  b.path = text(n.path);
  b.instance = text(n.instance);
  b.ruid = text(n.ruid);
  b.location_ua = text(n.ua);
  b.send_socket = static_cast<std::int32_t>(number(n.socket, -1));
  b.flags = static_cast<std::uint32_t>(number(n.flags, 0));
  b.q = static_cast<std::int32_t>(number(n.q, -1));
  return b;
}

}  // namespace

int load_contacts(void* self, Context& c, Args) {
  auto& tm = *static_cast<Tm*>(self);
  if (tm.config.contacts_avp.empty()) {
    log(Level::error, "tm", "t_load_contacts: modparam contacts_avp is not set");
    return -1;
  }
  if (c.branch_count == 0) return 1;
  std::vector<Branch> all{c.target};
  all.insert(all.end(), c.branches, c.branches + c.branch_count);
  std::stable_sort(all.begin(), all.end(), [](const Branch& a, const Branch& b) { return a.q > b.q; });
  auto list = intern_name(tm.config.contacts_avp);
  for (auto it = all.rbegin(); it != all.rend(); ++it) store(c, list, *it);
  c.branch_count = 0;
  return 1;
}

int next_contacts(void* self, Context& c, Args) {
  auto& tm = *static_cast<Tm*>(self);
  if (tm.config.contacts_avp.empty()) {
    log(Level::error, "tm", "t_next_contacts: modparam contacts_avp is not set");
    return -1;
  }
  auto list = intern_name(tm.config.contacts_avp);
  auto flows = tm.config.contact_flows_avp.empty() ? NameId{0} : intern_name(tm.config.contact_flows_avp);
  auto* entry = c.state->xavps.find(list);
  if (entry == nullptr) return -2;
  while (flows != 0 && c.state->xavps.remove(flows)) {
  }
  std::vector<std::string_view> instances;
  std::int32_t q = 0;
  bool first = true;
  for (; entry != nullptr; entry = c.state->xavps.find(list)) {
    auto b = load(c, entry->value.list);
    if (!first && b.q != q) break;
    q = b.q;
    c.state->xavps.remove(list);
    if (!b.instance.empty() && std::find(instances.begin(), instances.end(), b.instance) != instances.end()) {
      if (flows != 0) store(c, flows, b);
      continue;
    }
    if (!b.instance.empty()) instances.push_back(b.instance);
    if (first) {
      c.target = b;
      c.set(ProcessingFlag::ruri_changed);
    } else {
      c.add_branch(b);
    }
    first = false;
  }
  return 1;
}

int next_contact_flow(void* self, Context& c, Args) {
  auto& tm = *static_cast<Tm*>(self);
  if (tm.config.contact_flows_avp.empty()) {
    log(Level::error, "tm", "t_next_contact_flow: modparam contact_flows_avp is not set");
    return -1;
  }
  auto flows = intern_name(tm.config.contact_flows_avp);
  auto* entry = c.state->xavps.find(flows);
  if (entry == nullptr) return -2;
  c.target = load(c, entry->value.list);
  c.set(ProcessingFlag::ruri_changed);
  c.state->xavps.remove(flows);
  return 1;
}

}  // namespace kukini::modules::tm
