// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Places: from the tree back to files, lines and columns, through includes, defines and substitutions.
#include <gtest/gtest.h>

#include <map>

#include "lang/dump/dump.hpp"
#include "lang/front_end.hpp"
#include "lang/source/read_file.hpp"

using namespace kukini;

namespace {

lang::Reader files(std::map<std::string, std::string> content) {
  return [content = std::move(content)](const std::string& path) -> base::Result<std::string> {
    auto at = content.find(path);
    if (at == content.end()) return base::Error{lang::kNoSuchFile};
    return at->second;
  };
}

}  // namespace

TEST(Source, PlaceInAnInclude) {
  lang::ParseOptions options;
  options.reader = files({{"/etc/k/main.cfg", "debug=2\ninclude_file \"sub/a.cfg\"\n"}, {"/etc/k/sub/a.cfg", "\n\n  children=4\n#!include_file \"b.cfg\"\n"}, {"/etc/k/sub/b.cfg", "fork=yes"}});
  diag::Emitter emitter;
  auto script = lang::parse_file("/etc/k/main.cfg", options, emitter);
  ASSERT_EQ(emitter.errors(), 0u);
  ASSERT_EQ(script->items().size(), 3u);
  auto at = script->locate(script->items()[1]->span);
  EXPECT_EQ(at.file, "/etc/k/sub/a.cfg");
  EXPECT_EQ(at.line, 3u);
  EXPECT_EQ(at.column, 3u);
  EXPECT_EQ(at.length, 10u);
  ASSERT_EQ(at.included_from.size(), 1u);
  EXPECT_EQ(at.included_from[0].line, 2u);
  auto deep = script->locate(script->items()[2]->span);
  ASSERT_EQ(deep.included_from.size(), 2u);
  EXPECT_EQ(deep.included_from[0].file, "/etc/k/sub/a.cfg");
  EXPECT_EQ(deep.included_from[0].line, 4u);
}

TEST(Source, PlaceOfADefine) {
  diag::Emitter emitter;
  auto script = lang::parse_text("x.cfg", "#!define N 4 + 5\nrequest_route {\n  $var(x) = N;\n}\n", {}, emitter);
  const auto* body = script->items()[0]->as<lang::ast::Route>()->body;
  const auto* value = body->statements[0]->as<lang::ast::Assign>()->value;
  EXPECT_EQ(lang::dump(*value), "(+ 4 5)");
  auto at = script->locate(value->span);
  EXPECT_EQ(at.line, 3u);
  EXPECT_EQ(at.column, 13u);
  const auto* from = script->source().expanded_from(value->span.begin);
  ASSERT_NE(from, nullptr);
  EXPECT_EQ(from->name, "N");
  EXPECT_EQ(script->source().locate(*from).line, 1u);
}

TEST(Source, PlaceInsideAString) {
  diag::Emitter emitter;
  auto script = lang::parse_text("x.cfg", "request_route { xlog(\"ab\" \"c$ru\", \"\\\"$rU\"); }\n", {}, emitter);
  const auto* call = script->items()[0]->as<lang::ast::Route>()->body->statements[0]->as<lang::ast::CallStmt>()->call->as<lang::ast::Call>();
  const auto* first = call->arguments[0]->as<lang::ast::String>();
  EXPECT_EQ(first->value, "abc$ru");
  EXPECT_EQ(script->text(first->locate(3, 3)), "$ru");
  EXPECT_EQ(script->text(first->locate(0, 2)), "ab");
  const auto* second = call->arguments[1]->as<lang::ast::String>();
  EXPECT_EQ(second->value, "\"$rU");
  EXPECT_EQ(script->text(second->locate(1, 3)), "$rU");
}

