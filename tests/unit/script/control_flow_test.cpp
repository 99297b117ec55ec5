// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Return codes, exit, drop, loops and switches, as seen in Kamailio 5.6.3.
#include "fixture.hpp"

namespace kukini::test {
namespace {

TEST(ControlFlow, ReturnCodes) {
  ScriptRun s(R"~(
request_route {
  xlog("$rc"); route(EMPTY); xlog("$rc"); route(BARE); xlog("$rc"); route(FIVE); xlog("$retcode"); route(M3); xlog("$rc");
  route(FALSE_LAST); xlog("$?"); route(ASSIGN_LAST); xlog("$rc"); route(IF_FALSE); xlog("$rc"); route(IF_TRUE); xlog("$rc");
  if (route(M3)) xlog("yes"); else xlog("no $rc");
  if (route(FIVE)) xlog("five $rc");
  $var(x) = route(M3); xlog("$var(x) $rc");
  $var(x) = route(M3) + 1; xlog("$var(x) $rc");
  $var(x) = no(); xlog("$var(x) $rc");
  if (no() == -1) xlog("never"); if (no() == 0) xlog("zero");
  $var(x) = 0; xlog("$rc"); $var(x) = ""; xlog("$rc"); $avp(x) = $null; xlog("$rc"); $var(x) = -5; xlog("$rc");
}
route[EMPTY] { ; }
route[BARE] { no(); return; }
route[FIVE] { return(5); }
route[M3] { return -3; }
route[FALSE_LAST] { no(); }
route[ASSIGN_LAST] { no(); $var(y) = 4; }
route[IF_FALSE] { if (no()) { xlog("x"); } }
route[IF_TRUE] { if (yes()) { no(); } }
)~");
  EXPECT_EQ(s.run(), "0|1|1|5|-3|-1|1|1|-1|no -3|five 5|-3 -3|1 -3|-1 -1|zero|1|1|1|1");
  EXPECT_FALSE(s.result.exited);
}

TEST(ControlFlow, ResultOfTheLastStatement) {
  struct {
    const char* body;
    const char* rc;
  } rows[] = {
      {"$var(x)=0;", "1"}, {"$var(x)=$null;", "1"}, {"$var(x)=-5;", "1"}, {"$var(x)=\"\";", "1"}, {"$var(x)=no();", "1"},
      {"no(); break; xlog(\"not\");", "0"}, {"while(1) { $var(y)=1; }", "-1"}, {"no(); switch(5) { case 99: xlog(\"a\"); }", "1"},
      {"switch(1) { case 1: no(); break; }", "0"}, {"switch(1) { case 1: no(); }", "-1"}, {"while(1) { no(); break; }", "0"},
      {"no(); while(0) { xlog(\"a\"); }", "1"}, {"$var(i)=0; while($var(i)<2) { $var(i)=$var(i)+1; no(); }", "-1"}, {"if (yes()) { ; }", "1"},
  };
  for (const auto& r : rows)
    EXPECT_EQ(ScriptRun(std::string("request_route { route(A); xlog(\"$rc\"); }\nroute[A] { ") + r.body + " }\n").run(), r.rc) << r.body;
}

TEST(ControlFlow, ExitDropAndZero) {
  for (const char* end : {"exit;", "exit();", "return 0;", "stop();", "if (stop()) xlog(\"a\"); else xlog(\"b\");", "drop;", "drop();",
                          "return $avp(nothing);", "$var(x) = stop(); xlog(\"c\");", "while (stop()) xlog(\"d\");", "if (!stop()) xlog(\"e\");"}) {
    ScriptRun s(std::string("request_route { route(A); xlog(\"after\"); }\nroute[A] { xlog(\"in\"); ") + end + " xlog(\"not\"); }\n");
    EXPECT_EQ(s.run(), "in") << end;
    EXPECT_TRUE(s.result.exited) << end;
    EXPECT_EQ(s.result.dropped, std::string_view(end).starts_with("drop")) << end;
  }
}

TEST(ControlFlow, DropInReplyRoutes) {
  ScriptRun s("onreply_route[R] { drop; }\nreply_route { exit; }\n");
  ContextBuilder m("SIP/2.0 180 Ringing\nVia: SIP/2.0/UDP 127.0.0.1\nContent-Length: 0\n\n");
  s.run(m, manifest::kOnreply, "R");
  EXPECT_TRUE(m.context.has(sdk::ProcessingFlag::drop_reply));
  m.context.processing = 0;
  s.run(m, manifest::kOnreplyCore);
  EXPECT_FALSE(m.context.has(sdk::ProcessingFlag::drop_reply));
}

TEST(ControlFlow, While) {
  script::BuildOptions options;
  options.max_while_loops = 10;
  ScriptRun s("request_route { $var(i) = 0; while ($var(i) < 100) { $var(i) = $var(i) + 1; } xlog(\"$var(i) $rc\");"
              " $var(i) = 0; while ($var(i) < 9) { $var(i) = $var(i) + 1; if ($var(i) == 3) break; } xlog(\"$var(i)\"); }", false, options);
  EXPECT_EQ(s.run(), "10 0|3");
  EXPECT_EQ(run_body("$var(i) = 0; while ($var(i) < 3) $var(i) = $var(i) + 1; xlog(\"$var(i)\");"), "3");
}

TEST(ControlFlow, SwitchInsideWhile) {
  auto out = run_body(R"~($var(i)=0; while(1) { $var(i)=$var(i)+1; switch($var(i)) { case 2: xlog("two"); break; case 4: xlog("four"); case 5: xlog("five"); break;
      default: xlog("default $var(i)"); } if ($var(i)>5) break; })~");
  EXPECT_EQ(out, "default 1|two|default 3|four|five|five|default 6");
}

