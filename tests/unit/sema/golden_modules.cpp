// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The tables of the golden files.
#include "golden_modules.hpp"

#include "catalog/core_manifest.hpp"

namespace kukini::sema::test {
namespace {

using namespace manifest;

constexpr Arg kFormat[] = {{"level", ArgKind::format}, {"text", ArgKind::format, true}};
constexpr Arg kLimit[] = {{"limit", ArgKind::integer}};
constexpr Arg kFailureName[] = {{"name", ArgKind::failure_route}};
constexpr Arg kReplyName[] = {{"name", ArgKind::onreply_route}};
constexpr Arg kBranchName[] = {{"name", ArgKind::branch_route}};
constexpr Arg kBranchFailureName[] = {{"name", ArgKind::branch_failure_route}};
constexpr Arg kDs[] = {{"set", ArgKind::integer}, {"algorithm", ArgKind::integer}};
constexpr Arg kPv[] = {{"variable", ArgKind::pv}};
constexpr Arg kRegex[] = {{"expression", ArgKind::regex}};
constexpr Arg kRoute[] = {{"route", ArgKind::route}};

constexpr Function kXlog[] = {{"xlog", kFormat, kAnyRoute, ""}};
constexpr Function kMaxfwd[] = {{"mf_process_maxfwd_header", kLimit, kRequest, ""}};
constexpr Function kTm[] = {
    {"t_on_failure", kFailureName, kRequest | kFailure, ""},
    {"t_on_reply", kReplyName, kRequest | kFailure, ""},
    {"t_on_branch", kBranchName, kRequest | kFailure, ""},
    {"t_on_branch_failure", kBranchFailureName, kRequest | kFailure, ""},
    {"t_relay", {}, kRequest | kFailure, ""},
    {"t_check_status", kRegex, kRequest | kFailure | kOnreply, ""},
};
constexpr Function kDispatcher[] = {
    {"ds_select_dst", kDs, kRequest | kFailure, ""},
    {"ds_next_dst", {}, kRequest | kFailure, ""},
};
constexpr Function kToy[] = {
    {"toy_take", kPv, kAnyRoute, ""},
    {"toy_run", kRoute, kAnyRoute, ""},
    {"toy_old", {}, kAnyRoute, "", false, false, {}, "5.0", "toy_take()"},
};

constexpr Param kXlogParams[] = {
    {"buf_size", ParamType::integer, "4096", "", 64, 1 << 20},
    {"prefix", ParamType::string, "", ""},
};
constexpr Param kMaxfwdParams[] = {{"max_limit", ParamType::integer, "256", ""}};
constexpr Param kDispatcherParams[] = {
    {"list_file", ParamType::string, "", ""},
    {"dst_avp", ParamType::pv, "", "", INT64_MIN, INT64_MAX, false, {}, "5.2", "xavp_dst"},
    {"ds_ping_from", ParamType::format, "", ""},
};
constexpr Variable kPvVariables[] = {
    {"ru", "", true}, {"rU", "", true}, {"rd", "", true}, {"si", ""}, {"fu", "", true}, {"hdr", "", false, Inner::required, true}, {"TV", "", false, Inner::required},
};
constexpr Transformation kPvTransformations[] = {{"s", "len", 0, 0, ""}, {"s", "substr", 2, 2, ""}, {"s", "tolower", 0, 0, ""}};

const Manifest kModuleXlog = {.name = "xlog", .summary = "", .params = kXlogParams, .functions = kXlog};
const Manifest kModuleMaxfwd = {.name = "maxfwd", .summary = "", .params = kMaxfwdParams, .functions = kMaxfwd};
const Manifest kModuleTm = {.name = "tm", .summary = "", .functions = kTm};
const Manifest kModuleDispatcher = {.name = "dispatcher", .summary = "", .params = kDispatcherParams, .functions = kDispatcher};
const Manifest kModulePv = {.name = "pv", .summary = "", .variables = kPvVariables, .transformations = kPvTransformations};
const Manifest kModuleToy = {.name = "toy", .summary = "", .functions = kToy};
const Manifest* const kAll[] = {&kModuleXlog, &kModuleMaxfwd, &kModuleTm, &kModuleDispatcher, &kModulePv, &kModuleToy};

}  // namespace

const catalog::Catalog& golden_catalog() {
  static const catalog::Catalog all(kAll, &catalog::kManifest_core);
  return all;
}

}  // namespace kukini::sema::test
