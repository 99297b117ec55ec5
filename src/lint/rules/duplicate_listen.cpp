// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>
#include <string>

#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = base::to_lower(c);
  return out;
}

void check(Context& context) {
  std::map<std::string, lang::Span> seen;
  for (const auto* item : context.script().items()) {
    const auto* listen = item->as<ast::Listen>();
    if (listen == nullptr) continue;
    bool alias = listen->listen == ast::ListenKind::alias;
    for (const auto& entry : listen->entries) {
      auto proto = lower(entry.proto);
      auto port = !entry.port.empty() ? std::string(entry.port) : alias ? std::string() : proto == "tls" ? "5061" : "5060";
      auto key = (alias ? "alias " : "") + proto + ":" + lower(entry.host) + ":" + port;
      auto [at, first] = seen.emplace(key, entry.span);
      if (first) continue;
      context.report(entry.span, "this " + std::string(alias ? "alias" : "socket") + " is listed already")
          .with_hint("remove one of the two")
          .with_note(context.locate(at->second), "the first one");
    }
  }
}

}  // namespace

extern const Rule kRule_duplicate_listen;
const Rule kRule_duplicate_listen = {"duplicate-listen", Group::modules, diag::Severity::warning, "the same socket or alias stands twice",
                                     check};

}  // namespace kukini::lint
