// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading .kukini-lint.toml with toml++.
#include "lint/settings.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "lang/source/read_file.hpp"

namespace kukini::lint {
namespace {

constexpr std::string_view kKeys[] = {"target", "select", "ignore", "define", "severity", "per-file-ignores"};

struct Reader {
  const std::string& file;
  std::string error;

  void fail(const toml::node& at, const std::string& text) {
    if (error.empty()) error = file + ":" + std::to_string(at.source().begin.line) + ": " + text;
  }
  std::vector<std::string> list(std::string_view key, const toml::node& node) {
    std::vector<std::string> out;
    const auto* array = node.as_array();
    if (array == nullptr) fail(node, std::string(key) + " must be a list of texts, as [\"a\", \"b\"]");
    else
      for (const auto& entry : *array) {
        if (const auto* text = entry.as_string()) out.push_back(text->get());
        else fail(entry, std::string(key) + " must be a list of texts, as [\"a\", \"b\"]");
      }
    return out;
  }
  const toml::table* table(std::string_view key, const toml::node& node) {
    const auto* t = node.as_table();
    if (t == nullptr) fail(node, std::string(key) + " must be a table: [" + std::string(key) + "]");
    return t;
  }
};

std::optional<diag::Severity> severity_of(std::string_view name) {
  for (auto s : {diag::Severity::error, diag::Severity::warning, diag::Severity::note})
    if (diag::to_string(s) == name) return s;
  return {};
}

}  // namespace

std::string find_settings(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  auto folder = fs::absolute(path, ignored).lexically_normal();
  if (!fs::is_directory(folder, ignored)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    auto file = folder / kSettingsFile;
    if (fs::is_regular_file(file, ignored)) return file.string();
    if (folder == folder.root_path() || folder.empty()) return {};
  }
}

base::Result<> parse_settings(const std::string& file, const std::string& text, Options& options) {
  auto parsed = toml::parse(text, file);
  if (!parsed)
    return base::Error{file + ":" + std::to_string(parsed.error().source().begin.line) + ": " + std::string(parsed.error().description())};
  Options out = options;
  Reader reader{file, {}};
  for (auto&& [toml_key, node] : parsed.table()) {
    std::string_view key = toml_key.str();
    if (key == "target") {
      const auto* name = node.as_string();
      auto target = name != nullptr ? parse_target(name->get()) : base::Error{"target must be a text, as \"kamailio-5.8\""};
      if (target) out.target = *target;
      else reader.fail(node, target.error());
    } else if (key == "select" || key == "ignore") {
      auto names = reader.list(key, node);
      auto& list = key == "select" ? out.select : out.ignore;
      list.insert(list.end(), names.begin(), names.end());
    } else if (key == "define") {
      auto names = reader.list(key, node);
      out.parse.defines.insert(out.parse.defines.end(), names.begin(), names.end());
    } else if (key == "severity") {
      if (const auto* table = reader.table(key, node))
        for (auto&& [code, value] : *table) {
          const auto* name = value.as_string();
          auto severity = name != nullptr ? severity_of(name->get()) : std::nullopt;
          if (severity) out.severity[std::string(code.str())] = *severity;
          else reader.fail(value, "a severity is \"error\", \"warning\" or \"note\"");
        }
    } else if (key == "per-file-ignores") {
      if (const auto* table = reader.table(key, node))
        for (auto&& [pattern, value] : *table) out.per_file_ignores.emplace_back(std::string(pattern.str()), reader.list(pattern.str(), value));
    } else {
      auto best = diag::did_you_mean(key, std::span<const std::string_view>(kKeys));
      reader.fail(node, "there is no setting '" + std::string(key) + "'" + (best.empty() ? "" : "; did you mean '" + std::string(best) + "'?"));
    }
  }
  if (!reader.error.empty()) return base::Error{reader.error};
  if (auto wrong = check_names(out); !wrong.empty()) return base::Error{file + ": " + wrong};
  options = std::move(out);
  return {};
}

base::Result<> read_settings(const std::string& file, Options& options) {
  auto text = lang::read_file(file, 1u << 20);
  if (!text) return base::Error{"cannot read " + file + ": " + text.error()};
  return parse_settings(file, *text, options);
}

}  // namespace kukini::lint
