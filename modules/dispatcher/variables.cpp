// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $dsv(…): the event an event route runs for. $dsg(…): what ds_dsg_fetch() found.
#include "dispatcher.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::dispatcher {

using sdk::Context;
using sdk::PvName;
using sdk::Value;

namespace {

constexpr std::string_view kEventKeys[] = {"code", "reason", "flags", "setid", "group", "uri"};
constexpr std::string_view kGroupKeys[] = {"count", "active", "inactive", "pactive", "pinactive", "ocrate", "ocseq", "octime_sec", "octime_usec"};

template <std::size_t N>
sdk::Result<const void*> prepare_key(const std::string_view (&keys)[N], std::string_view inner, const char* variable) {
  for (const auto& key : keys)
    if (key == inner) return &key;
  std::string known;
  for (const auto& key : keys) known += (known.empty() ? "" : ", ") + std::string(key);
  return sdk::Error{std::string(variable) + ": unknown name \"" + std::string(inner) + "\"; known are " + known};
}

Value get_event(void* self, Context& c, const PvName& name) {
  const auto* e = static_cast<Dispatcher*>(self)->mine(*c.worker).event;
  if (e == nullptr) return Value::null();
  if (name.inner == "code") return Value::integer(e->code);
  if (name.inner == "flags") return Value::integer(e->received ? 1 : 0);
  if (name.inner == "setid" || name.inner == "group") return Value::integer(e->set);
  if (name.inner == "reason") return e->reason.empty() ? Value::null() : Value::string(c.arena->copy(e->reason));
  if (name.inner == "uri") return Value::string(c.arena->copy(e->uri));
  return Value::null();
}

Value get_group(void* self, Context& c, const PvName& name) {
  const auto& f = static_cast<Dispatcher*>(self)->mine(*c.worker).fetched;
  if (!f.valid) return Value::null();
  auto percent = [&](std::int64_t n) { return Value::integer(f.count != 0 ? n * 100 / f.count : 0); };
  if (name.inner == "count") return Value::integer(f.count);
  if (name.inner == "active") return Value::integer(f.active);
  if (name.inner == "inactive") return Value::integer(f.inactive);
  if (name.inner == "pactive") return percent(f.active);
  if (name.inner == "pinactive") return percent(f.inactive);
  if (name.inner == "ocrate") return Value::integer(f.rate);
  if (name.inner == "ocseq") return Value::integer(f.sequence);
  if (name.inner == "octime_sec") return Value::integer(f.seconds);
  if (name.inner == "octime_usec") return Value::integer(f.microseconds);
  return Value::null();
}

}  // namespace

void Dispatcher::bind_variables(sdk::Binder& b) {
  b.variable("dsv", get_event, nullptr, this, [](void*, std::string_view inner) { return prepare_key(kEventKeys, inner, "$dsv"); });
  b.variable("dsg", get_group, nullptr, this, [](void*, std::string_view inner) { return prepare_key(kGroupKeys, inner, "$dsg"); });
}

}  // namespace kukini::modules::dispatcher
