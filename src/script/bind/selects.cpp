// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Binding selects (@from.uri.user, $sel(via[1].host)); @cfg_get reads what cfg.* commands change.
#include "script/bind/pv_binder.hpp"
#include "script/pvars/select.hpp"
#include "script/runtime.hpp"

namespace kukini::script {

PvPtr PvBinder::custom(std::string written, std::string_view group, std::string_view last) {
  auto name = std::string(group) + "." + std::string(last);
  if (names_.runtime != nullptr)
    if (const auto* variable = names_.runtime->find(name)) {
      auto made = make_runtime(written, *variable);
      std::vector<NumberedPv> numbered;
      for (auto [number, v] : names_.runtime->numbered(group, last)) numbered.push_back({number, make_runtime(written, *v)});
      if (numbered.empty()) return made;
      return make_numbered(std::move(written), sdk::intern_name(group), std::move(made), std::move(numbered));
    }
  auto it = names_.custom.find(name);
  if (it == names_.custom.end()) return nullptr;
  if (it->second.is_string()) return make_fixed(std::move(written), std::string(it->second.s));
  return make_fixed_number(std::move(written), it->second.i);
}

PvPtr PvBinder::select(std::string_view text, std::uint32_t offset, std::uint32_t length) {
  auto fail_here = [&](std::string message) -> PvPtr {
    problems.push_back({offset, length, "script-unknown-select", std::move(message), {}});
    return nullptr;
  };
  if (text.starts_with('@')) text.remove_prefix(1);
  std::string written = "@" + std::string(text);
  auto path = select_path(text);
  if (path.empty()) return fail_here(written + " is not a select");
  if (path[0].name == "cfg_get" && path.size() >= 3) {
    auto name = path[1].name + "." + path[2].name;
    auto variable = custom(written, path[1].name, path[2].name);
    if (variable == nullptr) return fail_here("the script sets no " + name);
    if (path.size() == 3) return variable;
    path.erase(path.begin(), path.begin() + 3);
    auto made = make_select(written, path, std::move(variable));
    return made != nullptr ? std::move(made) : fail_here(written + " is not a select");
  }
  if (path[0].name == "cfg_selected" && path.size() == 2) return make_selected(written, sdk::intern_name(path[1].name));
  auto made = make_select(written, path);
  if (made != nullptr) return made;
  std::size_t used = 0;
  const auto* root = find_select_root(path, used);
  return fail_here(root == nullptr ? written + " is not a select" : written + ": there is no '" + path.back().name + "' of @" + std::string(root->name));
}

}  // namespace kukini::script
