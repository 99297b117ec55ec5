// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Global parameters.
#include "base/text.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Item* Builder::global_param(Cursor node) {
  auto* out = arena_.make<ast::GlobalParam>(node.span());
  std::vector<const ast::Expr*> values;
  for (Cursor child : node) {
    switch (child.kind()) {
      case Kind::global_group: out->group = text(child.span()); break;
      case Kind::global_name:
        out->name = text(child.span());
        out->name_span = child.span();
        break;
      case Kind::core_name:
        out->is_coreparam = true;
        out->name = text(child.span());
        out->name_span = child.span();
        if (out->name.front() == '"' || out->name.front() == '\'') {
          out->name = out->name.substr(1, out->name.size() - 2);
          out->name_span = {child.span().begin + 1, child.span().end - 1};
        }
        break;
      case Kind::group_instance: out->instance = base::to_number<std::int64_t>(text(child.span())).value_or(0); break;
      case Kind::description: out->description = string(child)->value; break;
      default: values.push_back(primary(child));
    }
  }
  out->values = keep(values);
  return out;
}

}  // namespace kukini::lang
