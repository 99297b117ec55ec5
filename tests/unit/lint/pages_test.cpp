// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Every code has a page whose bad examples show the code and whose good ones do not; what linting the bad ones prints stands in
// tests/lint/CODE.diag. KUKINI_UPDATE_GOLDEN=1 writes these anew.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diag/render.hpp"
#include "lint/linter.hpp"
#include "page.hpp"

namespace kukini::lint {

void PrintTo(const CodeInfo& info, std::ostream* out) { *out << info.code; }

}  // namespace kukini::lint

namespace kukini::lint::test {
namespace {

namespace fs = std::filesystem;

fs::path source() {
  const char* given = std::getenv("KUKINI_SOURCE");
  return given != nullptr ? fs::path(given) : fs::current_path();
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Writes the files into a new folder, lints the main one there, and returns what was found with file names as in the page.
std::vector<diag::Diagnostic> run(const Example& example, std::string_view code) {
  char pattern[] = "/tmp/kukini-lint-XXXXXX";
  fs::path folder = mkdtemp(pattern);
  auto back = fs::current_path();
  for (const auto& file : example.files) {
    fs::create_directories((folder / file.name).parent_path());
    std::ofstream(folder / file.name, std::ios::binary) << file.text;
    chmod((folder / file.name).c_str(), file.mode);
  }
  fs::current_path(folder);
  Options options;
  options.target = example.target;
  if (!find_code(code)->on) options.select = {"all"};
  auto found = lint_file(example.main, options);
  fs::current_path(back);
  fs::remove_all(folder);
  return found;
}

bool says(const std::vector<diag::Diagnostic>& found, std::string_view code) {
  return std::any_of(found.begin(), found.end(), [&](const diag::Diagnostic& d) { return d.code == code; });
}

std::string text(const std::vector<diag::Diagnostic>& found) {
  std::string out;
  for (const auto& d : found) out += diag::render(d);
  return out;
}

/// Examples that are too long for a page.
std::vector<diag::Diagnostic> generated(std::string_view code) {
  Options options;
  std::string text;
  if (code == "pp-define-name") options.parse.defines = {"=1"};
  if (code == "pp-include-depth") {
    options.parse.reader = [](const std::string& path) -> base::Result<std::string> {
      return "include_file \"" + std::string(path.size() + 1 - 4, 'a') + ".inc\"\n";
    };
    text = "include_file \"a.inc\"\n";
  }
  if (code == "pp-no-line-end") text = "request_route { exit; }\n#!ifdef A\n#!endif";
  if (code == "pp-too-large") {
    text = "#!define A0 1234567890123456\n";
    for (int i = 1; i < 30; ++i)
      text += "#!define A" + std::to_string(i) + " A" + std::to_string(i - 1) + " A" + std::to_string(i - 1) + "\n";
    text += "A29\n";
  }
  for (int i = 0; i < 20000; ++i) {
    if (code == "pp-too-many") text += "#!endif\n";
    if (code == "syntax-too-many") text += "request_route { if ; }\n";
  }
  return lint_text("test.cfg", text, options);
}

constexpr std::string_view kGenerated[] = {"pp-define-name", "pp-include-depth", "pp-no-line-end", "pp-too-large", "pp-too-many", "syntax-too-many"};

/// Nothing that a configuration can hold shows it as long as Kukini's modules have all parameters that the catalog knows of theirs.
constexpr std::string_view kNotShown = "modparam-not-provided";

void check_golden(std::string_view code, const std::string& shown) {
  auto golden = source() / "tests/lint" / (std::string(code) + ".diag");
  if (std::getenv("KUKINI_UPDATE_GOLDEN") != nullptr)
    std::ofstream(golden, std::ios::binary) << shown;
  else
    EXPECT_EQ(shown, read(golden)) << golden;
}

class Page : public testing::TestWithParam<CodeInfo> {};

TEST_P(Page, ExamplesHold) {
  const auto& info = GetParam();
  ASSERT_FALSE(info.page.empty()) << "src/lint/rules/" << info.code << ".md is missing";
  EXPECT_TRUE(info.page.starts_with("# " + std::string(info.code) + "\n")) << "the page's first line is '# CODE'";
  if (std::find(std::begin(kGenerated), std::end(kGenerated), info.code) != std::end(kGenerated)) {
    auto found = generated(info.code);
    EXPECT_TRUE(says(found, info.code));
    std::erase_if(found, [&](const diag::Diagnostic& d) { return d.code != info.code; });
    return check_golden(info.code, text(found));
  }
  if (info.code == kNotShown) GTEST_SKIP() << "Kukini's modules have all parameters";
  auto bad = examples(info.page, "Bad");
  auto good = examples(info.page, "Good");
  ASSERT_FALSE(bad.empty()) << "no example below '## Bad'";
  ASSERT_FALSE(good.empty()) << "no example below '## Good'";
  std::string shown;
  for (const auto& example : bad) {
    auto found = run(example, info.code);
    EXPECT_TRUE(says(found, info.code)) << "the bad example does not show it:\n" << text(found);
    std::erase_if(found, [&](const diag::Diagnostic& d) { return d.code != info.code; });
    shown += text(found);
  }
  for (const auto& example : good) {
    auto found = run(example, info.code);
    EXPECT_FALSE(says(found, info.code)) << "the good example shows it as well:\n" << text(found);
  }
  check_golden(info.code, shown);
}

INSTANTIATE_TEST_SUITE_P(All, Page, testing::ValuesIn(code_infos().begin(), code_infos().end()), [](const auto& param) {
  std::string name(param.param.code);
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
});

TEST(Codes, PagesAndRulesAreInStep) {
  for (const auto& entry : fs::directory_iterator(source() / "src/lint/rules")) {
    if (entry.path().extension() != ".md") continue;
    EXPECT_NE(find_code(entry.path().stem().string()), nullptr) << entry.path() << " is the page of no code";
  }
  for (const auto* rule : rules()) {
    std::string file(rule->code);
    for (char& c : file)
      if (c == '-') c = '_';
    EXPECT_TRUE(fs::exists(source() / "src/lint/rules" / (file + ".cpp"))) << rule->code;
    EXPECT_FALSE(rule->title.empty());
    EXPECT_FALSE(rule->title.ends_with('.'));
    EXPECT_NE(rule->check != nullptr, rule->check_list != nullptr) << rule->code;
  }
}

TEST(Codes, AreUnique) {
  auto all = code_infos();
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_NE(all[i - 1].code, all[i].code);
}

}  // namespace
}  // namespace kukini::lint::test
