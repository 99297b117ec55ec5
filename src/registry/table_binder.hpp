// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// TableBinder: ties a module's code to its table and notices every entry that is left over on either side.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sdk/bindings.hpp"
#include "sdk/module.hpp"

namespace kukini::registry {

using ParamSetter = std::function<base::Result<>(const sdk::ParamValue&)>;

class TableBinder final : public sdk::Binder {
 public:
  TableBinder(const manifest::Manifest& table, sdk::Bindings& bindings, std::map<std::string, ParamSetter, std::less<>>& params)
      : table_(table), bindings_(bindings), params_(params) {}

  using sdk::Binder::param;
  void param(std::string_view name, std::function<base::Result<>(const sdk::ParamValue&)> set) override;
  void function(std::string_view name, sdk::FunctionCall call, void* self, sdk::PrepareArg prepare) override;
  void variable(std::string_view name, sdk::PvGet get, sdk::PvSet set, void* self, sdk::PrepareName prepare) override;
  void transformation(std::string_view class_name, std::string_view name, sdk::TransformCall call) override;
  void rpc(std::string_view name, sdk::RpcHandler handler) override;

  /// After bind(): what does not match, as one sentence; empty when all does.
  std::string mismatch() const;

 private:
  void mark(std::string_view kind, std::string_view name, bool in_table);

  const manifest::Manifest& table_;
  sdk::Bindings& bindings_;
  std::map<std::string, ParamSetter, std::less<>>& params_;
  std::set<std::string> bound_;
  std::vector<std::string> wrong_;
};

}  // namespace kukini::registry
