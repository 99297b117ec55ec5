// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The preprocessor's frame: options first, then files, one within the other, within bounds.
#include "lang/preprocess/preprocessor.hpp"

#include <cstdlib>

#include "base/text.hpp"
#include "lang/preprocess/host_name.hpp"

namespace kukini::lang {
namespace {

constexpr std::size_t kMostErrors = 500;

}  // namespace

Preprocessor::Preprocessor(Script& script, const ParseOptions& options, diag::Emitter& emitter)
    : script_(script), map_(script.source_), options_(options), emitter_(emitter), defines_(script.source_) {}

diag::Diagnostic& Preprocessor::error(std::string_view code, diag::Location at, std::string message) {
  if (++errors_ > kMostErrors) {
    if (!stopped_) emitter_.error("pp-too-many", at, "too many mistakes; what follows was not read");
    stopped_ = true;
    return overflow_ = {};
  }
  return emitter_.error(code, std::move(at), std::move(message));
}

diag::Location Preprocessor::place(const Frame& frame, std::size_t at, std::size_t length) const {
  if (frame.expansion) return map_.locate_in(frame.inclusion, frame.use_offset, frame.use_length);
  return map_.locate_in(frame.inclusion, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length));
}

std::optional<std::string> Preprocessor::look_up(std::string_view name) const {
  const Definition* d = defines_.find(name);
  if (d == nullptr) return std::nullopt;
  return d->value;
}

std::optional<std::string> Preprocessor::look_up_trimmed(std::string_view name) const {
  const Definition* d = defines_.find(name);
  return d == nullptr ? std::nullopt : std::optional<std::string>(base::trim(d->value));
}

std::optional<std::string> Preprocessor::host(std::string_view key) const {
  return options_.host_name ? options_.host_name(std::string(key)) : host_name(key);
}

std::optional<std::string> Preprocessor::environment(std::string_view name) const {
  if (options_.environment) return options_.environment(std::string(name));
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

void Preprocessor::apply_options() {
  defines_.add_builtin(options_.version);
  for (const auto& text : options_.defines) {
    auto equal = text.find('=');
    std::string name = text.substr(0, equal);
    if (name.empty()) {
      error("pp-define-name", {}, "-A " + text + " names nothing").with_hint("write -A NAME or -A NAME=VALUE");
      continue;
    }
    defines_.set({name, equal == std::string::npos ? std::string() : text.substr(equal + 1), Inclusion::kNone, 0});
  }
  for (const auto& text : options_.substdefs) substitution("substdef", text, {}, Inclusion::kNone, 0);
  for (const auto& text : options_.substs) substitution("subst", text, {}, Inclusion::kNone, 0);
}

void Preprocessor::run(const std::string& name, std::string text) {
  apply_options();
  auto file = map_.add_file(name, std::move(text));
  files_by_name_.emplace(name, file);
  scan_file(file, Inclusion::kNone, 0);
  script_.defines_ = defines_.all();
}

void Preprocessor::scan_file(std::uint32_t file, std::uint32_t parent, std::uint32_t offset) {
  auto inclusion = map_.add_inclusion({file, parent, offset});
  std::string_view text = map_.files()[file].text;
  if (auto nul = text.find('\0'); nul != std::string_view::npos) {
    error("source-binary", map_.locate_in(inclusion, static_cast<std::uint32_t>(nul), 1),
          "this is not a text file: it has a zero byte")
        .primary.source_line.clear();
    return;
  }
  Frame frame;
  frame.text = text;
  frame.inclusion = inclusion;
  if (text.substr(0, 3) == "\xef\xbb\xbf") frame.at = 3;
  auto conditions = conditions_.size();
  open_files_.push_back(file);
  scan(frame);
  open_files_.pop_back();
  close_conditions(conditions);
  // A token never runs on into the next file.
  map_.append_expansion("\n", inclusion, static_cast<std::uint32_t>(text.size()), 1, Inclusion::kNone);
}

void Preprocessor::close_conditions(std::size_t down_to) {
  while (conditions_.size() > down_to) {
    const auto& c = conditions_.back();
    if (!stopped_)
      error("pp-unclosed-condition",
            map_.locate_in(c.inclusion, c.offset, static_cast<std::uint32_t>(c.directive.size() + 2)),
            "#!" + c.directive + " has no #!endif in this file")
          .with_hint("every #!ifdef, #!ifndef and #!ifexp needs its own #!endif");
    conditions_.pop_back();
  }
}

}  // namespace kukini::lang
