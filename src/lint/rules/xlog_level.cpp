// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

constexpr std::string_view kLevels[] = {"L_ALERT", "L_BUG", "L_CRIT2", "L_CRIT", "L_ERR", "L_WARN", "L_NOTICE", "L_INFO", "L_DBG"};

bool known(std::string_view text) {
  for (auto level : kLevels)
    if (text == level) return true;
  return text == "L_DEBUG" || text == "L_WARNING" || text == "L_ERROR";
}

std::string_view meant(std::string_view text) {
  std::string upper = text.starts_with("L_") || text.starts_with("l_") ? std::string(text) : "L_" + std::string(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  if (upper == "L_DEBUG") return "L_DBG";
  if (upper == "L_ERROR") return "L_ERR";
  if (upper == "L_WARNING") return "L_WARN";
  return diag::did_you_mean(upper, std::span<const std::string_view>(kLevels));
}

void check(Context& context) {
  for (auto function : {"xlog", "xlogl", "xlogm", "xlogs", "xnlog"})
    for (const auto& site : context.calls(function)) {
      const auto* argument = site.call->arguments.size() < 2 ? nullptr : site.call->arguments[site.call->arguments.size() - 2];
      auto text = constant_text(argument);
      if (!text || known(*text)) continue;
      auto level = meant(*text);
      bool starts = text->size() > 2 && std::string_view("ABCEWNID").find((*text)[2]) != std::string_view::npos;
      auto& d = context.report(argument->span, "\"" + std::string(*text) + "\" is no log level" + (starts ? "" : "; Kamailio does not start with it"));
      if (!starts) d.severity = diag::Severity::error;
      d.with_hint("levels are L_ALERT, L_BUG, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO and L_DBG");
      if (!level.empty()) context.fix(d, "write " + std::string(level), false, argument->span, "\"" + std::string(level) + "\"");
    }
}

}  // namespace

extern const Rule kRule_xlog_level;
const Rule kRule_xlog_level = {"xlog-level", Group::values, diag::Severity::warning, "an xlog level that is none", check, true};

}  // namespace kukini::lint
