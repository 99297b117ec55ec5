// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-lint: checks scripts and dispatcher lists, prints what is wrong with them, and mends what can be mended.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>

#include "diag/render.hpp"
#include "diag/unified_diff.hpp"
#include "lang/source/read_file.hpp"
#include "lint/fix.hpp"
#include "lint/linter.hpp"
#include "lint/settings.hpp"
#include "options.hpp"
#include "rules.hpp"

namespace kukini::lint_tool {
namespace {

using Findings = std::vector<diag::Diagnostic>;

constexpr std::uint32_t kLargest = 64u << 20;
/// A fix may make the next one possible; none needs more rounds than this.
constexpr int kRounds = 10;

int fail(const std::string& text) {
  std::fprintf(stderr, "kukini-lint: %s\n", text.c_str());
  return 2;
}

/// Settings of the project below what the command line says.
base::Result<lint::Options> options_for(const CommandLine& line, const std::string& file) {
  lint::Options options;
  auto settings = line.no_settings ? std::string() : line.settings_file.empty() ? lint::find_settings(file) : line.settings_file;
  if (!settings.empty())
    if (auto read = lint::read_settings(settings, options); !read) return base::Error{read.error()};
  const auto& own = line.options;
  if (line.target_given) options.target = own.target;
  if (!own.select.empty()) options.select = own.select;
  options.ignore.insert(options.ignore.end(), own.ignore.begin(), own.ignore.end());
  options.parse.defines.insert(options.parse.defines.end(), own.parse.defines.begin(), own.parse.defines.end());
  return options;
}

/// Replaces a file at once, keeping its permissions.
base::Result<> write_file(const std::string& path, const std::string& text) {
  char* real = realpath(path.c_str(), nullptr);
  if (real == nullptr) return base::Error{"cannot write " + path + ": " + std::strerror(errno)};
  std::string target = real;
  std::free(real);
  struct stat was {};
  bool known = stat(target.c_str(), &was) == 0;
  std::string aside = target + ".XXXXXX";
  int fd = mkstemp(aside.data());
  if (fd < 0) return base::Error{"cannot write " + aside + ": " + std::strerror(errno)};
  bool ok = !known || (fchmod(fd, was.st_mode & 07777) == 0 && (fchown(fd, was.st_uid, was.st_gid) == 0 || geteuid() != 0));
  for (std::size_t done = 0; ok && done < text.size();) {
    auto n = write(fd, text.data() + done, text.size() - done);
    ok = n > 0;
    if (ok) done += static_cast<std::size_t>(n);
  }
  ok = fsync(fd) == 0 && ok;
  close(fd);
  if (ok && rename(aside.c_str(), target.c_str()) == 0) return {};
  auto why = std::string(std::strerror(errno));
  unlink(aside.c_str());
  return base::Error{"cannot write " + path + ": " + why};
}

void print(const CommandLine& line, const Findings& all, std::size_t files) {
  std::string out;
  switch (line.format) {
    case Format::json: out = diag::to_json(all); break;
    case Format::sarif: {
      std::vector<diag::SarifRule> rules;
      for (const auto& c : lint::code_infos()) rules.push_back({c.code, c.severity, c.title, to_string(c.group), c.page});
      out = diag::to_sarif(all, rules, "kukini-lint", KUKINI_VERSION);
      break;
    }
    case Format::github:
      for (const auto& d : all) out += diag::to_github_line(d);
      break;
    case Format::gcc:
      for (const auto& d : all) out += diag::to_gcc_line(d);
      break;
    case Format::text: {
      diag::RenderOptions options;
      options.colors = line.color;
      std::size_t errors = 0, warnings = 0, fixable = 0, safe = 0;
      for (const auto& d : all) {
        out += diag::render(d, options);
        errors += d.severity == diag::Severity::error ? 1 : 0;
        warnings += d.severity == diag::Severity::warning ? 1 : 0;
        if (d.fixes.empty()) continue;
        ++fixable;
        safe += d.fixes.front().safe ? 1 : 0;
      }
      if (line.quiet) break;
      auto count = diag::count_text(errors, warnings);
      if (all.empty()) out += "nothing found in " + std::to_string(files) + (files == 1 ? " file\n" : " files\n");
      else if (!count.empty()) out += count + "\n";
      if (safe != 0) out += std::to_string(safe) + " can be mended with --fix\n";
      if (fixable != safe) out += std::to_string(fixable - safe) + " can be mended with --fix --unsafe\n";
      if (!all.empty()) out += "kukini-lint --explain CODE tells more\n";
      break;
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

/// Mends the files (or, for --diff, texts in memory) round by round; the diffs, or an error.
base::Result<std::string> mend(const CommandLine& line, const std::string& file, lint::Options options, Findings& found) {
  std::map<std::string, std::string> before, now;
  auto read = [&](const std::string& path) -> base::Result<std::string> {
    if (auto at = now.find(path); at != now.end()) return at->second;
    return lang::read_file(path, kLargest);
  };
  options.parse.reader = read;
  for (int round = 0; round < kRounds; ++round) {
    auto result = lint::apply_fixes(found, line.unsafe, read);
    if (result.applied == 0) break;
    for (auto& [path, text] : result.files) {
      if (!before.contains(path)) {
        auto old = lang::read_file(path, kLargest);
        if (!old) return base::Error{"cannot read " + path + ": " + old.error()};
        before[path] = *old;
      }
      now[path] = std::move(text);
    }
    if (auto at = now.find(file); at != now.end()) found = lint::lint_text(file, at->second, options, line.kind);
    else found = lint::lint_file(file, options, line.kind);
  }
  std::string diffs;
  for (const auto& [path, text] : now) {
    if (line.diff) diffs += diag::unified_diff(before[path], text, path);
    else if (auto written = write_file(path, text); !written) return base::Error{written.error()};
  }
  return diffs;
}

bool counts(const diag::Diagnostic& d) { return d.severity != diag::Severity::note; }

int run(const CommandLine& line) {
  Findings all;
  std::string diffs;
  auto add = [&](Findings found) { all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end())); };
  if (line.from_stdin) {
    if (line.fix || line.diff) return fail("--fix and --diff need files, not standard input");
    auto options = options_for(line, line.stdin_name == "<stdin>" ? "." : line.stdin_name);
    if (!options) return fail(options.error());
    auto text = lang::read_file("-", kLargest);
    if (!text) return fail("standard input: " + text.error());
    add(lint::lint_text(line.stdin_name, std::move(*text), *options, line.kind));
  }
  for (const auto& file : line.files) {
    auto options = options_for(line, file);
    if (!options) return fail(options.error());
    if (auto text = lang::read_file(file, kLargest); !text) return fail("cannot read " + file + ": " + text.error());
    auto found = lint::lint_file(file, *options, line.kind);
    if (line.fix || line.diff) {
      auto mended = mend(line, file, *options, found);
      if (!mended) return fail(mended.error());
      diffs += *mended;
    }
    add(std::move(found));
  }
  if (line.diff) {
    std::fwrite(diffs.data(), 1, diffs.size(), stdout);
    return diffs.empty() ? 0 : 1;
  }
  print(line, all, line.files.size() + (line.from_stdin ? 1 : 0));
  return std::any_of(all.begin(), all.end(), counts) ? 1 : 0;
}

}  // namespace
}  // namespace kukini::lint_tool

int main(int argc, char** argv) {
  using namespace kukini::lint_tool;
  CommandLine line;
  if (int code = parse(argc, argv, line); code >= 0) return code;
  if (line.list_rules) return list_rules(line.format == Format::json);
  if (!line.explain.empty()) return explain(line.explain);
  return run(line);
}
