// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The code behind the table. Every name of the table is bound in bind(); the loader refuses the module otherwise.
#include <atomic>

#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_hello;

namespace {
using namespace sdk;

class Hello final : public Module {
 public:
  void bind(Binder& binder) override {
    binder.param("greeting", greeting_);
    binder.method<Hello, &Hello::hello>("hello", this);
    binder.variable("greetings", [](void* self, Context&, const PvName&) {
      return Value::integer(static_cast<Hello*>(self)->count_.load());
    }, nullptr, this);
    binder.rpc("hello.count", [this](RpcCall& call) { call.add(RpcValue(count_.load())); });
  }

 private:
  /// Functions return > 0 for true, < 0 for false, 0 to end the script. Text for the message lives in the context's arena.
  int hello(Context& context, Args args) {
    auto name = text_of(context, args[0].value);
    if (name.empty()) return -1;
    TextBuilder line(*context.arena);
    line << "X-Greeting: " << greeting_ << ' ' << name << "\r\n";
    context.current_edits().append_header(*context.msg, line.view());
    count_.fetch_add(1, std::memory_order_relaxed);
    return 1;
  }

  std::string greeting_ = "Hello";
  std::atomic<long> count_{0};
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_hello, kukini::modules::Hello);
