// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// loadmodule, loadpath, modparam, cfgengine.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

const ast::Item* Builder::load_module(Cursor node) {
  auto* out = arena_.make<ast::LoadModule>(node.span());
  for (Cursor child : node) {
    if (out->path.empty()) {
      out->path = string(child)->value;
      out->path_span = child.span();
    } else {
      out->options = string(child)->value;
    }
  }
  return out;
}

const ast::Item* Builder::load_path(Cursor node) {
  auto* out = arena_.make<ast::LoadPath>(node.span());
  for (Cursor child : node) {
    if (child.kind() == Kind::path_keyword) {
      out->keyword = text(child.span());
    } else {
      out->path = string(child)->value;
      out->path_span = child.span();
    }
  }
  return out;
}

const ast::Item* Builder::mod_param(Cursor node) {
  auto* out = arena_.make<ast::ModParam>(node.span());
  int strings = 0;
  for (Cursor child : node) {
    if (child.kind() == Kind::modparam_keyword) {
      out->evaluated = text(child.span()).back() == 'x' || text(child.span()).back() == 'X';
    } else if (child.kind() == Kind::string && strings++ == 0) {
      out->modules = string(child)->value;
      out->modules_span = child.span();
    } else if (child.kind() == Kind::string) {
      out->name = string(child)->value;
      out->name_span = child.span();
    } else {
      out->value = primary(child);
    }
  }
  return out;
}

const ast::Item* Builder::cfg_engine(Cursor node) {
  auto* out = arena_.make<ast::CfgEngine>(node.span());
  for (Cursor child : node) {
    out->name_span = child.span();
    out->name = child.kind() == Kind::string ? string(child)->value : text(child.span());
  }
  return out;
}

}  // namespace kukini::lang
