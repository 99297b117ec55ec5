// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of hello: all that it offers, as constant data.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"greeting", ParamType::string, "Hello", "What hello() says."},
};
constexpr Arg kName[] = {{"name", ArgKind::string}};
constexpr Function kFunctions[] = {
    {"hello", kName, kRequest, "Adds a header X-Greeting that greets somebody."},
};
constexpr Variable kVariables[] = {
    {"greetings", "How many requests were greeted."},
};
constexpr RpcCommand kRpc[] = {
    {"hello.count", "How many requests were greeted.", "", "One number."},
};
}  // namespace

extern const Manifest kManifest_hello;
const Manifest kManifest_hello = {
    .name = "hello",
    .summary = "The smallest module that has one of everything",
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .rpc = kRpc,
};

}  // namespace kukini::modules
