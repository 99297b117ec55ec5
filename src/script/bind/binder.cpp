// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Names of a script (flags, defines, custom parameters) and its route blocks; the public entry points.
#include "script/bind/binder.hpp"

#include <algorithm>
#include <set>

namespace kukini::script {

namespace ast = lang::ast;

namespace {
/// What the stack of a fiber holds.
constexpr std::int64_t kMaxDepth = 512;
constexpr std::string_view kBranchFailurePrefix = "tm:branch-failure:";

manifest::RouteKind kind_of(const ast::Route& route) {
  switch (route.route) {
    case ast::RouteKind::request: return manifest::kRequest;
    case ast::RouteKind::reply: return route.name.empty() ? manifest::kOnreplyCore : manifest::kOnreply;
    case ast::RouteKind::failure: return manifest::kFailure;
    case ast::RouteKind::branch: return manifest::kBranch;
    case ast::RouteKind::onsend: return manifest::kOnsend;
    case ast::RouteKind::error: return manifest::kError;
    case ast::RouteKind::local: return manifest::kLocal;
    case ast::RouteKind::event: return manifest::kEvent;
  }
  return manifest::kRequest;
}
/// The name that $cfg(route) gives; blocks without one have Kamailio's names for them.
std::string_view usual_name_of(const ast::Route& route) {
  if (!route.is_main() && !route.name.empty()) return route.name;
  switch (route.route) {
    case ast::RouteKind::request: return "DEFAULT_ROUTE";
    case ast::RouteKind::reply: return "DEFAULT_ONREPLY";
    case ast::RouteKind::failure: return "DEFAULT_FAILURE";
    case ast::RouteKind::branch: return "DEFAULT_BRANCH";
    case ast::RouteKind::onsend: return "DEFAULT_SEND";
    default: return ast::to_string(route.route);
  }
}
std::string_view name_of(const ast::Route& route) { return route.is_main() ? std::string_view{} : route.name; }
}  // namespace

Binder::Binder(const lang::Script& script, const sdk::Bindings& bindings, const BuildOptions& options, diag::Emitter& emitter)
    : script_(script),
      bindings_(bindings),
      options_(options),
      emitter_(emitter),
      pvs_(bindings, names_),
      program_(std::make_shared<ScriptProgram>()) {
  offer_var_access();
  names_.runtime = options.runtime;
  program_->max_while_loops = options.max_while_loops;
  program_->raw_results = options.return_mode == 1;
  program_->max_depth = static_cast<std::int32_t>(std::clamp<std::int64_t>(options.max_recursive_level, 8, kMaxDepth));
}

void Binder::error(std::string_view code, lang::Span at, std::string message) {
  failed_ = true;
  emitter_.error(code, script_.locate(at), std::move(message));
}

void Binder::report(std::uint32_t base, const ast::String* literal) {
  for (auto& p : pvs_.problems) {
    lang::Span at = literal != nullptr ? literal->locate(p.offset, p.length) : lang::Span{base + p.offset, base + p.offset + p.length};
    error(p.code, at, std::move(p.message));
  }
  pvs_.problems.clear();
}

Place Binder::place(lang::Span at) {
  auto location = script_.locate(at);
  return {program_->keep(location.file), location.line};
}

void Binder::collect_names() {
  for (const auto& [name, value] : script_.defines()) names_.defines.insert_or_assign(name, value);
  std::set<std::int64_t> taken;
  for (int pass = 0; pass < 2; ++pass) {
    for (const auto* item : script_.items()) {
      const auto* flags = item != nullptr ? item->as<ast::Flags>() : nullptr;
      if (flags == nullptr) continue;
      if (flags->avp) {
        for (const auto& f : flags->entries)
          if (pass == 0) names_.avp_flags.emplace(std::string(f.name), static_cast<unsigned>(names_.avp_flags.size()));
        continue;
      }
      for (const auto& f : flags->entries) {
        if ((f.number >= 0) != (pass == 0)) continue;
        std::int64_t number = f.number;
        if (number < 0)
          for (number = 0; taken.count(number) != 0;) ++number;
        if (number > 31) error("script-flag-range", f.span, "there are 32 flags, 0 to 31");
        taken.insert(number);
        names_.flags.insert_or_assign(std::string(f.name), number);
      }
    }
  }
  for (const auto* item : script_.items()) {
    const auto* p = item != nullptr ? item->as<ast::GlobalParam>() : nullptr;
    if (p != nullptr && p->is_coreparam && p->name == "iuid" && !p->values.empty() && p->values[0] != nullptr)
      if (auto bare = bare_text(*p->values[0])) names_.instance = std::string(*bare);
    if (p == nullptr || p->group.empty() || p->values.empty() || p->values[0] == nullptr) continue;
    auto name = std::string(p->group) + (p->instance >= 0 ? "[" + std::to_string(p->instance) + "]" : "") + "." + std::string(p->name);
    if (const auto* n = p->values[0]->as<ast::Number>()) names_.custom.insert_or_assign(name, Value::integer(n->value));
    if (auto bare = bare_text(*p->values[0]); bare && p->values[0]->kind != ast::ExprKind::number)
      names_.custom.insert_or_assign(name, Value::string(program_->keep(*bare)));
  }
}

void Binder::declare(const ast::Route& route) {
  if (route.body != nullptr) program_->table(kind_of(route)).declare(name_of(route));
}

void Binder::define(const ast::Route& route) {
  if (route.body == nullptr) {
    failed_ = true;
    return;
  }
  pvs_.place.route = program_->keep(usual_name_of(route));
  std::shared_ptr<const Block> body = block(route.body->statements);
  pvs_.place = {};
  auto put = [&](manifest::RouteKind kind, std::string_view name) {
    auto& table = program_->table(kind);
    table.entries[static_cast<std::size_t>(table.declare(name))].body = body;
  };
  put(kind_of(route), name_of(route));
  if (route.route != ast::RouteKind::event) return;
  if (route.name.starts_with(kBranchFailurePrefix)) put(manifest::kBranchFailure, route.name.substr(kBranchFailurePrefix.size()));
  if (route.name == "tm:local-request") put(manifest::kLocal, "");
}

std::shared_ptr<ScriptProgram> Binder::run() {
  collect_names();
  for (const auto* item : script_.items()) {
    if (item == nullptr) continue;
    if (item->kind == ast::ItemKind::error) failed_ = true;
    if (const auto* route = item->as<ast::Route>()) declare(*route);
  }
  for (const auto* item : script_.items())
    if (const auto* route = item != nullptr ? item->as<ast::Route>() : nullptr) define(*route);
  return failed_ ? nullptr : program_;
}

std::shared_ptr<const sdk::Program> build(const lang::Script& script, const sdk::Bindings& bindings, const BuildOptions& options,
                                          diag::Emitter& emitter) {
  return Binder(script, bindings, options, emitter).run();
}

base::Result<std::string> Binder::evaluate_at_load(std::string_view text) {
  collect_names();
  base::Arena arena;
  std::vector<lang::PvProblem> problems;
  auto pieces = lang::parse_format(text, arena, problems);
  if (!problems.empty()) return base::Error{problems.front().message};
  for (const auto& p : pieces) {
    if (p.pv == nullptr) continue;
    constexpr std::string_view known[] = {"def", "defn", "env", "envn", "version", "null"};
    bool select = p.pv->name == "sel" && p.pv->inner.starts_with("cfg_get.");
    if (!select && std::find(std::begin(known), std::end(known), p.pv->name) == std::end(known))
      return base::Error{"$" + std::string(p.pv->name) + " has no value while the server starts"};
  }
  auto format = pvs_.format(text, pieces);
  if (format == nullptr) return base::Error{pvs_.problems.empty() ? "not a format" : pvs_.problems.front().message};
  sdk::Context context;
  context.arena = &arena;
  return std::string(format->eval(context));
}

base::Result<std::string> evaluate_at_load(std::string_view text, const lang::Script& script, const sdk::Bindings& bindings) {
  diag::Emitter emitter;
  return Binder(script, bindings, {}, emitter).evaluate_at_load(text);
}

namespace {
base::Error first_problem(const PvBinder& binder, std::string_view text) {
  if (binder.problems.empty()) return {"'" + std::string(text) + "' is not a pseudo-variable"};
  return {"'" + std::string(text) + "': " + binder.problems.front().message};
}
}  // namespace

base::Result<std::unique_ptr<sdk::Pv>> bind_pv(std::string_view text, const sdk::Bindings& bindings) {
  ScriptNames none;
  PvBinder binder(bindings, none);
  auto made = binder.pv(text);
  if (made == nullptr) return first_problem(binder, text);
  return made;
}

base::Result<std::unique_ptr<sdk::Format>> bind_format(std::string_view text, const sdk::Bindings& bindings) {
  ScriptNames none;
  PvBinder binder(bindings, none);
  auto made = binder.format(text);
  if (made == nullptr) return first_problem(binder, text);
  return made;
}

}  // namespace kukini::script