TEST(Source, PlaceBehindEscapes) {
  diag::Emitter emitter;
  //                                             0123456789012345678901234567890123456789
  auto script = lang::parse_text("x.cfg", "route { x(\"a\\tb\\x41c\\.d\\\\e\" \"f\\ng\"); }", {}, emitter);
  ASSERT_EQ(emitter.errors(), 0u);
  const auto* call = script->items()[0]->as<lang::ast::Route>()->body->statements[0]->as<lang::ast::CallStmt>()->call->as<lang::ast::Call>();
  const auto* text = call->arguments[0]->as<lang::ast::String>();
  ASSERT_EQ(text->value, "a\tbAc\\.d\\ef\ng");
  auto shown = [&](std::uint32_t offset, std::uint32_t length) { return std::string(script->text(text->locate(offset, length))); };
  EXPECT_EQ(shown(0, 1), "a");
  EXPECT_EQ(shown(1, 1), "\\t");
  EXPECT_EQ(shown(2, 1), "b");
  EXPECT_EQ(shown(3, 1), "\\x41");
  EXPECT_EQ(shown(4, 1), "c");
  EXPECT_EQ(shown(5, 2), "\\.");
  EXPECT_EQ(shown(6, 2), ".d");
  EXPECT_EQ(shown(8, 1), "\\\\");
  EXPECT_EQ(shown(9, 1), "e");
  EXPECT_EQ(shown(10, 1), "f");
  EXPECT_EQ(shown(11, 2), "\\ng");
  EXPECT_EQ(shown(9, 3), "e");
}

TEST(Source, CommandLine) {
  lang::ParseOptions options;
  options.defines = {"WITH_A", "N=7"};
  options.substdefs = {"!HOST!192.0.2.9!g"};
  diag::Emitter emitter;
  auto script = lang::parse_text("x.cfg", "#!ifdef WITH_A\nchildren=N\n#!define N 8\nlisten=udp:HOST:5060\nserver_header=\"at HOST\"\n#!endif\n", options, emitter);
  EXPECT_EQ(emitter.errors(), 0u);
  EXPECT_EQ(lang::dump(*script), "param children = 7\nlisten\n  \"udp:192.0.2.9:5060\" proto=\"udp\" host=\"192.0.2.9\" port=\"5060\"\nparam server_header = \"at 192.0.2.9\"\n");
}

TEST(Source, IncludeLoopsAndDepth) {
  lang::ParseOptions options;
  options.reader = files({{"a", "include_file \"b\"\n"}, {"b", "include_file \"a\"\ndebug=1\n"}, {"self", "import_file \"self\"\n"}});
  diag::Emitter emitter;
  auto script = lang::parse_file("a", options, emitter);
  ASSERT_EQ(emitter.errors(), 1u);
  EXPECT_EQ(emitter.all()[0].code, "pp-include-loop");
  EXPECT_EQ(script->items().size(), 1u);
  diag::Emitter second;
  lang::parse_file("self", options, second);
  EXPECT_EQ(second.errors(), 1u);
}

TEST(Source, OneFileIncludedTwice) {
  lang::ParseOptions options;
  int reads = 0;
  options.reader = [&](const std::string& path) -> base::Result<std::string> {
    if (path == "a") return std::string("request_route {\ninclude_file \"b\"\ninclude_file \"b\";\n}\n");
    ++reads;
    return std::string("exit;\n");
  };
  diag::Emitter emitter;
  auto script = lang::parse_file("a", options, emitter);
  EXPECT_EQ(emitter.errors(), 0u);
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(lang::dump(*script), "route request\n  exit\n  exit\n");
}

TEST(Source, VersionSymbols) {
  lang::ParseOptions options;
  options.version = 6001004;
  diag::Emitter emitter;
  auto script = lang::parse_text("x.cfg", "#!ifdef KAMAILIO_6_1\na=1\n#!endif\n#!ifdef KAMAILIO_5\na=2\n#!endif\n#!ifexp KAMAILIO_VERSION >= 6000000\na=3\n#!endif\n", options, emitter);
  EXPECT_EQ(lang::dump(*script), "param a = 1\nparam a = 3\n");
}
