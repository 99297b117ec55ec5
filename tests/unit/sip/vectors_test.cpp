// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The shared vectors (RFC 4475, RFC 5118, attack messages, jsip torture) against the verdicts of the front door.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "messages.hpp"
#include "sip/admission.hpp"

namespace kukini::sip {
namespace {

using test::Parsed;

std::string verdict(Parsed& p, const AdmissionPolicy& policy = {.max_forwards = true}) {
  if (!p.message) return "drop";
  const auto a = admit(*p, policy, p.arena);
  return a.verdict == Verdict::accept ? "accept" : a.verdict == Verdict::drop ? "drop" : std::to_string(a.code);
}

// Files whose verdict is not "accept".
using Table = std::map<std::string, std::set<std::string>>;

// Some archives lost their final empty line or line ends in the body: put back what Content-Length asks for.
std::string repaired(std::string text) {
  Parsed p(text);
  if (!p.message || p.outcome != ParseOutcome::truncated) return text;
  if (p->body_offset() == p->headers_end()) text += "\r\n";
  const auto length = Parsed(text + "\r\n\r\n")->content_length();
  return length.ok() ? text + "\r\n" + std::string(std::min<std::size_t>(length.value, 70000), ' ') : text;
}

void check_folder(const char* folder, const char* suffix, std::size_t count, const Table& expected, int digits = 0, bool repair = false) {
  SKIP_WITHOUT_VECTORS();
  const auto all = test::files(folder, suffix);
  ASSERT_EQ(all.size(), count);
  std::size_t used = 0;
  for (const auto& file : all) {
    const auto text = test::read(file);
    Parsed p(repair ? repaired(text) : text);
    auto key = file.stem().string();
    if (digits) key = key.substr(0, static_cast<std::size_t>(digits));
    const auto at = expected.find(key);
    const auto got = verdict(p);
    used += at != expected.end();
    const std::set<std::string> want = at == expected.end() ? std::set<std::string>{"accept"} : at->second;
    EXPECT_TRUE(want.count(got)) << file.filename() << " got " << got << ", " << to_string(p.outcome);
  }
  EXPECT_EQ(used, expected.size());
}

TEST(Vectors, Rfc4475) {
  check_folder("rfc4475", ".dat", 49,
               {{"badinv01", {"400"}}, {"clerr", {"400"}},     {"ncl", {"400"}},        {"scalar02", {"400"}}, {"scalarlg", {"drop"}},
                {"quotbal", {"400"}},  {"ltgtruri", {"400"}},  {"lwsruri", {"400"}},    {"lwsstart", {"400"}}, {"trws", {"400"}},
                {"escruri", {"400"}},  {"badaspec", {"400", "accept"}},  {"baddn", {"400"}},      {"badvers", {"505"}},  {"mismatch01", {"400"}},
                {"mismatch02", {"400", "501"}}, {"bigcode", {"drop"}}, {"badbranch", {"400"}}, {"insuf", {"400"}}, {"unkscm", {"416"}},
                {"novelsc", {"416"}},  {"bext01", {"420"}},    {"multi01", {"400"}},    {"mcl01", {"400"}},    {"bcast", {"drop"}},
                {"zeromf", {"483"}}});
}

// ipv6-in-sdp says 268 bytes of body where the archive has 251.
TEST(Vectors, Rfc5118) { check_folder("rfc5118", ".sip", 12, {{"ipv6-bad", {"400"}}}, 0, true); }

// By number: what may happen to each of the attack messages.
TEST(Vectors, Attacks) {
  Table t;
  auto range = [&t](int from, int to, std::set<std::string> allowed) {
    for (int i = from; i <= to; ++i) {
      char key[8];
      std::snprintf(key, sizeof key, "%03d", i);
      t[key] = allowed;
    }
  };
  range(1, 17, {"400"});
  range(19, 20, {"400"});
  range(24, 25, {"drop"});
  range(27, 28, {"drop"});
  range(30, 30, {"400"});
  range(31, 33, {"drop"});
  range(38, 44, {"400"});
  range(46, 46, {"400"});
  range(49, 57, {"400"});
  range(58, 66, {"400", "drop"});
  range(70, 70, {"400"});
  range(72, 72, {"400", "413", "accept"});
  range(73, 76, {"400"});
  range(95, 121, {"400", "404", "416", "420", "accept"});
  range(122, 131, {"400", "accept"});
  range(133, 133, {"400"});
  range(135, 135, {"400"});
  range(136, 136, {"400", "accept"});
  range(137, 138, {"420"});
  range(141, 141, {"400", "413", "accept"});
  range(160, 160, {"400", "accept"});
  range(162, 162, {"drop"});
  range(163, 163, {"drop", "accept"});  // foreign sent-by: only the core knows its own addresses
  range(164, 165, {"drop"});
  range(166, 166, {"drop", "accept"});
  range(174, 178, {"drop"});
  check_folder("cve-derived", ".sip", 171, t, 3);
}

// The names say whether that stack's own parser takes them. Those it takes are taken here but for the listed ones.
TEST(Vectors, JsipTorture) {
  SKIP_WITHOUT_VECTORS();
  const std::map<std::string, std::string> refused = {
      {"014", "400"},  // a line of one space where the headers should end
      {"018", "400"},  // a fold before the colon
      {"019", "416"}, {"020", "420"}, {"021", "416"}, {"022", "416"},
      {"025", "drop"},  // a reply without From, To, Call-ID
      {"130", "drop"}, {"204", "400"},  // a fold inside <>
      {"333", "400"},  // two messages, no empty line between
      {"338", "drop"},  // an escape of the archive in the status line
      {"358", "400"},  // the branch is a bare cookie
      {"360", "416"}, {"361", "416"}, {"363", "420"},
      {"366", "400"},  // repeated headers
      {"368", "drop"},  // Via names the broadcast address
  };
  std::size_t taken = 0;
  for (const auto& file : test::files("jsip-torture", ".sip")) {
    const auto name = file.stem().string();
    if (name.find("-ok") == std::string::npos) continue;
    Parsed p(repaired(test::read(file)));
    const auto at = refused.find(name.substr(0, 3));
    EXPECT_EQ(verdict(p, {}), at == refused.end() ? "accept" : at->second) << name << " " << to_string(p.outcome);
    ++taken;
  }
  EXPECT_EQ(taken, 341u);
}

TEST(Vectors, NoEchoOfHugeHeaders) {
  SKIP_WITHOUT_VECTORS();
  Parsed p(test::read(test::vectors() / "cve-derived" / "138-proxyrequire-long.sip"));
  ASSERT_TRUE(p.message);
  const auto a = admit(*p, {}, p.arena);
  EXPECT_EQ(a.code, 420);
  EXPECT_LT(a.header_lines.size(), 600u);
}

TEST(Vectors, UnsupportedNamesTheOptions) {
  SKIP_WITHOUT_VECTORS();
  Parsed p(test::read(test::vectors() / "rfc4475" / "bext01.dat"));
  const auto a = admit(*p, {}, p.arena);
  EXPECT_EQ(a.header_lines, "Unsupported: noProxiesSupportThis, norDoAnyProxiesSupportThis\r\n");
}

}  // namespace
}  // namespace kukini::sip
