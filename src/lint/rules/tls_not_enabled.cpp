// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/text.hpp"
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

const ast::Listen* tls_socket(const Context& context) {
  for (const auto* item : context.script().items())
    if (const auto* listen = item->as<ast::Listen>(); listen != nullptr && listen->listen != ast::ListenKind::alias)
      for (const auto& entry : listen->entries)
        if (base::iequals(entry.proto, "tls") || base::iequals(entry.proto, "wss")) return listen;
  return nullptr;
}

void check(Context& context) {
  const auto* switched = context.global("enable_tls");
  if (switched == nullptr) switched = context.global("tls_enable");
  bool enabled = switched != nullptr && switched->values.size() == 1 && switch_value(switched->values.front()).value_or(1) != 0;
  bool explicitly_off = switched != nullptr && !enabled;
  const auto* module = load_of(context, "tls");
  if (enabled && !context.loaded("tls") && !has_unread_include(context)) {
    context.report(switched->name_span, "TLS is switched on, but module tls is not loaded").with_hint("add loadmodule \"tls.so\"");
  } else if (!enabled) {
    const auto* listen = tls_socket(context);
    // Other modules need the module for their own connections, without a listener.
    if (listen != nullptr)
      context.report(listen->span, "a socket for TLS, but TLS is not switched on").with_hint("add enable_tls=yes");
    else if (module != nullptr && explicitly_off && !context.loaded("http_client") && !context.loaded("http_async_client") && !context.params("tls").empty())
      context.report(switched->name_span, "module tls is loaded and set up, but TLS is not switched on").with_hint("write enable_tls=yes");
  }
}

}  // namespace

extern const Rule kRule_tls_not_enabled;
const Rule kRule_tls_not_enabled = {"tls-not-enabled", Group::modules, diag::Severity::warning, "TLS is half switched on", check};

}  // namespace kukini::lint
