// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Judging for each Kamailio release: labels, version symbols, and that one text gives other results for other releases.
#include <gtest/gtest.h>

#include "support.hpp"

namespace kukini::sema::test {
namespace {

std::string codes_for(const std::string& target, const std::string& text) {
  diag::Emitter emitter;
  lang::ParseOptions parse;
  Options options;
  options.target = target;
  if (!target.empty()) parse.version = release_version(target);
  auto script = lang::parse_text("x.cfg", text, parse, emitter);
  check(*script, catalog(), options, emitter);
  emitter.sort();
  std::string out;
  for (const auto& d : emitter.all()) out += std::to_string(d.primary.line) + ":" + d.code + " ";
  return out;
}

TEST(Target, LabelsAreVersions) {
  EXPECT_EQ(release_version("5.4"), 5004000u);
  EXPECT_EQ(release_version("6.2-dev"), 6002000u);
  EXPECT_EQ(release_version("3.3"), 3003000u);
  for (const char* wrong : {"", "kukini", "5", "5.", ".4", "a.b"}) EXPECT_EQ(release_version(wrong), 0u) << wrong;
}

TEST(Target, EveryReleaseTakesAPlainScript) {
  ASSERT_GT(catalog().facts().releases.size(), 15u);
  for (auto release : catalog().facts().releases)
    EXPECT_EQ(codes_for(std::string(release), "#!KAMAILIO\nchildren=4\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\nmodparam(\"tm\", \"fr_timer\", 1000)\n"
                                              "listen=udp:10.0.0.1:5060\nroute {\n  if (!t_relay()) { sl_reply_error(); }\n  exit;\n}\n"),
              "")
        << release;
}

TEST(Target, WhatCameAndWent) {
  const std::string text = "loadmodule \"mi_fifo.so\"\ndst_blacklist_mem=1\ndst_blocklist_mem=1\n#!ifexp KAMAILIO_VERSION >= 5007000\n#!endif\n";
  EXPECT_EQ(codes_for("4.4", text), "3:not-in-target 4:not-in-target ");
  EXPECT_EQ(codes_for("5.0", text), "1:removed-in-target 3:not-in-target 4:not-in-target ");
  EXPECT_EQ(codes_for("5.5", text), "1:removed-in-target 2:removed-in-target 4:not-in-target ");
  EXPECT_EQ(codes_for("6.1", text), "1:removed-in-target 2:removed-in-target ");
  EXPECT_EQ(codes_for("", text), "1:retired-module 2:retired-global ");
  EXPECT_EQ(codes_for("nonsense", text), codes_for("", text));
}

TEST(Target, BlocksOfEventsWereRequestBlocks) {
  const std::string text = "loadmodule \"dispatcher.so\"\nloadmodule \"tm.so\"\nevent_route[dispatcher:dst-down] {\n  t_reply(\"1\", \"a\");\n}\n";
  EXPECT_EQ(codes_for("4.4", text), "");
  EXPECT_EQ(codes_for("6.1", text), "");
}

TEST(Target, SymbolsOfTheReleaseHold) {
  const std::string text = "#!ifdef KAMAILIO_5_4\nnonsense_a=1\n#!endif\n#!ifdef KAMAILIO_6\nnonsense_b=1\n#!endif\n";
  EXPECT_EQ(codes_for("5.4", text), "2:unknown-global ");
  EXPECT_EQ(codes_for("6.1", text), "5:unknown-global ");
}

}  // namespace
}  // namespace kukini::sema::test
