// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of defines, with the ones that are built in (release symbols) and the ones of modules (MOD_tm).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/source/source_map.hpp"

namespace kukini::lang {

/// Name -> definition (an index of SourceMap). Names are looked up once per identifier of the script.
class Defines {
 public:
  explicit Defines(SourceMap& map) : map_(map) {}

  /// KAMAILIO_VERSION and KAMAILIO_5, KAMAILIO_5_8, KAMAILIO_5_8_0 for version 5008000, and the system's name.
  void add_builtin(std::uint32_t version);

  bool contains(std::string_view name) const { return find(name) != nullptr; }
  const Definition* find(std::string_view name) const;
  /// Index of the definition, Inclusion::kNone when there is none.
  std::uint32_t index_of(std::string_view name) const;
  /// Replaces one that is there.
  void set(Definition definition);
  bool remove(std::string_view name);

  std::vector<std::pair<std::string, std::string>> all() const;
  std::vector<std::string> names() const;

 private:
  SourceMap& map_;
  std::map<std::string, std::uint32_t, std::less<>> by_name_;
};

}  // namespace kukini::lang
