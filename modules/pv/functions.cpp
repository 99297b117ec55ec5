// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Questions about variables: pv_isset(), pv_unset(), is_int(), not_empty(), typeof().
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

int pv_isset(void*, Context& c, Args a) { return a[0].pv != nullptr && !a[0].pv->get(c).is_null() ? 1 : -1; }
int pv_unset(void*, Context& c, Args a) { return a[0].pv != nullptr && a[0].pv->set(c, Value::null()) ? 1 : -1; }
int is_int(void*, Context& c, Args a) { return a[0].pv != nullptr && a[0].pv->get(c).is_integer() ? 1 : -1; }

/// Text that is not empty; numbers do not count.
int not_empty(void*, Context& c, Args a) {
  if (a[0].pv == nullptr) return -1;
  auto v = a[0].pv->get(c);
  return (v.is_string() || v.type == Value::Type::both) && !v.s.empty() ? 1 : -1;
}

/// typeof(variable, "int" | "str" | "null")
int type_of(void*, Context& c, Args a) {
  if (a[0].pv == nullptr) return -1;
  auto v = a[0].pv->get(c);
  auto wanted = text_of(c, a[1].value);
  if (wanted == "int") return v.is_integer() ? 1 : -1;
  if (wanted == "str") return v.is_string() ? 1 : -1;
  if (wanted == "null") return v.is_null() ? 1 : -1;
  return -1;
}
Result<const void*> prepare_type(void*, std::size_t index, string_view text) {
  if (index == 1 && text != "int" && text != "str" && text != "null" && text != "xavp")
    return Error{"unknown type \"" + std::string(text) + "\"; known are int, str, null, xavp"};
  return static_cast<const void*>(nullptr);
}

}  // namespace

void bind_functions(Binder& b) {
  b.function("pv_isset", &pv_isset, nullptr);
  b.function("pv_unset", &pv_unset, nullptr);
  b.function("is_int", &is_int, nullptr);
  b.function("not_empty", &not_empty, nullptr);
  b.function("typeof", &type_of, nullptr, &prepare_type);
}

}  // namespace kukini::modules::pv
