// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// include_file and import_file, as directives or as words anywhere in the script.
#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/preprocessor.hpp"
#include "lang/preprocess/scan.hpp"
#include "lang/source/read_file.hpp"

namespace kukini::lang {
namespace {

constexpr std::size_t kMostInclusions = 10000;

// The names under which an included file may be found, in order.
std::vector<std::string> candidates(const std::string& path, const std::string& from, const std::string& main) {
  std::vector<std::string> out{path};
  if (path.empty() || path[0] == '/') return out;
  for (const auto& base : {from, main}) {
    auto slash = base.rfind('/');
    if (slash != std::string::npos) out.push_back(base.substr(0, slash + 1) + path);
  }
  return out;
}

}  // namespace

// False when no file name follows: then the word is not meant as an include (or the parser says what is wrong).
bool Preprocessor::include(Frame& frame, std::string_view word, std::size_t after_word, bool as_directive) {
  auto at = frame.at;
  auto name_at = scan::blanks_end(frame.text, after_word);
  bool quoted = name_at < frame.text.size() && (frame.text[name_at] == '"' || frame.text[name_at] == '\'');
  auto end = quoted ? scan::string_end(frame.text, name_at) : std::string_view::npos;
  if (end == std::string_view::npos || end > scan::line_end(frame.text, name_at)) {
    error("pp-include-name", place(frame, at, after_word - at), std::string(word) + " needs a file name between quotes")
        .with_hint(std::string(word) + " \"file.cfg\"");
    frame.at = scan::line_end(frame.text, after_word);
    return true;
  }
  std::string path(frame.text.substr(name_at + 1, end - name_at - 2));
  substitutions_.apply(path);
  include_path(frame, path, word == "include_file", name_at, end);
  frame.at = end;
  auto next = scan::blanks_end(frame.text, end);
  if (as_directive) frame.at = scan::line_end(frame.text, end);
  else if (next < frame.text.size() && frame.text[next] == ';') frame.at = next + 1;
  return true;
}

void Preprocessor::include_path(Frame& frame, const std::string& path, bool required, std::size_t at, std::size_t end) {
  auto where = [&] { return place(frame, at, end - at); };
  if (open_files_.size() >= options_.max_include_depth) {
    error("pp-include-depth", where(), "files include one another more than " + std::to_string(options_.max_include_depth) + " deep");
    return;
  }
  if (map_.inclusions().size() >= kMostInclusions) {
    if (!stopped_) error("pp-too-large", where(), "more than " + std::to_string(kMostInclusions) + " files are included");
    stopped_ = too_large_ = true;
    return;
  }
  const auto& from = map_.file_of(frame.inclusion).name;
  std::string why = kNoSuchFile;
  for (const auto& name : candidates(path, from, map_.files()[0].name)) {
    std::uint32_t file = 0;
    if (auto known = files_by_name_.find(name); known != files_by_name_.end()) {
      file = known->second;
    } else {
      auto text = options_.reader ? options_.reader(name) : read_file(name, options_.max_file_bytes);
      if (!text) {
        why = text.error();
        if (why == kNoSuchFile) continue;
        break;
      }
      file = map_.add_file(name, std::move(*text));
      files_by_name_.emplace(name, file);
    }
    if (std::find(open_files_.begin(), open_files_.end(), file) != open_files_.end()) {
      error("pp-include-loop", where(), "\"" + name + "\" includes itself")
          .with_hint(map_.file_of(frame.inclusion).name == name ? "a file cannot include itself" : "the files above include one another in a circle");
      return;
    }
    auto offset = frame.expansion ? frame.use_offset : static_cast<std::uint32_t>(at);
    scan_file(file, frame.inclusion, offset);
    return;
  }
  if (!required && why == kNoSuchFile) {
    script_.missing_imports_.push_back(path);
    return;
  }
  auto& d = error("pp-include-unreadable", where(), "cannot read \"" + path + "\": " + why);
  if (why == kNoSuchFile) d.with_hint("a relative name is looked for in the working directory, then beside the file that includes it; "
                                      "import_file passes over a missing file");
}

}  // namespace kukini::lang