TEST(ControlFlow, SwitchKinds) {
  struct {
    const char* body;
    const char* out;
  } rows[] = {
      {R"~($var(s)="abc"; switch($var(s)) { case "x": xlog("x"); case "abc": xlog("abc"); case "d": xlog("d"); break; default: xlog("no"); })~", "abc|d"},
      {R"~($var(s)="abc"; switch($var(s)) { case /^a/: xlog("re"); break; default: xlog("no"); })~", "re"},
      {R"~(switch($null) { case 0: xlog("0"); break; default: xlog("no"); })~", "0"},
      {R"~($var(n)="5"; switch($var(n)) { case 5: xlog("5"); break; default: xlog("no"); })~", "5"},
      {R"~($var(n)=5; switch($var(n)) { case "5": xlog("5"); break; default: xlog("no"); })~", "5"},
      {R"~($var(n)=5; switch($var(n)) { default: xlog("d"); case 5: xlog("5"); break; case 6: xlog("6"); })~", "5"},
      {R"~(switch(7) { case 1: xlog("1"); default: xlog("d"); case 6: xlog("6"); })~", "d|6"},
      {R"~(no(); switch($rc) { case -1: xlog("m1"); break; default: xlog("no"); })~", "m1"},
      {R"~(switch($rm) { case "INVITE": xlog("I"); break; case "OPTIONS": xlog("O"); break; })~", "O"},
  };
  for (const auto& r : rows) EXPECT_EQ(run_body(r.body), r.out) << r.body;
}

TEST(ControlFlow, ReturnFromWithinLoops) {
  ScriptRun s("request_route { route(A); xlog(\"$rc\"); }\n"
              "route[A] { $var(i)=0; while($var(i)<5) { $var(i)=$var(i)+1; switch($var(i)) { case 3: return 33; } } return 44; }\n");
  EXPECT_EQ(s.run(), "33");
}

TEST(ControlFlow, RecursionIsBounded) {
  ScriptRun s("request_route { route(A); xlog(\"back $var(n)\"); }\nroute[A] { $var(n) = $var(n) + 1; route(A); }\n");
  auto out = s.run();
  EXPECT_EQ(out, "back 255");
  EXPECT_EQ(s.run(), out) << "nothing is left over for the next run";
}

