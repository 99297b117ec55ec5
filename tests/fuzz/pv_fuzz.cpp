// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Any text as a format string, and as the one text of an xlog() that is checked: its pieces are the whole text, places lie in it.
#include <cstdint>
#include <cstdlib>

#include "catalog/catalog.hpp"
#include "catalog/core_manifest.hpp"
#include "diag/render.hpp"
#include "lang/front_end.hpp"
#include "sema/check.hpp"

using namespace kukini;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 65535) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<lang::PvProblem> problems;
  base::Arena arena;
  std::size_t at = 0;
  for (const auto& piece : lang::parse_format(text, arena, problems)) {
    if (piece.offset != at) std::abort();
    at += piece.length;
  }
  if (at != text.size()) std::abort();
  for (const auto& p : problems)
    if (p.offset > size || p.length > size - p.offset) std::abort();
  std::string quoted;
  for (char c : text)
    if (c != '"' && c != '\\' && c != '\0') quoted += c;
  static const catalog::Catalog known(catalog::module_manifests(), &catalog::kManifest_core);
  diag::Emitter emitter;
  auto script = lang::parse_text("fuzz.cfg", "loadmodule \"xlog.so\"\nloadmodule \"pv.so\"\nrequest_route { xlog(\"" + quoted + "\"); }\n", {}, emitter);
  sema::check(*script, known, {}, emitter);
  diag::render_all(emitter);
  return 0;
}
