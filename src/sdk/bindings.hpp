// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Bindings: the code behind every name a script may use, as the loader collected it from the modules. Host side.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/module.hpp"

namespace kukini::sdk {

struct BoundFunction {
  const manifest::Function* decl;
  std::string_view module;
  FunctionCall call;
  void* self;
  PrepareArg prepare;
};
struct BoundVariable {
  const manifest::Variable* decl;
  std::string_view module;
  PvGet get;
  PvSet set;
  void* self;
  PrepareName prepare;
};
struct BoundTransformation {
  const manifest::Transformation* decl;
  std::string_view module;
  TransformCall call;
};
struct BoundRpc {
  const manifest::RpcCommand* decl;
  std::string_view module;
  RpcHandler handler;
};

/// Looked up at load only. Functions: the same name may come from several modules or with several argument counts; the module
/// loaded last wins among those that take the count.
struct Bindings {
  std::multimap<std::string, BoundFunction, std::less<>> functions;
  std::map<std::string, BoundVariable, std::less<>> variables;
  std::map<std::string, BoundTransformation, std::less<>> transformations;  ///< key "class.name"
  std::map<std::string, BoundRpc, std::less<>> rpc;
};

}  // namespace kukini::sdk
