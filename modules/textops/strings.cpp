// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Texts compared and looked up: cmp_str(), starts_with(), in_list(), str_find(), regex_substring().
#include <algorithm>

#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

int cmp_str(void*, Context& c, Args a) { return text(c, a, 0) == text(c, a, 1) ? 1 : -1; }
int cmp_istr(void*, Context& c, Args a) { return base::iequals(text(c, a, 0), text(c, a, 1)) ? 1 : -1; }
int starts_with(void*, Context& c, Args a) { return text(c, a, 0).starts_with(text(c, a, 1)) ? 1 : -2; }
int ends_with(void*, Context& c, Args a) { return text(c, a, 0).ends_with(text(c, a, 1)) ? 1 : -2; }

/// Where it begins, counted from 1.
int str_find(void*, Context& c, Args a) {
  auto at = text(c, a, 0).find(text(c, a, 1));
  return at == string_view::npos ? -1 : static_cast<int>(at) + 1;
}
int str_ifind(void*, Context& c, Args a) {
  auto in = text(c, a, 0), what = text(c, a, 1);
  auto at = std::search(in.begin(), in.end(), what.begin(), what.end(), [](char x, char y) { return base::to_lower(x) == base::to_lower(y); });
  return at == in.end() && !what.empty() ? -1 : static_cast<int>(at - in.begin()) + 1;
}

/// Any, or every, character of the first text is in the second.
int str_any_in(void*, Context& c, Args a) { return text(c, a, 0).find_first_of(text(c, a, 1)) != string_view::npos ? 1 : -1; }
int str_all_in(void*, Context& c, Args a) {
  auto in = text(c, a, 0);
  return !in.empty() && in.find_first_not_of(text(c, a, 1)) == string_view::npos ? 1 : -1;
}

template <class Same>
int in_list_where(Context& c, Args a, Same same) {
  auto what = text(c, a, 0), list = text(c, a, 1), separator = text(c, a, 2);
  if (separator.empty()) return -1;
  while (true) {
    auto end = list.find(separator.front());
    if (same(what, base::trim(list.substr(0, end)))) return 1;
    if (end == list.npos) return -1;
    list.remove_prefix(end + 1);
  }
}
/// in_list(text, list, separator)
int in_list(void*, Context& c, Args a) {
  return in_list_where(c, a, [](string_view what, string_view item) { return what == item; });
}
int in_list_prefix(void*, Context& c, Args a) {
  return in_list_where(c, a, [](string_view what, string_view item) { return !item.empty() && what.starts_with(item); });
}

/// regex_substring(text, expression, group, number of groups, variable)
int regex_substring(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[1]);
  if (re == nullptr || a[4].pv == nullptr) return -1;
  auto in = text(c, a, 0);
  auto group = number_of(a[2].value);
  if (group < 0 || group > re->NumberOfCapturingGroups() || group >= 32) return -1;
  re2::StringPiece groups[32];
  if (!re->Match(re2::StringPiece(in.data(), in.size()), 0, in.size(), re2::RE2::UNANCHORED, groups, static_cast<int>(group) + 1)) return -1;
  const auto& hit = groups[group];
  if (hit.data() == nullptr) return -1;
  return a[4].pv->set(c, Value::string(c.arena->copy({hit.data(), hit.size()}))) ? 1 : -1;
}

}  // namespace

void bind_strings(Binder& b) {
  b.function("cmp_str", &cmp_str, nullptr);
  b.function("cmp_istr", &cmp_istr, nullptr);
  b.function("starts_with", &starts_with, nullptr);
  b.function("ends_with", &ends_with, nullptr);
  b.function("str_find", &str_find, nullptr);
  b.function("str_ifind", &str_ifind, nullptr);
  b.function("str_any_in", &str_any_in, nullptr);
  b.function("str_all_in", &str_all_in, nullptr);
  b.function("in_list", &in_list, nullptr);
  b.function("in_list_prefix", &in_list_prefix, nullptr);
  b.function("regex_substring", &regex_substring, nullptr);
}

}  // namespace kukini::modules::textops
