// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Nesting and repetition of every kind: four times the text takes about four times as long, never sixteen times, and no stack ends.
#include "growth.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "diag/render.hpp"
#include "lang/front_end.hpp"
#include "shapes.hpp"

using namespace kukini;

TEST(Growth, IsLinear) {
  constexpr std::size_t kFrom = test::kSanitized ? 2 << 10 : 16 << 10, kMost = test::kSanitized ? 32 << 10 : 256 << 10;
  double slowest = 0, steepest = 0;
  std::string slowest_shape, steepest_shape;
  std::size_t count = 0;
  for (const auto& shape : test::shapes()) {
    const auto name = shape.head + shape.open + " … " + shape.close;
    std::size_t report = 0;
    const auto g = test::growth(
        kFrom, kMost, [&](std::size_t bytes) { return text_of(shape, bytes); },
        [&](const std::string& text) {
          diag::Emitter emitter;
          auto script = lang::parse_text("x.cfg", text, {}, emitter);
          std::vector<lang::PvProblem> problems;
          base::Arena arena;
          lang::parse_format(text, arena, problems);
          report = std::max(report, diag::render_all(emitter).size());
        });
    ++count;
    EXPECT_TRUE(g.linear()) << g << ": " << name;
    EXPECT_LE(report, 1u << 20) << name;
    if (g.first_ms > slowest) slowest = g.first_ms, slowest_shape = name;
    if (g.ratio > steepest) steepest = g.ratio, steepest_shape = name;
  }
  std::cout << count << " shapes: " << 4 * kFrom / 1024 << " KB take " << slowest << " ms at most (" << slowest_shape
            << "), the steepest growth for four times the text is " << steepest << " (" << steepest_shape << ")\n";
}

TEST(Growth, ElseIfChainOfTenThousand) {
  for (int n : {1000, 10000}) {
    std::string text = "request_route { if (0) exit;";
    for (int i = 0; i < n; ++i) text += " else if ($rc == " + std::to_string(i) + ") exit;\n";
    diag::Emitter emitter;
    auto script = lang::parse_text("x.cfg", text + "}\n", {}, emitter);
    ASSERT_EQ(script->items().size(), 1u);
    EXPECT_LE(emitter.errors(), 1u);
    for (const auto& d : emitter.all()) EXPECT_EQ(d.code, "syntax-too-deep");
  }
}
