// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  struct Header {
    std::string_view param, name;
  };
  for (auto [param, name] : {Header{"server_header", "Server:"}, Header{"user_agent_header", "User-Agent:"}}) {
    const auto* set = context.global(param);
    if (set == nullptr || set->values.size() != 1) continue;
    const auto* text = set->values.front()->as<ast::String>();
    if (text == nullptr || text->value.empty() || base::istarts_with(text->value, name)) continue;
    auto& d = context.report(text->span, std::string(param) + " is the whole header line: it must begin with \"" + std::string(name) + "\"");
    d.with_hint("without it every message that carries the line is malformed");
    // A header of another name is somebody's will.
    if (text->value.find(':') == std::string_view::npos && text->parts.size() == 1 && text->parts[0].plain)
      context.fix(d, "put " + std::string(name) + " before it", true, text->span, "\"" + std::string(name) + " " + std::string(text->value) + "\"");
  }
}

}  // namespace

extern const Rule kRule_server_header_prefix;
const Rule kRule_server_header_prefix = {"server-header-prefix", Group::values, diag::Severity::error, "a server_header without the header's name",
                                         check, true};

}  // namespace kukini::lint
