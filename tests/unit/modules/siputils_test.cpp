// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// siputils: results, as Kamailio 5.6.3 answers them.
#include <gtest/gtest.h>

#include <ostream>

#include "module_harness.hpp"

using namespace kukini::test;
using kukini::sdk::Value;

namespace {

constexpr const char* kMessage =
    "INVITE sip:bob@example.com;foo=bar;lr;x=1?h=v SIP/2.0\n"
    "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\n"
    "From: \"Al\" <sip:alice@atlanta.com>;tag=abc\n"
    "To: Bob <sip:bob@biloxi.com>\n"
    "Call-ID: c1@host\n"
    "CSeq: 17 INVITE\n"
    "Contact: \"C\" <sip:a:pw@10.0.0.1:5066;transport=tcp>;q=1\n"
    "Supported: path, gruu\n"
    "Date: Mon, 23 Nov 2020 12:31:49 GMT\n"
    "Content-Length: 0\n\n";

struct Case {
  const char* function;
  std::vector<std::string> args;
  int result;
  const char* ruri = nullptr;
  const char* start = nullptr;  ///< value of $shv(x) before
  const char* variable = nullptr;  ///< … and after
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.function; }

class Siputils : public testing::TestWithParam<Case> {};

TEST_P(Siputils, Result) {
  Harness h;
  h.load("pv");
  h.load("siputils");
  h.start();
  ASSERT_TRUE(h.problems().empty()) << h.problems()[0];
  ContextBuilder b(kMessage);
  const auto& t = GetParam();
  if (t.start != nullptr) h.assign(b.context, "$shv(x)", Value::string(t.start));
  EXPECT_EQ(h.call(b.context, t.function, t.args), t.result) << h.error();
  if (t.ruri != nullptr) {
    EXPECT_EQ(b.context.ruri(), t.ruri);
  }
  if (t.variable != nullptr) {
    EXPECT_EQ(h.format(b.context, "$shv(x)"), t.variable);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Siputils,
    testing::Values(
        Case{"has_totag", {}, -1}, Case{"is_request", {}, 1}, Case{"is_reply", {}, -1}, Case{"is_first_hop", {}, 1}, Case{"is_first_hop", {"1"}, 1},
        Case{"uri_param", {"foo"}, -1}, Case{"uri_param", {"foo", "bar"}, 1}, Case{"uri_param", {"foo", "BAR"}, -1}, Case{"uri_param", {"lr"}, 1},
        Case{"uri_param", {"nope"}, -1}, Case{"uri_param_any", {"foo"}, 1}, Case{"uri_param_any", {"nope"}, -1},
        Case{"uri_param_rm", {"foo"}, 1, "sip:bob@example.com;lr;x=1?h=v"}, Case{"uri_param_rm", {"lr"}, 1, "sip:bob@example.com;foo=bar;x=1?h=v"},
        Case{"add_uri_param", {"new=1"}, 1, "sip:bob@example.com;foo=bar;lr;x=1;new=1?h=v"},
        Case{"get_uri_param", {"foo", "$shv(x)"}, 1, nullptr, "-", "bar"}, Case{"get_uri_param", {"lr", "$shv(x)"}, 1, nullptr, "-", ""},
        Case{"tel2sip", {"tel:+1-234.5(6);ext=7", "h.com", "$shv(x)"}, 1, nullptr, "-", "sip:+123456;ext=7@h.com;user=phone"},
        Case{"tel2sip", {"sip:a@b", "h.com", "$shv(x)"}, 1, nullptr, "-", "-"}, Case{"is_e164", {"$shv(x)"}, 1, nullptr, "+12345"},
        Case{"is_e164", {"$shv(x)"}, -1, nullptr, "12345"}, Case{"is_e164", {"$shv(x)"}, -1, nullptr, "+1"}, Case{"is_e164", {"$shv(x)"}, 1, nullptr, "+12"},
        Case{"is_e164", {"$shv(x)"}, -1, nullptr, "+1234567890123456"}, Case{"is_uri_user_e164", {"$shv(x)"}, 1, nullptr, "sip:+12345@x"},
        Case{"is_tel_number", {"+123"}, 1}, Case{"is_tel_number", {"+123-4"}, -2}, Case{"is_tel_number", {"*12#"}, -2}, Case{"is_tel_number", {"+"}, -2},
        Case{"is_numeric", {"123"}, 1}, Case{"is_numeric", {"12a"}, -2}, Case{"is_numeric", {""}, -2}, Case{"is_alphanum", {"a1"}, 1},
        Case{"is_alphanum", {"a.1"}, -3}, Case{"is_alphanumex", {"a.1", "."}, 1}, Case{"is_alphanumex", {"a-1", "."}, -3},
        Case{"cmp_uri", {"sip:a@B.com", "sip:a@b.com"}, 1}, Case{"cmp_uri", {"sip:a@b.com;x=1", "sip:a@b.com"}, 1},
        Case{"cmp_uri", {"sip:a@b.com:5060", "sip:a@b.com"}, -1}, Case{"cmp_aor", {"sip:a@b.com;x=1", "sip:a@b.com"}, 1},
        Case{"cmp_aor", {"sip:a@b.com:5060", "sip:a@b.com"}, 1}, Case{"cmp_aor", {"sip:A@b.com", "sip:a@b.com"}, -1},
        Case{"cmp_hdr_name", {"From", "f"}, 1}, Case{"cmp_hdr_name", {"X-a", "x-A"}, 1}, Case{"is_uri", {"sip:a@b"}, 1}, Case{"is_uri", {"garbage"}, -1},
        Case{"is_uri", {"tel:123"}, 1}, Case{"is_gruu", {}, -1}, Case{"is_gruu", {"sip:a@b;gr=1"}, 1}, Case{"is_supported", {"path"}, 1},
        Case{"is_supported", {"timer"}, -1}, Case{"is_supported", {"bogus"}, -1001}, Case{"hdr_date_check", {"10"}, -4},
        Case{"set_uri_user", {"$shv(x)", "new"}, 1, nullptr, "sip:a@b.com:5060;x", "sip:new@b.com:5060;x"},
        Case{"set_uri_user", {"$shv(x)", "new"}, 1, nullptr, "sip:b.com", "sip:new@b.com"}, Case{"set_uri_user", {"$shv(x)", ""}, 1, nullptr, "sip:a@b.com", "sip:b.com"},
        Case{"set_uri_host", {"$shv(x)", "new.org"}, 1, nullptr, "sip:a@b.com:5060;x", "sip:a@new.org:5060;x"}, Case{"options_reply", {}, -1},
        Case{"append_rpid_hf", {}, -1}, Case{"contact_param_rm", {"transport"}, 1}, Case{"contact_param_check", {"transport"}, 1}));

}  // namespace
