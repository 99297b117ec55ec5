// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module ctl: tells the server which control sockets the configuration asks for.
#include "sdk/module.hpp"
#include "sdk/services/ctl.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_ctl;

namespace {

class Ctl final : public sdk::Module, public sdk::CtlService {
 public:
  void bind(sdk::Binder& b) override {
    b.param("binrpc", [this](const sdk::ParamValue& v) -> sdk::Result<> {
      if (v.text.empty()) return sdk::Error{"ctl: binrpc: an address is needed, as in unixs:/run/kamailio/kamailio_ctl"};
      settings_.binrpc.push_back(v.text);
      return {};
    });
    b.param("fifo", [](const sdk::ParamValue&) -> sdk::Result<> {
      return sdk::Error{"ctl: the fifo protocol is not offered; use binrpc, and kamcmd as its client"};
    });
    b.param("mode", [this](const sdk::ParamValue& v) -> sdk::Result<> {
      if (v.number < 0 || v.number > 07777) return sdk::Error{"ctl: mode must be file permissions, as in 0600"};
      settings_.mode = static_cast<int>(v.number);
      return {};
    });
    for (auto [name, to] : {std::pair{"user", &settings_.user}, {"group", &settings_.group}})
      b.param(name, [to](const sdk::ParamValue& v) -> sdk::Result<> {
        *to = v.is_integer ? std::to_string(v.number) : v.text;
        return {};
      });
    for (const char* name : {"autoconversion", "binrpc_buffer_size", "binrpc_max_body_size", "binrpc_struct_max_body_size"}) b.param_ignored(name);
  }
  void provide(sdk::InitContext& context) override { context.provide<sdk::CtlService>(this); }
  const Settings& settings() const override { return settings_; }

 private:
  Settings settings_;
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_ctl, kukini::modules::Ctl);
