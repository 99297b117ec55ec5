// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>
#include <vector>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

struct Known {
  std::string_view name;
  std::int64_t max;  ///< -1: a text
  bool uri = false;
};
constexpr Known kKnown[] = {{"duid", -1},         {"socket", -1},      {"sockname", -1},   {"ping_from", -1, true}, {"obproxy", -1, true}, {"weight", 100}, {"rweight", 100},
                            {"maxload", 1000000}, {"latency", 100000}, {"cc", 1},          {"ocmin", 100},          {"ocmax", 100},        {"ocrate", 100}};

std::string_view unquoted(std::string_view text) {
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

void check_list(ListContext& context) {
  for (const auto& line : context.lines())
    for (const auto& a : line.attribute_list) {
      if (!a.has_value) {
        context.report(a.name, "an attribute is NAME=VALUE; \"" + std::string(a.name.text) + "\" has no value");
        continue;
      }
      auto name = base::trim(a.name.text);
      const Known* known = nullptr;
      std::vector<std::string_view> names;
      for (const auto& k : kKnown) {
        if (base::iequals(k.name, name)) known = &k;
        names.push_back(k.name);
      }
      if (known == nullptr) {
        // Names of one's own are allowed: the script reads them from $xavp(_dsdst_=>attrs).
        auto meant = diag::did_you_mean(name, std::span<const std::string_view>(names));
        if (meant.empty() || meant == name || name.size() < 4) continue;
        auto& d = context.report(a.name, "\"" + std::string(name) + "\" is none of dispatcher's attributes").with_hint("did you mean " + std::string(meant) + "?");
        context.fix(d, "write " + std::string(meant), false, a.name, std::string(meant));
        continue;
      }
      auto value = unquoted(base::trim(a.value.text));
      if (known->uri && !base::istarts_with(value, "sip:") && !base::istarts_with(value, "sips:")) {
        context.report(a.value.text.empty() ? a.name : a.value, std::string(name) + " is a SIP URI, not \"" + std::string(value) + "\"");
      } else if (known->max >= 0) {
        auto number = base::to_number(value);
        if (!number || *number < 0) {
          context.report(a.value.text.empty() ? a.name : a.value, std::string(name) + " is a number, not \"" + std::string(value) + "\"");
        } else if (*number > known->max) {
          context.report(a.value, std::string(name) + " goes up to " + std::to_string(known->max));
        }
      }
    }
}

}  // namespace

extern const Rule kRule_list_attribute;
const Rule kRule_list_attribute = {"list-attribute", Group::lists, diag::Severity::warning, "an attribute that nobody knows, or with a value it cannot have",
                                   nullptr, true, true, check_list};

}  // namespace kukini::lint
