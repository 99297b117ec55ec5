// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The hand-written parser against RFC 3261's grammar as PEG: both take and refuse the same texts.
#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.hpp"
#include "grammar/sip/headers.hpp"
#include "grammar/sip/start_line.hpp"
#include "messages.hpp"

namespace kukini::sip {
namespace {

namespace g = grammar::sip;
using test::Parsed;

// What the ABNF says in prose: ranges of numbers, shape of IPv6 addresses, what may stand once.
struct Facts {
  bool good = true;
  int tags = 0, branches = 0;
};

std::string lower(std::string text) {
  for (auto& c : text) c = base::to_lower(c);
  return text;
}

bool number_within(const std::string& text, unsigned long long low, unsigned long long high) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return false;
  const auto digits = text.substr(std::min(text.find_first_not_of('0'), text.size()));
  if (digits.size() > 15) return false;
  const auto n = digits.empty() ? 0 : std::stoull(digits);
  return n >= low && n <= high;
}

bool address6(std::string text) {
  if (const auto at = text.find(":::"); at != std::string::npos) text.erase(at, 1);
  in6_addr out;
  return inet_pton(AF_INET6, text.c_str(), &out) == 1;
}

struct HostRule : g::seq<g::host, g::eof> {};

template <class Rule>
struct Check : g::nothing<Rule> {};

template <class Rule>
bool matches(const std::string& text);

template <>
struct Check<g::ipv6_reference> {
  template <class Input>
  static void apply(const Input& in, Facts& f) {
    const auto t = in.string();
    f.good &= address6(t.substr(1, t.size() - 2));
  }
};
template <>
struct Check<g::host> {
  template <class Input>
  static void apply(const Input& in, Facts& f) {
    f.good &= in.size() <= 255;
  }
};
template <>
struct Check<g::via_host> : Check<g::host> {};
template <>
struct Check<g::port> {
  template <class Input>
  static void apply(const Input& in, Facts& f) {
    f.good &= number_within(in.string(), 1, 65535);
  }
};
template <>
struct Check<g::via_port> : Check<g::port> {};
template <>
struct Check<g::cseq_number> {
  template <class Input>
  static void apply(const Input& in, Facts& f) {
    f.good &= number_within(in.string(), 0, 4294967295u);
  }
};
template <>
struct Check<g::tag_param> {
  template <class Input>
  static void apply(const Input&, Facts& f) {
    f.good &= ++f.tags == 1;
  }
};
template <>
struct Check<g::via_value> {
  template <class Input>
  static void apply(const Input&, Facts& f) {
    f.branches = 0;
  }
};
template <>
struct Check<g::via_param> {
  template <class Input>
  static void apply(const Input& in, Facts& f) {
    const auto t = in.string();
    const auto equals = t.find('=');
    const auto name = lower(std::string(base::trim(t.substr(0, equals))));
    const auto value = equals == std::string::npos ? std::string() : std::string(base::trim(std::string_view(t).substr(equals + 1)));
    if (name == "ttl") f.good &= number_within(value, 0, 255);
    if (name == "rport") f.good &= value.empty() || number_within(value, 1, 65535);
    if (name == "branch") f.good &= !value.empty() && ++f.branches == 1;
    if (name == "maddr") f.good &= matches<HostRule>(value);
    if (name == "received") f.good &= matches<HostRule>(value) || address6(value);
  }
};

template <class Rule>
bool matches(const std::string& text) {
  Facts facts;
  g::memory_input in(text, "text");
  return tao::pegtl::parse<Rule, Check>(in, facts) && facts.good;
}

// ---- the two parsers side by side

bool ours_start_line(const std::string& line) { return Parsed(line + "\r\n\r\n").outcome == ParseOutcome::ok; }
bool ours_uri(const std::string& text) {
  Uri out;
  return parse_uri(text, out);
}
bool ours_via(const std::string& text) {
  auto rest = std::string_view(text);
  while (true) {
    Via out;
    if (!parse_via(rest, out)) return false;
    if (out.rest.empty()) return true;
    rest = out.rest;
  }
}
bool ours_from(const std::string& text) {
  NameAddr out;
  return parse_name_addr(text, out) && out.rest.empty() && !out.star;
}
bool ours_cseq(const std::string& text) {
  CSeq out;
  return parse_cseq(text, out);
}

struct Concept {
  const char* name;
  bool (*ours)(const std::string&);
  bool (*reference)(const std::string&);
  std::vector<std::string> seeds;
};

std::vector<Concept> concepts() {
  return {
      {"start line", ours_start_line, matches<g::start_line>,
       {"INVITE sip:bob@example.com SIP/2.0", "SIP/2.0 200 OK", "SIP/2.0 100", "X sip:a SIP/2.0"}},
      {"URI", ours_uri, matches<g::whole_uri>,
       {"sip:bob@example.com:5060;transport=udp;lr?Subject=a&x=y", "sips:[2001:db8::1]:5061", "tel:+1-201;phone-context=x", "tel:*31#", "urn:service:sos",
        "sip:a:b@1.2.3.4;x", "http://a.b/c?d=e", "sip:%41;a?b@h-1.a_b.", "sip:user;par=u%40example.net@example.com"}},
      {"Via", ours_via, matches<g::whole_via_list>,
       {"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx;rport;received=1.2.3.4", "SIP / 2.0 / TCP\r\n a.b : 5060 ; branch = x , SIP/2.0/TLS c;ttl=5;maddr=d",
        "SIP/2.0/WS [::1];x=\"a,b\""}},
      {"From", ours_from, matches<g::whole_from>,
       {"\"A \\\" B\" <sip:a@b;x>;tag=1;y", "sip:a@b;tag=x", "Alice B <sip:a@b>\r\n ;tag=1", "<tel:+1>;a=\"b;c\"", "caller<sip:a>", "* <sip:a>"}},
      {"CSeq", ours_cseq, matches<g::whole_cseq>, {"1 INVITE", "4294967295\r\n REGISTER", "0009 x"}},
  };
}

void compare(const Concept& c, const std::string& text) {
  ASSERT_EQ(c.ours(text), c.reference(text)) << c.name << ": " << testing::PrintToString(text) << (c.ours(text) ? " only the parser takes it" : " only the grammar takes it");
}

}  // namespace

