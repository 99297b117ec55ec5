// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <optional>

#include "lint/flow/finder.hpp"
#include "lint/flow/variables.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

using Names = std::unordered_map<std::string_view, unsigned>;

/// Fact i: variable i has been set, of 64 that are followed at a time.
struct Paths : Client {
  Paths(const Analysis& analysis, const Names& all, VarReads& cache) : flow(analysis), names(all), reads(cache) { join_or = ~std::uint64_t{0}; }

  void call(const CallAt& at, State& yes, State& no) override {
    for (std::size_t i = 0; i < at.call.arguments.size(); ++i) {
      auto name = output_var(flow, at.call, i);
      for (auto* s : {&yes, &no}) {
        if (name.empty()) read(*at.call.arguments[i], *s);
        else set(name, *s);
      }
    }
    if (at.is(kOpaque)) yes.facts = no.facts = ~std::uint64_t{0};
  }
  void unknown_route(State& state) override { state.facts = ~std::uint64_t{0}; }
  void assign(const ast::Assign& assign, State& state) override {
    if (const auto* pv = assign.target->as<ast::Pv>()) set(var_name(*pv->node), state);
  }
  void read(const ast::Expr& e, State& state) override {
    for (const auto& r : reads.of(e)) {
      auto at = names.find(r.name);
      if (at == names.end() || state.has(std::uint64_t{1} << at->second)) continue;
      state.facts |= std::uint64_t{1} << at->second;
      found.push_back({r, state.kinds, state.trail});
    }
  }
  void set(std::string_view name, State& state) const {
    if (auto at = names.find(name); at != names.end()) state.facts |= std::uint64_t{1} << at->second;
  }

  const Analysis& flow;
  const Names& names;
  VarReads& reads;
  struct Found {
    VarRead read;
    Kinds kinds;
    std::uint32_t trail;
  };
  std::vector<Found> found;
};

/// Each 64 variables take a run over the whole script; those behind so many are left alone.
constexpr std::size_t kMost = 1024;

struct Sets {
  std::unordered_set<std::string_view> names;
  /// Blocks that are in it.
  std::unordered_set<const ast::Route*> seen;
};

/// What is set in the block and all it calls.
void collect_sets(const Analysis& flow, const ast::Route& root, Sets& sets) {
  if (!sets.seen.insert(&root).second) return;
  auto& [out, seen] = sets;
  std::vector<const ast::Route*> todo{&root};
  while (!todo.empty()) {
    const auto* route = todo.back();
    todo.pop_back();
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          const auto* a = s.as<ast::Assign>();
          if (const auto* pv = a != nullptr ? a->target->as<ast::Pv>() : nullptr) out.insert(var_name(*pv->node));
        },
        [&](const ast::Expr& e) {
          if (const auto* c = e.as<ast::Call>())
            for (std::size_t i = 0; i < c->arguments.size(); ++i) out.insert(output_var(flow, *c, i));
          const auto* r = e.as<ast::RouteCall>();
          const auto* to = r != nullptr ? flow.callee(*r) : nullptr;
          if (to != nullptr && seen.insert(to).second) todo.push_back(to);
        });
  }
}

void check(Context& context) {
  const auto& flow = context.flow();
  if (!flow.complete()) return;
  std::vector<std::string_view> all;
  std::unordered_set<std::string_view> known, read;
  Sets set_before, set_at_start, anywhere;
  for (const auto& v : context.variables())
    if (!v.written && v.node->name == "var") read.insert(var_name(*v.node));
  for (const auto& v : context.variables()) {
    if (v.node->name == "var" && var_name(*v.node).empty()) return;  // names made at run time
    if (auto name = var_name(*v.node); !name.empty() && read.contains(name) && known.insert(name).second && all.size() < kMost) all.push_back(name);
    if (v.route == nullptr) set_at_start.names.insert(var_name(*v.node));
  }
  for (const auto* param : context.params("pv", "varset"))
    if (auto text = text_of(param->value)) set_at_start.names.insert(text->substr(0, text->find('=')));
  for (const auto* route : context.routes()) {
    collect_sets(flow, *route, anywhere);
    if (route->route == ast::RouteKind::reply) collect_sets(flow, *route, set_before);
    if (route->route == ast::RouteKind::event) collect_sets(flow, *route, set_at_start);
  }
  VarReads reads;
  std::unordered_set<std::string_view> said;
  for (std::size_t from = 0; from < all.size(); from += 64) {
    Names names;
    for (std::size_t i = from; i < std::min(from + 64, all.size()); ++i)
      if (!set_at_start.names.contains(all[i])) names.emplace(all[i], static_cast<unsigned>(i - from));
    if (names.empty()) continue;
    for (const auto* route : context.routes()) {
      bool armed = route->route == ast::RouteKind::failure || (route->route == ast::RouteKind::reply && !route->name.empty() && route->name != "0");
      if (!route->is_main() && !armed && route->route != ast::RouteKind::reply) continue;
      State entry;
      // A reply has been through other blocks before.
      for (const auto& [name, bit] : names)
        if (armed && set_before.names.contains(name)) entry.facts |= std::uint64_t{1} << bit;
      Paths paths(flow, names, reads);
      if (!flow.run(*route, paths, entry)) continue;
      std::optional<Paths> again;
      Trails trails;
      for (const auto& [r, kinds, nowhere] : paths.found) {
        if (!said.insert(r.name).second) continue;
        std::string name = "$var(" + std::string(r.name) + ")";
        if (!anywhere.names.contains(r.name)) {
          context.report(r.span, name + " is read here and never set").with_hint("is the name right?");
          continue;
        }
        auto& d = context.report(r.span, name + " may not have been set on the way to here")
                      .with_hint("set it at the beginning: Kamailio leaves in it what an earlier message put there");
        if (!again) flow.trace(*route, again.emplace(flow, names, reads), trails, entry);
        for (const auto& f : again->found)
          if (f.read.span.begin == r.span.begin) {
            add_path(context, d, *route, kinds, trails.path(f.trail, kMostSteps));
            break;
          }
      }
    }
  }
}

}  // namespace

extern const Rule kRule_variable_read_before_written;
const Rule kRule_variable_read_before_written = {"variable-read-before-written", Group::flow, diag::Severity::warning, "a $var that is read before it is set", check};

}  // namespace kukini::lint
