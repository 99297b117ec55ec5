// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the path analysis knows and does not know, seen through the rules that use it.
#include <gtest/gtest.h>

#include "growth.hpp"
#include "lint/linter.hpp"

namespace kukini::lint::test {
namespace {

/// Lines on which a code is said.
std::vector<unsigned> lines(const std::string& text, const std::string& code) {
  Options options;
  options.select = {code};
  std::vector<unsigned> out;
  for (const auto& d : lint_text("test.cfg", text, options))
    if (d.code == code) out.push_back(d.primary.line);
  return out;
}

using Lines = std::vector<unsigned>;

TEST(Flow, FollowsTheMethodThroughBlocks) {
  EXPECT_EQ(lines("request_route {\n route(A);\n if (is_method(\"INVITE\")) xlog(\"$var(x)\");\n exit;\n}\n"
                  "route[A] {\n if (!is_method(\"INVITE\")) return;\n $var(x) = 1;\n}\n",
                  "variable-read-before-written"),
            Lines());
  EXPECT_EQ(lines("request_route {\n route(A);\n if (is_method(\"BYE\")) xlog(\"$var(x)\");\n exit;\n}\n"
                  "route[A] {\n if (!is_method(\"INVITE\")) return;\n $var(x) = 1;\n}\n",
                  "variable-read-before-written"),
            Lines({3}));
}

TEST(Flow, KnowsTheWaysToAskForAMethod) {
  for (const char* condition : {"method == \"INVITE\"", "$rm == \"INVITE\"", "$rm =~ \"^INVITE$\"", "$rm =~ \"^(INVITE|BYE)$\"", "is_method(\"INVITE|BYE\")",
                                "!(method != \"INVITE\")", "@method == \"INVITE\"", "$rm eq \"INVITE\""}) {
    std::string text = "request_route {\n if (is_method(\"INVITE\")) $var(x) = 1;\n else exit;\n if (" + std::string(condition) + ") { t_relay(); exit; }\n}\n";
    EXPECT_EQ(lines(text, "request-unanswered"), Lines()) << condition;
  }
  EXPECT_EQ(lines("request_route {\n switch ($rm) {\n case \"INVITE\": t_relay(); exit;\n case \"ACK\": exit;\n default: sl_send_reply(\"405\", \"No\");\n }\n}\n",
                  "request-unanswered"),
            Lines());
  EXPECT_EQ(lines("request_route {\n switch ($rm) {\n case \"INVITE\": t_relay(); exit;\n case \"ACK\": exit;\n }\n}\n", "request-unanswered"), Lines({6}));
}

TEST(Flow, KnowsToTagsAndAcks) {
  EXPECT_EQ(lines("request_route {\n if (has_totag()) { t_relay(); exit; }\n if ($tt != $null) xlog(\"$var(x)\");\n exit;\n}\n", "variable-read-before-written"), Lines());
  EXPECT_EQ(lines("request_route {\n if (!is_method(\"ACK\")) { t_relay(); exit; }\n xlog(\"a stray one\\n\");\n}\n", "request-unanswered"), Lines());
}

TEST(Flow, FollowsReturnCodes) {
  std::string block = "route[A] {\n if ($rU == \"1\") { sl_send_reply(\"404\", \"No\"); return -1; }\n return 1;\n}\n";
  EXPECT_EQ(lines("request_route {\n if (!route(A)) exit;\n sl_send_reply(\"200\", \"OK\");\n exit;\n}\n" + block, "double-reply"), Lines());
  EXPECT_EQ(lines("request_route {\n route(A);\n if ($rc < 0) exit;\n sl_send_reply(\"200\", \"OK\");\n exit;\n}\n" + block, "double-reply"), Lines());
  EXPECT_EQ(lines("request_route {\n switch (route(A)) {\n case -1: exit;\n }\n exit;\n}\n" + block, "double-reply"), Lines());
  EXPECT_EQ(lines("request_route {\n route(A);\n sl_send_reply(\"200\", \"OK\");\n exit;\n}\n" + block, "double-reply"), Lines({7}));
}

TEST(Flow, ReturnZeroEndsTheScript) {
  EXPECT_EQ(lines("request_route {\n route(A);\n sl_send_reply(\"200\", \"OK\");\n}\nroute[A] {\n sl_send_reply(\"404\", \"No\");\n return 0;\n}\n", "double-reply"), Lines());
}

TEST(Flow, RemembersConditionsThatRepeat) {
  EXPECT_EQ(lines("request_route {\n if (src_ip == 10.0.0.1) $var(x) = 1;\n t_check_trans();\n if (src_ip == 10.0.0.1) xlog(\"$var(x)\");\n exit;\n}\n",
                  "variable-read-before-written"),
            Lines());
  EXPECT_EQ(lines("request_route {\n $var(a) = 0;\n if ($rU =~ \"^1\") { $var(a) = 1; $var(x) = 1; }\n if ($var(a) == 1) xlog(\"$var(x)\");\n exit;\n}\n",
                  "variable-read-before-written"),
            Lines());
  // The request URI may have changed in between.
  EXPECT_EQ(lines("request_route {\n if ($rU =~ \"^1\") $var(x) = 1;\n $rU = $fU;\n if ($rU =~ \"^1\") xlog(\"$var(x)\");\n exit;\n}\n",
                  "variable-read-before-written"),
            Lines({4}));
}

TEST(Flow, NoFlagIsSetWhenARequestComesIn) {
  EXPECT_EQ(lines("flags F:1\nrequest_route {\n if (is_method(\"INVITE\")) { setflag(F); $var(x) = 1; }\n if (isflagset(F)) xlog(\"$var(x)\");\n exit;\n}\n",
                  "variable-read-before-written"),
            Lines());
}

TEST(Flow, ParametersSetVariables) {
  EXPECT_EQ(lines("modparam(\"pv\", \"varset\", \"x=i:5\")\nrequest_route {\n xlog(\"$var(x) $var(y)\");\n exit;\n}\n", "variable-read-before-written").size(), 1u);
}

TEST(Flow, AScriptThatOnlyLooksOnAnswersNothing) {
  EXPECT_EQ(lines("request_route {\n xlog(\"$rm\");\n}\n", "request-unanswered"), Lines());
}

TEST(Flow, OnlySomeHeadersAreCredentials) {
  std::string text = "request_route {\n if (!auth_check(\"$fd\", \"subscriber\", \"1\")) exit;\n remove_hf(\"HEADER\");\n t_relay();\n exit;\n}\n";
  EXPECT_EQ(lines(text, "credentials-not-consumed"), Lines({4}));
  text.replace(text.find("HEADER"), 6, "Proxy-Authorization");
  EXPECT_EQ(lines(text, "credentials-not-consumed"), Lines());
}

TEST(Flow, AnAskedMethodIsNoLookAtTheLookup) {
  EXPECT_EQ(lines("request_route {\n lookup(\"location\");\n if (is_method(\"INVITE\")) setflag(1);\n t_relay();\n exit;\n}\n", "lookup-unchecked"), Lines({2}));
  EXPECT_EQ(lines("request_route {\n lookup(\"location\");\n if ($rc < 0) exit;\n t_relay();\n exit;\n}\n", "lookup-unchecked"), Lines());
  EXPECT_EQ(lines("request_route {\n if (registered(\"location\")) {\n  lookup(\"location\");\n  t_relay();\n }\n exit;\n}\n", "lookup-unchecked"), Lines());
}

TEST(Flow, LoopsRunNeverOrOften) {
  EXPECT_EQ(lines("request_route {\n while ($si == \"1\") {\n $var(x) = 1;\n }\n xlog(\"$var(x)\");\n exit;\n}\n", "variable-read-before-written"), Lines({5}));
  EXPECT_EQ(lines("request_route {\n while (1) {\n $var(x) = 1;\n break;\n }\n xlog(\"$var(x)\");\n exit;\n}\n", "variable-read-before-written"), Lines());
  EXPECT_EQ(lines("request_route {\n $var(i) = 2;\n while ($var(i) > 0) {\n  sl_send_reply(\"200\", \"OK\");\n  sl_reply_error();\n  $var(i) = 0;\n }\n exit;\n}\n",
                  "double-reply"),
            Lines({4, 5}));
}

TEST(Flow, WhatIsNotKnownMayDoAnything) {
  EXPECT_EQ(lines("request_route {\n route($var(name));\n}\n", "request-unanswered"), Lines());
  EXPECT_EQ(lines("request_route {\n some_function_of_ours();\n}\n", "request-unanswered"), Lines());
  EXPECT_EQ(lines("request_route {\n lua_run(\"main\");\n}\n", "request-unanswered"), Lines());
}

TEST(Flow, BlocksThatCallThemselvesEnd) {
  EXPECT_EQ(lines("request_route {\n route(A);\n}\nroute[A] {\n if ($rU == \"1\") route(A);\n else route(B);\n}\nroute[B] {\n route(A);\n if ($rU == \"2\") t_relay();\n}\n", "request-unanswered"),
            Lines({3}));
}

TEST(Flow, SilentWhereCodeIsHidden) {
  EXPECT_EQ(lines("request_route {\n if (is_method( { t_relay(); }\n}\n", "request-unanswered"), Lines());
  EXPECT_EQ(lines("include_file \"/nonexistent/routes.cfg\"\nrequest_route {\n if ($rU == \"1\") t_relay();\n}\n", "request-unanswered"), Lines());
  EXPECT_EQ(lines("request_route {\n if ($rU == \"1\") t_relay();\n}\n", "request-unanswered"), Lines({3}));
}

/// "LINE what" of each note.
std::vector<std::string> notes(const std::string& text, const std::string& code) {
  Options options;
  options.select = {code};
  std::vector<std::string> out;
  for (const auto& d : lint_text("test.cfg", text, options))
    for (const auto& n : d.notes) out.push_back(std::to_string(n.location.line) + " " + n.message);
  return out;
}

using Notes = std::vector<std::string>;

TEST(Flow, FindingsShowTheirPath) {
  std::string relay = "route[RELAY] {\n if (!t_relay()) sl_reply_error();\n}\n";
  EXPECT_EQ(notes("request_route {\n if ($rU == \"1\") xlog(\"a detour\\n\");\n if (is_method(\"MESSAGE\"))\n  route(RELAY);\n else {\n  exit;\n }\n"
                  " sl_send_reply(\"500\", \"Server Internal Error\");\n}\n" + relay,
                  "reply-after-relay"),
            Notes({"1 the path of a MESSAGE begins here", "3 this holds", "4 this block is called", "8 answered here"}));
  EXPECT_EQ(notes("request_route {\n switch ($rU) {\n  case \"1\":\n   sl_send_reply(\"404\", \"Not Found\");\n   break;\n  default:\n   exit;\n }\n"
                  " sl_send_reply(\"500\", \"Server Internal Error\");\n}\n",
                  "double-reply"),
            Notes({"1 the path of a request begins here", "3 this case is taken", "9 answered again here"}));
  // A method that was asked for before is not asked for otherwise later.
  EXPECT_EQ(notes("request_route {\n if (is_method(\"INVITE\")) $var(a) = 1;\n if (is_method(\"BYE\")) {\n  sl_send_reply(\"404\", \"Not Found\");\n }\n"
                  " sl_send_reply(\"500\", \"Server Internal Error\");\n}\n",
                  "double-reply"),
            Notes({"1 the path of a BYE begins here", "3 this holds", "6 answered again here"}));
  // Straight on: nothing to show.
  EXPECT_EQ(notes("request_route {\n record_route();\n record_route();\n t_relay();\n exit;\n}\n", "record-route-twice"), Notes({"2 added here"}));
}

TEST(Flow, ABlockThatOnlyTestsSaysTheSameAgain) {
  std::string block = "route[KNOWN] {\n if ($si == \"192.0.2.1\") { xlog(\"yes\\n\"); return 1; }\n return -1;\n}\n";
  std::string main = "request_route {\n if (route(KNOWN)) { t_relay(); exit; }\n if (!route(KNOWN)) { t_relay(); exit; }\n}\n";
  EXPECT_EQ(lines(main + block, "request-unanswered"), Lines());
  // One that changes something may say something else.
  EXPECT_EQ(lines(main + "route[KNOWN] {\n $var(n) = $var(n) + 1;\n if ($var(n) == 1) return 1;\n return -1;\n}\n", "request-unanswered"), Lines({4}));
}

TEST(Flow, AnAssignmentInAConditionAssignsAndHolds) {
  EXPECT_EQ(lines("request_route {\n if ($var(x) = 1) xlog(\"$var(x)\");\n exit;\n}\n", "variable-read-before-written"), Lines());
  EXPECT_EQ(lines("request_route {\n if ($var(x) = 0) { t_relay(); exit; }\n}\n", "request-unanswered"), Lines());
  EXPECT_EQ(lines("request_route {\n if ($rU == \"1\" && ($var(x) = 0)) exit;\n while ($var(x) = 2) exit;\n}\n", "assignment-in-condition"), Lines({2, 3}));
}

template <class Make>
void expect_linear(std::size_t n, std::size_t most, Make make) {
  const auto g = kukini::test::growth(n, most, make, [](const std::string& text) { lint_text("test.cfg", text, {}); });
  EXPECT_TRUE(g.linear()) << g;
}

TEST(Flow, WorkGrowsWithTheText) {
  constexpr std::size_t kPart = kukini::test::kSanitized ? 4 : 1;
  expect_linear(2500 / kPart, 10'000, [](std::size_t n) {
    std::string many = "request_route {\n";
    for (std::size_t i = 0; i < n; ++i)
      many += "if ($avp(a" + std::to_string(i) + ") == " + std::to_string(i % 97) + ") $var(v" + std::to_string(i % 200) + ") = " + std::to_string(i) + ";\n";
    return many + "}\n";
  });

