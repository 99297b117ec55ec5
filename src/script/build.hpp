// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From the syntax tree to a Program: every name resolved, nothing left to look up while messages are served.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "sdk/bindings.hpp"
#include "sdk/program.hpp"

namespace kukini::script {

class RuntimeVariables;

struct BuildOptions {
  std::int64_t max_while_loops = 100;      ///< Settings::max_while_loops
  std::int64_t max_recursive_level = 256;  ///< Settings::max_recursive_level: blocks within blocks, all calls together
  std::int64_t return_mode = 0;            ///< Settings: 1: what calls return is compared as it is, and all but 0 is true
  RuntimeVariables* runtime = nullptr;     ///< what @cfg_get reads; null: the values the script itself sets. Outlives the program
};

/// Null when something could not be bound: all of it was reported. The program keeps nothing of `script`: names and texts are
/// copied. What stands behind `bindings` (the modules) must outlive the program.
std::shared_ptr<const sdk::Program> build(const lang::Script& script, const sdk::Bindings& bindings, const BuildOptions& options,
                                          diag::Emitter& emitter);

/// The text of a modparamx: what it names at load ($def, $env, $sel(cfg_get.…), $version) is put in. Fails for other variables.
base::Result<std::string> evaluate_at_load(std::string_view text, const lang::Script& script, const sdk::Bindings& bindings);

/// One pseudo-variable of a modparam, "$avp(x)", "$(hdr(X)[0]{s.len})".
base::Result<std::unique_ptr<sdk::Pv>> bind_pv(std::string_view text, const sdk::Bindings& bindings);

/// A format string of a modparam, "$fU@$fd".
base::Result<std::unique_ptr<sdk::Format>> bind_format(std::string_view text, const sdk::Bindings& bindings);

}  // namespace kukini::script
