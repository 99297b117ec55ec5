// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Which main file a document belongs to, and checking it with the texts as they are open.
#include "lsp/workspace.hpp"

#include <algorithm>
#include <filesystem>

#include "lang/source/read_file.hpp"
#include "lint/settings.hpp"

namespace kukini::lsp {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kLargest = 64u << 20;
constexpr const char* kMainNames[] = {"kamailio.cfg", "kukini.cfg"};

}  // namespace

std::string absolute_path(const std::string& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal().string();
}

std::optional<std::uint32_t> Unit::index_of(const std::string& path) const {
  auto at = std::find(files.begin(), files.end(), path);
  if (at == files.end()) return {};
  return static_cast<std::uint32_t>(at - files.begin());
}

base::Result<std::string> Workspace::read(const std::string& path) const {
  if (auto open = documents_.find(absolute_path(path)); open != documents_.end()) return open->second.lines.text();
  return lang::read_file(path, kLargest);
}

void Workspace::open(const std::string& path, std::string text, std::int64_t version) {
  units_.clear();
  documents_[path] = {LineText(std::move(text)), version};
}

void Workspace::change(const std::string& path, const json::array& changes, std::int64_t version) {
  auto at = documents_.find(path);
  if (at == documents_.end()) return;
  units_.clear();
  at->second.version = version;
  auto& lines = at->second.lines;
  for (const auto& change : changes) {
    auto text = std::string(text_of(member(change, "text")));
    if (const auto* range = member(change, "range")) {
      auto begin = lines.offset_of(position_from(member(*range, "start")));
      auto end = std::max(begin, lines.offset_of(position_from(member(*range, "end"))));
      auto whole = lines.text();
      whole.replace(begin, end - begin, text);
      lines.assign(std::move(whole));
    } else {
      lines.assign(std::move(text));
    }
  }
}

void Workspace::close(const std::string& path) {
  units_.clear();
  documents_.erase(path);
}

const Document* Workspace::document(const std::string& path) const {
  auto at = documents_.find(path);
  return at == documents_.end() ? nullptr : &at->second;
}

const LineText& Workspace::text(const std::string& path) {
  if (const auto* open = document(path)) return open->lines;
  auto text = lang::read_file(path, kLargest);
  return on_disk_.insert_or_assign(path, LineText(text ? std::move(*text) : std::string())).first->second;
}

const Unit& Workspace::check(const std::string& main) {
  auto& unit = units_[main];
  if (unit != nullptr) return *unit;
  unit = std::make_unique<Unit>();
  unit->main = main;
  lint::Options options;
  if (auto settings = lint::find_settings(main); !settings.empty() && !lint::read_settings(settings, options)) options = {};
  options.parse.reader = [this](const std::string& path) { return read(path); };
  auto text = read(main);
  unit->linted = lint::lint_and_keep(main, text ? std::move(*text) : std::string(), options);
  if (const auto* script = unit->linted.script.get()) {
    for (const auto& file : script->source().files()) unit->files.push_back(absolute_path(file.name));
    unit->occurrences = find_occurrences(*script);
  } else {
    unit->files.push_back(main);
  }
  return *unit;
}

bool Workspace::includes(const std::string& main, const std::string& path) { return check(main).index_of(path).has_value(); }

std::string Workspace::main_of(const std::string& path) {
  if (path.ends_with(".list")) return path;
  for (const auto& [other, document] : documents_)
    if (other != path && !other.ends_with(".list") && fs::path(other).parent_path() <= fs::path(path) && includes(other, path)) return other;
  std::error_code ignored;
  for (auto folder = fs::path(path).parent_path();; folder = folder.parent_path()) {
    for (const char* name : kMainNames) {
      auto main = (folder / name).string();
      if (main != path && fs::is_regular_file(main, ignored) && includes(main, path)) return main;
    }
    if (folder == folder.root_path() || folder.empty() || folder == folder_) return path;
  }
}

const Unit& Workspace::unit(const std::string& path) { return check(main_of(path)); }

std::vector<const Unit*> Workspace::units() {
  std::vector<const Unit*> out;
  for (const auto& [path, document] : documents_) {
    const auto* u = &unit(path);
    if (std::find(out.begin(), out.end(), u) == out.end()) out.push_back(u);
  }
  return out;
}

}  // namespace kukini::lsp
