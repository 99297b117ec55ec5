// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Our Via as scripts want it.
#include "sdk/via.hpp"

#include "sdk/text.hpp"

namespace kukini::sdk {

ViaNames& via_names() {
  static ViaNames names;
  return names;
}

namespace {

/// A Via parameter must stay one: nothing that ends the value or the line.
bool fits(std::string_view text) {
  bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  if (quoted) text = text.substr(1, text.size() - 2);
  for (unsigned char ch : text)
    if (ch < ' ' || ch == 0x7f || (quoted ? ch == '"' : (ch == ' ' || ch == ';' || ch == ',' || ch == '"'))) return false;
  return true;
}

const Xavp* fields_of(const State* state, const std::atomic<NameId>& name) {
  auto id = name.load(std::memory_order_relaxed);
  if (id == 0 || state == nullptr) return nullptr;
  const auto* found = state->xavps.find(id);
  return found != nullptr && found->value.is_list ? found->value.list : nullptr;
}

/// Newest first, as the list stands; a field without text is a flag, nested lists and null are left out.
void add_params(TextBuilder& out, const Xavp* field, base::Arena& arena) {
  for (; field != nullptr; field = field->next) {
    const auto& v = field->value;
    if (v.is_list || v.value.is_null()) continue;
    auto name = name_text(field->name), text = text_of(arena, v.value);
    if (name.empty() || !fits(name) || !fits(text)) continue;
    out << ';' << name;
    if (!text.empty()) out << '=' << text;
  }
}

std::string_view field_text(const Xavp* list, std::string_view name, base::Arena& arena) {
  for (; list != nullptr; list = list->next)
    if (!list->value.is_list && name_text(list->name) == name) {
      auto text = text_of(arena, list->value.value);
      return fits(text) ? text : std::string_view{};
    }
  return {};
}

}  // namespace

std::string_view dress_via_as_wanted(Context& c, std::string_view line) {
  auto& names = via_names();
  auto space = line.find(' ', std::string_view("Via: ").size());
  auto semicolon = line.find(';', space == line.npos ? 0 : space);
  auto end = line.find('\r');
  if (space == line.npos || semicolon == line.npos || end == line.npos || end < semicolon) return line;
  auto sent_by = line.substr(space + 1, semicolon - space - 1);
  TextBuilder out(*c.arena, line.size() + 128);
  out << line.substr(0, space + 1);
  std::string_view address, port;
  if (c.has(ProcessingFlag::via_fields))
    if (const auto* fields = fields_of(c.state, names.fields); fields != nullptr) {
      address = field_text(fields, "address", *c.arena);
      port = field_text(fields, "port", *c.arena);
    }
  auto colon = sent_by.find(':', sent_by.starts_with('[') ? sent_by.find(']') : 0);
  out << (address.empty() ? sent_by.substr(0, colon) : address);
  if (!port.empty()) out << ':' << port;
  else if (colon != sent_by.npos && address.empty()) out << sent_by.substr(colon);
  out << line.substr(semicolon, end - semicolon);
  if (c.has(ProcessingFlag::via_srvid))
    if (auto id = names.server_id.load(std::memory_order_relaxed); id != 0) out << ";srvid=" << id;
  if (c.has(ProcessingFlag::via_params)) add_params(out, fields_of(c.state, names.params), *c.arena);
  out << "\r\n";
  return out.view();
}

std::string_view via_reply_params(const State& state, std::uint32_t processing, base::Arena& arena) {
  if ((processing & static_cast<std::uint32_t>(ProcessingFlag::via_reply_params)) == 0) return {};
  const auto* fields = fields_of(&state, via_names().reply_params);
  if (fields == nullptr) return {};
  TextBuilder out(arena);
  add_params(out, fields, arena);
  return out.view();
}

}  // namespace kukini::sdk
