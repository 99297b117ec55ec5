// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Checker: what all families of checks share: script, catalog, model, where messages go. Internal to sema.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/arena.hpp"
#include "sema/check.hpp"
#include "sema/codes.hpp"
#include "sema/model.hpp"

namespace kukini::sema {

using std::string_view;

/// Where a pseudo-variable was parsed from, to turn its offsets into places.
struct Origin {
  const ast::String* string = nullptr;  ///< in this literal, or
  std::uint32_t begin = 0;              ///< at this place of the expanded text
  lang::Span at(std::uint32_t offset, std::uint32_t length) const {
    return string != nullptr ? string->locate(offset, length) : lang::Span{begin + offset, begin + offset + length};
  }
};

/// The block being checked.
struct Place {
  const ast::Route* route = nullptr;
  manifest::RouteMask needs = 0;  ///< a function must be allowed in all of these
  bool event = false;             ///< request or event is enough
  bool live = true;               ///< a message can reach it
};

class Checker {
 public:
  Checker(const lang::Script& script, const catalog::Catalog& catalog, const Options& options, diag::Emitter& emitter)
      : script_(script), catalog_(catalog), options_(options), emitter_(emitter), target_(catalog.facts().bit(options.target)) {}
  Summary run();

 private:
  // modules.cpp
  void check_modules();
  void check_load(const ast::LoadModule& load);
  // modparams.cpp
  void check_modparam(const ast::ModParam& param);
  void check_param_of(const ast::ModParam& param, string_view module);
  void wrong_type(const ast::ModParam& param, std::string what, bool wants_number);
  void check_own_param(const ast::ModParam& param, string_view module, const manifest::Param& decl);
  // globals.cpp
  void check_coreparam(const ast::GlobalParam& param);
  void check_global(const ast::GlobalParam& param);
  // listen.cpp
  void check_listen(const ast::Listen& listen);
  // routes.cpp
  void check_routes();
  void check_event_for_target(const ast::Route& route);
  void check_route_body(const ast::Route& route);
  void check_event(const ast::Route& route);
  void check_route_call(const ast::RouteCall& call);
  void check_armed(ast::RouteKind kind, string_view name, lang::Span at);
  void check_statement(const ast::Stmt& statement);
  void check_expression(const ast::Expr& expression);
  void check_number(const ast::Expr& operand, bool condition);
  // calls.cpp
  void check_call(const ast::Call& call);
  bool check_own_call(const ast::Call& call);
  void check_selval(const ast::Call& call);
  void check_known_call(const ast::Call& call, const catalog::FunctionFact& fact);
  bool allowed_here(manifest::RouteMask routes) const;
  void report_route(const ast::Call& call, manifest::RouteMask routes);
  void report_count(const ast::Call& call, catalog::Arity arity);
  void retired_function(const ast::Call& call, string_view since, string_view instead);
  void report_needed_module(const ast::Call& call, std::vector<string_view> modules);
  void report_unknown_function(const ast::Call& call);
  // target.cpp: what the release of Options::target lacks
  bool in_target(catalog::ReleaseMask releases) const { return target_ == 0 || (releases & target_) != 0; }
  /// `what` is not in the target. releases 0: Kukini's own. `instead` may be null.
  void report_target(std::string what, catalog::ReleaseMask releases, lang::Span at, const catalog::Replacement* instead);
  void report_target(std::string what, catalog::ReleaseMask releases, diag::Location at, const catalog::Replacement* instead);
  void check_call_for_target(const ast::Call& call);
  bool check_own_arguments(const ast::Call& call, string_view module);
  /// False: it is not there, and that was reported.
  bool find_variable_for_target(const ast::PvNode& node, lang::Span at, bool& settable, manifest::Inner& needed);
  bool find_transformation_for_target(const ast::PvTransformation& transformation, lang::Span at, std::uint8_t& least, std::uint8_t& most);
  void check_forms_for_target();
  void check_listen_for_target(const ast::Listen& listen);
  // arguments.cpp
  void check_argument(const ast::Call& call, std::size_t index, const manifest::Arg& decl);
  void check_known_argument(const ast::Call& call, std::size_t index, string_view kind);
  void check_integer(const ast::Call& call, std::size_t index, string_view name);
  void check_flag(const ast::Expr& argument, bool branch);
  // variables.cpp
  void check_format(const ast::String& text);
  void check_pv_text(const ast::String& text, bool assigned);
  void check_variable(const ast::PvNode& node, const Origin& origin, bool assigned);
  void check_variable_name(const ast::PvNode& node, const Origin& origin);
  void report_missing_variable(const ast::PvNode& node, lang::Span at, const std::vector<string_view>& modules);
  void check_parts(const ast::PvNode& node, const Origin& origin);
  void check_assignment(const ast::Assign& assign);
  // transformations.cpp
  void report_unknown_transformation(const ast::PvTransformation& transformation, lang::Span at);
  void report_needed_module(const ast::PvTransformation& transformation, lang::Span at, string_view module);
  void check_transformation(const ast::PvTransformation& transformation, const Origin& origin);
  // names.cpp
  void check_bare_word(const ast::Expr* e);
  void check_bare_arguments(const ast::Call& call);
  void check_bare_words(const ast::Expr& e);
  void check_bare_words(const ast::Stmt& s);
  // selects.cpp
  void check_select(const ast::Select& select);
  void check_select_text(string_view text, lang::Span at);
  void check_cfg_get(string_view group, string_view name, lang::Span at);
  void check_custom();
  /// The loaded module (or "core") that has runtime variables of this group; empty for none.
  string_view owner_of_group(string_view group) const;
  // core_calls.cpp: functions of the core whose arguments are names declared in the script
  void check_avp_flag(const ast::Call& call);
  void check_group(const ast::Call& call);
  // switches.cpp
  void check_switch(const ast::Switch& s);
  // regex.cpp
  void check_regex(string_view pattern, lang::Span at);
  // misleading.cpp
  void check_misleading(const ast::Call& call);

