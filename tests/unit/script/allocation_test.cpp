// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Executing a script allocates nothing on the heap once everything is warm.
#include "allocation_counter.hpp"
#include "fixture.hpp"

namespace kukini::test {
namespace {

TEST(Allocations, NoneInSteadyState) {
  ScriptRun s(R"~(
request_route {
  if (!ret(10)) { exit; }
  $var(a) = "x" + $rU; $avp(b) = $var(a); $avp($var(a)) = 1; $xavp(c=>d) = $rU;
  if ($rU =~ "^[a-z]+$" && $var(a) != "y" && src_ip == 192.0.0.0/8) route(NEXT);
  $var(p) = "^al"; if ($rU =~ $var(p)) $var(i) = 1;
  while ($var(i) < 5) { $var(i) = $var(i) + 1; switch ($var(i)) { case 2: break; default: $var(n) = $var(n) + 1; } }
  prefix("9"); strip(1); append_branch("sip:x@y"); setflag(3);
  drop_log("$rU $var(a) $avp(b) $(rU{s.len}) $(avp(b)[*])");
  route($var(none)); exit;
}
route[NEXT] { kept("$fmt"); return 1; }
)~",
              true);
  static constexpr manifest::Arg kText[] = {{"text", manifest::ArgKind::string}};
  static constexpr manifest::Function kDropLog{"drop_log", kText, manifest::kAnyRoute, ""};
  static constexpr manifest::Function kKept{"kept", kText, manifest::kAnyRoute, ""};
  auto nothing = [](void*, sdk::Context&, sdk::Args a) { return a[0].value.s.empty() ? -1 : 1; };
  s.modules.bindings.functions.emplace("drop_log", sdk::BoundFunction{&kDropLog, "fake", nothing, nullptr, nullptr});
  s.modules.bindings.functions.emplace("kept", sdk::BoundFunction{&kKept, "fake", nothing, nullptr, nullptr});
  s.modules.bindings.variables.emplace("fmt", s.modules.bindings.variables.find("rU")->second);
  diag::Emitter emitter;
  s.program = script::build(*s.script, s.modules.bindings, {}, emitter);
  ASSERT_NE(s.program, nullptr) << diag::render_all(emitter);
  sdk::g_debug_level = -5;

  ContextBuilder m(kOptions);
  base::Arena arena(64 * 1024), state_arena(64 * 1024);
  m.context.arena = &arena;
  auto run = [&] {
    arena.reset();
    state_arena.reset();
    m.state = {};
    m.state.arena = &state_arena;
    m.context.branches = nullptr;
    m.context.branch_count = 0;
    m.context.target.ruri = m.msg->ruri();
    return s.program->run(m.context, manifest::kRequest, s.program->find_route(manifest::kRequest, ""));
  };
  run();
  run();
  {
    CountAllocations one;
    ::operator delete(::operator new(1));
    ASSERT_EQ(one.so_far(), 1u) << "the counter counts";
  }
  {
    CountAllocations none;
    for (int i = 0; i < 100; ++i) run();
    EXPECT_EQ(none.so_far(), 0u);
  }
  EXPECT_EQ(m.context.branch_count, 1u);
  sdk::g_debug_level = 0;
}

}  // namespace
}  // namespace kukini::test
