// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

void check(Context& context) {
  if (!context.loaded("mqueue") || has_unread_include(context)) return;
  std::vector<std::string_view> queues;
  for (const auto* param : context.params("mqueue", "mqueue")) {
    auto text = constant_text(param->value);
    if (!text) return;
    queues.push_back(key_value(*text, "name"));
  }
  auto judge = [&](std::string_view name, lang::Span at) {
    if (name.empty() || lang::has_pv(name) || std::find(queues.begin(), queues.end(), name) != queues.end()) return;
    auto meant = diag::did_you_mean(name, std::span<const std::string_view>(queues));
    context.report(at, "there is no queue \"" + std::string(name) + "\"")
        .with_hint(meant.empty() ? "add modparam(\"mqueue\", \"mqueue\", \"name=" + std::string(name) + "\")" : "did you mean " + std::string(meant) + "?");
  };
  for (auto function : {"mq_add", "mq_fetch", "mq_pv_free", "mq_size"})
    for (const auto& site : context.calls(function))
      if (auto name = constant_text(argument(*site.call, 0))) judge(*name, site.call->arguments[0]->span);
  for (const auto& site : context.variables())
    if (site.node->name == "mqk" || site.node->name == "mqv" || site.node->name == "mq_size") judge(site.node->inner, site.span);
}

}  // namespace

extern const Rule kRule_undefined_mqueue;
const Rule kRule_undefined_mqueue = {"undefined-mqueue", Group::modules, diag::Severity::error, "a queue that no parameter makes", check};

}  // namespace kukini::lint
