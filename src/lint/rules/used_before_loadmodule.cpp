// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  std::set<std::string_view> said;
  for (const auto& site : context.calls()) {
    const ast::LoadModule* first = nullptr;
    std::string_view module;
    bool core = false;
    for (const auto& fact : context.catalog().functions(site.call->name)) {
      core |= fact.module == "core";
      const auto* load = load_of(context, fact.module);
      if (load == nullptr || (first != nullptr && first->span.begin <= load->span.begin)) continue;
      first = load;
      module = fact.module;
    }
    if (core || first == nullptr || first->span.begin < site.call->span.begin || !said.insert(module).second) continue;
    context.report(site.call->name_span, std::string(site.call->name) + "() stands above the loadmodule of '" + std::string(module) + "'; Kamailio does not start with it")
        .with_hint("load modules above the route blocks")
        .with_note(context.locate(first->path_span), "loaded here");
  }
}

}  // namespace

extern const Rule kRule_used_before_loadmodule;
const Rule kRule_used_before_loadmodule = {"used-before-loadmodule", Group::modules, diag::Severity::warning,
                                           "a function is used above the loadmodule of its module", check};

}  // namespace kukini::lint
