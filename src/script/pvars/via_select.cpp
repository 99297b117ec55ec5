// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// @via[n].part: parts of one Via value; 1 is the topmost.
#include "script/pvars/core_pvs.hpp"
#include "sip/via.hpp"

namespace kukini::script {

namespace {

using Part = Value (*)(const sip::Via&);
Value text_or_null(std::string_view s) { return s.empty() ? Value::null() : Value::string(s); }

constexpr std::pair<std::string_view, Part> kParts[] = {
    {"", [](const sip::Via& v) { return Value::string(v.text); }},
    {"host", [](const sip::Via& v) { return text_or_null(v.host); }},
    {"port", [](const sip::Via& v) { return v.port_text.empty() ? Value::null() : Value::both(v.port, v.port_text); }},
    {"transport", [](const sip::Via& v) { return text_or_null(v.transport); }},
    {"name", [](const sip::Via& v) { return text_or_null(v.protocol); }},
    {"version", [](const sip::Via& v) { return text_or_null(v.version); }},
    {"branch", [](const sip::Via& v) { return text_or_null(v.branch); }},
    {"received", [](const sip::Via& v) { return text_or_null(v.received); }},
    {"rport", [](const sip::Via& v) { return text_or_null(v.rport); }},
    {"alias", [](const sip::Via& v) { return text_or_null(v.alias); }},
    {"i", [](const sip::Via& v) { return text_or_null(v.i); }},
    {"params", [](const sip::Via& v) { return text_or_null(v.params); }},
};

class ViaPv final : public TextPv {
 public:
  ViaPv(std::string text, std::int64_t index, Part part) : TextPv(std::move(text)), index_(index), part_(part) {}
  Value get(Context& c) const override {
    const sip::Via* via = c.msg != nullptr ? c.msg->via() : nullptr;
    for (std::int64_t i = 1; via != nullptr && i < index_; ++i) via = c.msg->next_via(via);
    return via != nullptr ? part_(*via) : Value::null();
  }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  std::int64_t index_;
  Part part_;
};

}  // namespace

PvPtr make_via_select(std::string text, std::int64_t index, std::string_view part) {
  if (index < 1) return nullptr;
  for (auto [name, get] : kParts)
    if (name == part) return std::make_unique<ViaPv>(std::move(text), index, get);
  return nullptr;
}

}  // namespace kukini::script
