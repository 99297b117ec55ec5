// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <filesystem>
#include <string>

#include "lint/context.hpp"
#include "lint/literals.hpp"

namespace kukini::lint {
namespace {

struct File {
  std::string_view module, param;
};
constexpr File kFiles[] = {{"dispatcher", "list_file"},      {"permissions", "default_allow_file"}, {"permissions", "default_deny_file"},
                           {"permissions", "address_file"},  {"carrierroute", "config_file"},       {"tls", "config"},
                           {"tls", "certificate"},           {"tls", "private_key"},                {"tls", "ca_list"},
                           {"app_lua", "load"},              {"app_python", "script_name"},         {"app_python3", "load"},
                           {"geoip2", "path"},               {"pdb", "config"},                     {"xhttp_prom", "config"}};

namespace fs = std::filesystem;

/// The machine is not the one that the script is for, when even the folder is missing.
bool folder_is_there(const fs::path& file) {
  std::error_code error;
  return fs::is_directory(file.parent_path(), error);
}

void check(Context& context) {
  const auto& main = context.script().source().files().front().name;
  for (auto [module, name] : kFiles)
    for (const auto* param : context.params(module, name)) {
      auto text = constant_text(param->value);
      if (!text || text->empty() || text->find_first_of("*?{}<>") != text->npos) continue;
      fs::path path(*text);
      std::error_code error;
      bool there = fs::exists(path, error);
      if (path.is_relative()) there = there || fs::exists(fs::path(main).parent_path() / path, error);
      // Absolute: the folder must be the script's own, or the script must be at home here.
      else if (fs::weakly_canonical(path.parent_path(), error) != fs::weakly_canonical(fs::path(main).parent_path(), error) || !folder_is_there(path)) continue;
      if (there) continue;
      context.report(param->value->span, "there is no file " + std::string(*text))
          .with_hint(path.is_relative() && module == "tls" ? "a relative name is looked for in the script's folder"
                     : path.is_relative()                  ? "give the whole path: what it is relative to depends on how the server is started" : "");
    }
}

}  // namespace

extern const Rule kRule_missing_list_file;
const Rule kRule_missing_list_file = {"missing-list-file", Group::values, diag::Severity::warning, "a parameter names a file that is not there",
                                      check};

}  // namespace kukini::lint
