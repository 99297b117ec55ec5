// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RuntimeVariables: group.name variables, of modules and of the script, that cfg.* commands change while scripts read them.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/settings.hpp"

namespace kukini::script {

/// Variables never move and never go away. Readers take no lock.
class RuntimeVariables {
 public:
  struct Variable {
    std::string group, name, brief;
    std::atomic<std::int64_t>* number = nullptr;    ///< a module's variable, or `own`
    std::atomic<const std::string*> text{nullptr};  ///< null: the variable is a number
    std::atomic<std::int64_t> own{0};
    std::string written;                            ///< as the script has it; to tell a changed script from a changed variable
  };

  /// A module's number.
  void add(std::string_view group, std::string_view name, std::string_view brief, std::atomic<std::int64_t>& value);
  /// What a script sets: new variables are made, values that differ from the last script's are taken over.
  /// With `only_new` nothing that is there already is changed.
  void take(const std::vector<CustomVariable>& custom, bool only_new = false);
  /// By "group.name"; null where there is none.
  const Variable* find(std::string_view dotted);
  /// The variables group[number].name that there are, by number.
  std::vector<std::pair<std::int64_t, const Variable*>> numbered(std::string_view group, std::string_view name);
  /// The numbers of all group[number].
  std::vector<std::int64_t> numbers(std::string_view group);
  /// Makes the variable a text.
  void set_text(const Variable& variable, std::string_view text);
  /// Calls f(Variable&) for each.
  template <class F>
  void each(F f) {
    std::lock_guard lock(mutex_);
    for (auto& v : all_) f(v);
  }

 private:
  Variable* find_locked(std::string_view group, std::string_view name);
  void assign(Variable& v, const Setting& value);
  std::mutex mutex_;
  std::deque<Variable> all_;
  std::set<std::string, std::less<>> texts_;  ///< every text there ever was: a reader may hold a view
};

}  // namespace kukini::script
