// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Finding conditions that repeat, and what changes them.
#include "lint/flow/atoms.hpp"

#include <algorithm>

#include "lint/flow/knowledge.hpp"
#include "sema/walk.hpp"

namespace kukini::lint::flow {
namespace {

/// Variables that keep their value throughout a run, whatever is called.
constexpr std::string_view kFixed[] = {"si", "sp", "Ri", "Rp", "pr", "proto", "fu", "fU", "fd", "ft", "tu", "tU", "td", "tt", "ci", "cs", "rm", "ua",
                                       "hdr", "ct", "ai", "ml", "mb", "rs", "rr", "af", "RAi", "RAp", "def", "defn", "Rn", "Au", "adu", "ad", "aU", "ar", "au",
                                       "sas", "siz", "rv", "hu", "src_ip", "cT", "expires", "pU", "pu", "pd", "pn", "fn", "tn", "var"};

bool is_fixed(std::string_view name) { return std::find(std::begin(kFixed), std::end(kFixed), name) != std::end(kFixed); }

struct Leaf {
  std::string key;
  bool negated = false;
  bool usable = true;
  bool fragile = false;
  std::vector<std::string> reads;
  bool compares = false;
  std::string constant;
};

void read(const ast::PvNode& node, Leaf& leaf) {
  if (node.name == "rc" || node.name == "retcode" || node.name == "?" || node.name == "RANDOM" || node.name.starts_with("T")) leaf.usable = false;
  leaf.reads.emplace_back(node.text.starts_with("$(") ? "$" + std::string(node.name) + (node.has_inner ? "(" + std::string(node.inner) + ")" : "")
                                                       : std::string(node.text));
  if (!is_fixed(node.name)) leaf.fragile = true;
  for (const auto& p : node.inner_pieces)
    if (p.pv != nullptr) read(*p.pv, leaf);
  if (node.index.pv != nullptr) read(*node.index.pv, leaf);
  for (const auto& t : node.transformations)
    for (const auto& a : t.arguments)
      if (a.pv != nullptr) read(*a.pv, leaf);
}

std::string flat(std::string_view text) {
  std::string out;
  char quote = 0;
  for (char c : text) {
    if (quote != 0 && c == quote) quote = 0;
    else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
    else if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) continue;
    out += c;
  }
  return out;
}

using Blocks = std::unordered_map<std::string_view, const ast::Route*>;

/// The block only tests something and returns: it says the same each time it is called, as long as what it reads stays the same.
bool read_block(const ast::Route& route, Leaf& leaf) {
  bool pure = route.body != nullptr;
  sema::walk(
      route.body,
      [&](const ast::Stmt& s) {
        pure = pure && s.kind != ast::StmtKind::assign && s.kind != ast::StmtKind::error && s.kind != ast::StmtKind::while_;
        // A call is a test, or says something to the log.
        const auto* statement = s.as<ast::CallStmt>();
        const auto* call = statement != nullptr ? statement->call->as<ast::Call>() : nullptr;
        if (statement != nullptr && (call == nullptr || (traits_of(call->name) & kPure) == 0)) pure = false;
      },
      [&](const ast::Expr& part) {
        if (const auto* pv = part.as<ast::Pv>()) read(*pv->node, leaf);
        if (const auto* call = part.as<ast::Call>()) pure = pure && (traits_of(call->name) & kPure) != 0;
        const auto* operand = part.as<ast::Operand>();
        const auto* text = part.as<ast::String>();
        leaf.fragile |= (operand != nullptr && operand->operand == ast::CoreOperand::uri) || (text != nullptr && lang::has_pv(text->value));
        pure = pure && part.kind != ast::ExprKind::route_call && part.kind != ast::ExprKind::assign && part.kind != ast::ExprKind::error &&
               (operand == nullptr || operand->operand != ast::CoreOperand::retcode);
      });
  return pure && leaf.usable;
}

Leaf leaf_of(const ast::Expr& e, const lang::Script& script, const Blocks& blocks) {
  Leaf leaf;
  if (const auto* route = e.as<ast::RouteCall>()) {
    auto at = route->name.empty() ? blocks.end() : blocks.find(route->name);
    leaf.usable = at != blocks.end() && read_block(*at->second, leaf);
    leaf.key = "route " + std::string(route->name);
    return leaf;
  }
  if (const auto* call = e.as<ast::Call>()) {
    if ((traits_of(call->name) & kStable) == 0) leaf.usable = false;
    if ((call->name == "isflagset" || call->name == "isbflagset") && call->arguments.size() == 1)
      leaf.reads.push_back((call->name == "isflagset" ? "flag " : "bflag ") + flat(script.text(call->arguments[0]->span)));
  }
  if (e.as<ast::Number>() != nullptr || e.as<ast::String>() != nullptr) leaf.usable = false;
  sema::walk(&e, [&](const ast::Expr& part) {
    if (const auto* pv = part.as<ast::Pv>()) read(*pv->node, leaf);
    if (const auto* text = part.as<ast::String>(); text != nullptr && lang::has_pv(text->value)) leaf.usable = false;
    if (const auto* operand = part.as<ast::Operand>()) {
      leaf.fragile |= operand->operand == ast::CoreOperand::uri;
      if (operand->operand == ast::CoreOperand::retcode) leaf.usable = false;
    }
    if (&part != &e && (part.as<ast::Call>() != nullptr || part.as<ast::RouteCall>() != nullptr)) leaf.usable = false;
    if (part.kind == ast::ExprKind::error || part.kind == ast::ExprKind::assign) leaf.usable = false;
  });
  if (!leaf.usable) return leaf;
  leaf.key = flat(script.text(e.span));
  if (const auto* pv = e.as<ast::Pv>()) leaf.compares = pv->node->transformations.empty();
  if (const auto* b = e.as<ast::Binary>()) {
    auto op = b->op;
    leaf.negated = op == ast::BinaryOp::not_equal || op == ast::BinaryOp::ne || op == ast::BinaryOp::ine || op == ast::BinaryOp::sne || op == ast::BinaryOp::not_match;
    bool equality = leaf.negated || op == ast::BinaryOp::equal || op == ast::BinaryOp::eq || op == ast::BinaryOp::ieq || op == ast::BinaryOp::seq;
    if (leaf.negated || equality || op == ast::BinaryOp::match) {
      bool match = op == ast::BinaryOp::match || op == ast::BinaryOp::not_match;
      std::string constant;
      bool literal = constant_text(b->right, constant);
      leaf.key = flat(script.text(b->left->span)) + (match ? " =~ " : " == ") + (literal ? constant : flat(script.text(b->right->span)));
      const auto* left = b->left->as<ast::Pv>();
      if (!match && literal && left != nullptr && left->node->transformations.empty()) {
        leaf.compares = true;
        leaf.constant = constant;
      }
    }
  }
  return leaf;
}

template <class OnLeaf>
void leaves(const ast::Expr* e, OnLeaf&& on_leaf) {
  if (e == nullptr) return;
  if (const auto* u = e->as<ast::Unary>(); u != nullptr && u->op == ast::UnaryOp::logical_not) return leaves(u->operand, on_leaf);
  if (const auto* b = e->as<ast::Binary>(); b != nullptr && (b->op == ast::BinaryOp::logical_and || b->op == ast::BinaryOp::logical_or)) {
    leaves(b->left, on_leaf);
    return leaves(b->right, on_leaf);
  }
  on_leaf(*e);
}

}  // namespace

