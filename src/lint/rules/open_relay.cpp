// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/flow/finder.hpp"

namespace kukini::lint {
namespace {

using namespace flow;

/// Somebody, or something, was looked at that says who may do this; or the destination is of our choice.
constexpr std::uint64_t kSafe = 1;

struct Paths : Finder {
  Paths() { join_or = kSafe; }

  void call(const CallAt& at, State& yes, State& no) override {
    if (at.is(kOpaque | kTakesOver)) yes.facts |= kSafe, no.facts |= kSafe;
    if (at.is(kChecksCredentials | kChecksSource | kChecksDomain | kLocates | kFollowsRoute)) yes.facts |= kSafe;
    if (at.is(kLocates) && !at.tested) no.facts |= kSafe;
    // A search in a database, a table, a file: what it finds decides.
    if (at.tested && (at.traits & ~kLimitsHops) == 0) yes.facts |= kSafe, no.facts |= kSafe;
    if (!at.is(kRelays) || !at.call.arguments.empty() || yes.has(kSafe)) return;
    if ((yes.kinds & (fresh(Method::invite) | fresh(Method::message))) == 0) return;
    found(at.call, yes);
    yes.facts |= kSafe;
    no.facts |= kSafe;
  }
  void unknown_route(State& state) override { state.facts |= kSafe; }
  void assign(const ast::Assign& assign, State& state) override {
    const auto* pv = assign.target->as<ast::Pv>();
    if (pv == nullptr) return;
    auto n = pv->node->name;
    if (n == "ru" || n == "rd" || n == "du" || n == "dd" || n == "rdomain" || n == "xavp" || n == "xavu") state.facts |= kSafe;
  }
  void condition(const ast::Expr& e, State& yes, State& no) override {
    bool source = false, unknown = false;
    sema::walk(&e, [&](const ast::Expr& part) {
      if (const auto* o = part.as<ast::Operand>()) {
        using enum ast::CoreOperand;
        source |= o->operand == myself || o->operand == uri || o->operand == from_uri || o->operand == to_uri || o->operand == src_ip ||
                  o->operand == dst_ip || o->operand == src_port || o->operand == dst_port || o->operand == proto;
      } else if (const auto* pv = part.as<ast::Pv>()) {
        auto n = pv->node->name;
        if (n != "rm" && n != "rc" && n != "retcode" && n != "ua" && n != "hdr" && n != "tt" && n != "mb" && n != "ml" && n != "cs" && n != "null") unknown = true;
      } else if (part.kind == ast::ExprKind::select || part.kind == ast::ExprKind::string) {
        const auto* text = part.as<ast::String>();
        unknown |= text == nullptr || lang::has_pv(text->value);
      }
    });
    if (unknown) yes.facts |= kSafe, no.facts |= kSafe;
    if (!source) return;
    const auto* b = e.as<ast::Binary>();
    bool negated = b != nullptr && (b->op == ast::BinaryOp::not_equal || b->op == ast::BinaryOp::ne || b->op == ast::BinaryOp::not_match);
    // !uri == myself means what it looks like.
    if (const auto* u = b != nullptr ? b->left->as<ast::Unary>() : nullptr; u != nullptr && u->op == ast::UnaryOp::logical_not) negated = !negated;
    (negated ? no : yes).facts |= kSafe;
  }
};

void check(Context& context) {
  each_finding(context, Paths(), Roots::main, Once::each_place, [&](const Found& f) -> diag::Diagnostic& {
    return context.report(f.at->span, "requests from anybody to any domain can be relayed here")
        .with_hint("before, ask for credentials, or check the source address, or refuse what is not for a domain of yours: "
                   "if (from_uri != myself && uri != myself) { sl_send_reply(\"403\", \"Not relaying\"); exit; }");
  });
}

}  // namespace

extern const Rule kRule_open_relay;
const Rule kRule_open_relay = {"open-relay", Group::security, diag::Severity::warning, "requests of strangers are relayed to any domain", check};

}  // namespace kukini::lint
