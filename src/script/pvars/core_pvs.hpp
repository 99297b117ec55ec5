// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: the variables of the language itself, and those of modules, as bound nodes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/node.hpp"
#include "script/runtime.hpp"
#include "sdk/bindings.hpp"

namespace kukini::script {

using PvPtr = std::unique_ptr<sdk::Pv>;

/// The inner name of a variable: fixed, or made at run time.
struct InnerName {
  std::string fixed;
  std::unique_ptr<sdk::Format> dynamic;  ///< null: fixed
  PvPtr single;                          ///< the whole inner name is this variable: its number or text
};

/// [i] behind a variable.
struct IndexNode {
  enum class Kind : std::uint8_t { none, number, all } kind = Kind::none;
  std::int64_t number = 0;
  PvPtr dynamic;  ///< with Kind::number: evaluated
  std::int64_t value(Context& c) const { return dynamic != nullptr ? to_integer(dynamic->get(c)) : number; }
};

/// A base with its text as written.
class TextPv : public sdk::Pv {
 public:
  explicit TextPv(std::string text) : text_(std::move(text)) {}
  std::string_view text() const final { return text_; }

 private:
  std::string text_;
};

PvPtr make_var(std::string text, InnerName name);
/// Fills sdk::var_access().
void offer_var_access();
/// $vn(name); null for a name that is a variable.
PvPtr make_null_var(std::string text, InnerName name);
PvPtr make_avp(std::string text, InnerName name, IndexNode index);
enum class XavpKind : std::uint8_t { xavp, xavu, xavi };
/// Null and `error` set when a fixed name is not of the form a[0]=>b[1].
PvPtr make_xavp(std::string text, XavpKind kind, InnerName name, std::string& error);
PvPtr make_null(std::string text);
PvPtr make_rc(std::string text);
/// A value known at load; with `number`, one that counts as the number in it ($defn, $envn).
PvPtr make_fixed(std::string text, std::optional<std::string> value, bool number = false);
PvPtr make_fixed_number(std::string text, std::int64_t value);
/// A variable that cfg.* commands change.
PvPtr make_runtime(std::string text, const RuntimeVariables::Variable& variable);
/// @cfg_get.group.name where there are group[number].name: the one that cfg_select() chose, else `plain`.
struct NumberedPv {
  std::int64_t number;
  PvPtr pv;
};
PvPtr make_numbered(std::string text, sdk::NameId group, PvPtr plain, std::vector<NumberedPv> numbered);
/// @cfg_selected.group: the number chosen, null without one.
PvPtr make_selected(std::string text, sdk::NameId group);
/// A variable of a module. `error` is set when its prepare function refuses the name.
PvPtr make_module_pv(std::string text, const sdk::BoundVariable& bound, InnerName name, bool has_inner, IndexNode index, std::string& error);

/// {class.name,…} applied to a variable.
struct TransformNode {
  struct Argument {
    PvPtr pv;          ///< null: what follows
    std::string text;
    bool is_number = false;
    std::int64_t number = 0;
  };
  const sdk::BoundTransformation* bound = nullptr;
  std::vector<Argument> arguments;
};
PvPtr make_transformed(std::string text, PvPtr base, std::vector<TransformNode> chain);

}  // namespace kukini::script
