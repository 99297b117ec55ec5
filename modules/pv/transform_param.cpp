// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {param.…}: lists of name=value, separated by ';' or the character given.
#include "base/text.hpp"
#include "sip/params.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

namespace {

Value str(string_view s) { return Value::string(s); }

bool nth(Context& c, string_view s, std::int64_t index, char separator, sip::Param& out) {
  if (index < 0) {
    for (sip::ParamCursor count(s, separator); count.next(out);) ++index;
    if (index < 0) return false;
  }
  sip::ParamCursor cursor(s, separator);
  while (cursor.next(out))
    if (index-- == 0) return true;
  (void)c;
  return false;
}

Value value(Context& c, string_view s, TransformArgs a) {
  auto found = sip::find_param(s, arg_text(c, a, 0), separator_at(c, a, 1, ';'));
  return str(found ? sip::strip_quotes(*found) : string_view(""));
}
Value in(Context& c, string_view s, TransformArgs a) {
  return Value::integer(sip::find_param(s, arg_text(c, a, 0), separator_at(c, a, 1, ';')) ? 1 : 0);
}
Value value_at(Context& c, string_view s, TransformArgs a) {
  sip::Param p;
  return str(nth(c, s, number_of(a[0]), separator_at(c, a, 1, ';'), p) ? sip::strip_quotes(p.value) : string_view(""));
}
Value name(Context& c, string_view s, TransformArgs a) {
  sip::Param p;
  return str(nth(c, s, number_of(a[0]), separator_at(c, a, 1, ';'), p) ? p.name : string_view(""));
}
Value count(Context& c, string_view s, TransformArgs a) {
  sip::Param p;
  std::int64_t n = 0;
  for (sip::ParamCursor cursor(s, separator_at(c, a, 0, ';')); cursor.next(p);) ++n;
  return Value::integer(n);
}

}  // namespace

void bind_list_transformations(Binder& b) {
  b.transformation("param", "value", &on_text<value>);
  b.transformation("param", "in", &on_text<in>);
  b.transformation("param", "valueat", &on_text<value_at>);
  b.transformation("param", "name", &on_text<name>);
  b.transformation("param", "count", &on_text<count>);
}

}  // namespace kukini::modules::pv
