// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {param.…}: lists of name=value, separated by ';' or the character given.
#include <algorithm>

#include "base/text.hpp"
#include "sip/params.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

namespace {

Value str(string_view s) { return Value::string(s); }

/// The parameters of a list: SIP's where ';' separates, else whatever stands between two separators ("a=1&b=2").
class Cursor {
 public:
  Cursor(string_view text, char separator) : sip_(text, separator), rest_(text), separator_(separator) {}
  bool next(sip::Param& out) {
    if (separator_ == ';') return sip_.next(out);
    while (!rest_.empty()) {
      std::size_t end = 0;
      for (bool quoted = false; end < rest_.size() && (quoted || rest_[end] != separator_); ++end)
        if (rest_[end] == '"') quoted = !quoted;
      out = {};
      out.text = base::trim(rest_.substr(0, end));
      rest_.remove_prefix(std::min(rest_.size(), end + 1));
      if (out.text.empty()) continue;
      auto equals = out.text.find('=');
      out.name = base::trim(out.text.substr(0, equals));
      out.has_value = equals != out.text.npos;
      if (out.has_value) out.value = base::trim(out.text.substr(equals + 1));
      return true;
    }
    return false;
  }

 private:
  sip::ParamCursor sip_;
  string_view rest_;
  char separator_;
};

/// False when there is no parameter of this name.
bool find(string_view s, string_view name, char separator, sip::Param& out) {
  for (Cursor cursor(s, separator); cursor.next(out);)
    if (base::iequals(out.name, name)) return true;
  return false;
}

bool nth(Context& c, string_view s, std::int64_t index, char separator, sip::Param& out) {
  if (index < 0) {
    for (Cursor count(s, separator); count.next(out);) ++index;
    if (index < 0) return false;
  }
  Cursor cursor(s, separator);
  while (cursor.next(out))
    if (index-- == 0) return true;
  (void)c;
  return false;
}

Value value(Context& c, string_view s, TransformArgs a) {
  sip::Param p;
  return str(find(s, arg_text(c, a, 0), separator_at(c, a, 1, ';'), p) ? sip::strip_quotes(p.value) : string_view(""));
}
Value in(Context& c, string_view s, TransformArgs a) {
  sip::Param p;
  return Value::integer(find(s, arg_text(c, a, 0), separator_at(c, a, 1, ';'), p) ? 1 : 0);
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
  for (Cursor cursor(s, separator_at(c, a, 0, ';')); cursor.next(p);) ++n;
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
