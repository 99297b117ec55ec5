// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A diagnostic: what is wrong, where, and what to do about it; and the collector every pass writes to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kukini::diag {

enum class Severity : std::uint8_t { error, warning, note };

std::string_view to_string(Severity severity);

/// One step of the include stack: the line of `file` that included the next one.
struct IncludeFrame {
  std::string file;
  std::uint32_t line = 0;
};

/// A place in a file. Lines and columns count from 1; a column counts bytes. line 0 means the file as a whole (or, with an
/// empty file name, the command line).
struct Location {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  /// Bytes marked by the caret line, at least 1 where line is not 0; never reaches past the end of the line.
  std::uint32_t length = 0;
  /// Byte offset in the file, for tools that edit.
  std::uint32_t offset = 0;
  /// The line's text without its end; of a very long line a part around the place, that begins `source_skip` bytes into it.
  std::string source_line;
  std::uint32_t source_skip = 0;
  /// Who included the file, nearest first; empty for the main file.
  std::vector<IncludeFrame> included_from;
};

/// A further place that explains the first ("defined here").
struct Note {
  Location location;
  std::string message;
};

/// Bytes of a file to replace.
struct Edit {
  std::string file;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string text;
};

/// A way to mend what the diagnostic says. All edits belong together.
struct Fix {
  /// What it does, as an order: "remove the quotes".
  std::string title;
  /// The script does the same afterwards, or what was surely meant. Unsafe ones need a person's eye.
  bool safe = false;
  std::vector<Edit> edits;
};

struct Diagnostic {
  /// Stable short name of the kind of problem, as "syntax-missing-semicolon"; tools and tests match on it.
  std::string code;
  Severity severity = Severity::error;
  Location primary;
  std::string message;
  /// What to do; empty when there is nothing useful to say.
  std::string hint;
  std::vector<Note> notes;
  /// Empty: nothing a tool could do by itself.
  std::vector<Fix> fixes{};

  Diagnostic& with_hint(std::string text) {
    hint = std::move(text);
    return *this;
  }
  Diagnostic& with_note(Location at, std::string text) {
    notes.push_back({std::move(at), std::move(text)});
    return *this;
  }
};

/// Collects diagnostics. Counts all of them, keeps at most `limit` errors and as many warnings (0: no limit).
class Emitter {
 public:
  explicit Emitter(std::size_t limit = 0) : limit_(limit) {}
  Emitter(const Emitter&) = delete;
  Emitter& operator=(const Emitter&) = delete;

  /// The diagnostic stays where it is while the emitter lives, so that a hint and notes can be added to the returned one.
  Diagnostic& add(Diagnostic diagnostic);
  Diagnostic& error(std::string_view code, Location at, std::string message);
  Diagnostic& warning(std::string_view code, Location at, std::string message);
  Diagnostic& note(std::string_view code, Location at, std::string message);

  const std::deque<Diagnostic>& all() const { return all_; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  /// Counted but not kept because of the limit.
  std::size_t suppressed() const { return suppressed_; }
  bool failed() const { return errors_ != 0; }
  void clear();
  /// All of them, and clear().
  std::deque<Diagnostic> release();
  /// Takes out what `drop(diagnostic)` says. The references add() returned are void afterwards.
  template <class Drop>
  void remove_if(Drop drop) {
    std::deque<Diagnostic> kept;
    for (auto& d : all_) {
      if (!drop(static_cast<const Diagnostic&>(d))) kept.push_back(std::move(d));
      else if (d.severity == Severity::error) --errors_;
      else if (d.severity == Severity::warning) --warnings_;
    }
    all_ = std::move(kept);
  }

  /// Orders by file (in order of first appearance), line and column; equal places keep their order. Exact duplicates (same
  /// code, place and message) are dropped. The references add() returned are void afterwards.
  void sort();

 private:
  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t suppressed_ = 0;
  std::deque<Diagnostic> all_;
  Diagnostic overflow_;
};

/// The candidate that `name` was most likely meant to be, or empty: at most a third of its letters differ (edit distance with
/// transpositions, letter case aside).
std::string_view did_you_mean(std::string_view name, std::span<const std::string_view> candidates);
std::string_view did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace kukini::diag
