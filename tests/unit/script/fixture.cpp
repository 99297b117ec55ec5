// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Made-up modules for the tests of the script layer.
#include "fixture.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <deque>

#include "sdk/module.hpp"
#include "sip/uri.hpp"

namespace kukini::test {

using manifest::Arg;
using manifest::ArgKind;
using manifest::Function;
using manifest::kAnyRoute;
using sdk::Args;
using sdk::Context;
using sdk::PvName;
using sdk::Value;

namespace {

std::vector<std::string>& lines_of(void* self) { return static_cast<FakeModules*>(self)->lines; }

constexpr Arg kFormat[] = {{"text", ArgKind::format}};
constexpr Arg kLevel[] = {{"level", ArgKind::string}, {"text", ArgKind::format}};
constexpr Arg kInteger[] = {{"n", ArgKind::integer}};
constexpr Arg kKinds[] = {{"i", ArgKind::integer}, {"s", ArgKind::string}, {"l", ArgKind::literal}, {"f", ArgKind::flag}, {"a", ArgKind::any, true}};
constexpr Arg kSetPv[] = {{"pv", ArgKind::pv}, {"text", ArgKind::string}};
constexpr Arg kFind[] = {{"re", ArgKind::regex}, {"text", ArgKind::string}};
constexpr Arg kArm[] = {{"route", ArgKind::failure_route}};
constexpr Arg kKeep[] = {{"text", ArgKind::string}};

const Function kXlog1{"xlog", kFormat, kAnyRoute, ""};
const Function kXlog2{"xlog", kLevel, kAnyRoute, ""};
const Function kRet{"ret", kInteger, kAnyRoute, ""};
const Function kYes{"yes", {}, kAnyRoute, ""};
const Function kNo{"no", {}, kAnyRoute, ""};
const Function kStop{"stop", {}, kAnyRoute, ""};
const Function kKindsF{"kinds", kKinds, kAnyRoute, ""};
const Function kSetPvF{"setpv", kSetPv, kAnyRoute, ""};
const Function kFindF{"find", kFind, kAnyRoute, ""};
const Function kArmF{"arm", kArm, kAnyRoute, ""};
const Function kKeepF{"keep", kKeep, kAnyRoute, ""};

std::string show(const Value& v) {
  switch (v.type) {
    case Value::Type::null: return "null";
    case Value::Type::integer: return fmt::format("i{}", v.i);
    case Value::Type::string: return fmt::format("s{}", v.s);
    case Value::Type::both: return fmt::format("b{}/{}", v.i, v.s);
    case Value::Type::coded: return fmt::format("c{}/{}", v.i, v.s);
  }
  return "?";
}

int log_format(void* self, Context& c, Args a) {
  lines_of(self).emplace_back(a.back().format->eval(c));
  return 1;
}
int kinds(void* self, Context&, Args a) {
  std::string out;
  for (const auto& x : a) out += (out.empty() ? "" : " ") + show(x.value);
  lines_of(self).push_back(out);
  return 1;
}

const manifest::Variable kAnyVariable{"x", "", true};

}  // namespace

FakeModules::FakeModules() {
  auto add = [this](const Function& f, sdk::FunctionCall call, sdk::PrepareArg prepare = nullptr) {
    bindings.functions.emplace(std::string(f.name), sdk::BoundFunction{&f, "fake", call, this, prepare});
  };
  add(kXlog1, log_format);
  add(kXlog2, log_format);
  add(kRet, [](void*, Context&, Args a) { return static_cast<int>(a[0].value.i); });
  add(kYes, [](void*, Context&, Args) { return 1; });
  add(kNo, [](void*, Context&, Args) { return -1; });
  add(kStop, [](void*, Context&, Args) { return 0; });
  add(kKindsF, kinds);
  add(kSetPvF, [](void*, Context& c, Args a) { return a[0].pv->set(c, a[1].value) ? 1 : -1; });
  add(kFindF, [](void*, Context&, Args a) {
    return re2::RE2::PartialMatch(re2::StringPiece(a[1].value.s.data(), a[1].value.s.size()), *a[0].regex) ? 1 : -1;
  });
  add(kArmF, [](void* self, Context&, Args a) {
    lines_of(self).push_back(fmt::format("arm {} {}", a[0].route, a[0].value.s));
    return 1;
  });
  add(kKeepF,
      [](void* self, Context&, Args a) {
        lines_of(self).push_back(a[0].prepared != nullptr ? fmt::format("prepared {}", *static_cast<const std::string*>(a[0].prepared)) : "at run");
        return 1;
      },
      [](void*, std::size_t, std::string_view text) -> sdk::Result<const void*> {
        if (text == "bad") return base::Error{"'bad' is refused"};
        static std::deque<std::string> kept;
        return static_cast<const void*>(&kept.emplace_back(text));
      });

  auto variable = [this](std::string name, sdk::PvGet get, sdk::PvSet set = nullptr) {
    bindings.variables.emplace(std::move(name), sdk::BoundVariable{&kAnyVariable, "fake", get, set, this, nullptr});
  };
  variable("cfg", [](void*, Context&, const PvName&) { return Value::null(); });
  variable("ru", [](void*, Context& c, const PvName&) { return Value::string(c.ruri()); },
           [](void*, Context& c, const PvName&, const Value& v) {
             if (!v.is_string()) return false;
             c.set_ruri(v.s);
             return true;
           });
  variable("rU", [](void*, Context& c, const PvName&) {
    sip::Uri uri;
    return sip::parse_uri(c.ruri(), uri) && uri.has_user ? Value::string(uri.user) : Value::null();
  });
  variable("rm", [](void*, Context& c, const PvName&) { return Value::string(c.msg->method_text()); });
  variable("hdr", [](void*, Context& c, const PvName& n) {
    const auto* h = c.msg->find(n.inner);
    for (auto i = n.index; h != nullptr && i > 0; --i) h = c.msg->find_next(h, n.inner);
    return h != nullptr ? Value::string(c.msg->value(*h)) : Value::null();
  });
  variable("both", [](void*, Context&, const PvName&) { return Value::both(7, "007"); });
  variable("ro", [](void*, Context&, const PvName&) { return Value::integer(1); });

  static const manifest::Transformation kLen{"s", "len", 0, 0, ""};
  static const manifest::Transformation kSel{"s", "sel", 2, 2, ""};
  static const manifest::Transformation kRaw{"re", "raw", 1, 1, "", {}, true};
  bindings.transformations["s.len"] = {&kLen, "fake", [](Context&, const Value& v, std::span<const Value>) {
                                         return Value::integer(static_cast<std::int64_t>(v.s.size()));
                                       }};
  auto echo = [](Context& c, const Value& v, std::span<const Value> args) {
    std::string out = show(v);
    for (const auto& a : args) out += "," + show(a);
    return Value::string(c.arena->copy(out));
  };
  bindings.transformations["s.sel"] = {&kSel, "fake", echo};
  bindings.transformations["re.raw"] = {&kRaw, "fake", echo};
}

ScriptRun::ScriptRun(const std::string& text, bool expect_errors, const script::BuildOptions& options) {
  script = lang::parse_text("test.cfg", text, {}, emitter);
  if (emitter.errors() == 0) program = script::build(*script, modules.bindings, options, emitter);
  if (!expect_errors) {
    EXPECT_EQ(emitter.errors(), 0u) << diag::render_all(emitter);
    EXPECT_NE(program, nullptr) << text;
  }
}

std::string ScriptRun::codes() const {
  std::string out;
  for (const auto& d : emitter.all()) out += (out.empty() ? "" : "|") + d.code;
  return out;
}

std::string ScriptRun::run(std::string_view message) {
  ContextBuilder builder(message);
  return run(builder);
}

std::string ScriptRun::run(ContextBuilder& message, manifest::RouteKind kind, std::string_view name) {
  modules.lines.clear();
  if (program == nullptr) return "not built";
  int index = program->find_route(kind, name);
  if (index < 0) return "no route";
  result = program->run(message.context, kind, index);
  std::string out;
  for (const auto& l : modules.lines) out += (out.empty() ? "" : "|") + l;
  return out;
}

std::string run_body(const std::string& body) { return ScriptRun("request_route {\n" + body + "\n}\n").run(); }

}  // namespace kukini::test
