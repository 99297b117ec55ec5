// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (context.global("server_header") != nullptr || global_number(context, "server_signature", 1) == 0) return;
  const auto* main = context.model().route(ast::RouteKind::request, "");
  if (main == nullptr) return;
  context.report(lang::Span{main->span.begin, main->span.begin + static_cast<std::uint32_t>(main->keyword.size())}, "replies carry a Server header with the version")
      .with_hint("server_signature=no, or a server_header of your own");
}

}  // namespace

extern const Rule kRule_version_disclosure;
const Rule kRule_version_disclosure = {"version-disclosure", Group::security, diag::Severity::note, "replies tell name and version of the server",
                                       check, false, false};

}  // namespace kukini::lint
