// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Real configs: what Kamailio accepts must not be refused for anything but what Kukini lacks.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "growth.hpp"
#include "support.hpp"

namespace kukini::sema::test {
namespace {

struct Main {
  fs::path path;
  std::string verdict;
};

std::vector<Main> mains() {
  std::vector<Main> all;
  if (shared().empty() || !fs::exists(shared() / "corpus/mains.tsv")) return all;
  std::istringstream lines(read(shared() / "corpus/mains.tsv"));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string path, era, modules, verdict;
    std::getline(fields, path, '\t');
    std::getline(fields, era, '\t');
    std::getline(fields, modules, '\t');
    std::getline(fields, verdict, '\t');
    all.push_back({shared() / "corpus/configs" / path, verdict});
  }
  return all;
}

struct Verdict {
  std::size_t syntax_errors = 0;
  std::map<std::string, int> codes;  ///< sema errors
  std::string shown;
};

Verdict judge(const Main& main, bool assume) {
  Verdict verdict;
  diag::Emitter syntax;
  auto script = lang::parse_file(main.path.string(), {}, syntax);
  verdict.syntax_errors = syntax.errors();
  diag::Emitter emitter;
  Options options;
  options.assume_modules = assume;
  check(*script, catalog(), options, emitter);
  emitter.sort();
  for (const auto& d : emitter.all()) {
    if (d.severity != diag::Severity::error) continue;
    ++verdict.codes[d.code];
    verdict.shown += "  " + diag::render(d, {.source = false}) + (d.hint.empty() ? "" : "      hint: " + d.hint + "\n");
  }
  return verdict;
}

TEST(Corpus, WhatKamailioAcceptsHasNoError) {
  auto all = mains();
  if (all.empty()) GTEST_SKIP() << "no corpus beside the checkout";
  bool list = std::getenv("KUKINI_LIST") != nullptr;
  std::map<std::string, int> configs_by_code;
  int accepted = 0, accepted_now = 0;
  for (const auto& main : all) {
    auto verdict = judge(main, true);
    auto now = judge(main, false);
    accepted += verdict.codes.empty() && verdict.syntax_errors == 0;
    accepted_now += now.codes.empty() && now.syntax_errors == 0;
    for (const auto& [code, n] : verdict.codes) ++configs_by_code[code];
    if (verdict.syntax_errors != 0) ++configs_by_code["(syntax)"];
    if (main.verdict == "accepted")
      EXPECT_TRUE(verdict.codes.empty()) << main.path << "\n" << verdict.shown;
    else if (list && !verdict.codes.empty())
      std::cout << main.path << " (" << main.verdict << ")\n" << verdict.shown;
  }
  std::cout << accepted << " of " << all.size() << " configs have no error with Kamailio's modules taken for granted, " << accepted_now
            << " with Kukini's own\n";
  for (const auto& [code, n] : configs_by_code) std::cout << "  " << code << ": " << n << " configs\n";
}

TEST(Corpus, TenThousandLines) {
  const auto make = [](std::size_t routes) {
    std::string text = "#!KAMAILIO\nloadmodule \"maxfwd.so\"\nloadmodule \"xlog.so\"\nloadmodule \"sl.so\"\nloadmodule \"pv.so\"\n"
                       "request_route { route(R0); exit; }\n";
    for (std::size_t i = 0; i < routes; ++i)
      text += "route[R" + std::to_string(i) +
              "] {\n  if ($rU =~ \"^\\+?[0-9]+" + std::to_string(i) + "$\") {\n    xlog(\"L_INFO\", \"call of $fu to $ru from $si:$sp\\n\");\n" +
              "    $var(x) = $(ru{s.len}) + 1;\n    $avp(y) = \"a\" + $fU;\n    sl_send_reply(\"404\", \"Not here\");\n  } else {\n" +
              "    route(R" + std::to_string((i + 1) % routes) + ");\n  }\n}\n";
    diag::Emitter emitter;
    auto script = lang::parse_text("big.cfg", text, {}, emitter);
    EXPECT_EQ(emitter.errors(), 0u) << diag::render_all(emitter);
    return script;
  };
  (void)catalog();
  const auto g = kukini::test::growth(250, 1000, make, [](const auto& script) {
    diag::Emitter emitter;
    Options options;
    options.assume_modules = true;
    check(*script, catalog(), options, emitter);
    EXPECT_EQ(emitter.errors(), 0u) << diag::render_all(emitter);
  });
  EXPECT_TRUE(g.linear()) << g;
  std::cout << "10,000 lines checked in " << g.first_ms << " ms\n";
}

}  // namespace
}  // namespace kukini::sema::test
