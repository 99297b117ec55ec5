// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The front end: read, preprocess, parse, build.
#include "lang/front_end.hpp"

#include "lang/preprocess/preprocessor.hpp"
#include "lang/source/read_file.hpp"
#include "lang/syntax/build.hpp"
#include "lang/syntax/parse_cfg.hpp"

namespace kukini::lang {

std::unique_ptr<Script> parse_text(const std::string& name, std::string text, const ParseOptions& options, diag::Emitter& emitter) {
  auto script = std::make_unique<Script>();
  Preprocessor preprocessor(*script, options, emitter);
  preprocessor.run(name, std::move(text));
  if (preprocessor.too_large()) return script;
  auto tree = parse_cfg(script->source_, options.max_nesting, emitter);
  script->items_ = Builder(*script, emitter).items(tree);
  emitter.sort();
  return script;
}

std::unique_ptr<Script> parse_file(const std::string& path, const ParseOptions& options, diag::Emitter& emitter) {
  auto text = options.reader ? options.reader(path) : read_file(path, options.max_file_bytes);
  if (!text) {
    diag::Location at;
    at.file = path;
    emitter.error("source-unreadable", std::move(at), "cannot read the configuration file: " + text.error());
    return std::make_unique<Script>();
  }
  return parse_text(path == "-" ? "<stdin>" : path, std::move(*text), options, emitter);
}

}  // namespace kukini::lang
