// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// All rules over nesting and repetition of every kind, as scripts and as dispatcher lists: the work grows with the text.
#include "growth.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "lint/linter.hpp"
#include "shapes.hpp"

namespace kukini::lint::test {
namespace {

void expect_linear(const char* file, const std::vector<kukini::test::Shape>& shapes) {
  constexpr std::size_t kFrom = kukini::test::kSanitized ? 1 << 10 : 16 << 10, kMost = kukini::test::kSanitized ? 8 << 10 : 64 << 10;
  Options options;
  options.select = {"all"};
  options.parse.reader = [](const std::string&) -> base::Result<std::string> { return base::Error{"no such file"}; };
  double slowest = 0, steepest = 0;
  std::string slowest_shape, steepest_shape;
  for (const auto& shape : shapes) {
    const auto name = shape.head + shape.open + " … " + shape.close;
    const auto g = kukini::test::growth(
        kFrom, kMost, [&](std::size_t bytes) { return text_of(shape, bytes); }, [&](const std::string& text) { lint_text(file, text, options); });
    EXPECT_TRUE(g.linear()) << g << ": " << name;
    if (g.first_ms > slowest) slowest = g.first_ms, slowest_shape = name;
    if (g.ratio > steepest) steepest = g.ratio, steepest_shape = name;
  }
  std::cout << shapes.size() << " shapes of " << file << ": " << 4 * kFrom / 1024 << " KB take " << slowest << " ms at most (" << slowest_shape
            << "), the steepest growth for four times the text is " << steepest << " (" << steepest_shape << ")\n";
}

TEST(Growth, Scripts) { expect_linear("test.cfg", kukini::test::shapes()); }

TEST(Growth, ScriptsThatRun) {
  std::vector<kukini::test::Shape> all;
  for (const char* open :
       {"$var(x) = $rU;\n", "$avp(a) = 1; t_relay();\n", "if ($rU == \"a\") { t_relay(); exit; }\n", "setflag(1); if (isflagset(2)) drop;\n", "route(A);\n",
        "xlog(\"$var(x) $avp(y)\\n\");\n", "t_on_failure(\"F\"); t_relay();\n", "if (is_method(\"INVITE\")) record_route();\n", "sl_send_reply(\"404\", \"x\");\n",
        "append_hf(\"X: $ru\\r\\n\");\n", "$var(i) = $var(i) + 1; while ($var(i) < 3) { $var(i) = 2; }\n", "switch ($rm) { case \"A\": route(A); break; default: exit; }\n",
        "ds_select_dst(\"1\", \"4\");\n"})
    all.push_back({"loadmodule \"tm.so\"\nrequest_route {\n", open, "", "", "}\nroute[A] { return; }\nfailure_route[F] { exit; }\n"});
  for (const char* open : {"route[a] { t_relay(); }\n", "loadmodule \"x\"\n", "modparam(\"tm\", \"fr_timer\", 5)\n", "listen=udp:192.0.2.1:5060\n", "#!define A 1\n", "flags A:1;\n"})
    all.push_back({"", open, "", "", "request_route { exit; }\n"});
  expect_linear("test.cfg", all);
}

TEST(Growth, DispatcherLists) {
  std::vector<kukini::test::Shape> all;
  for (const char* open : {"1 sip:192.0.2.1\n", "1 sip:192.0.2.1:5060;transport=udp 8 3 weight=50;duid=a a text\n", "x\n", "1 ", ";", "a=b;", "\n", "# x\n", "\\\n", "1 sip:192.0.2.1 0 0 rweight=1\n"})
    for (const char* head : {"", "1 sip:192.0.2.1 0 0 "}) all.push_back({head, open, "", "", "\n"});
  expect_linear("test.list", all);
}

}  // namespace
}  // namespace kukini::lint::test
