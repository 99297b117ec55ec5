// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// All files of one script, the text that is left of them after preprocessing, and the way back from that text to the files.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "lang/source/span.hpp"

namespace kukini::lang {

/// A file that was read. Several inclusions share one.
struct SourceFile {
  /// As it was opened: what messages show.
  std::string name;
  std::string text;
  /// Offsets of the first byte of each line.
  std::vector<std::uint32_t> lines;
};

/// One use of a file: the main file, or an inclusion at a place.
struct Inclusion {
  std::uint32_t file = 0;
  /// Index of the inclusion that holds the include line; kNone for the main file.
  std::uint32_t parent = 0;
  /// Where in the parent's file the include stands.
  std::uint32_t offset = 0;

  static constexpr std::uint32_t kNone = 0xffffffff;
};

/// A define: where it was made (inclusion kNone: on the command line or built in).
struct Definition {
  std::string name;
  std::string value;
  std::uint32_t inclusion = Inclusion::kNone;
  std::uint32_t offset = 0;
};

/// A part of a file that an #!ifdef (or its kin) switched off in one of its inclusions: whole lines, directives not among them.
struct InactivePart {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Bytes of a file, as they stand there.
struct FileSpan {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Expanded text and its map. Immutable once the preprocessor is done.
class SourceMap {
 public:
  /// The expanded text: what the grammar parses and every Span points into.
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return std::string_view(text_).substr(span.begin, span.size()); }

  /// Where `span` begins in the files. In text that came out of a define or subst, the place that used it.
  diag::Location locate(Span span) const;
  diag::Location locate(std::uint32_t begin) const { return locate(Span{begin, begin}); }
  /// The define that `offset` came out of, or nullptr.
  const Definition* expanded_from(std::uint32_t offset) const;
  /// Where a define stands; line 0 for one of the command line.
  diag::Location locate(const Definition& definition) const;
  /// A place in a file as it was read.
  diag::Location locate_in(std::uint32_t inclusion, std::uint32_t offset, std::uint32_t length) const;

  /// The bytes of one file that `span` stands for; nothing where a define, a subst or an include has a part in it. What tools edit.
  std::optional<FileSpan> verbatim(Span span) const;
  const std::vector<InactivePart>& inactive() const { return inactive_; }
  const std::deque<Definition>& definitions() const { return definitions_; }

  const std::deque<SourceFile>& files() const { return files_; }
  const std::vector<Inclusion>& inclusions() const { return inclusions_; }

  // For the preprocessor, which fills the map.
  /// Returns the index of the file.
  std::uint32_t add_file(std::string name, std::string text);
  std::uint32_t add_inclusion(Inclusion inclusion);
  std::uint32_t add_definition(Definition definition);
  const Definition& definition(std::uint32_t index) const { return definitions_[index]; }
  const SourceFile& file_of(std::uint32_t inclusion) const { return files_[inclusions_[inclusion].file]; }
  /// Appends bytes that stand as they are at `offset` of the inclusion's file.
  void append(std::string_view bytes, std::uint32_t inclusion, std::uint32_t offset);
  /// Appends bytes that stand for `length` bytes at `offset`: the value of a define (its index) or the result of a subst (kNone).
  void append_expansion(std::string_view bytes, std::uint32_t inclusion, std::uint32_t offset, std::uint32_t length,
                        std::uint32_t definition);
  std::size_t size() const { return text_.size(); }
  void add_inactive(std::uint32_t inclusion, std::uint32_t begin, std::uint32_t end);

 private:
  struct Segment {
    std::uint32_t out = 0;
    std::uint32_t inclusion = 0;
    std::uint32_t offset = 0;
    /// Bytes in the file that the segment stands for; kVerbatim: as many as it has itself.
    std::uint32_t length = 0;
    std::uint32_t definition = Inclusion::kNone;
  };
  static constexpr std::uint32_t kVerbatim = 0xffffffff;
  const Segment& segment_at(std::uint32_t out) const;

  std::string text_;
  std::vector<Segment> segments_;
  std::deque<SourceFile> files_;
  std::vector<Inclusion> inclusions_;
  std::deque<Definition> definitions_;
  std::vector<InactivePart> inactive_;
};

}  // namespace kukini::lang
