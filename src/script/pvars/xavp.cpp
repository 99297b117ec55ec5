// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $xavp(a[0]=>b[1]=>c), $xavu, $xavi: lists of named values within one another.
#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "script/pvars/core_pvs.hpp"

namespace kukini::script {

namespace {

struct Step {
  sdk::NameId name = 0;
  bool has_index = false;
  bool all = false;
  std::int64_t index = 0;
};
constexpr std::size_t kMaxSteps = 3;
struct Path {
  std::array<Step, kMaxSteps> steps;
  std::size_t count = 0;
};

bool parse_step(std::string_view text, bool fold_case, Step& out) {
  text = base::trim(text);
  if (auto open = text.find('['); open != std::string_view::npos) {
    if (text.back() != ']') return false;
    auto index = base::trim(text.substr(open + 1, text.size() - open - 2));
    out.has_index = true;
    if (index == "*")
      out.all = true;
    else if (!parse_integer(index, out.index))
      return false;
    text = base::trim(text.substr(0, open));
  }
  if (text.empty()) return false;
  if (fold_case) {
    char lower[256];
    if (text.size() > sizeof lower) return false;
    for (std::size_t i = 0; i < text.size(); ++i) lower[i] = base::to_lower(text[i]);
    out.name = sdk::intern_name({lower, text.size()});
  } else {
    out.name = sdk::intern_name(text);
  }
  return true;
}

bool parse_path(std::string_view text, bool fold_case, Path& out) {
  out.count = 0;
  for (;;) {
    auto arrow = text.find("=>");
    if (out.count == kMaxSteps) return false;
    out.steps[out.count] = {};
    if (!parse_step(text.substr(0, arrow), fold_case, out.steps[out.count++])) return false;
    if (arrow == std::string_view::npos) return true;
    text.remove_prefix(arrow + 2);
  }
}

class XavpPv final : public TextPv {
 public:
  XavpPv(std::string text, XavpKind kind, InnerName name, const Path& path)
      : TextPv(std::move(text)), kind_(kind), name_(std::move(name)), path_(path) {}

  Value get(Context& c) const override {
    Path path;
    if (c.state == nullptr || !path_of(c, path)) return Value::null();
    sdk::Xavp* list = root(c).root();
    for (std::size_t i = 0; i < path.count; ++i) {
      const auto& step = path.steps[i];
      bool last = i + 1 == path.count;
      if (step.all && last) return all(c, list, step.name);
      auto* found = sdk::XavpList::find_in(list, step.name, step.index);
      if (found == nullptr) return Value::null();
      if (last && found->value.is_list) return kind_ == XavpKind::xavu ? Value::null() : list_text(c, *found);
      if (last) return found->value.value;
      if (!found->value.is_list) return Value::null();
      list = found->value.list;
    }
    return Value::null();
  }

  bool set(Context& c, const Value& value) const override {
    Path path;
    if (c.state == nullptr || !path_of(c, path)) return false;
    auto& arena = c.state_arena();
    auto& roots = root(c);
    if (path.count == 1) return set_leaf(arena, roots.root(), path.steps[0], value, kind_ == XavpKind::xavu);

    const auto& first = path.steps[0];
    if (first.all) return false;
    bool in_place = first.has_index || value.is_null() || kind_ == XavpKind::xavu;
    auto* at = in_place ? roots.find(first.name, first.index) : nullptr;
    Step leaf = path.steps[path.count - 1];
    if (at != nullptr && !at->value.is_list && kind_ != XavpKind::xavu) return false;  // a plain value holds no others
    if (at == nullptr) {
      if (value.is_null()) return true;
      if (in_place && kind_ != XavpKind::xavu) return true;  // an index names what is there; without it nothing happens
      leaf.has_index = false;  // nothing to replace in what is new
      at = roots.push(arena, first.name);
    }
    for (std::size_t i = 1; i + 1 < path.count; ++i) {
      const auto& step = path.steps[i];
      if (!at->value.is_list) at->value = {Value{}, nullptr, true};
      auto* inner = sdk::XavpList::find_in(at->value.list, step.name, step.index);
      if (inner == nullptr) {
        if (value.is_null()) return true;
        inner = sdk::XavpList::push_in(arena, at->value.list, step.name, Value::null());
        inner->value.is_list = true;
      }
      at = inner;
    }
    if (!at->value.is_list) at->value = {Value{}, nullptr, true};
    return set_leaf(arena, at->value.list, leaf, value, kind_ == XavpKind::xavu);
  }
  bool settable() const override { return true; }

 private:
  /// What a structure prints as; it says nothing but which one it is.
  static Value list_text(Context& c, const sdk::Xavp& list) {
    char buffer[40];
    auto end = fmt::format_to(buffer, "<<xavp:{}>>", static_cast<const void*>(&list));
    return Value::string(c.arena->copy({buffer, static_cast<std::size_t>(end - buffer)}));
  }
  /// [*] at the end: all values of a name.
  static Value all(Context& c, const sdk::Xavp* list, sdk::NameId name) {
    std::string_view out;
    bool any = false;
    for (auto* x = list; x != nullptr; x = x->next) {
      if (x->name != name) continue;
      auto text = to_text(x->value.is_list ? list_text(c, *x) : x->value.value, *c.arena);
      out = any ? c.arena->concat(c.arena->concat(out, ", "), text) : text;
      any = true;
    }
    return any ? Value::string(out) : Value::null();
  }
  /// Without index (and names that are not unique): a new value on top. With one: that value, which must be there, is replaced.
  static bool set_leaf(base::Arena& arena, sdk::Xavp*& list, const Step& step, const Value& value, bool unique) {
    if (step.all) {
      if (!value.is_null()) return false;
      while (sdk::XavpList::remove_in(list, step.name)) {
      }
      return true;
    }
    if (value.is_null()) {
      sdk::XavpList::remove_in(list, step.name, step.index);
      return true;
    }
    if (step.has_index || unique) {
      if (auto* found = sdk::XavpList::find_in(list, step.name, step.index)) {
        Value copy = value;
        copy.s = arena.copy(value.s);
        found->value = {copy, nullptr, false};
        return true;
      }
      if (!unique || step.index != 0) return false;
    }
    sdk::XavpList::push_in(arena, list, step.name, value);
    return true;
  }
  sdk::XavpList& root(Context& c) const {
    if (kind_ == XavpKind::xavu) return c.state->xavus;
    return kind_ == XavpKind::xavi ? c.state->xavis : c.state->xavps;
  }
  bool path_of(Context& c, Path& out) const {
    if (name_.dynamic == nullptr) {
      out = path_;
      return true;
    }
    return parse_path(name_.dynamic->eval(c), kind_ == XavpKind::xavi, out);
  }

  XavpKind kind_;
  InnerName name_;
  Path path_;
};

}  // namespace

PvPtr make_xavp(std::string text, XavpKind kind, InnerName name, std::string& error) {
  Path path;
  if (name.dynamic == nullptr && !parse_path(name.fixed, kind == XavpKind::xavi, path)) {
    error = "'" + name.fixed + "' is not of the form name[index]=>name[index]";
    return nullptr;
  }
  return std::make_unique<XavpPv>(std::move(text), kind, std::move(name), path);
}

}  // namespace kukini::script
