// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Any text through the linter with all its rules, its fixes, and the formatter: no crash, fixes fit the text, formatting changes blanks
// only and a second time nothing.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "format/format.hpp"
#include "lint/fix.hpp"
#include "lint/linter.hpp"

namespace {

std::string without_blanks(const std::string& text) {
  std::string out;
  for (char c : text)
    if (!kukini::base::is_space(c)) out += c;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kukini;
  std::string text(reinterpret_cast<const char*>(data), size);
  auto no_files = [&](const std::string& path) -> base::Result<std::string> {
    if (path == "test.cfg" || path == "test.list") return text;
    return base::Error{"no such file"};
  };
  lint::Options options;
  options.select = {"all"};
  options.parse.reader = no_files;
  options.parse.environment = [](const std::string&) { return std::optional<std::string>(); };
  for (const char* name : {"test.cfg", "test.list"}) {
    auto found = lint::lint_text(name, text, options);
    auto fixed = lint::apply_fixes(found, true, no_files);
    if (!fixed.files.empty()) lint::lint_text(name, fixed.files.begin()->second, options);
  }
  auto formatted = format::format(text);
  if (without_blanks(formatted) != without_blanks(text) || format::format(formatted) != formatted) std::abort();
  return 0;
}
