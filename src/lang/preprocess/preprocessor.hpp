// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The preprocessor: files in, one expanded text with its map out. Directives, includes, defines, substitutions; comments go.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "lang/preprocess/defines.hpp"
#include "lang/preprocess/subst.hpp"

namespace kukini::lang {

class Preprocessor {
 public:
  Preprocessor(Script& script, const ParseOptions& options, diag::Emitter& emitter);

  /// Takes the defines of the options, then the main file and all it includes.
  void run(const std::string& name, std::string text);
  /// It grew beyond its bounds: what there is of the text is not worth parsing.
  bool too_large() const { return too_large_; }

 private:
  /// What is being scanned: a file as included, or the value of a define in place of its use.
  struct Frame {
    std::string_view text;
    std::uint32_t inclusion = 0;
    std::size_t at = 0;
    /// For a define's value: the use it stands for, in the including frame's terms.
    bool expansion = false;
    std::uint32_t use_offset = 0;
    std::uint32_t use_length = 0;
    std::uint32_t definition = Inclusion::kNone;
    /// Nothing but blanks since the last line end.
    bool line_start = true;
  };

  /// An open #!ifdef.
  struct Condition {
    std::uint32_t inclusion;
    std::uint32_t offset;
    std::string directive;
    bool taken;
    bool active;
    bool has_else = false;
  };

  // preprocessor.cpp: options, files, bounds
  void apply_options();
  void scan_file(std::uint32_t file, std::uint32_t parent, std::uint32_t offset);
  void close_conditions(std::size_t down_to);

  // scan_text.cpp: one unit after the other
  void scan(Frame& frame);
  void scan_hash(Frame& frame);
  void scan_foreign(Frame& frame);
  bool scan_typographic_quote(Frame& frame);
  void scan_string(Frame& frame);
  void scan_word(Frame& frame);
  void scan_slash(Frame& frame);
  void expand(Frame& frame, std::size_t end, std::uint32_t definition);
  bool conflict_marker(Frame& frame);
  void skip_inactive(Frame& frame);
  void note_module(const Frame& frame, std::size_t at);
  void copy(Frame& frame, std::size_t end);

  // directives.cpp: #!name rest
  bool directive(Frame& frame, std::size_t word_at, bool only_known);
  void conditional(Frame& frame, std::string_view word, std::string_view rest, std::size_t at);
  void define(Frame& frame, std::string_view word, std::string_view rest, std::size_t rest_at, std::size_t at);
  void define_expression(std::string_view word, std::string_view rest, const diag::Location& at, Frame& frame, std::size_t rest_at);
  void define_environment(std::string_view word, std::string_view rest, const diag::Location& at, Frame& frame, std::size_t rest_at);
  void substitution(std::string_view word, std::string_view rest, const diag::Location& at, std::uint32_t inclusion,
                    std::uint32_t offset);
  std::string with_known(std::string_view text) const;
  std::string logical_line(Frame& frame, std::size_t from);

  // include.cpp
  bool include(Frame& frame, std::string_view word, std::size_t after_word, bool as_directive);
  void include_path(Frame& frame, const std::string& path, bool required, std::size_t at, std::size_t end);

  bool active() const { return conditions_.empty() || conditions_.back().active; }
  diag::Location place(const Frame& frame, std::size_t at, std::size_t length) const;
  diag::Diagnostic& error(std::string_view code, diag::Location at, std::string message);
  std::optional<std::string> look_up(std::string_view name) const;
  /// Without the blanks behind a value: for expressions.
  std::optional<std::string> look_up_trimmed(std::string_view name) const;
  std::optional<std::string> host(std::string_view key) const;
  std::optional<std::string> environment(std::string_view name) const;

  Script& script_;
  SourceMap& map_;
  const ParseOptions& options_;
  diag::Emitter& emitter_;
  Defines defines_;
  Substitutions substitutions_;
  std::vector<Condition> conditions_;
  std::unordered_map<std::string, std::uint32_t> files_by_name_;
  std::vector<std::uint32_t> open_files_;
  std::vector<std::uint32_t> expanding_;
  std::set<std::uint32_t> loops_;
  std::size_t errors_ = 0;
  diag::Diagnostic overflow_;
  std::size_t unclosed_ = 0;
  std::size_t foreign_ = 0;
  std::size_t expanded_bytes_ = 0;
  char suspect_quote_ = 0;
  std::uint32_t suspect_inclusion_ = 0;
  std::uint32_t suspect_offset_ = 0;
  bool stopped_ = false;
  bool too_large_ = false;
};

}  // namespace kukini::lang
