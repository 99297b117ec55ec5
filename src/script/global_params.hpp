// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What every global parameter of Kamailio does here: takes effect, means nothing, or is still to come.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kukini::script {

enum class Effect : std::uint8_t {
  works,
  accepted,  ///< there is nothing here that it could change
  later,     ///< accepted, without effect so far
};

struct GlobalParamInfo {
  std::string_view name;
  Effect effect;
  std::string_view text;   ///< what it does, or why it does nothing
  bool warn = false;       ///< with Effect::later: routing or security differ when it is switched on, which must be said
};

/// By name; other spellings (usual_name()) are not listed.
std::span<const GlobalParamInfo> global_params();
/// Null for names that no release had.
const GlobalParamInfo* find_global_param(std::string_view usual_name);
/// The usual spelling of a parameter: "gid" is "group".
std::string_view usual_name(std::string_view name);

}  // namespace kukini::script
