// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The passes of the front end in their order.
#include "script/front.hpp"

#include "catalog/core_manifest.hpp"
#include "script/pvars/select.hpp"

namespace kukini::script {

Front::Front() : catalog_(catalog::module_manifests(), &catalog::kManifest_core) {}

Front::Read Front::read(const std::string& file, const std::string& text, const ParseOptions& options, diag::Emitter& emitter) const {
  Read out;
  out.script = text.empty() ? lang::parse_file(file, options, emitter) : lang::parse_text(file, text, options, emitter);
  out.config = read_configuration(*out.script, emitter);
  return out;
}

sema::Summary Front::check(const Script& script, const std::vector<std::string>& loaded, diag::Emitter& emitter, bool check_only) const {
  sema::Options judge;
  judge.loaded = loaded;
  judge.not_provided_is_error = !check_only;
  judge.runs_select = runs_select;
  return sema::check(script, catalog_, judge, emitter);
}

}  // namespace kukini::script
