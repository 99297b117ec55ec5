// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Context: what a rule looks at, prepared once for all rules, and where it reports.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/arena.hpp"
#include "catalog/catalog.hpp"
#include "diag/diagnostic.hpp"
#include "lang/front_end.hpp"
#include "lint/rule.hpp"
#include "sema/model.hpp"
#include "sema/walk.hpp"

namespace kukini::lint {

namespace ast = lang::ast;
namespace flow {
class Analysis;
}

/// A call and the block it stands in.
struct CallSite {
  const ast::Call* call;
  const ast::Route* route;
};

/// A pseudo-variable wherever it stands: as an expression, in a string, inside another one.
struct VariableSite {
  const ast::PvNode* node;
  const ast::Route* route;  ///< null: in a parameter
  lang::Span span;
  bool written = false;     ///< it is the target of an assignment
};

class Context {
 public:
  Context(const lang::Script& script, const catalog::Catalog& catalog, const sema::Options& options, diag::Emitter& emitter);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  const lang::Script& script() const { return script_; }
  const catalog::Catalog& catalog() const { return catalog_; }
  /// Declarations by name; live blocks.
  const sema::Model& model() const { return model_; }
  /// All blocks in source order.
  const std::vector<const ast::Route*>& routes() const { return routes_; }
  /// Every call in every block, in source order; with a name: of that function.
  const std::vector<CallSite>& calls() const { return calls_; }
  std::span<const CallSite> calls(std::string_view function) const;
  bool calls_any(std::initializer_list<std::string_view> functions) const;
  /// Every pseudo-variable of the script, those inside of strings, names and transformations too.
  const std::vector<VariableSite>& variables() const { return variables_; }
  /// Every modparam of a module (also "a|b" lists), with a name: that parameter.
  std::vector<const ast::ModParam*> params(std::string_view module, std::string_view name = {}) const;
  /// A core parameter; null where it is not set. The last one wins.
  const ast::GlobalParam* global(std::string_view name) const;
  bool loaded(std::string_view module) const { return model_.loaded(module); }
  /// The word stands in a part that an #!ifdef switched off: what is unused here may be used there.
  bool mentioned_in_inactive(std::string_view word) const { return inactive_words_.contains(word); }

  /// The front end or the semantic check has said this.
  bool reported(std::string_view code) const;

  /// Paths through the blocks, made when first asked for.
  const flow::Analysis& flow();

  /// The running rule reports; the returned one lives until the next pass. Add a hint, notes and fixes to it.
  diag::Diagnostic& report(lang::Span at, std::string message);
  diag::Diagnostic& report(diag::Location at, std::string message);
  diag::Location locate(lang::Span at) const { return script_.locate(at); }
  /// The replacement of what stands at `span`; nothing where it came out of a define or spans files.
  std::optional<diag::Edit> edit(lang::Span span, std::string text) const;
  /// Adds a fix of one edit, where the place can be edited.
  void fix(diag::Diagnostic& diagnostic, std::string title, bool safe, lang::Span span, std::string text) const;
  /// The whole line (with its end) on which an item stands alone; nothing where it shares the line.
  std::optional<diag::Edit> remove_line(lang::Span span) const;

  // For the linter.
  void run(const Rule& rule);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  void collect_calls();
  void collect_variables();
  void collect_pv(const ast::PvNode& node, const ast::Route* route, const std::function<lang::Span(std::uint32_t, std::uint32_t)>& place,
                  bool written);
  void collect_string(const ast::String& text, const ast::Route* route);
  void collect_inactive_words();

  const lang::Script& script_;
  const catalog::Catalog& catalog_;
  diag::Emitter& emitter_;
  sema::Model model_;
  const Rule* rule_ = nullptr;
  base::Arena arena_{16 * 1024};  ///< parsed format strings
  std::vector<const ast::Route*> routes_;
  std::vector<CallSite> calls_;
  std::unordered_map<std::string_view, std::vector<CallSite>> calls_by_name_;
  std::vector<VariableSite> variables_;
  std::unordered_set<std::string, Hash, std::equal_to<>> inactive_words_;
  std::unique_ptr<flow::Analysis> flow_;
};

/// The text of a string literal, or of a word without quotes; nothing for other expressions.
std::optional<std::string_view> text_of(const ast::Expr* expression);
/// The number, also of "200" in quotes; nothing for other expressions.
std::optional<std::int64_t> number_of(const ast::Expr* expression);
/// Argument `index`, or null.
inline const ast::Expr* argument(const ast::Call& call, std::size_t index) {
  return index < call.arguments.size() ? call.arguments[index] : nullptr;
}

}  // namespace kukini::lint
