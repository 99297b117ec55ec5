// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Nothing the network can send breaks the parser or the encoders: every prefix of every vector, and seeded mutations of all.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "growth.hpp"
#include "messages.hpp"
#include "sip/admission.hpp"
#include "sip/checks.hpp"
#include "sip/encode.hpp"

namespace kukini::sip {
namespace {

using test::Parsed;

// All views of a message must lie within it; all encoders must keep to their buffers.
void exercise(std::string_view bytes) {
  static std::vector<char> buffer(200000);
  Parsed p(bytes);
  if (!p.message) return;
  const auto& m = *p;
  auto inside = [&m](std::string_view v) {
    if (!v.empty()) {
      ASSERT_TRUE(m.contains(v));
    }
  };
  std::uint32_t at = m.headers_begin();
  for (const auto& h : m.headers()) {
    ASSERT_EQ(h.begin, at);
    ASSERT_LE(h.value + h.value_len, h.end);
    at = h.end;
    inside(m.line(h));
    ASSERT_LE(m.unfolded(h, p.arena).size(), h.value_len);
  }
  ASSERT_EQ(at, m.headers_end());
  ASSERT_LE(m.body_offset(), m.bytes().size());
  inside(m.first_line());
  inside(m.ruri());
  for (const auto* v = m.via(); v; v = m.next_via(v)) inside(v->text), inside(v->branch), inside(v->sent_by);
  for (auto type : {HeaderType::contact, HeaderType::route, HeaderType::record_route, HeaderType::p_asserted_identity})
    for (const auto* n = m.first_addr(type); n; n = m.next_addr(n)) {
      inside(n->text);
      inside(n->params);
      if (const auto* u = m.uri(n)) {
        inside(u->host);
        ASSERT_TRUE(equivalent(*u, *u));
      }
    }
  const auto verdict = admit(m, {}, p.arena);
  EditList edits(p.arena);
  add_received_rport(m, edits, {"192.0.2.1", 5060, true}, p.arena);
  edits.append_header(m, "X: y\r\n");
  const EditList* lists[] = {&edits};
  const RequestOut what{.ruri = "sip:n@h", .via_line = "Via: SIP/2.0/UDP h;branch=z9hG4bKn\r\n"};
  const auto size = encode_request(buffer, m, lists, 1, what);
  ASSERT_GT(size, 0u);
  ASSERT_LE(size, request_bound(m, lists, 1, what));
  if (verdict.verdict == Verdict::accept && m.is_request()) {  // what is let in can be read again by the next hop
    Parsed again({buffer.data(), size});
    ASSERT_EQ(again.outcome, ParseOutcome::ok) << std::string_view(buffer.data(), size);
    ASSERT_EQ(again->via()->branch, "z9hG4bKn");
    ASSERT_EQ(again->body(), m.body());
    ASSERT_EQ(again->headers().size(), m.headers().size() + 2);
  }
  ASSERT_GT(encode_reply_forward(buffer, m, lists, 1), 0u);
  const auto reply = build_reply(buffer, m, 400, "Bad Request", {.to_tag = "t", .source = {"192.0.2.1", 9, false}});
  ASSERT_GT(reply, 0u);
  Parsed answer({buffer.data(), reply});
  if (m.outcome() == ParseOutcome::ok) {
    ASSERT_EQ(answer.outcome, ParseOutcome::ok);
  }
  ASSERT_GT(build_cancel(buffer, m), 0u);
  ASSERT_EQ(m.clone(p.arena)->bytes(), m.bytes());
}

std::vector<std::string> all_vectors() {
  std::vector<std::string> all = {test::invite("Route: <sip:a;lr>, <sip:b>\r\nContact: \"x\" <sip:a@[::1]:5060;ob>;q=0.1\r\nv: SIP/2.0/UDP a,SIP/2.0/TCP b\r\n", "v=0\r\n"),
                                  "SIP/2.0 200 OK\r\n" + test::invite().substr(36)};
  for (auto [folder, suffix] : {std::pair{"rfc4475", ".dat"}, {"rfc5118", ".sip"}, {"cve-derived", ".sip"}, {"cve-derived", ".bin"}, {"jsip-torture", ".sip"}})
    for (const auto& file : test::files(folder, suffix)) all.push_back(test::read(file));
  return all;
}

class Deadline {
 public:
  bool passed() const { return std::chrono::steady_clock::now() > at_; }

 private:
  std::chrono::steady_clock::time_point at_ = std::chrono::steady_clock::now() + std::chrono::seconds(5);
};

}  // namespace

TEST(Mutation, EveryPrefix) {
  Deadline deadline;
  for (const auto& text : all_vectors()) {
    exercise(text);
    // Long ones in steps, so that the test stays short.
    for (std::size_t n = 0; n < text.size() && !deadline.passed(); n += 1 + text.size() / 400) {
      exercise(std::string_view(text).substr(0, n));
      if (HasFatalFailure()) FAIL() << "prefix of " << n << " bytes of\n" << text.substr(0, 2000);
    }
  }
}

TEST(Mutation, RandomChanges) {
  std::mt19937 random(20240611);
  const auto all = all_vectors();
  const std::string_view pieces[] = {"\r\n", "\n", "\r", ",", ";", "<", ">", "\"", "\\", ":", "@", "%", "[", "]", " ", "\t", std::string_view("\0", 1), "\r\n ", "\xff", "=", "/"};
  Deadline deadline;
  for (int round = 0; round < 60000 && !deadline.passed(); ++round) {
    auto text = all[random() % all.size()];
    if (text.empty() || text.size() > 3000) continue;
    for (int changes = 1 + static_cast<int>(random() % 4); changes > 0 && !text.empty(); --changes) {
      const auto at = random() % text.size();
      const auto piece = pieces[random() % std::size(pieces)];
      switch (random() % 4) {
        case 0: text.insert(at, piece); break;
        case 1: text.replace(at, std::min<std::size_t>(piece.size(), text.size() - at), piece); break;
        case 2: text.erase(at, 1 + random() % 8); break;
        default: text[at] = static_cast<char>(random()); break;
      }
    }
    exercise(text);
    if (HasFatalFailure()) FAIL() << "round " << round << ":\n" << text;
  }
}

// As many parts as a message can have must not take quadratic time.
TEST(Mutation, LongListsAreLinear) {
  const auto repeat = [](std::string_view what, int n) {
    std::string all;
    for (int i = 0; i < n; ++i) all += what;
    return all;
  };
  const auto linear = [&](int most, auto make) {
    const auto g = kukini::test::growth(static_cast<std::size_t>(most) / 16, static_cast<std::size_t>(most), [&](std::size_t n) { return test::invite(make(static_cast<int>(n))); },
                                [](const std::string& text) { exercise(text); });
    EXPECT_TRUE(g.linear()) << g;
  };
  linear(6000, [&](int n) { return "Route: " + repeat("<sip:a;lr>,", n) + "<sip:b>\r\n"; });
  linear(2000, [&](int n) { return repeat("Record-Route: <sip:a;lr>\r\n", n); });
  linear(15000, [&](int n) { return "Subject: " + repeat("\r\n x", n) + "\r\n"; });
  linear(60000, [&](int n) { return "Contact: " + repeat(",", n) + "\r\n"; });
  linear(15000, [&](int n) { return "Contact: <sip:a>" + repeat(";a=b", n) + "\r\n"; });
  linear(8000, [&](int n) { return repeat("X-A: \r\n", n); });
}

}  // namespace kukini::sip
