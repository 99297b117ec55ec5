// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  const auto* off = context.global("disable_tcp");
  if (off == nullptr || global_number(context, "disable_tcp", 0) == 0) return;
  for (const auto* item : context.script().items()) {
    const auto* listen = item->as<ast::Listen>();
    if (listen == nullptr || listen->listen == ast::ListenKind::alias) continue;
    for (const auto& entry : listen->entries)
      for (std::string_view proto : {"tcp", "tls", "ws", "wss"})
        if (base::iequals(entry.proto, proto))
          context.report(entry.span, "this socket is never opened: disable_tcp is set")
              .with_hint("remove one of the two")
              .with_note(context.locate(off->name_span), "TCP is switched off here");
  }
}

}  // namespace

extern const Rule kRule_tcp_disabled;
const Rule kRule_tcp_disabled = {"tcp-disabled", Group::modules, diag::Severity::warning, "a TCP or TLS socket while TCP is switched off",
                                 check};

}  // namespace kukini::lint
