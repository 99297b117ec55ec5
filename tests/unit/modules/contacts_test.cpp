// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// siputils: Contact URIs packed into others and taken out again, as Kamailio 5.6.3 does it.
#include <gtest/gtest.h>

#include <ostream>

#include "module_harness.hpp"

using namespace kukini::test;

namespace {

struct ContactCase {
  const char* contact;
  const char* param;    ///< behind contact_param_encode("np", "sip:10.0.0.1")
  const char* encoded;  ///< behind encode_contact("enc", "10.0.0.9")
  const char* decoded;  ///< behind decode_contact_header() on that; null: as it was
};
std::ostream& operator<<(std::ostream& out, const ContactCase& c) { return out << c.contact; }

class Contacts : public testing::TestWithParam<ContactCase> {
 protected:
  static std::string with(const std::string& contact) {
    return "INVITE sip:b@example.com SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\nFrom: <sip:a@x>;tag=a\nTo: <sip:b@x>\nCall-ID: c\nCSeq: 1 INVITE\n"
           "Contact: " + contact + "\nContent-Length: 0\n\n";
  }
  /// The Contact value behind one call on a message with `contact`.
  std::string after(const std::string& contact, const std::string& function, const std::vector<std::string>& args, int result = 1) {
    Harness h;
    h.load("siputils");
    h.start();
    ContextBuilder b(with(contact));
    EXPECT_EQ(h.call(b.context, function, args), result) << function << " on " << contact;
    auto out = b.encoded();
    auto at = out.find("Contact: ") + 9;
    return out.substr(at, out.find("\r\n", at) - at);
  }
};

TEST_P(Contacts, ThereAndBack) {
  const auto& c = GetParam();
  auto packed = after(c.contact, "contact_param_encode", {"np", "sip:10.0.0.1"});
  EXPECT_EQ(packed, c.param);
  std::string back = c.contact;
  if (back.find('<') == back.npos && back != "*") back = "<" + back.substr(0, back.find(';')) + ">" + back.substr(back.find(';'));
  EXPECT_EQ(after(packed, "contact_param_decode", {"np"}), back);
  EXPECT_EQ(after(c.contact, "contact_param_decode", {"np"}), c.contact);
  auto encoded = after(c.contact, "encode_contact", {"enc", "10.0.0.9"});
  EXPECT_EQ(encoded, c.encoded);
  EXPECT_EQ(after(encoded, "decode_contact_header", {}), c.decoded != nullptr ? c.decoded : c.contact);
}
INSTANTIATE_TEST_SUITE_P(
    AsKamailio, Contacts,
    testing::Values(
        ContactCase{"<sip:al:pw@1.2.3.4:5070;transport=tcp;x=y>;expires=60",
                    "<sip:10.0.0.1;np=c2lwOmFsOnB3QDEuMi4zLjQ6NTA3MDt0cmFuc3BvcnQ9dGNwO3g9eQ>;expires=60",
                    "<sip:enc*al*pw*1.2.3.4*5070*tcp@10.0.0.9>;expires=60", "<sip:al:pw@1.2.3.4:5070;transport=tcp>;expires=60"},
        ContactCase{"\"Al\" <sip:al@1.2.3.4>;q=1, <sip:bo@host.example;ob>",
                    "\"Al\" <sip:10.0.0.1;np=c2lwOmFsQDEuMi4zLjQ>;q=1, <sip:10.0.0.1;np=c2lwOmJvQGhvc3QuZXhhbXBsZTtvYg>",
                    "\"Al\" <sip:enc*al**1.2.3.4**@10.0.0.9>;q=1, <sip:enc*bo**host.example**@10.0.0.9>",
                    "\"Al\" <sip:al@1.2.3.4>;q=1, <sip:bo@host.example>"},
        ContactCase{"sip:al@1.2.3.4;p=1", "<sip:10.0.0.1;np=c2lwOmFsQDEuMi4zLjQ>;p=1", "sip:enc*al**1.2.3.4**@10.0.0.9;p=1", nullptr},
        ContactCase{"*", "*", "*", nullptr}));

TEST_F(Contacts, NotEncoded) { EXPECT_EQ(after("<sip:al@1.2.3.4>", "decode_contact_header", {}, -26), "<sip:al@1.2.3.4>"); }

struct RuriCase {
  const char *before, *function, *after;
  int result;
};
class PackedRuri : public testing::TestWithParam<RuriCase> {};
TEST_P(PackedRuri, TakenOut) {
  Harness h;
  h.load("siputils");
  h.start();
  ContextBuilder b("INVITE sip:b@example.com SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\nFrom: <sip:a@x>;tag=a\nTo: <sip:b@x>\nCall-ID: c\n"
                   "CSeq: 1 INVITE\nContent-Length: 0\n\n");
  b.context.set_ruri(GetParam().before);
  std::vector<std::string> args;
  if (std::string(GetParam().function) == "contact_param_decode_ruri") args.push_back("np");
  EXPECT_EQ(h.call(b.context, GetParam().function, args), GetParam().result);
  EXPECT_EQ(b.context.ruri(), GetParam().after);
}
INSTANTIATE_TEST_SUITE_P(AsKamailio, PackedRuri,
                         testing::Values(RuriCase{"sip:enc*u*p*1.2.3.4*5070*tcp@9.9.9.9", "decode_contact", "sip:u:p@1.2.3.4:5070;transport=tcp", 1},
                                         RuriCase{"sip:plain@9.9.9.9", "decode_contact", "sip:plain@9.9.9.9", -26},
                                         RuriCase{"sip:a*b@9.9.9.9", "decode_contact", "sip:a*b@9.9.9.9", -26},
                                         RuriCase{"sip:10.0.0.1;np=c2lwOmFAMTI3LjAuMC4x", "contact_param_decode_ruri", "sip:a@127.0.0.1", 1},
                                         RuriCase{"sip:10.0.0.1;x=1", "contact_param_decode_ruri", "sip:10.0.0.1;x=1", 1},
                                         RuriCase{"sip:10.0.0.1;np=!!!", "contact_param_decode_ruri", "sip:10.0.0.1;np=!!!", -1}));

}  // namespace