bool constant_text(const ast::Expr* expression, std::string& out) {
  if (expression == nullptr) return false;
  if (const auto* number = expression->as<ast::Number>()) {
    out = std::to_string(number->value);
    return true;
  }
  const auto* text = expression->as<ast::String>();
  if (text == nullptr || lang::has_pv(text->value)) return false;
  out = text->value;
  return true;
}

void Atoms::collect(const lang::Script& script) {
  std::unordered_map<std::string, std::size_t> by_key;
  Blocks blocks;
  for (const auto* item : script.items())
    if (const auto* route = item->as<ast::Route>(); route != nullptr && route->route == ast::RouteKind::request) blocks.emplace(route->name, route);
  std::vector<Atom> all;
  std::vector<std::tuple<const ast::Expr*, std::size_t, bool>> found;
  auto on_leaf = [&](const ast::Expr& e) {
    auto leaf = leaf_of(e, script, blocks);
    if (!leaf.usable) return;
    auto [at, fresh] = by_key.try_emplace(leaf.key, all.size());
    if (fresh) all.push_back({leaf.key, 0, leaf.reads, leaf.compares, leaf.constant, leaf.fragile});
    ++all[at->second].count;
    found.emplace_back(&e, at->second, leaf.negated);
  };
  for (const auto* item : script.items()) {
    const auto* route = item->as<ast::Route>();
    if (route == nullptr) continue;
    sema::walk(
        route->body,
        [&](const ast::Stmt& s) {
          if (const auto* i = s.as<ast::If>()) leaves(i->condition, on_leaf);
          if (const auto* w = s.as<ast::While>()) leaves(w->condition, on_leaf);
        },
        [](const ast::Expr&) {});
  }
  auto is_flag = [](const std::vector<std::string>& reads) { return reads.size() == 1 && reads[0].find("flag ") != std::string::npos; };
  // A variable that is compared once after it was set counts as well, and a flag.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].count > 1 || is_flag(all[i].reads) || (all[i].compares && all[i].reads.size() == 1 && all[i].reads[0].starts_with("$var("))) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return all[a].count > all[b].count; });
  if (order.size() > kMax) order.resize(kMax);
  std::unordered_map<std::size_t, std::uint8_t> numbers;
  for (auto i : order) {
    auto n = static_cast<std::uint8_t>(atoms_.size());
    numbers.emplace(i, n);
    for (const auto& r : all[i].reads) readers_[r] |= std::uint64_t{1} << n;
    if (is_flag(all[i].reads)) flags_ |= std::uint64_t{1} << n;
    if (all[i].fragile) fragile_ |= std::uint64_t{1} << n;
    atoms_.push_back(std::move(all[i]));
  }
  for (const auto& [e, index, negated] : found)
    if (auto at = numbers.find(index); at != numbers.end()) uses_.emplace(e, Use{at->second, negated});
}