TEST(Grammar, SeedsAreTaken) {
  for (const auto& c : concepts())
    for (const auto& seed : c.seeds) {
      EXPECT_TRUE(c.ours(seed)) << c.name << ": " << seed;
      EXPECT_TRUE(c.reference(seed)) << c.name << ": " << seed;
    }
}

TEST(Grammar, AgreesOnGeneratedTexts) {
  std::mt19937 random(3261);
  // Line ends come only as folds: the header index has removed all others.
  const std::vector<std::string> pieces = {" ", "\t", "\r\n ", ",", ";", "<", ">", "\"", "\\", ":", "@", "%", "%4", "%41", "[", "]", "=", "/", "?", "&", ".", "-", "_", "+", "*", "#",
                                           "0", "1", "9", "255", "65536", "4294967296", "a", "z", "tag=", "tag=1", "branch=", "rport=", "ttl=", "sip:", "::", "\xc3\xa9", "\x01",
                                           ";;", ", ", "SIP/2.0", "(", "~", "received=", "maddr=a", "{", "lr"};
  for (const auto& c : concepts())
    for (int round = 0; round < 60000; ++round) {
      auto text = c.seeds[random() % c.seeds.size()];
      for (int changes = 1 + static_cast<int>(random() % 3); changes > 0 && !text.empty(); --changes) {
        const auto at = random() % text.size();
        const auto& piece = pieces[random() % pieces.size()];
        switch (random() % 4) {
          case 0: text.insert(at, piece); break;
          case 1: text.replace(at, 1, piece); break;
          case 2: text.erase(at, 1 + random() % 3); break;
          default: text += piece; break;
        }
      }
      // A fold that was cut in half is no input that the index would hand over; nor is space around a value.
      bool half = false;
      for (std::size_t i = 0; i < text.size(); ++i) {
        half |= text[i] == '\r' && (i + 2 >= text.size() || text[i + 1] != '\n' || (text[i + 2] != ' ' && text[i + 2] != '\t'));
        half |= text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
      }
      if (half || (c.ours == ours_start_line && text.find('\n') != std::string::npos)) continue;
      compare(c, text);
      if (HasFatalFailure()) return;
    }
}

TEST(Grammar, AgreesOnVectors) {
  SKIP_WITHOUT_VECTORS();
  const auto all = concepts();
  std::size_t seen = 0;
  for (auto [folder, suffix] : {std::pair{"rfc4475", ".dat"}, {"rfc5118", ".sip"}, {"cve-derived", ".sip"}, {"jsip-torture", ".sip"}})
    for (const auto& file : test::files(folder, suffix)) {
      Parsed p(test::read(file));
      if (!p.message || p.outcome == ParseOutcome::bad_header) continue;
      compare(all[0], std::string(p->first_line()));
      if (p->is_request()) compare(all[1], std::string(p->ruri()));
      for (const auto& h : p->headers()) {
        const std::string value(p->value(h));
        if (value.size() > 20000) continue;
        if (h.type == HeaderType::via) compare(all[2], value);
        if (h.type == HeaderType::from || h.type == HeaderType::to) compare(all[3], value);
        if (h.type == HeaderType::cseq) compare(all[4], value);
        ++seen;
      }
      if (HasFatalFailure()) FAIL() << file;
    }
  EXPECT_GT(seen, 4000u);
}

}  // namespace kukini::sip