  // Each block calls the next one from two places, in different states.
  expect_linear(75 / kPart, 300, [](std::size_t n) {
    std::string fan = "request_route { route(R0); }\n";
    for (std::size_t i = 0; i < n; ++i) {
      auto name = std::to_string(i), next = std::to_string(i + 1);
      fan += "route[R" + name + "] { if ($avp(a" + name + ") == 1) { $var(v" + std::to_string(i % 60) + ") = 1; route(R" + next + "); } else { setflag(" +
             std::to_string(i % 30) + "); route(R" + next + "); } }\n";
    }
    return fan + "route[R" + std::to_string(n) + "] { xlog(\"x\"); }\n";
  });

  expect_linear(12 / kPart, 48, [](std::size_t n) {
    std::string nested, text;
    for (int i = 0; i < 180; ++i) nested += "if (isflagset(" + std::to_string(i % 31) + ")) { setflag(" + std::to_string((i * 7) % 31) + "); } if (is_method(\"INVITE\")) {";
    for (std::size_t i = 0; i < n; ++i) text += "route[N" + std::to_string(i) + "] {" + nested + std::string(180, '}') + "}\n";
    return "request_route { route(N0); route(N1); exit; }\n" + text;
  });
}

}  // namespace
}  // namespace kukini::lint::test
