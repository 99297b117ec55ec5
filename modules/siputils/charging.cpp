// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// P-Charging-Vector (RFC 7315 §5.6): $pcv(key), sip_p_charging_vector().
#include <atomic>
#include <cstdio>

#include "sip/params.hpp"
#include "siputils.hpp"

namespace kukini::modules::siputils {

namespace {

constexpr string_view kName = "P-Charging-Vector: ";

enum Status { kNone = 0, kThere = 1, kInvalid = 2, kNew = 3, kDeleted = 4 };

/// The value as it will leave: of the header that came, or of what sip_p_charging_vector() put there.
struct Vector {
  Status status = kNone;
  string_view value;
};

string_view param(string_view value, string_view name) { return sip::find_param(value, name).value_or(string_view{}); }

bool removed(Context& c, const sip::Header& h) {
  for (const auto* e = c.current_edits().first(); e != nullptr && e->offset <= h.begin; e = e->next)
    if (e->offset + e->length >= h.end) return true;
  return false;
}

Vector vector_of(Context& c) {
  for (const auto* e = c.current_edits().first(); e != nullptr; e = e->next)
    if (e->text.starts_with(kName)) return {kNew, base::trim(e->text.substr(kName.size()))};
  const auto* h = c.msg->first(sip::HeaderType::p_charging_vector);
  if (h == nullptr) return {};
  if (removed(c, *h)) return {kDeleted, {}};
  auto value = c.msg->value(*h);
  return {param(value, "icid-value").empty() ? kInvalid : kThere, value};
}

constexpr string_view kKeys[] = {"all", "value", "genaddr", "orig", "term", "status"};
enum Key { kAll, kValue, kGenerated, kOrig, kTerm, kStatus };

Result<const void*> prepare(void*, string_view inner) {
  for (const auto& key : kKeys)
    if (key == inner) return static_cast<const void*>(&key);
  return Error{"unknown name \"" + std::string(inner) + "\"; known are all, value, genaddr, orig, term, status"};
}

Value pcv(void*, Context& c, const PvName& n) {
  int key = -1;
  for (int i = 0; i < static_cast<int>(std::size(kKeys)); ++i)
    if (n.prepared != nullptr ? n.prepared == &kKeys[i] : n.inner == kKeys[i]) key = i;
  auto found = vector_of(c);
  if (key == kStatus) return Value::integer(found.status);
  auto text = key == kAll ? found.value
              : key == kValue ? param(found.value, "icid-value")
              : key == kGenerated ? param(found.value, "icid-generated-at")
              : key == kOrig ? param(found.value, "orig-ioi")
                             : param(found.value, "term-ioi");
  return text.empty() ? Value::null() : Value::string(text);
}

/// 32 digits: time, worker, and a number that goes up.
void write_icid(Context& c, char (&out)[33]) {
  static std::atomic<std::uint32_t> next{0};
  auto us = static_cast<std::uint64_t>(c.worker->clock().wall_us());
  std::snprintf(out, sizeof out, "%08X%08X%08X%08X", static_cast<unsigned>(us / 1000000), static_cast<unsigned>(us % 1000000), c.worker->index(),
                next.fetch_add(1, std::memory_order_relaxed));
}

/// Flags: r removes, g makes one where there is none, f replaces.
int charging_vector(void*, Context& c, Args a) {
  auto flags = text(c, a, 0);
  auto has = [&](char flag) { return flags.find(flag) != flags.npos; };
  auto& edits = c.current_edits();
  auto found = vector_of(c);
  // What has been made here stays.
  if (found.status == kNew) return 1;
  const auto* h = c.msg->first(sip::HeaderType::p_charging_vector);
  if (has('r') || has('f')) {
    for (; h != nullptr; h = c.msg->next(h))
      if (!removed(c, *h)) edits.remove(h->begin, h->end - h->begin);
    found.status = kNone;
  }
  if (!has('f') && !(has('g') && found.status != kThere && found.status != kInvalid)) return 1;
  char icid[33], ip[48];
  write_icid(c, icid);
  TextBuilder line(*c.arena);
  line << kName << "icid-value=" << string_view(icid, 32) << "; icid-generated-at=" << string_view(ip, c.flow.local.write_ip(ip, true)) << "\r\n";
  edits.append_header(*c.msg, line.view());
  return 1;
}

}  // namespace

void bind_charging(Binder& b) {
  b.variable("pcv", &pcv, nullptr, nullptr, &prepare);
  b.function("sip_p_charging_vector", &charging_vector, nullptr);
}

}  // namespace kukini::modules::siputils
