// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The formatter's interface: edits, options, detection, hostile texts, speed. What it makes of scripts stands in tests/format.
#include "format/format.hpp"

#include <algorithm>
#include <iostream>

#include "growth.hpp"
#include "properties.hpp"

using namespace kukini::format;
using kukini::format::test::expect_properties;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FormatEdits, AreMinimal) {
  std::string text = "route {\n\tif(x)  {\n\t  exit;\n\t}\n}\n";
  auto edits = format_edits(text);
  ASSERT_EQ(edits.size(), 3u);
  EXPECT_EQ(edits[0].offset, 11u);
  EXPECT_EQ(edits[0].length, 0u);
  EXPECT_EQ(edits[0].replacement, " ");
  EXPECT_EQ(edits[1].length, 1u);
  EXPECT_EQ(edits[1].replacement, "");
  EXPECT_EQ(text.substr(edits[2].offset, edits[2].length), "  ");
  EXPECT_EQ(edits[2].replacement, "\t");
  EXPECT_EQ(apply_edits(text, edits), "route {\n\tif (x) {\n\t\texit;\n\t}\n}\n");
}

TEST(FormatEdits, NoneForATextInOrder) {
  EXPECT_TRUE(format_edits("").empty());
  EXPECT_TRUE(format_edits("#!KAMAILIO\r\nroute {\r\n\texit;\r\n}\r\n").empty());
}

TEST(FormatOptions, Indent) {
  std::string text = "route {\n  if (x) {\n  exit;\n  }\n}\n";
  EXPECT_EQ(format(text), "route {\n  if (x) {\n    exit;\n  }\n}\n");
  EXPECT_EQ(format(text, {.indent = Options::kTab}), "route {\n\tif (x) {\n\t\texit;\n\t}\n}\n");
  EXPECT_EQ(format(text, {.indent = 3}), "route {\n   if (x) {\n      exit;\n   }\n}\n");
}

TEST(FormatOptions, IndentIsWhatMostLinesHave) {
  std::string blanks = repeat("    foo();\n", 3), tabs = repeat("\tfoo();\n", 3);
  EXPECT_EQ(format("route {\n" + blanks + "\tbar();\n}\n"), "route {\n" + blanks + "    bar();\n}\n");
  EXPECT_EQ(format("route {\n" + tabs + "    bar();\n}\n"), "route {\n" + tabs + "\tbar();\n}\n");
  EXPECT_EQ(format("route {\nfoo();\n}\n"), "route {\n\tfoo();\n}\n");
}

TEST(FormatOptions, BlankLines) {
  std::string text = "a=1\n\n\n\nb=2\n";
  EXPECT_EQ(format(text), "a=1\n\nb=2\n");
  EXPECT_EQ(format(text, {.max_blank_lines = 0}), "a=1\nb=2\n");
  EXPECT_EQ(format(text, {.max_blank_lines = 2}), "a=1\n\n\nb=2\n");
  EXPECT_EQ(format(text, {.max_blank_lines = 9}), text);
}

// The blanks behind a define are part of its value: Kamailio 5.6.3 prints them with $def(A).
TEST(Format, ValuesOfDefinesKeepTheirBlanks) {
  for (std::string text :
       {"#!define A x  \n", "#!define A x\\ \n", "#!substdef \"!A!b!\"\t\n", "#!trydefenv A \n", "#!define A a \\\n  b \n"})
    EXPECT_EQ(format(text), text);
  EXPECT_EQ(format("#!ifdef A  \n#!endif \n"), "#!ifdef A\n#!endif\n");
}

TEST(Format, FirstBranchLeadsOn) {
  EXPECT_EQ(format("route {\n#!ifdef A\nif (a) {\n#!else\nif (b) {\nif (c) {\n#!endif\nx();\n}\n}\n"),
            "route {\n#!ifdef A\n\tif (a) {\n#!else\n\tif (b) {\n\t\tif (c) {\n#!endif\n\t\tx();\n\t}\n}\n");
}

TEST(Format, ABrokenBlockDoesNotMoveTheNext) {
  std::string open = "route[A] {\n  if (x) {\n    if (y) {\n  }\n}\n\n", good = "route[B] {\n  exit;\n}\n";
  EXPECT_EQ(format(open + good), open + good);
  std::string closed = "route[A] {\n  }\n  foo();\n    bar();\n}\n\n";
  EXPECT_EQ(format(closed + good), closed + good);
}

