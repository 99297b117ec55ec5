// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $_s(format): a format inside an expression; $cnt(variable): how many values an AVP or XAVP has.
#include "base/kept.hpp"
#include "base/text.hpp"
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

Value formatted(void*, Context& c, const PvName& n) {
  if (n.prepared == nullptr) return Value::string(n.inner);
  return Value::string(static_cast<const Format*>(n.prepared)->eval(c));
}
Result<const void*> prepare_format(void* self, string_view inner) {
  auto* init = static_cast<Host*>(self)->init;
  if (init == nullptr) return Error{"$_s() is not available yet"};
  auto format = init->parse_format(inner);
  if (!format) return Error{format.error()};
  return static_cast<const void*>(*format);
}

enum class Kind : std::uint8_t { avp, xavp, xavu, xavi, branch };
struct Counted {
  Kind kind;
  NameId name;
};

/// "$avp(x)", "$xavp(x)", "$branch(…)"; the kind of name that $avp(s:x) has is dropped.
Result<const void*> prepare_count(void*, string_view inner) {
  auto text = base::trim(inner);
  if (text.starts_with('$')) text.remove_prefix(1);
  auto open = text.find('(');
  if (open == text.npos || !text.ends_with(')')) return Error{"$cnt(): expected a variable with a name, as in $cnt($avp(x))"};
  auto kind = text.substr(0, open);
  auto name = text.substr(open + 1, text.size() - open - 2);
  if (name.starts_with("s:") || name.starts_with("i:")) name.remove_prefix(2);
  constexpr string_view kKinds[] = {"avp", "xavp", "xavu", "xavi", "branch"};
  for (std::size_t i = 0; i < std::size(kKinds); ++i)
    if (kKinds[i] == kind) {
      std::string folded(name);
      if (static_cast<Kind>(i) == Kind::xavi)
        for (auto& ch : folded) ch = base::to_lower(ch);
      static base::Kept<Counted> kept;
      return static_cast<const void*>(kept.get(text, [&] { return Counted{static_cast<Kind>(i), intern_name(folded)}; }));
    }
  return Error{"$cnt(): values of $" + std::string(kind) + "() cannot be counted"};
}
Value count(void*, Context& c, const PvName& n) {
  const auto* what = static_cast<const Counted*>(n.prepared);
  if (what == nullptr) return Value::null();
  std::size_t found = 0;
  switch (what->kind) {
    case Kind::avp: found = c.state->avps.count(what->name); break;
    case Kind::xavp: found = c.state->xavps.count(what->name); break;
    case Kind::xavu: found = c.state->xavus.count(what->name); break;
    case Kind::xavi: found = c.state->xavis.count(what->name); break;
    case Kind::branch: found = c.branch_count; break;
  }
  return Value::integer(static_cast<std::int64_t>(found));
}

}  // namespace

void bind_dynamic(Binder& b, Host& host) {
  b.variable("_s", &formatted, nullptr, &host, &prepare_format);
  b.variable("cnt", &count, nullptr, nullptr, &prepare_count);
}

}  // namespace kukini::modules::pv
