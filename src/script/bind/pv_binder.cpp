// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding pseudo-variables: the language's own, those of modules, transformations; format strings.
#include "script/bind/pv_binder.hpp"

#include <cstdlib>

namespace kukini::script {

namespace ast = lang::ast;

PvPtr PvBinder::fail(const ast::PvNode& node, std::string code, std::string message) {
  problems.push_back({node.offset, node.length, std::move(code), std::move(message), {}});
  return nullptr;
}

bool PvBinder::inner(const ast::PvNode& node, InnerName& out) {
  if (!node.has_inner) return true;
  if (node.inner_is_literal()) {
    out.fixed = std::string(node.inner);
    return true;
  }
  if (const auto* single = node.inner_pv()) {
    out.single = pv(*single);
    if (out.single == nullptr) return false;
  }
  out.dynamic = format(node.inner, node.inner_pieces);
  return out.dynamic != nullptr;
}

bool PvBinder::index(const ast::PvNode& node, IndexNode& out) {
  switch (node.index.kind) {
    case ast::PvIndexKind::none: return true;
    case ast::PvIndexKind::all: out.kind = IndexNode::Kind::all; return true;
    case ast::PvIndexKind::number:
      out.kind = IndexNode::Kind::number;
      out.number = node.index.number;
      return true;
    case ast::PvIndexKind::pv:
      out.kind = IndexNode::Kind::number;
      if (node.index.pv != nullptr) out.dynamic = pv(*node.index.pv);
      return out.dynamic != nullptr;
  }
  return false;
}

PvPtr PvBinder::pv(const ast::PvNode& node) {
  auto bound = base(node);
  return bound == nullptr || node.transformations.empty() ? std::move(bound) : transformed(node, std::move(bound));
}

PvPtr PvBinder::base(const ast::PvNode& node) {
  InnerName name;
  IndexNode at;
  auto found = bindings_.variables.find(node.name);
  bool verbatim = found != bindings_.variables.end() && found->second.decl != nullptr && found->second.decl->inner == manifest::Inner::verbatim;
  if (verbatim) name.fixed = std::string(node.inner);
  if ((!verbatim && !inner(node, name)) || !index(node, at)) return nullptr;
  auto problems_before = problems.size();
  if (auto own = core(node, name, at); own != nullptr || problems.size() != problems_before) return own;
  if (found == bindings_.variables.end())
    return fail(node, "script-unknown-variable", "no loaded module has a variable $" + std::string(node.name));
  std::string error;
  auto made = make_module_pv(std::string(node.text), found->second, std::move(name), node.has_inner, std::move(at), error);
  return made != nullptr ? std::move(made) : fail(node, "script-bad-variable-name", "$" + std::string(node.name) + ": " + error);
}

/// $def: the value; $defn: as a number; $defs: in quotes; $defv: without.
PvPtr PvBinder::define(const ast::PvNode& node, const InnerName& name) {
  std::string text(node.text);
  auto it = names_.defines.find(name.fixed);
  bool number = node.name == "defn";
  if (it == names_.defines.end()) return number ? make_fixed_number(std::move(text), 0) : make_fixed(std::move(text), {});
  auto value = it->second;
  bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  if (node.name == "defs" && !quoted) value = '"' + value + '"';
  if (node.name == "defv" && quoted) value = value.substr(1, value.size() - 2);
  return make_fixed(std::move(text), std::move(value), number);
}

PvPtr PvBinder::core(const ast::PvNode& node, InnerName& name, IndexNode& at) {
  std::string text(node.text);
  auto kind = node.name;
  auto fixed = [&](const char* what) {
    if (name.dynamic == nullptr) return true;
    fail(node, "script-bad-variable-name", std::string("$") + std::string(kind) + " needs the name of " + what + ", not a variable");
    return false;
  };
  if (kind == "vn") return fixed("a variable") ? make_null_var(std::move(text), std::move(name)) : nullptr;
  if (kind == "var" || kind == "vz") return make_var(std::move(text), std::move(name));
  if (kind == "avp") return make_avp(std::move(text), std::move(name), std::move(at));
  if (kind == "xavp" || kind == "xavu" || kind == "xavi") {
    std::string error;
    auto which = kind == "xavp" ? XavpKind::xavp : kind == "xavu" ? XavpKind::xavu : XavpKind::xavi;
    auto made = make_xavp(std::move(text), which, std::move(name), error);
    return made != nullptr ? std::move(made) : fail(node, "script-bad-variable-name", std::move(error));
  }
  if (kind == "null") return make_null(std::move(text));
  if (kind == "rc" || kind == "retcode" || kind == "?") return make_rc(std::move(text));
  if (kind == "def" || kind == "defn" || kind == "defs" || kind == "defv") return fixed("a define") ? define(node, name) : nullptr;
  if (kind == "iuid") return make_fixed(std::move(text), names_.instance);
  // What a statement says of its place is known here; outside of a script the module's own variable is null.
  if (kind == "cfg" && !place.file.empty() && name.dynamic == nullptr && bindings_.variables.contains("cfg")) {
    if (name.fixed == "line") return make_fixed_number(std::move(text), place.line);
    if (name.fixed == "file" || name.fixed == "name") return make_fixed(std::move(text), std::string(place.file));
    if (name.fixed == "route") return make_fixed(std::move(text), std::string(place.route));
  }
  if (kind == "env" || kind == "envn") {
    if (!fixed("an environment variable")) return nullptr;
    const char* value = std::getenv(name.fixed.c_str());
    std::optional<std::string> found;
    if (value != nullptr) found = value;
    return make_fixed(std::move(text), std::move(found), kind == "envn");
  }
  if (kind == "sel") {
    if (!fixed("a select")) return nullptr;
    return select(name.fixed, node.offset, node.length);
  }
  return nullptr;
}

PvPtr PvBinder::transformed(const ast::PvNode& node, PvPtr base) {
  std::vector<TransformNode> chain;
  for (const auto& t : node.transformations) {
    std::string name(t.class_name);
    if (!t.name.empty()) name += "." + std::string(t.name);
    auto found = bindings_.transformations.find(name);
    if (found == bindings_.transformations.end()) {
      problems.push_back({t.offset, t.length, "script-unknown-transformation", "no loaded module has a transformation {" + name + "}", {}});
      return nullptr;
    }
    TransformNode bound;
    bound.bound = &found->second;
    const auto* decl = found->second.decl;
    std::size_t most = decl != nullptr ? decl->max_args : 255;
    if (decl != nullptr && decl->raw) {
      if (!t.raw_arguments.empty()) bound.arguments.push_back({nullptr, std::string(t.raw_arguments), false, 0});
    } else {
      for (std::size_t i = 0; i < t.arguments.size(); ++i) {
        const auto& a = t.arguments[i];
        TransformNode::Argument argument{nullptr, std::string(a.text), a.is_number, a.number};
        if (i + 1 == most && t.arguments.size() > most && a.text.data() != nullptr) {
          // A separator that is a comma itself, as in {s.select,1,,}: all that is left belongs to the last argument.
          auto rest = t.raw_arguments.substr(static_cast<std::size_t>(a.text.data() - t.raw_arguments.data()));
          argument = {nullptr, std::string(rest), false, 0};
        } else if (a.pv != nullptr) {
          argument.pv = pv(*a.pv);
          if (argument.pv == nullptr) return nullptr;
        }
        bound.arguments.push_back(std::move(argument));
        if (i + 1 == most) break;
      }
    }
    chain.push_back(std::move(bound));
  }
  return make_transformed(std::string(node.text), std::move(base), std::move(chain));
}

PvPtr PvBinder::pv(std::string_view text) {
  const auto* node = lang::parse_pv(text, arena_, problems);
  return node != nullptr ? pv(*node) : nullptr;
}

std::unique_ptr<sdk::Format> PvBinder::format(std::string_view text, std::span<const ast::FormatPiece> pieces) {
  std::vector<FormatNode> out;
  bool ok = true;
  for (const auto& p : pieces) {
    FormatNode node;
    if (p.pv != nullptr) {
      node.pv = pv(*p.pv);
      ok = ok && node.pv != nullptr;
    } else {
      node.text = std::string(p.text);
    }
    out.push_back(std::move(node));
  }
  return ok ? make_format(std::string(text), std::move(out)) : nullptr;
}

std::unique_ptr<sdk::Format> PvBinder::format(std::string_view text) {
  std::vector<lang::PvProblem> tolerated;
  return format(text, lang::parse_format(text, arena_, tolerated));
}

}  // namespace kukini::script