TEST(Format, BytesOfAnyKind) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  expect_properties(all);
  expect_properties(repeat(all, 3) + "\n" + all);
  expect_properties(std::string(3, '\0'));
  for (std::string text : {"\xEF\xBB\xBF",
                           "\r",
                           "\r\r\n",
                           "\n\r",
                           "{",
                           "}",
                           "(",
                           "\"",
                           "'",
                           "\\",
                           "#",
                           "#!",
                           "/*",
                           "/",
                           "$",
                           "$(",
                           "@",
                           "@a[",
                           "!!",
                           "{{",
                           "{%",
                           "case",
                           "else",
                           "if",
                           "route[",
                           "route",
                           "\t",
                           "#!define X \\",
                           "#!define X \\\n",
                           "x \xC2\xA0 y;"})
    expect_properties(text);
}

TEST(Format, HostileTextsTakeLinearTime) {
  constexpr std::size_t kFrom = kukini::test::kSanitized ? 2 << 10 : 16 << 10, kMost = 8 * kFrom;
  for (std::string_view unit : {"{",
                                "{\n",
                                "}",
                                "(",
                                "(\n",
                                ")",
                                "[",
                                "{{",
                                "{%",
                                "${",
                                "$(",
                                "$(a",
                                "$((",
                                "@a[",
                                "if ",
                                "if(x) ",
                                "if (x)\n",
                                "else ",
                                "else\n",
                                "if (x) a; else ",
                                "while (x)\n",
                                "switch(x){case 1:\n",
                                "case 1:\n",
                                "\"",
                                "\\\"\n",
                                "'\n",
                                "\"\\",
                                "/*",
                                "/* */",
                                "#\n",
                                "# \n\n",
                                "#!ifdef X\n",
                                "#!ifdef X\n{\n",
                                "#!else\n",
                                "#!ifdef X\n{\n#!else\n}\n#!endif\n",
                                "#!define \\\n",
                                "'\n#!endif\n",
                                "\"\n#!else\n",
                                "a(\n",
                                "=~ /",
                                "case /",
                                "route[",
                                "route[A]{\n",
                                "modparam(",
                                " ",
                                "\n",
                                "\t\n",
                                "\r",
                                "!",
                                "-",
                                "<<<<<<<\n",
                                "=======\n",
                                "x",
                                "1.",
                                "a.",
                                "flags a,\n",
                                "foo(); # x\n          # y\n",
                                "/*\n",
                                "\xC2\xA0",
                                "if if if {",
                                "# x\nif (x)\n"}) {
    for (int kind = 0; kind < 4; ++kind) {
      const auto make = [&](std::size_t size) {
        auto text = repeat(unit, size / unit.size());
        if (kind == 1) return "route {\n" + text;
        if (kind == 2) return text + std::string(size / 2, ' ') + "x;";
        if (kind == 3) return "if (x)\n" + text + "\nfoo();\n";
        return text;
      };
      std::string out;
      const auto g = kukini::test::growth(kFrom, kMost, make, [&](const std::string& text) { out = format(text); });
      EXPECT_TRUE(g.linear()) << g << ": " << kind << unit;
      const auto whole = make(kFrom);
      EXPECT_EQ(test::without_blanks(whole), test::without_blanks(format(whole))) << unit;
    }
  }
}

TEST(Format, TenThousandLines) {
  std::string body =
      "\tif(is_method(\"INVITE\")&&$rU==\"a\"){\n\t# a "
      "comment\n\t\txlog(\"L_INFO\",\"$ci|$rm\\n\");\n\t\troute(RELAY);\n\t\texit;\n\t}else{\n\t\t$var(x)=$var(y)+1;\n\t}\n\n\n";
  std::string text;
  for (int i = 0; i < 100; ++i) text += "route[R" + std::to_string(i) + "] {\n" + repeat(body, 10) + "}\n";
  ASSERT_GT(std::count(text.begin(), text.end(), '\n'), 10000);
  const double begin = kukini::test::thread_ms();
  auto edits = format_edits(text);
  std::cout << "ten thousand lines formatted in " << kukini::test::thread_ms() - begin << " ms\n";
  ASSERT_FALSE(edits.empty());
  expect_properties(text);
}

}  // namespace
