// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The registry of everything the semantic check may say: stable codes, titles, explanations.
#pragma once

#include <span>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace kukini::sema {

struct Code {
  std::string_view id;  ///< never changes once released
  diag::Severity severity;  ///< the usual one
  std::string_view title;
  std::string_view explanation;  ///< for `--explain`
  bool fixable = false;  ///< offers fixes
};

namespace code {
// Modules
inline constexpr std::string_view kUnknownModule = "unknown-module";
inline constexpr std::string_view kModuleNotProvided = "module-not-provided";
inline constexpr std::string_view kModuleTwice = "module-loaded-twice";
inline constexpr std::string_view kModuleNotLoaded = "module-not-loaded";
inline constexpr std::string_view kRetiredModule = "retired-module";
// Releases
inline constexpr std::string_view kNotInTarget = "not-in-target";
inline constexpr std::string_view kRemovedInTarget = "removed-in-target";
// Module parameters
inline constexpr std::string_view kUnknownModparam = "unknown-modparam";
inline constexpr std::string_view kModparamType = "modparam-type";
inline constexpr std::string_view kModparamRange = "modparam-range";
inline constexpr std::string_view kRetiredModparam = "retired-modparam";
inline constexpr std::string_view kModparamNotProvided = "modparam-not-provided";
// Global parameters
inline constexpr std::string_view kUnknownGlobal = "unknown-global";
inline constexpr std::string_view kGlobalType = "global-type";
inline constexpr std::string_view kRetiredGlobal = "retired-global";
inline constexpr std::string_view kInvalidListen = "invalid-listen";
// Functions
inline constexpr std::string_view kUnknownFunction = "unknown-function";
inline constexpr std::string_view kFunctionNeedsModule = "function-needs-module";
inline constexpr std::string_view kFunctionNotProvided = "function-not-provided";
inline constexpr std::string_view kRetiredFunction = "retired-function";
inline constexpr std::string_view kArgumentCount = "argument-count";
inline constexpr std::string_view kArgumentKind = "argument-kind";
inline constexpr std::string_view kWrongRoute = "wrong-route-kind";
inline constexpr std::string_view kUnknownFlag = "unknown-flag";
// Routes
inline constexpr std::string_view kUnknownRoute = "unknown-route";
inline constexpr std::string_view kUnarmedRoute = "unknown-armed-route";
inline constexpr std::string_view kDuplicateRoute = "duplicate-route";
// Variables
inline constexpr std::string_view kUnknownVariable = "unknown-variable";
inline constexpr std::string_view kVariableNeedsModule = "variable-needs-module";
inline constexpr std::string_view kVariableNotProvided = "variable-not-provided";
inline constexpr std::string_view kVariableName = "variable-name";
inline constexpr std::string_view kNotAssignable = "not-assignable";
inline constexpr std::string_view kBadFormat = "bad-format";
inline constexpr std::string_view kUnknownTransformation = "unknown-transformation";
inline constexpr std::string_view kTransformationNeedsModule = "transformation-needs-module";
inline constexpr std::string_view kTransformationNotProvided = "transformation-not-provided";
inline constexpr std::string_view kTransformationArguments = "transformation-arguments";
// Values
inline constexpr std::string_view kUndefinedName = "undefined-name";
inline constexpr std::string_view kUnknownSelect = "unknown-select";
inline constexpr std::string_view kUndeclaredVariable = "undeclared-variable";
inline constexpr std::string_view kDuplicateVariable = "duplicate-variable";
inline constexpr std::string_view kDuplicateCase = "duplicate-case";
inline constexpr std::string_view kCaseKinds = "case-kinds";
inline constexpr std::string_view kInvalidRegex = "invalid-regex";
inline constexpr std::string_view kTextForNumber = "text-for-number";
inline constexpr std::string_view kNoEffect = "statement-without-effect";
inline constexpr std::string_view kMisleadingAlgorithm = "misleading-algorithm";
}  // namespace code

/// All of them, in the order above.
std::span<const Code> codes();
/// nullptr: no such code.
const Code* find_code(std::string_view id);

}  // namespace kukini::sema
