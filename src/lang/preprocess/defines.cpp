// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of defines.
#include "lang/preprocess/defines.hpp"

namespace kukini::lang {

void Defines::add_builtin(std::uint32_t version) {
  auto major = std::to_string(version / 1000000);
  auto minor = std::to_string(version / 1000 % 1000);
  auto patch = std::to_string(version % 1000);
  for (const auto& name : {"KAMAILIO_" + major, "KAMAILIO_" + major + "_" + minor, "KAMAILIO_" + major + "_" + minor + "_" + patch})
    set({name, {}, Inclusion::kNone, 0});
  set({"KAMAILIO_VERSION", std::to_string(version), Inclusion::kNone, 0});
  set({"OS_LINUX", {}, Inclusion::kNone, 0});
}

const Definition* Defines::find(std::string_view name) const {
  auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &map_.definition(at->second);
}

std::uint32_t Defines::index_of(std::string_view name) const {
  auto at = by_name_.find(name);
  return at == by_name_.end() ? Inclusion::kNone : at->second;
}

void Defines::set(Definition definition) {
  std::string name = definition.name;
  by_name_.insert_or_assign(std::move(name), map_.add_definition(std::move(definition)));
}

bool Defines::remove(std::string_view name) {
  auto at = by_name_.find(name);
  if (at == by_name_.end()) return false;
  by_name_.erase(at);
  return true;
}

std::vector<std::pair<std::string, std::string>> Defines::all() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, index] : by_name_) out.emplace_back(name, map_.definition(index).value);
  return out;
}

std::vector<std::string> Defines::names() const {
  std::vector<std::string> out;
  for (const auto& [name, index] : by_name_) out.push_back(name);
  return out;
}

}  // namespace kukini::lang
