// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// maxfwd: results and edits, as Kamailio 5.6.3 answers them.
#include <gtest/gtest.h>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

std::string message(const std::string& value) {
  return "OPTIONS sip:b@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa\n" +
         (value == "-" ? "" : "Max-Forwards: " + value + "\n") + "Content-Length: 0\n\n";
}

struct Case {
  const char* value;
  int result;
  const char* after;
};
class MaxForwards : public testing::TestWithParam<Case> {};

TEST_P(MaxForwards, Processed) {
  Harness h;
  h.load("maxfwd");
  h.start();
  ASSERT_TRUE(h.problems().empty()) << h.problems()[0];
  ContextBuilder b(message(GetParam().value));
  EXPECT_EQ(h.call(b.context, "mf_process_maxfwd_header", {"10"}), GetParam().result);
  EXPECT_NE(b.encoded().find(std::string("\r\nMax-Forwards: ") + GetParam().after + "\r\n"), std::string::npos) << b.encoded();
}
INSTANTIATE_TEST_SUITE_P(All, MaxForwards,
                         testing::Values(Case{"70", 1, "69"}, Case{"1", 1, "0"}, Case{"0", -1, "0"}, Case{"100", 1, "70"}, Case{"71", 1, "70"},
                                         Case{"70000", 1, "70"}, Case{"abc", -2, "abc"}, Case{"-1", -2, "-1"}, Case{"-", 2, "10"}));

TEST(Maxfwd, CountsOnFromAnEarlierCall) {
  Harness h;
  h.load("maxfwd");
  h.start();
  ContextBuilder b(message("2"));
  EXPECT_EQ(h.call(b.context, "process_maxfwd", {"10"}), 1);
  EXPECT_EQ(h.call(b.context, "maxfwd_process", {"10"}), 1);
  EXPECT_EQ(h.call(b.context, "process_maxfwd", {"10"}), -1);
  EXPECT_NE(b.encoded().find("Max-Forwards: 0\r\n"), std::string::npos);
}

TEST(Maxfwd, LowLimit) {
  Harness h;
  h.load("maxfwd");
  h.start();
  auto ask = [&h](const char* value, const char* function) {
    ContextBuilder b(message(value));
    return h.call(b.context, function, {"20"});
  };
  EXPECT_EQ(ask("10", "is_maxfwd_lt"), 1);
  EXPECT_EQ(ask("20", "mf_lowlimit"), -1);
  EXPECT_EQ(ask("-", "maxfwd_at_least"), -2);
  EXPECT_EQ(ask("x", "is_maxfwd_lt"), -3);
  EXPECT_NE(h.set("maxfwd", "max_limit", "0"), "");
  EXPECT_EQ(h.set("maxfwd", "max_limit", "5"), "");
  ContextBuilder b(message("70"));
  EXPECT_EQ(h.call(b.context, "process_maxfwd", {"10"}), 1);
  EXPECT_NE(b.encoded().find("Max-Forwards: 5\r\n"), std::string::npos);
}

}  // namespace
