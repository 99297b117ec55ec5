// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The items of the top level, and which builder makes which.
#include "lang/syntax/build.hpp"

namespace kukini::lang {

ast::ItemList Builder::items(const cst::Tree& tree) {
  std::vector<const ast::Item*> list;
  for (std::uint32_t i = 0; i < tree.size(); i = tree[i].next) list.push_back(item(Cursor(tree, i)));
  return keep(list);
}

const ast::Item* Builder::item(Cursor node) {
  switch (node.kind()) {
    case Kind::route_block: return route(node);
    case Kind::load_module: return load_module(node);
    case Kind::load_path: return load_path(node);
    case Kind::mod_param: return mod_param(node);
    case Kind::cfg_engine: return cfg_engine(node);
    case Kind::listen: return listen(node);
    case Kind::socket_block: return socket_block(node);
    case Kind::flags: return flags(node);
    case Kind::global_param: return global_param(node);
    default: return arena_.make<ast::ErrorItem>(node.span());
  }
}

}  // namespace kukini::lang
