// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Module: the class every module derives from, the Binder that ties its table to its code, and its life cycle.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "manifest/manifest.hpp"
#include "sdk/context.hpp"
#include "sdk/log.hpp"
#include "sdk/pv.hpp"
#include "sdk/rpc.hpp"
#include "sdk/statistics.hpp"
#include "sdk/version.hpp"
#include "sdk/worker.hpp"

namespace kukini::sdk {

using base::Error;
using base::Result;

/// Arguments of one call, in order; absent optional ones are not there.
using Args = std::span<const Arg>;
/// Kamailio's convention: > 0 true, < 0 false, 0 ends the script.
using FunctionCall = int (*)(void* self, Context&, Args);
/// Turns a constant argument into something faster at load; the result must live as long as the module.
using PrepareArg = Result<const void*> (*)(void* self, std::size_t index, std::string_view text);
using PrepareName = Result<const void*> (*)(void* self, std::string_view inner);
/// One transformation: value and evaluated arguments to value (text in the context's arena).
using TransformCall = Value (*)(Context&, const Value&, std::span<const Value> args);
/// A modparam being set; `text` or `number` as written.
struct ParamValue {
  bool is_integer = false;
  std::int64_t number = 0;
  std::string text;
};

/// Collects the code behind each entry of a module's table. The loader refuses a module with an entry left over on either side.
class Binder {
 public:
  virtual ~Binder() = default;
  virtual void param(std::string_view name, std::function<Result<>(const ParamValue&)> set) = 0;
  virtual void function(std::string_view name, FunctionCall call, void* self, PrepareArg prepare = nullptr) = 0;
  virtual void variable(std::string_view name, PvGet get, PvSet set, void* self, PrepareName prepare = nullptr) = 0;
  virtual void transformation(std::string_view class_name, std::string_view name, TransformCall call) = 0;
  virtual void rpc(std::string_view name, RpcHandler handler) = 0;

  void param(std::string_view name, std::int64_t& target) {
    param(name, [&target](const ParamValue& v) -> Result<> {
      target = v.number;
      return {};
    });
  }
  void param(std::string_view name, std::string& target) {
    param(name, [&target](const ParamValue& v) -> Result<> {
      target = v.text;
      return {};
    });
  }
  /// A parameter that is accepted and has no effect here; say why in doc.md.
  void param_ignored(std::string_view name) {
    param(name, [](const ParamValue&) -> Result<> { return {}; });
  }
  template <class M, int (M::*Call)(Context&, Args)>
  void method(std::string_view name, M* self, PrepareArg prepare = nullptr) {
    function(name, [](void* s, Context& c, Args a) { return (static_cast<M*>(s)->*Call)(c, a); }, self, prepare);
  }
};

/// Sees replies before the core routes them statelessly (tm).
class ReplyHandler {
 public:
  virtual ~ReplyHandler() = default;
  /// True: the reply belongs to one of ours and has been dealt with.
  virtual bool on_reply(Context& reply) = 0;
};

/// Around the run of the request route (sl, tm). Called on the owning worker.
class RequestHooks {
 public:
  virtual ~RequestHooks() = default;
  /// Before the request route; false: the request has been dealt with, no script runs (sl: ACKs to stateless replies).
  virtual bool before_request(Context&) { return true; }
  /// After the request route ended, however it did; context.transaction may be set (tm: drops or answers what was left open).
  virtual void after_request(Context&) {}
};

/// What a module may ask of the server while it starts. Valid during init(), the results for good. parse_pv() and parse_format()
/// may also be called from prepare functions, while a script is built: the object lives as long as the module.
class InitContext {
 public:
  virtual ~InitContext() = default;
  virtual unsigned worker_slot() = 0;
  virtual unsigned worker_count() = 0;
  virtual Counter counter(std::string_view group, std::string_view name) = 0;
  /// A statistic computed when asked for; must be thread-safe.
  virtual void statistic(std::string_view group, std::string_view name, std::function<std::int64_t()> read) = 0;
  /// Reads a statistic by its name alone, from any thread; empty where no group has one of that name.
  virtual std::function<std::int64_t()> statistic_reader(std::string_view) { return {}; }
  /// A runtime variable "group.name", opaque, for good; null where there is none. It is read and set from any thread, without a lock for reading.
  virtual const void* runtime_variable(std::string_view) { return nullptr; }
  virtual Value read_runtime(const void*) { return {}; }
  virtual bool set_runtime(const void*, const Value&) { return false; }
  /// Sum over workers; any thread.
  virtual std::function<std::int64_t()> reader(Counter counter) = 0;
  /// Pseudo-variables and formats written in modparams; they live as long as the server.
  virtual Result<const Pv*> parse_pv(std::string_view text) = 0;
  virtual Result<const Format*> parse_format(std::string_view text) = 0;
  virtual void reply_handler(ReplyHandler* handler) = 0;
  /// False where the server does not call them.
  virtual bool request_hooks(RequestHooks*) { return false; }
  /// Runtime variables group.name: settable by cfg.set_now_int and by `group.name = value` in the script.
  virtual void runtime_int(std::string_view group, std::string_view name, std::string_view brief, std::atomic<std::int64_t>& value) = 0;
  /// Calls into all workers or to one; usable after the workers run, from any thread.
  virtual void post_to_worker(unsigned index, std::function<void(Worker&)> task) = 0;
  /// One more name that is ours: port 0 and protocol none are any; with `subdomains`, those too. During init() only.
  virtual void add_alias(std::string_view /*host*/, std::uint16_t /*port*/, io::Protocol, bool /*subdomains*/) {}
  /// Sockets the server listens on.
  virtual std::span<const io::ListenSocket> sockets() = 0;
  virtual std::string_view run_dir() = 0;
  virtual std::uint64_t now_ms() = 0;  ///< of the server's clock, any thread
  /// Wall-clock microseconds, any thread.
  virtual std::int64_t wall_us() = 0;

  template <class Service>
  Service* service() { return static_cast<Service*>(find_service(Service::kName)); }
  template <class Service>
  void provide(Service* service) { add_service(Service::kName, static_cast<void*>(service)); }

 protected:
  virtual void* find_service(std::string_view name) = 0;
  virtual void add_service(std::string_view name, void* service) = 0;
};

/// One per loaded module. Order: constructor, bind, modparams, provide, init, worker_init on each worker's thread,
/// then traffic; worker_exit on each worker, destructor.
class Module {
 public:
  virtual ~Module() = default;
  virtual void bind(Binder& binder) = 0;
  /// Offers services (InitContext::provide); all modules do this before any init().
  virtual void provide(InitContext&) {}
  virtual Result<> init(InitContext&) { return {}; }
  virtual Result<> worker_init(Worker&) { return {}; }
  virtual void worker_exit(Worker&) {}
};

/// What the shared object exports under the name kukini_module.
struct ModuleEntry {
  const char* abi;
  const manifest::Manifest* manifest;
  Module* (*create)();
};

}  // namespace kukini::sdk

/// In <name>.cpp: KUKINI_MODULE(manifest_symbol, ClassName)
#define KUKINI_MODULE(manifest_symbol, ClassName)                                                         \
  extern "C" __attribute__((visibility("default"))) const kukini::sdk::ModuleEntry kukini_module = {      \
      KUKINI_ABI_STAMP, &manifest_symbol, []() -> kukini::sdk::Module* { return new ClassName(); }}
