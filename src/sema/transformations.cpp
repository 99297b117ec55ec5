// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checks of transformations: class, name, number of arguments.
#include <algorithm>

#include "sema/checker.hpp"

namespace kukini::sema {

void Checker::report_unknown_transformation(const ast::PvTransformation& t, lang::Span at) {
  auto names = catalog_.transformation_names(t.class_name);
  if (names.empty())
    error(code::kUnknownTransformation, at, "there is no transformation class " + quoted(t.class_name));
  else
    error(code::kUnknownTransformation, at, "there is no transformation {" + std::string(t.class_name) + "." + std::string(t.name) + "}")
        .with_hint(suggestion(t.name, names, std::string(t.class_name) + "."));
}

void Checker::report_needed_module(const ast::PvTransformation& t, lang::Span at, string_view module) {
  if (passed_over_ || missing_include_) return;
  error(code::kTransformationNeedsModule, at,
        "{" + std::string(t.class_name) + "." + std::string(t.name) + "} belongs to module " + std::string(module) + ", which is not loaded")
      .with_hint(how_to_load(module));
}

void Checker::check_transformation(const ast::PvTransformation& t, const Origin& origin) {
  auto at = origin.at(t.offset, t.length);
  std::string full = std::string(t.class_name) + "." + std::string(t.name);
  std::size_t given = t.arguments.size();
  std::uint8_t least = 255, most = 0;
  bool found = false;
  if (target_ != 0) {
    found = find_transformation_for_target(t, at, least, most);
    if (!found) return;
  }
  for (const auto& own : catalog_.own_transformations(t.class_name, t.name)) {
    if (target_ != 0) break;
    if (own.module != catalog_.core() && !model_.loaded(own.module->name)) continue;
    found = true;
    least = std::min(least, own.decl->min_args);
    most = std::max(most, own.decl->max_args);
  }
  if (!found) {
    auto facts = catalog_.transformations(t.class_name, t.name);
    if (facts.empty()) {
      report_unknown_transformation(t, at);
      return;
    }
    const catalog::TransformationFact* loaded = nullptr;
    for (const auto& fact : facts)
      if (model_.loaded(fact.module)) loaded = &fact;
    if (loaded == nullptr) {
      report_needed_module(t, at, facts.front().module);
      return;
    }
    if (!options_.assume_modules) {
      not_provided(code::kTransformationNotProvided, at, loaded->module,
                   "{" + full + "} of module " + quoted(loaded->module) + " is not in Kukini yet");
      return;
    }
    least = loaded->min_args;
    most = loaded->max_args;
  }
  // A last argument may hold commas itself, so only a missing one, or one where none belongs, is certain.
  if (given < least)
    error(code::kTransformationArguments, at, "{" + full + "} needs " + std::to_string(least) + " argument" + (least == 1 ? "" : "s"));
  else if (most == 0 && given > 0)
    error(code::kTransformationArguments, at, "{" + full + "} takes no argument");
}

}  // namespace kukini::sema
