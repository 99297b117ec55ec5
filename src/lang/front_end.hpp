// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The front end in one call: files in, syntax tree and source map out, every mistake of every file reported at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.hpp"
#include "base/result.hpp"
#include "diag/diagnostic.hpp"
#include "lang/source/source_map.hpp"
#include "lang/syntax/ast.hpp"

namespace kukini::lang {

/// Reads a whole file; the error says why it could not ("is a directory"), without the name.
using Reader = std::function<base::Result<std::string>(const std::string& path)>;

struct ParseOptions {
  /// -A NAME or -A NAME=VALUE, as given.
  std::vector<std::string> defines;
  /// --substdef, as given: "!NAME!value!g".
  std::vector<std::string> substdefs;
  /// --subst, as given.
  std::vector<std::string> substs;
  /// In place of the file system (tests, language server); empty: the file system.
  Reader reader;
  /// In place of getenv for #!defenv; nothing: the variable is not set.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  /// In place of the system's names for $HN(n), $HN(f), $HN(d), $HN(i) in substitutions; the key is the letter.
  std::function<std::optional<std::string>(const std::string& key)> host_name;
  /// The release the version symbols say (KAMAILIO_5_8, KAMAILIO_VERSION): 5.8.0 as 5008000.
  std::uint32_t version = 5008000;

  /// Bounds; what exceeds one is an error with a place.
  std::uint32_t max_file_bytes = 64u << 20;
  std::uint32_t max_text_bytes = 128u << 20;
  std::uint32_t max_include_depth = 32;
  /// Blocks, parentheses and unary operators within one another.
  std::uint32_t max_nesting = 200;
};

/// A directive of the preprocessor that was obeyed, in the order of reading.
struct DirectiveUse {
  /// "ifdef", without #! or !!.
  std::string name;
  /// Where its #! stands; SourceMap::locate_in() makes a place of it.
  std::uint32_t inclusion = 0;
  std::uint32_t offset = 0;
};

/// A parsed script. Owns the text, the map and all nodes.
class Script {
 public:
  Script() = default;
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  ast::ItemList items() const { return items_; }
  const SourceMap& source() const { return source_; }
  std::string_view text(Span span) const { return source_.text(span); }
  diag::Location locate(Span span) const { return source_.locate(span); }
  /// "KAMAILIO" of the first line's #!KAMAILIO; empty without one.
  std::string_view dialect() const { return dialect_; }
  /// All defines in force at the end, for $def() and tools; a name that was defined twice stands here once.
  const std::vector<std::pair<std::string, std::string>>& defines() const { return defines_; }
  const std::vector<DirectiveUse>& directives() const { return directives_; }
  /// Files of import_file that are not there, as written.
  const std::vector<std::string>& missing_imports() const { return missing_imports_; }
  /// For later passes that add to the tree.
  base::Arena& arena() { return arena_; }

  // For the front end, which fills it.
  SourceMap source_;
  base::Arena arena_{64 * 1024};
  ast::ItemList items_;
  std::string dialect_;
  std::vector<std::pair<std::string, std::string>> defines_;
  std::vector<DirectiveUse> directives_;
  std::vector<std::string> missing_imports_;
};

/// Reads and parses `path` ("-": standard input) and all it includes. Never null: what could be parsed is there, what could not is
/// in `emitter` (errors() != 0 then), ordered by place.
std::unique_ptr<Script> parse_file(const std::string& path, const ParseOptions& options, diag::Emitter& emitter);

/// The same for a text; `name` is what messages call it and what relative includes start from.
std::unique_ptr<Script> parse_text(const std::string& name, std::string text, const ParseOptions& options, diag::Emitter& emitter);

/// A mistake inside a pseudo-variable or format string; offset and length in the parsed text.
struct PvProblem {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string code;
  std::string message;
  std::string hint;
};

/// The pseudo-variable that is the whole of `text` ("$(hdr(X)[0]{s.len})"); null and a problem otherwise. Views point into `text`,
/// which must live as long as `arena`.
const ast::PvNode* parse_pv(std::string_view text, base::Arena& arena, std::vector<PvProblem>& problems);

/// A format string (xlog and most string arguments) as literals and pseudo-variables, in order. A '$' that begins no
/// pseudo-variable is a problem and stays as literal text.
std::span<const ast::FormatPiece> parse_format(std::string_view text, base::Arena& arena, std::vector<PvProblem>& problems);

/// True if a format string would have a pseudo-variable in it.
inline bool has_pv(std::string_view text) { return text.find('$') != std::string_view::npos; }

}  // namespace kukini::lang
