// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Passwords in parameters.
#include "lint/secrets.hpp"

#include <algorithm>

namespace kukini::lint {

bool is_known_password(std::string_view password) {
  constexpr std::string_view kKnown[] = {"kamailiorw", "kamailioro", "opensipsrw", "opensipsro", "openserrw", "openserro", "heslo",    "password",
                                         "passwd",     "secret",     "changeme",   "123456",     "admin",     "root",      "kamailio", "postgres"};
  return std::find(std::begin(kKnown), std::end(kKnown), password) != std::end(kKnown);
}

std::string_view url_password(std::string_view url) {
  auto slashes = url.find("://");
  if (slashes == url.npos) return {};
  auto rest = url.substr(slashes + 3);
  auto at = rest.rfind('@', rest.find('/'));
  auto colon = rest.find(':');
  if (at == rest.npos || colon == rest.npos || colon > at) return {};
  return rest.substr(colon + 1, at - colon - 1);
}

bool is_secret(const ast::ModParam& param, std::string_view value) {
  if (lang::has_pv(value)) return false;
  auto password = url_password(value);
  if (!password.empty()) return !is_known_password(password);
  struct Param {
    std::string_view module, name;
  };
  for (auto [module, name] : {Param{"auth", "secret"}, Param{"auth_ephemeral", "secret"}, Param{"topoh", "mask_key"}, Param{"uac", "auth_password"},
                              Param{"dialplan", "password"}})
    if (param.modules == module && param.name == name) return !is_known_password(value);
  return false;
}

}  // namespace kukini::lint
