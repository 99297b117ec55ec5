// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module cfg_rpc: loads for the sake of configurations that name it; the server has the cfg.* commands built in.
#include "sdk/module.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_cfg_rpc;

namespace {
class CfgRpc final : public sdk::Module {
 public:
  void bind(sdk::Binder&) override {}
};
}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_cfg_rpc, kukini::modules::CfgRpc);
