// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/text.hpp"
#include "lint/context.hpp"

namespace kukini::lint {
namespace {

/// Once for each name, where it stands first.
void check(Context& context) {
  std::unordered_set<std::string_view> said;
  for (const auto* item : context.script().items()) {
    const auto* listen = item->as<ast::Listen>();
    if (listen == nullptr || listen->listen == ast::ListenKind::alias) continue;
    for (const auto& entry : listen->entries) {
      auto host = entry.host;
      // Interfaces have no dot, but for VLANs (eth0.100); addresses end in a digit.
      if (host.find('.') == host.npos || host.find_first_of(":[(*") != host.npos || base::is_digit(host.back()) || !said.insert(host).second) continue;
      context.report(entry.span, "the server starts only if DNS resolves " + std::string(host))
          .with_hint("listen on the address, and put the name into alias= or advertise");
    }
  }
}

}  // namespace

extern const Rule kRule_hostname_in_listen;
const Rule kRule_hostname_in_listen = {"hostname-in-listen", Group::values, diag::Severity::note, "a listen with a name that DNS must resolve",
                                       check};

}  // namespace kukini::lint
