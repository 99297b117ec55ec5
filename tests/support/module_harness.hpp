// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// ModuleHarness: loads built modules and calls their functions, variables and transformations by name, as a script would.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "context_builder.hpp"
#include "sdk/bindings.hpp"
#include "sdk/module.hpp"

namespace kukini::test {

/// What bind() of one module said, checked against its table.
class Harness final : public sdk::Binder, public sdk::InitContext {
 public:
  /// Loads <KUKINI_MODULES>/<name>.so; problems() tells what is wrong with it.
  void load(const std::string& name);
  /// Sets a modparam; call between load() and start().
  std::string set(const std::string& module, const std::string& param, const std::string& value);
  void start();
  /// Every name of a table without code and every code without a name.
  const std::vector<std::string>& problems() const { return problems_; }

  /// Text of a format: "$rU", "$(hdr(X)[1]{s.len})" … as xlog would print it; null is "<null>".
  std::string format(sdk::Context& context, std::string_view text);
  sdk::Value value(sdk::Context& context, std::string_view variable);
  bool assign(sdk::Context& context, std::string_view variable, const sdk::Value& value);
  /// Calls a function with arguments as written in a script between quotes; -1000 where there is no such function, -1001 where
  /// an argument was refused (error() says why).
  int call(sdk::Context& context, const std::string& function, const std::vector<std::string>& args = {});
  const std::string& error() const { return error_; }

  // ---- Binder
  using Binder::param;
  void param(std::string_view name, std::function<sdk::Result<>(const sdk::ParamValue&)> set) override;
  void function(std::string_view name, sdk::FunctionCall call, void* self, sdk::PrepareArg prepare) override;
  void variable(std::string_view name, sdk::PvGet get, sdk::PvSet set, void* self, sdk::PrepareName prepare) override;
  void transformation(std::string_view class_name, std::string_view name, sdk::TransformCall call) override;
  void rpc(std::string_view name, sdk::RpcHandler handler) override;

  // ---- InitContext
  unsigned worker_slot() override { return 0; }
  unsigned worker_count() override { return 1; }
  sdk::Counter counter(std::string_view, std::string_view) override { return {}; }
  void statistic(std::string_view, std::string_view, std::function<std::int64_t()>) override {}
  std::function<std::int64_t()> reader(sdk::Counter) override {
    return [] { return std::int64_t{0}; };
  }
  sdk::Result<const sdk::Pv*> parse_pv(std::string_view text) override;
  sdk::Result<const sdk::Format*> parse_format(std::string_view text) override;
  void reply_handler(sdk::ReplyHandler*) override {}
  void runtime_int(std::string_view, std::string_view, std::string_view, std::atomic<std::int64_t>&) override {}
  void post_to_worker(unsigned, std::function<void(sdk::Worker&)>) override {}
  std::span<const io::ListenSocket> sockets() override { return {}; }
  std::string_view run_dir() override { return "/tmp"; }
  std::uint64_t now_ms() override { return 0; }
  std::int64_t wall_us() override { return 0; }

  std::map<std::string, void*, std::less<>> services;
  std::vector<std::unique_ptr<sdk::Module>> modules;

 protected:
  void* find_service(std::string_view name) override {
    auto at = services.find(name);
    return at == services.end() ? nullptr : at->second;
  }
  void add_service(std::string_view name, void* service) override { services[std::string(name)] = service; }

 private:
  struct BoundName {
    sdk::PvGet get;
    sdk::PvSet set;
    void* self;
    sdk::PrepareName prepare;
  };
  struct BoundCall {
    const manifest::Function* decl;
    sdk::FunctionCall call;
    void* self;
    sdk::PrepareArg prepare;
  };
  /// Reads one variable with index and transformations off the front of `text`; `out` is its value.
  bool read_variable(sdk::Context& context, std::string_view& text, sdk::Value& out, const sdk::Value* assign, bool& ok);
  std::string_view transform_argument(sdk::Context& context, std::string_view text, sdk::Value& out);

  const manifest::Manifest* loading_ = nullptr;
  std::vector<std::string> problems_;
  std::string error_;
  std::map<std::string, BoundName, std::less<>> variables_;
  std::map<std::string, BoundCall, std::less<>> functions_;
  std::map<std::string, sdk::TransformCall, std::less<>> transformations_;
  std::map<std::string, std::function<sdk::Result<>(const sdk::ParamValue&)>, std::less<>> params_;
  std::vector<std::string> seen_;
  std::vector<std::unique_ptr<sdk::Pv>> pvs_;
  std::vector<std::unique_ptr<sdk::Format>> formats_;
};

}  // namespace kukini::test