  diag::Diagnostic& error(string_view code, lang::Span at, std::string message) {
    if (++errors_ == kMostErrors) emitter_.error("syntax-too-many", script_.locate(at), "too many mistakes; what follows was not checked");
    return emitter_.error(code, script_.locate(at), std::move(message));
  }
  diag::Diagnostic& warning(string_view code, lang::Span at, std::string message) {
    return emitter_.warning(code, script_.locate(at), std::move(message));
  }
  /// "did you mean X?", with a fix that writes X where `name` stands at `at`.
  void suggest(diag::Diagnostic& diagnostic, lang::Span at, string_view name, const std::vector<string_view>& candidates) const;
  /// Adds a fix, unless the place came out of a define.
  void mend(diag::Diagnostic& diagnostic, std::string title, bool safe, lang::Span at, std::string text) const;
  /// An error in blocks that a message can reach, else a warning.
  diag::Diagnostic& not_provided(string_view code, lang::Span at, string_view module, std::string message) {
    if (place_.live) ++summary_.missing.try_emplace(std::string(module), 0).first->second;
    if (place_.live && options_.not_provided_is_error) return error(code, at, std::move(message));
    return warning(code, at, std::move(message) + (place_.live ? "" : " (no message can reach it)"));
  }
  bool enough() const { return errors_ >= kMostErrors; }
  /// A block of this name stands in the text, but not in the tree, because of an error of syntax that was reported.
  bool swallowed(string_view name) const { return bracketed_.contains(name); }
  void collect_bracketed();
  /// A hint for a word that stands where a value must: it is no define.
  std::string not_defined(string_view word) const;
  /// What to do for a module that is not loaded.
  std::string how_to_load(string_view module) const;
  /// An earlier pass (reading the settings) reported an error on this line already.
  bool reported(lang::Span at) const;
  /// True the first time for this kind and name.
  bool first_time(string_view kind, string_view name) { return said_.emplace(kind, name).second; }

  static constexpr std::size_t kMostErrors = 1000;

  const lang::Script& script_;
  const catalog::Catalog& catalog_;
  const Options& options_;
  diag::Emitter& emitter_;
  catalog::ReleaseMask target_;  ///< the bit of Options::target; 0 for Kukini
  std::size_t errors_ = 0;
  Summary summary_;
  Model model_;
  bool missing_include_ = false;  ///< reported; what is not declared may be declared there
  bool passed_over_ = false;      ///< reported: text that is no item; a loadmodule may have stood in it
  Place place_;
  const ast::Expr* assigned_ = nullptr;  ///< target of the assignment being checked
  base::Arena arena_{16 * 1024};  ///< parsed format strings
  std::set<std::pair<std::string, std::string>> said_;
  std::unordered_set<string_view> bracketed_;  ///< all [words] of the files, where syntax errors were reported
  std::unordered_set<std::string> good_regexes_;
  std::vector<string_view> function_names_;  ///< of the catalog; made for the first unknown function
};

/// "did you mean X?" or empty.
std::string suggestion(string_view name, const std::vector<string_view>& candidates, string_view prefix = {});
inline std::string quoted(string_view name) { return "'" + std::string(name) + "'"; }

}  // namespace kukini::sema
