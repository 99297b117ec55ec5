// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {param.…}: lists of name=value, separated by ';' or the character given.
#include <algorithm>

#include "base/text.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

namespace {

Value str(string_view s) { return Value::string(s); }
Value none() { return sdk::nothing(); }

struct Param {
  string_view name, value;  ///< quotes stripped
};

/// Splits "a=1;b="x;y"; c" as {param.…} does: white space may stand behind a name, a value and a separator, but not in front of
/// the list; names may be empty, values at the end only; one separator at the very end is none; a comma ends the list.
class Cursor {
 public:
  Cursor(string_view text, char separator) : rest_(text), separator_(separator) {
    if (rest_.ends_with(separator)) rest_.remove_suffix(1);
    bad_ = rest_.empty();
  }
  /// False at the end, and where the list is broken.
  bool next(Param& out) {
    if (bad_ || done_) return false;
    out = {take(std::min(end_of_word(), rest_.find('='))), {}};
    skip();
    if (rest_.starts_with('=')) {
      rest_.remove_prefix(1);
      skip();
      if (!value(out.value)) return fail();
      skip();
    }
    if (rest_.empty() || (rest_.front() == ',' && separator_ != ',')) return done_ = true;
    if (rest_.front() != separator_) return fail();
    rest_.remove_prefix(1);
    skip();
    done_ = rest_.empty();
    return true;
  }
  bool bad() const { return bad_; }

 private:
  static constexpr string_view kSpace = " \t\r\n";
  bool fail() {
    bad_ = true;
    return false;
  }
  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kSpace), rest_.size())); }
  std::size_t end_of_word() const { return std::min(rest_.find_first_of(" \t\r\n,"), rest_.find(separator_)); }
  string_view take(std::size_t n) {
    auto part = rest_.substr(0, n);
    rest_.remove_prefix(part.size());
    return part;
  }
  bool value(string_view& out) {
    if (rest_.empty()) return true;
    if (rest_.front() == separator_) return false;
    char quote = rest_.front();
    if (quote != '"' && quote != '\'') {
      out = take(end_of_word());
      return true;
    }
    auto end = rest_.find(quote, 1);
    if (end == rest_.npos) return false;
    out = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  string_view rest_;
  char separator_;
  bool bad_ = false, done_ = false;
};

/// The number of parameters; -1: the list is broken.
std::int64_t count_of(string_view s, char separator) {
  Cursor cursor(s, separator);
  Param p;
  std::int64_t n = 0;
  while (cursor.next(p)) ++n;
  return cursor.bad() ? -1 : n;
}

/// Of several with one name, the last.
bool find(string_view s, string_view name, char separator, Param& out) {
  bool found = false;
  Param p;
  for (Cursor cursor(s, separator); cursor.next(p);) {
    if (!base::iequals(p.name, name)) continue;
    out = p;
    found = true;
  }
  return found;
}

/// A negative index counts from the end.
bool nth(string_view s, std::int64_t index, std::int64_t count, char separator, Param& out) {
  if (index < 0) index += count;
  if (index < 0) return false;
  for (Cursor cursor(s, separator); cursor.next(out);)
    if (index-- == 0) return true;
  return false;
}

Value value(Context& c, string_view s, TransformArgs a) {
  auto separator = separator_at(c, a, 1, ';');
  if (count_of(s, separator) < 0) return none();
  Param p;
  return str(find(s, arg_text(c, a, 0), separator, p) ? p.value : string_view(""));
}
Value in(Context& c, string_view s, TransformArgs a) {
  auto separator = separator_at(c, a, 1, ';');
  if (count_of(s, separator) < 0) return none();
  Param p;
  return Value::integer(find(s, arg_text(c, a, 0), separator, p) ? 1 : 0);
}
template <string_view Param::*Part>
Value part_at(Context& c, string_view s, TransformArgs a) {
  auto separator = separator_at(c, a, 1, ';');
  auto count = count_of(s, separator);
  if (count < 0) return none();
  Param p;
  return str(nth(s, number_of(a[0]), count, separator, p) ? p.*Part : string_view(""));
}
Value count(Context& c, string_view s, TransformArgs a) {
  auto n = count_of(s, separator_at(c, a, 0, ';'));
  return n < 0 ? none() : Value::integer(n);
}

}  // namespace

void bind_list_transformations(Binder& b) {
  b.transformation("param", "value", &on_text<value>);
  b.transformation("param", "in", &on_text<in>);
  b.transformation("param", "valueat", &on_text<part_at<&Param::value>>);
  b.transformation("param", "name", &on_text<part_at<&Param::name>>);
  b.transformation("param", "count", &on_text<count>);
}

}  // namespace kukini::modules::pv
