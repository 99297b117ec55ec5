// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Calling functions and route blocks.
#include "script/calls.hpp"

#include "script/program.hpp"
#include "sdk/log.hpp"

namespace kukini::script {

namespace {

/// $rc is of functions of modules and routes; the core's own leave it alone.
int finish(Context& c, int rc, bool of_core) {
  if (!of_core) c.last_rc = rc;
  if (rc == 0 && c.script != nullptr) run_of(c).flow |= kExit;
  return rc;
}

/// All arguments known at load.
class ConstantCall final : public CallExpr {
 public:
  ConstantCall(const sdk::BoundFunction& bound, std::vector<ArgumentNode> arguments)
      : CallExpr(bound.module == "core"), call_(bound.call), self_(bound.self), nodes_(std::move(arguments)) {
    for (const auto& a : nodes_) args_.push_back(a.base);
  }

 protected:
  int call(Context& c) const override { return finish(c, call_(self_, c, args_), of_core_); }

 private:
  sdk::FunctionCall call_;
  void* self_;
  std::vector<ArgumentNode> nodes_;
  std::vector<sdk::Arg> args_;
};

class FunctionCallExpr final : public CallExpr {
 public:
  FunctionCallExpr(std::string name, const sdk::BoundFunction& bound, std::vector<ArgumentNode> arguments)
      : CallExpr(bound.module == "core"), name_(std::move(name)), call_(bound.call), self_(bound.self), nodes_(std::move(arguments)) {
    for (const auto& n : nodes_) has_regex_ = has_regex_ || n.kind == ArgumentNode::Kind::regex;
  }

 protected:
  int call(Context& c) const override {
    sdk::Arg args[kMaxArguments];
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      args[i] = nodes_[i].base;
      if (nodes_[i].kind != ArgumentNode::Kind::constant && !fill(c, nodes_[i], i, args[i])) {
        c.last_rc = -1;
        return -1;
      }
    }
    return has_regex_ ? call_with_regex(c, args) : finish(c, call_(self_, c, {args, nodes_.size()}), of_core_);
  }

 private:
  static std::string_view text_of(Context& c, const ArgumentNode& node) {
    return node.format != nullptr ? node.format->eval(c) : to_text(node.expression->eval(c), *c.arena);
  }
  /// Holds the compiled patterns for as long as the call takes.
  int call_with_regex(Context& c, sdk::Arg* args) const {
    std::shared_ptr<const re2::RE2> held[kMaxArguments];
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].kind != ArgumentNode::Kind::regex) continue;
      held[i] = runtime_regex(args[i].value.s, RegexUse::capture);
      args[i].regex = held[i].get();
      if (args[i].regex == nullptr) {
        c.last_rc = -1;
        return -1;
      }
    }
    return finish(c, call_(self_, c, {args, nodes_.size()}), of_core_);
  }
  bool fill(Context& c, const ArgumentNode& node, std::size_t index, sdk::Arg& out) const {
    switch (node.kind) {
      case ArgumentNode::Kind::constant: return true;
      case ArgumentNode::Kind::value: out.value = node.expression->eval(c); return true;
      case ArgumentNode::Kind::integer: {
        Value v = node.format != nullptr ? Value::string(node.format->eval(c)) : node.expression->eval(c);
        std::int64_t n = v.i;
        if (!v.is_integer() && !(v.is_string() && parse_integer(v.s, n))) {
          sdk::log(sdk::Level::error, "core", "{}(): argument {} is not a number", name_, index + 1);
          return false;
        }
        out.value = Value::integer(n);
        return true;
      }
      case ArgumentNode::Kind::text: out.value = Value::string(text_of(c, node)); return true;
      case ArgumentNode::Kind::regex:
        out.value = Value::string(text_of(c, node));
        return true;
      case ArgumentNode::Kind::route:
        out.value = Value::string(text_of(c, node));
        out.route = c.program != nullptr ? c.program->find_route(node.route_kind, out.value.s) : -1;
        return true;
    }
    return false;
  }

  std::string name_;
  sdk::FunctionCall call_;
  void* self_;
  bool has_regex_ = false;
  std::vector<ArgumentNode> nodes_;
};

class RouteCallExpr final : public CallExpr {
 public:
  explicit RouteCallExpr(int index) : index_(index) {}

 protected:
  int call(Context& c) const override { return run_of(c).program->call(c, index_); }

 private:
  int index_;
};

class DynamicRouteCallExpr final : public CallExpr {
 public:
  explicit DynamicRouteCallExpr(ExprPtr name) : name_(std::move(name)) {}
  void stand_alone() override { alone_ = true; }

 protected:
  int call(Context& c) const override {
    NumberText buffer;
    auto name = to_text(name_->eval(c), buffer);
    const auto* program = run_of(c).program;
    int index = name.empty() ? -1 : program->find_route(manifest::kRequest, name);  // the empty name is request_route's
    if (index < 0) {
      sdk::log(sdk::Level::error, "core", "route({}): there is no such route", name);
      if (!alone_) c.last_rc = 0;
      return kNoRoute;
    }
    return program->call(c, index);
  }

 private:
  static constexpr int kNoRoute = -10;
  ExprPtr name_;
  bool alone_ = false;
};

}  // namespace

std::int64_t CallExpr::integer(Context& c) const {
  int rc = within(c);
  if (c.script != nullptr && run_of(c).program->raw_results) return rc;
  return rc > 0 ? 1 : 0;
}

ExprPtr make_function_call(std::string name, const sdk::BoundFunction& bound, std::vector<ArgumentNode> arguments) {
  bool constant = true;
  for (const auto& a : arguments)
    if (a.kind != ArgumentNode::Kind::constant) constant = false;
  if (constant) return std::make_unique<ConstantCall>(bound, std::move(arguments));
  return std::make_unique<FunctionCallExpr>(std::move(name), bound, std::move(arguments));
}
ExprPtr make_route_call(int index) { return std::make_unique<RouteCallExpr>(index); }
ExprPtr make_dynamic_route_call(ExprPtr name) { return std::make_unique<DynamicRouteCallExpr>(std::move(name)); }

}  // namespace kukini::script
