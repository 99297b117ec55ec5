// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module kex.
#include <fmt/format.h>

#include <atomic>

#include "base/text.hpp"
#include "sdk/module.hpp"
#include "sdk/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_kex;

namespace {

using sdk::Args;
using sdk::Context;

/// Bit of a flag argument; 0 for flags that do not exist.
std::uint32_t flag_bit(Args args) {
  auto n = sdk::number_of(args[0].value);
  return n >= 0 && n < 32 ? std::uint32_t{1} << n : 0;
}

std::string_view text(Context& c, Args args, std::size_t i) { return i < args.size() ? sdk::text_of(c, args[i].value) : std::string_view(); }

class Kex final : public sdk::Module {
 public:
  void bind(sdk::Binder& b) override {
    b.method<Kex, &Kex::setsflag>("setsflag", this);
    b.method<Kex, &Kex::issflagset>("issflagset", this);
    b.method<Kex, &Kex::resetsflag>("resetsflag", this);
    b.method<Kex, &Kex::setbflag>("setbflag", this);
    b.method<Kex, &Kex::isbflagset>("isbflagset", this);
    b.method<Kex, &Kex::resetbflag>("resetbflag", this);
    b.method<Kex, &Kex::setdsturi>("setdsturi", this);
    b.method<Kex, &Kex::resetdsturi>("resetdsturi", this);
    b.method<Kex, &Kex::isdsturiset>("isdsturiset", this);
    b.method<Kex, &Kex::pv_printf>("pv_printf", this);
    b.method<Kex, &Kex::pv_printf>("avp_printf", this);
    b.method<Kex, &Kex::is_myself>("is_myself", this);
    b.method<Kex, &Kex::is_myhost>("is_myhost", this);
    b.method<Kex, &Kex::setdebug>("setdebug", this);
    b.method<Kex, &Kex::resetdebug>("resetdebug", this);
    b.method<Kex, &Kex::append_branch>("km_append_branch", this);
    b.variable("sruid", [](void* self, Context& c, const sdk::PvName&) { return static_cast<Kex*>(self)->sruid(c); }, nullptr, this);
  }
  sdk::Result<> init(sdk::InitContext& context) override {
    started_ = context.wall_us();
    return {};
  }

 private:
  int setsflag(Context& c, Args args) {
    auto bit = flag_bit(args);
    c.state->script_flags |= bit;
    return bit != 0 ? 1 : -1;
  }
  int issflagset(Context& c, Args args) { return (c.state->script_flags & flag_bit(args)) != 0 ? 1 : -1; }
  int resetsflag(Context& c, Args args) {
    c.state->script_flags &= ~flag_bit(args);
    return 1;
  }

  /// Flags of branch 0 (the R-URI) or of an additional branch; null where there is no such branch.
  static std::uint32_t* branch_flags(Context& c, Args args) {
    auto n = args.size() > 1 ? sdk::number_of(args[1].value) : 0;
    if (n == 0) return &c.target.flags;
    if (n < 0 || static_cast<std::size_t>(n) > c.branch_count) return nullptr;
    return &c.branches[n - 1].flags;
  }
  int setbflag(Context& c, Args args) {
    auto* flags = branch_flags(c, args);
    auto bit = flag_bit(args);
    if (flags == nullptr || bit == 0) return -1;
    *flags |= bit;
    return 1;
  }
  int isbflagset(Context& c, Args args) {
    auto* flags = branch_flags(c, args);
    return flags != nullptr && (*flags & flag_bit(args)) != 0 ? 1 : -1;
  }
  int resetbflag(Context& c, Args args) {
    auto* flags = branch_flags(c, args);
    if (flags == nullptr) return -1;
    *flags &= ~flag_bit(args);
    return 1;
  }

  int setdsturi(Context& c, Args args) {
    auto uri = text(c, args, 0);
    if (uri.empty()) return -1;
    c.target.dst_uri = c.arena->copy(uri);
    return 1;
  }
  int resetdsturi(Context& c, Args) {
    c.target.dst_uri = {};
    return 1;
  }
  int isdsturiset(Context& c, Args) { return c.target.dst_uri.empty() ? -1 : 1; }

  int pv_printf(Context& c, Args args) {
    auto value = text(c, args, 1);
    return args[0].pv != nullptr && args[0].pv->set(c, sdk::Value::string(value)) ? 1 : -1;
  }

  /// A URI, "host" or "host:port".
  static int is_own(Context& c, std::string_view text, bool any_port) {
    sip::Uri uri;
    auto protocol = io::Protocol::none;
    std::string_view host = text;
    std::uint16_t port = 0;
    if (sip::scheme_of(text) == sip::Scheme::sip || sip::scheme_of(text) == sip::Scheme::sips) {
      if (!sip::parse_uri(text, uri)) return -1;
      host = uri.bare_host();
      port = uri.port;
      for (auto p : {io::Protocol::udp, io::Protocol::tcp, io::Protocol::tls, io::Protocol::sctp})
        if (base::iequals(uri.transport, io::to_string(p))) protocol = p;
    } else if (host.starts_with('[')) {
      auto end = host.find(']');
      if (end == std::string_view::npos) return -1;
      port = base::to_number<std::uint16_t>(host.substr(std::min(end + 2, host.size()))).value_or(0);
      host = host.substr(1, end - 1);
    } else if (auto colon = host.find(':'); colon != std::string_view::npos && host.find(':', colon + 1) == std::string_view::npos) {
      port = base::to_number<std::uint16_t>(host.substr(colon + 1)).value_or(0);
      host = host.substr(0, colon);
    }
    if (host.empty()) return -1;
    return c.worker->is_myself(host, any_port ? std::uint16_t{0} : port, any_port ? io::Protocol::none : protocol) ? 1 : -1;
  }
  int is_myself(Context& c, Args args) { return is_own(c, text(c, args, 0), false); }
  int is_myhost(Context& c, Args args) { return is_own(c, text(c, args, 0), true); }

  /// The level is the whole server's; what it was before the first setdebug() comes back with resetdebug().
  int setdebug(Context&, Args args) {
    auto level = sdk::number_of(args[0].value);
    if (level < -10 || level > 10) return -1;
    int none = kNoLevel;
    level_before_.compare_exchange_strong(none, sdk::g_debug_level.load());
    sdk::g_debug_level = static_cast<int>(level);
    return 1;
  }
  int resetdebug(Context&, Args) {
    int before = level_before_.exchange(kNoLevel);
    if (before != kNoLevel) sdk::g_debug_level = before;
    return 1;
  }

  int append_branch(Context& c, Args args) {
    sdk::Branch branch;
    auto uri = text(c, args, 0);
    if (uri.empty()) {
      branch = c.target;
    } else {
      sip::Uri parsed;
      if (!sip::parse_uri(uri, parsed)) return -1;
      branch.ruri = c.arena->copy(uri);
    }
    return c.add_branch(branch) ? 1 : -1;
  }

  sdk::Value sruid(Context& c) {
    auto n = next_.fetch_add(1, std::memory_order_relaxed);
    char buffer[64];
    auto end = fmt::format_to_n(buffer, sizeof buffer, "ksr-{:x}-{:x}-{:x}", started_, c.worker->index(), n);
    return sdk::Value::string(c.arena->copy({buffer, end.size}));
  }

  static constexpr int kNoLevel = INT32_MIN;
  std::atomic<int> level_before_{kNoLevel};
  std::atomic<std::uint64_t> next_{1};
  std::int64_t started_ = 0;
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_kex, kukini::modules::Kex);