void Atoms::assign(const ast::Assign& assign, State& state) const {
  const auto* target = assign.target->as<ast::Pv>();
  if (target == nullptr) return;
  auto at = readers_.find(std::string(target->text));
  std::uint64_t changed = at == readers_.end() ? 0 : at->second;
  // The parts of the request URI, and lists, have many names.
  if (!is_fixed(target->node->name)) changed |= fragile_;
  state.known &= ~changed;
  std::string constant;
  if (assign.op == ast::AssignOp::set && constant_text(assign.value, constant)) {
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      if ((changed >> i & 1) == 0 || !atoms_[i].compares || atoms_[i].reads[0] != target->text) continue;
      bool holds = atoms_[i].constant.empty() && atoms_[i].key.find(" == ") == std::string::npos ? constant != "0" && !constant.empty()
                                                                                                : constant == atoms_[i].constant;
      std::uint64_t bit = std::uint64_t{1} << i;
      state.known |= bit;
      state.value = holds ? state.value | bit : state.value & ~bit;
    }
  }
  state.value &= state.known;
}

void Atoms::call(const ast::Call& call, bool pure, State& state) const {
  auto flag = [&](std::string_view kind, bool on) {
    if (call.arguments.size() != 1) return;
    std::string name(kind);
    if (const auto* word = call.arguments[0]->as<ast::Identifier>()) name += word->name;
    else if (const auto* number = call.arguments[0]->as<ast::Number>()) name += number->text;
    else if (const auto* text = call.arguments[0]->as<ast::String>()) name += '"' + std::string(text->value) + '"';
    auto at = readers_.find(name);
    if (at == readers_.end()) return;
    state.known |= at->second;
    state.value = on ? state.value | at->second : state.value & ~at->second;
  };
  if (call.name == "setflag" || call.name == "resetflag") return flag("flag ", call.name == "setflag");
  if (call.name == "setbflag" || call.name == "resetbflag") return flag("bflag ", call.name == "setbflag");
  std::uint64_t changed = pure ? 0 : fragile_;
  if (!pure)
    for (const auto* a : call.arguments) {
      std::string_view text;
      if (const auto* pv = a->as<ast::Pv>()) text = pv->text;
      else if (const auto* s = a->as<ast::String>()) text = s->value;
      if (auto at = readers_.find(std::string(text)); at != readers_.end()) changed |= at->second;
    }
  state.known &= ~changed;
  state.value &= state.known;
}

}  // namespace kukini::lint::flow
