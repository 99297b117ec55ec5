// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Max-Forwards (RFC 3261 §16.3 step 3 and §16.6 step 3): counting down, adding, comparing.
#include <algorithm>
#include <atomic>

#include "base/text.hpp"
#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_maxfwd;

namespace {
using namespace sdk;

constexpr int kAbsent = -1, kMalformed = -2;

class Maxfwd final : public Module {
 public:
  void bind(Binder& binder) override {
    binder.param("max_limit", [this](const ParamValue& v) -> Result<> {
      if (v.number < 1 || v.number > 255) return Error{"max_limit must be from 1 to 255"};
      max_limit_.store(v.number);
      return {};
    });
    for (auto name : {"mf_process_maxfwd_header", "process_maxfwd", "maxfwd_process"}) binder.method<Maxfwd, &Maxfwd::process>(name, this);
    for (auto name : {"is_maxfwd_lt", "mf_lowlimit", "maxfwd_at_least"}) binder.method<Maxfwd, &Maxfwd::below>(name, this);
  }
  Result<> init(InitContext& host) override {
    host.runtime_int("maxfwd", "max_limit", "Largest Max-Forwards value that leaves the server.", max_limit_);
    return {};
  }

 private:
  /// The value as earlier calls left it, kAbsent or kMalformed. An empty header counts as 0, as it does for Kamailio.
  static int value(const Context& c, const sip::Header*& header) {
    header = c.msg->first(sip::HeaderType::max_forwards);
    if (header == nullptr) return kAbsent;
    auto text = c.msg->value(*header);
    for (const auto* e = c.current_edits().first(); e != nullptr && e->offset <= header->value; e = e->next)
      if (e->offset == header->value && e->length == header->value_len) text = e->text;
    if (text.empty()) return 0;
    auto n = base::to_number<std::uint32_t>(text);
    return n ? static_cast<int>(std::min<std::uint32_t>(*n, 0xffff)) : kMalformed;
  }

  /// 1 counted down, 2 added, -1 was 0, -2 malformed.
  int process(Context& c, Args args) {
    const sip::Header* header = nullptr;
    int now = value(c, header);
    if (now == kAbsent) {
      TextBuilder line(*c.arena, 32);
      line << "Max-Forwards: " << std::clamp<std::int64_t>(number_of(args[0].value), 0, 255) << "\r\n";
      c.current_edits().prepend_header(*c.msg, line.view());
      return 2;
    }
    if (now == kMalformed) {
      log(Level::error, "maxfwd", "unable to parse the Max-Forwards number");
      return -2;
    }
    auto limit = static_cast<int>(max_limit_.load(std::memory_order_relaxed));
    if (now == 0) return -1;
    int next = now > limit ? limit : now - 1;
    auto text = number_text(*c.arena, next);
    if (!c.current_edits().change(header->value, header->value_len, text)) c.current_edits().replace(header->value, header->value_len, text);
    return 1;
  }

  /// 1 below, -1 not below, -2 absent, -3 malformed.
  int below(Context& c, Args args) {
    const sip::Header* header = nullptr;
    int now = value(c, header);
    if (now < 0) return now - 1;
    return now < number_of(args[0].value) ? 1 : -1;
  }

  std::atomic<std::int64_t> max_limit_{70};
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_maxfwd, kukini::modules::Maxfwd);
