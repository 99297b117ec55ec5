// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Running blocks: from outside (Program::run) and from within (route()).
#include "script/program.hpp"

#include <bit>

#include "sdk/log.hpp"

namespace kukini::script {

int RouteTable::find(std::string_view name) const {
  auto it = by_name.find(name);
  return it != by_name.end() ? it->second : -1;
}

int RouteTable::declare(std::string_view name) {
  if (int known = find(name); known >= 0) return known;
  entries.push_back({std::string(name), nullptr});
  auto index = static_cast<int>(entries.size()) - 1;
  by_name.emplace(std::string(name), index);
  return index;
}

RouteTable& ScriptProgram::table(manifest::RouteKind kind) {
  return tables_[std::countr_zero(static_cast<unsigned>(kind)) % kKinds];
}
const RouteTable& ScriptProgram::table(manifest::RouteKind kind) const {
  return tables_[std::countr_zero(static_cast<unsigned>(kind)) % kKinds];
}

std::string_view ScriptProgram::keep(std::string_view text) { return texts_.emplace_back(text); }

int ScriptProgram::find_route(manifest::RouteKind kind, std::string_view name) const {
  int index = table(kind).find(name);
  return index >= 0 && table(kind).entries[static_cast<std::size_t>(index)].body != nullptr ? index : -1;
}

std::string_view ScriptProgram::route_name(manifest::RouteKind kind, int index) const {
  const auto& t = table(kind);
  return index >= 0 && static_cast<std::size_t>(index) < t.entries.size() ? std::string_view(t.entries[static_cast<std::size_t>(index)].name)
                                                                          : std::string_view();
}

sdk::RouteResult ScriptProgram::run(Context& c, manifest::RouteKind kind, int index) const {
  const auto& t = table(kind);
  if (index < 0 || static_cast<std::size_t>(index) >= t.entries.size()) return {};
  const auto* body = t.entries[static_cast<std::size_t>(index)].body.get();
  if (body == nullptr) return {};

  Frame own;
  auto* outer = static_cast<Run*>(c.script);
  Run run{outer != nullptr ? outer->frame : &own, this, 0, false};
  auto outer_kind = c.route_kind;
  auto* outer_program = c.program;
  c.script = &run;
  // route[NAME] that goes on for a suspended reply or failure stays in that kind of route.
  if (kind != manifest::kRequest || (outer_kind & (manifest::kOnreply | manifest::kFailure)) == 0) c.route_kind = kind;
  c.program = this;
  c.last_rc = 0;
  if (c.state != nullptr) c.state->script_flags = 0;

  int rc = body->run(c);

  c.script = outer;
  c.route_kind = outer_kind;
  c.program = outer_program;
  return {rc, (run.flow & kExit) != 0, run.dropped};
}

int ScriptProgram::call(Context& c, int index) const {
  const auto* body = table(manifest::kRequest).entries[static_cast<std::size_t>(index)].body.get();
  if (body == nullptr) return -1;
  int rc = body->run(c);
  run_of(c).flow &= static_cast<std::uint8_t>(~(kReturn | kBreak));
  c.last_rc = rc;
  return rc;
}

int Block::run(Context& c) const {
  auto& run = run_of(c);
  if (run.frame->depth >= run.program->max_depth) [[unlikely]] {
    sdk::log(sdk::Level::error, "core", "more than {} blocks within one another: giving up", run.program->max_depth);
    return -1;
  }
  ++run.frame->depth;
  int rc = 1;
  for (const auto& s : statements_) {
    rc = s->run(c);
    if (run.flow != 0) [[unlikely]] break;
  }
  --run.frame->depth;
  return rc;
}

}  // namespace kukini::script
