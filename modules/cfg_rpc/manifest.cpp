// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of cfg_rpc.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

extern const Manifest kManifest_cfg_rpc;
const Manifest kManifest_cfg_rpc = {
    .name = "cfg_rpc",
    .summary = "Runtime variables by command; the commands are there without it, too",
};

}  // namespace kukini::modules
