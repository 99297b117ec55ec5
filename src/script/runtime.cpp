// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Keeping variables and their texts for as long as the server runs.
#include "script/runtime.hpp"

#include <optional>

#include "base/text.hpp"

namespace kukini::script {

RuntimeVariables::Variable* RuntimeVariables::find_locked(std::string_view group, std::string_view name) {
  for (auto& v : all_)
    if (v.group == group && v.name == name) return &v;
  return nullptr;
}

void RuntimeVariables::assign(Variable& v, const Setting& value) {
  v.written = value.text;
  if (value.is_integer) {
    v.number->store(value.number);
    v.text.store(nullptr, std::memory_order_release);
  } else if (v.number == &v.own) {
    v.text.store(&*texts_.emplace(value.text).first, std::memory_order_release);
  }
}

void RuntimeVariables::add(std::string_view group, std::string_view name, std::string_view brief, std::atomic<std::int64_t>& value) {
  std::lock_guard lock(mutex_);
  auto& v = all_.emplace_back();
  v.group = group;
  v.name = name;
  v.brief = brief;
  v.number = &value;
}

void RuntimeVariables::take(const std::vector<CustomVariable>& custom, bool only_new) {
  std::lock_guard lock(mutex_);
  for (const auto& c : custom) {
    auto* v = find_locked(c.group, c.name);
    if (v == nullptr) {
      v = &all_.emplace_back();
      v->group = c.group;
      v->name = c.name;
      v->number = &v->own;
    } else if (only_new || v->written == c.value.text) {
      continue;
    }
    if (v->number == &v->own) v->brief = c.description;
    assign(*v, c.value);
  }
}

const RuntimeVariables::Variable* RuntimeVariables::find(std::string_view dotted) {
  auto dot = dotted.find('.');
  if (dot == std::string_view::npos) return nullptr;
  std::lock_guard lock(mutex_);
  return find_locked(dotted.substr(0, dot), dotted.substr(dot + 1));
}

namespace {
/// The number in "group[number]"; nothing for other groups.
std::optional<std::int64_t> number_in(std::string_view written, std::string_view group) {
  if (written.size() < group.size() + 3 || !written.starts_with(group) || written[group.size()] != '[') return std::nullopt;
  return base::to_number<std::int64_t>(written.substr(group.size() + 1, written.size() - group.size() - 2));
}
}  // namespace

std::vector<std::pair<std::int64_t, const RuntimeVariables::Variable*>> RuntimeVariables::numbered(std::string_view group, std::string_view name) {
  std::lock_guard lock(mutex_);
  std::vector<std::pair<std::int64_t, const Variable*>> out;
  for (const auto& v : all_)
    if (v.name == name)
      if (auto number = number_in(v.group, group)) out.emplace_back(*number, &v);
  return out;
}

std::vector<std::int64_t> RuntimeVariables::numbers(std::string_view group) {
  std::lock_guard lock(mutex_);
  std::vector<std::int64_t> out;
  for (const auto& v : all_)
    if (auto number = number_in(v.group, group)) out.push_back(*number);
  return out;
}

void RuntimeVariables::set_text(const Variable& variable, std::string_view text) {
  std::lock_guard lock(mutex_);
  auto* v = find_locked(variable.group, variable.name);
  if (v != nullptr) v->text.store(&*texts_.emplace(text).first, std::memory_order_release);
}

}  // namespace kukini::script
