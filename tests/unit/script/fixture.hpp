// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Script: a program built from text with a few made-up functions and variables, run on one message; what it logs is kept.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "context_builder.hpp"
#include "diag/render.hpp"
#include "lang/front_end.hpp"
#include "script/build.hpp"
#include "script/settings.hpp"

namespace kukini::test {

/// Functions: xlog("…") and xlog("LEVEL", "…") (kept in `lines`), ret(n) (returns n), yes(), no(), stop() (returns 0),
/// kinds(integer, string, literal, flag), setpv($pv, "text"), find("regex", "text"), arm("failure route"), keep("text").
/// Variables: $ru, $rU, $rm, $hdr(name), $both ("007" as a number), $ro (read-only), $cfg(name). Transformations: {s.len}, {s.sel,i,c}, {re.raw,…}.
struct FakeModules {
  FakeModules();
  sdk::Bindings bindings;
  std::vector<std::string> lines;
};

constexpr std::string_view kOptions =
    "OPTIONS sip:alice@127.0.0.1:5060;transport=udp SIP/2.0\n"
    "Via: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bKa;rport\n"
    "Via: SIP/2.0/UDP 198.51.100.9;branch=z9hG4bKb\n"
    "From: \"Bob\" <sip:bob@example.com>;tag=1\n"
    "To: <sip:alice@example.org>\n"
    "Call-ID: c1@x\nCSeq: 1 OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n\n";

/// Everything of `text` is parsed; a failure to build fails the test unless `expect_errors`.
class ScriptRun {
 public:
  explicit ScriptRun(const std::string& text, bool expect_errors = false, const script::BuildOptions& options = {});
  /// Runs request_route on `message`; the lines logged, joined by "|".
  std::string run(std::string_view message = kOptions);
  std::string run(ContextBuilder& message, manifest::RouteKind kind = manifest::kRequest, std::string_view name = {});

  FakeModules modules;
  diag::Emitter emitter;
  std::unique_ptr<lang::Script> script;
  sdk::ProgramPtr program;
  sdk::RouteResult result;
  /// Codes of all diagnostics, joined by "|".
  std::string codes() const;
};

/// request_route { body } and what it logs.
std::string run_body(const std::string& body);

}  // namespace kukini::test
