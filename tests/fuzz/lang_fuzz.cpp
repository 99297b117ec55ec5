// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Any text as a configuration: parse, print, render. Places of every message must be printable and the tree complete.
#include <cstdint>
#include <cstdlib>

#include "diag/render.hpp"
#include "lang/dump/dump.hpp"
#include "lang/front_end.hpp"
#include "lang/source/read_file.hpp"

using namespace kukini;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 65535) return 0;
  lang::ParseOptions options;
  options.reader = [](const std::string& path) -> base::Result<std::string> {
    if (path == "a") return std::string("debug=1\ninclude_file \"b\"\n#!define INCLUDED x(\n");
    return base::Error{lang::kNoSuchFile};
  };
  options.environment = [](const std::string&) { return std::nullopt; };
  diag::Emitter emitter;
  auto script = lang::parse_text("fuzz.cfg", std::string(reinterpret_cast<const char*>(data), size), options, emitter);
  lang::dump(*script);
  diag::render_all(emitter);
  std::vector<lang::PvProblem> problems;
  base::Arena arena;
  std::string text(reinterpret_cast<const char*>(data), size);
  std::size_t at = 0;
  for (const auto& piece : lang::parse_format(text, arena, problems)) {
    if (piece.offset != at) std::abort();
    at += piece.length;
  }
  if (at != text.size()) std::abort();
  return 0;
}
