// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// siputils: P-Charging-Vector, tel2sip2(), contact_param_encode_alias(), sip_parse_headers(); sizes of sanity_check().
#include <gtest/gtest.h>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

std::string invite(const std::string& headers) {
  return "INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx\nFrom: <sip:alice@atlanta.com>;tag=abc\nTo: <sip:biloxi.com>\n"
         "Call-ID: c1\nCSeq: 1 INVITE\n" + headers + "Content-Length: 0\n\n";
}

struct Charging : testing::Test {
  Charging() {
    for (auto name : {"pv", "siputils", "sanity"}) h.load(name);
    h.set("sanity", "autodrop", "0");
    with("");
  }
  void with(const std::string& headers) { b = std::make_unique<ContextBuilder>(invite(headers)); }
  int call(const std::string& function, const std::vector<std::string>& args = {}) { return h.call(b->context, function, args); }
  std::string read(std::string_view format) { return h.format(b->context, format); }
  Harness h;
  std::unique_ptr<ContextBuilder> b;
};

constexpr const char* kVector = "P-Charging-Vector: icid-value=\"a+b=1\";icid-generated-at=192.0.6.8;orig-ioi=home1.net;term-ioi=home2.net\n";

TEST_F(Charging, IsRead) {
  EXPECT_EQ(read("$pcv(all) $pcv(value) $pcv(status)"), "<null> <null> 0");
  with(kVector);
  EXPECT_EQ(read("$pcv(value) $pcv(genaddr) $pcv(orig) $pcv(term) $pcv(status)"), "\"a+b=1\" 192.0.6.8 home1.net home2.net 1");
  EXPECT_TRUE(read("$pcv(all)").starts_with("icid-value="));
  with("P-Charging-Vector: foo=bar\n");
  EXPECT_EQ(read("$pcv(value) $pcv(status)"), "<null> 2");
}

TEST_F(Charging, IsMadeReplacedAndRemoved) {
  EXPECT_EQ(call("sip_p_charging_vector", {"r"}), 1);
  EXPECT_EQ(b->encoded(), b->bytes);
  EXPECT_EQ(call("sip_p_charging_vector", {"g"}), 1);
  EXPECT_EQ(read("$(pcv(value){s.len}) $pcv(genaddr) $pcv(status)"), "32 127.0.0.1 3");
  auto once = b->encoded();
  EXPECT_NE(once.find("P-Charging-Vector: icid-value="), once.npos);
  EXPECT_EQ(call("sip_p_charging_vector", {"f"}), 1);
  EXPECT_EQ(b->encoded(), once) << "what was made here stays";
  with(kVector);
  EXPECT_EQ(call("sip_p_charging_vector", {"g"}), 1);
  EXPECT_EQ(b->encoded(), b->bytes);
  EXPECT_EQ(call("sip_p_charging_vector", {"r"}), 1);
  EXPECT_EQ(read("$pcv(all) $pcv(status)"), "<null> 4");
  EXPECT_EQ(b->encoded().find("P-Charging"), std::string::npos);
  with(kVector);
  EXPECT_EQ(call("sip_p_charging_vector", {"f"}), 1);
  EXPECT_EQ(read("$pcv(genaddr) $pcv(status)"), "127.0.0.1 3");
  EXPECT_EQ(b->encoded().find("192.0.6.8"), std::string::npos);
}

TEST_F(Charging, TelephoneNumbers) {
  auto sip = [&](const std::string& tel) {
    EXPECT_EQ(call("tel2sip2", {tel, "foo.com", "$shv(u)"}), 1);
    return read("$shv(u)");
  };
  EXPECT_EQ(sip("tel:+(34)-999-888-777"), "sip:+34999888777@foo.com;user=phone");
  EXPECT_EQ(sip("tel:863-1234;phone-context=+1-914-555"), "sip:+19145558631234@foo.com;user=phone");
  EXPECT_EQ(sip("tel:7042;phone-context=example.com;B=1;a;isub=12;POSTD=pp22"), "sip:7042;isub=12;postd=pp22;a;b=1@foo.com;user=phone");
  EXPECT_EQ(call("tel2sip2", {"tel:1", "", "$shv(u)"}), -1);
}

TEST_F(Charging, ContactsWithTheSendersAddress) {
  with("Contact: <sip:al@10.0.0.1:5070>\n");
  EXPECT_EQ(call("contact_param_encode_alias", {"np", "sip:1.2.3.4"}), 1);
  auto out = b->encoded();
  auto at = out.find("Contact: <sip:1.2.3.4;np=");
  ASSERT_NE(at, out.npos);
  ContextBuilder back(out, true);
  EXPECT_EQ(h.call(back.context, "contact_param_decode", {"np"}), 1);
  EXPECT_NE(back.encoded().find("Contact: <sip:al@10.0.0.1:5070;alias=192.0.2.7~5062~1>"), std::string::npos) << back.encoded();
}

TEST_F(Charging, HeadersAreRead) {
  EXPECT_EQ(call("sip_parse_headers"), 1);
  with("Contact: <sip:al@10.0.0.1\n");
  EXPECT_EQ(call("sip_parse_headers"), -1);
}

TEST_F(Charging, SizesOfSanity) {
  with("Contact: <sip:" + std::string(300, 'a') + "@10.0.0.1>\n");
  EXPECT_EQ(call("sanity_check"), 1);
  h.set("sanity", "size_checks", "1");
  EXPECT_EQ(call("sanity_check"), -1);
  h.set("sanity", "size_contact_uri", "400");
  EXPECT_EQ(call("sanity_check"), 1);
  h.set("sanity", "size_header", "100");
  EXPECT_EQ(call("sanity_check"), -1);
  h.set("sanity", "size_header", "0");
  EXPECT_EQ(call("sanity_check"), 1) << "0 is any size";
  for (auto* name : {"size_message", "size_headers", "size_method", "size_ruri", "size_from_uri", "size_to_uri"}) {
    h.set("sanity", name, "3");
    EXPECT_EQ(call("sanity_check"), -1) << name;
    h.set("sanity", name, "0");
  }
  EXPECT_EQ(call("sanity_check"), 1);
}

}  // namespace
