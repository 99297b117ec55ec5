// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Global parameters.
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
      case Kind::description: out->description = string(child)->value; break;
      default: values.push_back(primary(child));
    }
  }
  out->values = keep(values);
  return out;
}

}  // namespace kukini::lang
