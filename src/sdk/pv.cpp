// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Start values of script variables.
#include "sdk/pv.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace kukini::sdk {

namespace {
struct Starts {
  std::mutex mutex;
  std::map<std::string, Value, std::less<>> values;
  std::deque<std::string> texts;
};
Starts& starts() {
  static Starts s;
  return s;
}
}  // namespace

void set_start_value_of_var(std::string_view name, const Value& value) {
  auto& s = starts();
  std::lock_guard lock(s.mutex);
  Value kept = value;
  if (!value.s.empty()) kept.s = s.texts.emplace_back(value.s);
  s.values[std::string(name)] = kept;
}

Value start_value_of_var(std::string_view name) {
  auto& s = starts();
  std::lock_guard lock(s.mutex);
  auto at = s.values.find(name);
  return at != s.values.end() ? at->second : Value::integer(0);
}

}  // namespace kukini::sdk
