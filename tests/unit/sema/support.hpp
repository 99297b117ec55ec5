// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the sema tests share: the checkout, reference material beside it, checking a text or a file.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "catalog/catalog.hpp"
#include "diag/render.hpp"
#include "lang/front_end.hpp"
#include "catalog/core_manifest.hpp"
#include "sema/check.hpp"

namespace kukini::sema::test {

namespace fs = std::filesystem;

inline fs::path source() {
  const char* given = std::getenv("KUKINI_SOURCE");
  return given != nullptr ? fs::path(given) : fs::current_path();
}

/// The folder with reference material near the checkout; empty where there is none.
inline fs::path shared() {
  if (const char* given = std::getenv("KUKINI_SHARED")) return given;
  for (auto dir = source(); dir.has_relative_path(); dir = dir.parent_path())
    if (fs::exists(dir / "shared/tutorial.txt")) return dir / "shared";
  return {};
}

inline std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline const catalog::Catalog& catalog() {
  static const catalog::Catalog all(catalog::module_manifests(), &catalog::kManifest_core);
  return all;
}

inline void check_text(const std::string& name, const std::string& text, diag::Emitter& emitter, const catalog::Catalog& against = catalog()) {
  lang::ParseOptions parse;
  Options options;
  // A line "# target: 5.4": to be judged for that release.
  constexpr std::string_view kTarget = "\n# target: ";
  if (auto at = text.find(kTarget); at != std::string::npos) {
    options.target = text.substr(at + kTarget.size(), text.find('\n', at + 1) - at - kTarget.size());
    parse.version = release_version(options.target);
  }
  auto script = lang::parse_text(name, text, parse, emitter);
  check(*script, against, options, emitter);
  emitter.sort();
}

}  // namespace kukini::sema::test