/// Fibers have stacks of 256 KiB; the deepest nesting a script may ask for has to fit with room for what functions need.
TEST(ControlFlow, DeepestNestingFitsAFiber) {
  static const char* lowest = nullptr;
  static const char* highest = nullptr;
  static constexpr manifest::Arg kInteger[] = {{"n", manifest::ArgKind::integer}};
  static constexpr manifest::Function kMark{"mark", kInteger, manifest::kAnyRoute, ""};
  script::BuildOptions options;
  options.max_recursive_level = 100000;
  ScriptRun s("request_route { mark($var(n)); route(A); }\nroute[A] { mark($var(n)); if (yes() && (no() || !route(A))) return 5; }\n", true, options);
  s.modules.bindings.functions.emplace("mark", sdk::BoundFunction{&kMark, "fake", [](void*, sdk::Context&, sdk::Args) {
                                         char here = 0;
                                         auto* at = static_cast<const char*>(__builtin_frame_address(0)) + here;
                                         if (highest == nullptr) highest = at;
                                         lowest = at;
                                         return 1;
                                       }, nullptr, nullptr});
  diag::Emitter emitter;
  s.program = script::build(*s.script, s.modules.bindings, options, emitter);
  ASSERT_NE(s.program, nullptr);
  s.run();
  RecordProperty("bytes", static_cast<int>(highest - lowest));
#if !defined(__SANITIZE_ADDRESS__)
  EXPECT_LT(highest - lowest, 160 * 1024);
#endif
  EXPECT_GT(highest - lowest, 512 * 16);
}

TEST(ControlFlow, DynamicAndNumericRoutes) {
  ScriptRun s("request_route { $var(r) = \"B\"; route($var(r)); route(\"A\" + \"1\"); route(3); route($var(none)); xlog(\"$rc\"); }\n"
              "route[B] { xlog(\"b\"); }\nroute[A1] { xlog(\"a1\"); }\nroute[3] { xlog(\"three\"); }\n");
  EXPECT_EQ(s.run(), "b|a1|three|1");
}

TEST(ControlFlow, KindsAndNames) {
  ScriptRun s("request_route { xlog(\"main\"); }\nfailure_route[1] { xlog(\"f1\"); route(SUB); }\nonreply_route { xlog(\"core\"); }\n"
              "onreply_route[N] { xlog(\"n\"); }\nbranch_route[B] { xlog(\"b\"); }\nevent_route[dispatcher:dst-down] { xlog(\"down\"); }\n"
              "event_route[tm:branch-failure:lab] { xlog(\"bf\"); }\nevent_route[tm:local-request] { xlog(\"local\"); }\n"
              "onsend_route { xlog(\"onsend\"); }\nroute[SUB] { xlog(\"sub\"); }\n");
  ContextBuilder m(kOptions);
  EXPECT_EQ(s.run(m, manifest::kRequest), "main");
  EXPECT_EQ(s.run(m, manifest::kFailure, "1"), "f1|sub");
  EXPECT_EQ(s.run(m, manifest::kOnreplyCore), "core");
  EXPECT_EQ(s.run(m, manifest::kOnreply, "N"), "n");
  EXPECT_EQ(s.run(m, manifest::kBranch, "B"), "b");
  EXPECT_EQ(s.run(m, manifest::kEvent, "dispatcher:dst-down"), "down");
  EXPECT_EQ(s.run(m, manifest::kBranchFailure, "lab"), "bf");
  EXPECT_EQ(s.run(m, manifest::kLocal), "local");
  EXPECT_EQ(s.run(m, manifest::kOnsend), "onsend");
  EXPECT_EQ(s.program->find_route(manifest::kOnreply, "X"), -1);
  EXPECT_EQ(s.program->route_name(manifest::kFailure, s.program->find_route(manifest::kFailure, "1")), "1");
  EXPECT_EQ(m.context.script, nullptr);
  EXPECT_EQ(m.context.program, nullptr);
}

}  // namespace
}  // namespace kukini::test
