// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Open documents, and the script each of them belongs to: a document that a main file includes is judged as part of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lint/linter.hpp"
#include "lsp/document.hpp"
#include "lsp/occurrences.hpp"

namespace kukini::lsp {

struct Document {
  LineText lines{""};
  std::int64_t version = 0;
};

/// A script that was checked: its main file and all it includes.
struct Unit {
  std::string main;
  lint::Linted linted;
  std::vector<Occurrence> occurrences;
  /// Absolute paths of the files of the source map, by index; of a list, its own.
  std::vector<std::string> files;
  std::optional<std::uint32_t> index_of(const std::string& path) const;
};

/// Without "." and "..".
std::string absolute_path(const std::string& path);

class Workspace {
 public:
  void set_folder(std::string path) { folder_ = std::move(path); }
  void open(const std::string& path, std::string text, std::int64_t version);
  void change(const std::string& path, const json::array& changes, std::int64_t version);
  void close(const std::string& path);
  /// A file may have changed on disk.
  void forget_checks() { units_.clear(); }
  const std::map<std::string, Document>& documents() const { return documents_; }
  const Document* document(const std::string& path) const;

  /// The script that the document belongs to, checked anew when one of its files changed.
  const Unit& unit(const std::string& path);
  /// The text of a file: as it is open, else as it is on disk (empty when it cannot be read).
  const LineText& text(const std::string& path);
  /// Units that are up to date, each once.
  std::vector<const Unit*> units();

 private:
  const Unit& check(const std::string& main);
  bool includes(const std::string& main, const std::string& path);
  std::string main_of(const std::string& path);
  base::Result<std::string> read(const std::string& path) const;

  std::string folder_;
  std::map<std::string, Document> documents_;
  std::map<std::string, std::unique_ptr<Unit>> units_;
  std::map<std::string, LineText> on_disk_;
};

}  // namespace kukini::lsp
