// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// is_method(), is_privacy().
#include <string>
#include <vector>

#include "base/kept.hpp"
#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

/// "INVITE|X-FOO": known methods as bits, others by name.
struct MethodSet {
  sip::MethodMask mask = 0;
  std::vector<std::string> others;
};

MethodSet parse(string_view list) {
  MethodSet set;
  while (!list.empty()) {
    auto bar = list.find('|');
    auto name = base::trim(list.substr(0, bar));
    auto method = sip::parse_method(name);
    if (method != sip::Method::unknown) set.mask |= sip::mask(method);
    else if (!name.empty()) set.others.emplace_back(name);
    if (bar == list.npos) break;
    list.remove_prefix(bar + 1);
  }
  return set;
}

Result<const void*> prepare_methods(void*, std::size_t, string_view list) {
  auto set = parse(list);
  if (set.mask == 0 && set.others.empty()) return Error{"no method in \"" + std::string(list) + "\""};
  static base::Kept<MethodSet> kept;
  return static_cast<const void*>(kept.get(list, [&] { return std::move(set); }));
}

bool contains(const MethodSet& set, const sip::Message& msg) {
  auto method = msg.transaction_method();
  if (method != sip::Method::unknown) return (set.mask & sip::mask(method)) != 0;
  const auto* cseq = msg.is_request() ? nullptr : msg.cseq();
  auto name = msg.is_request() ? msg.method_text() : cseq != nullptr ? cseq->method_text : string_view{};
  for (const auto& other : set.others)
    if (base::iequals(other, name)) return true;
  return false;
}

int is_method(void*, Context& c, Args a) {
  if (a[0].prepared != nullptr) return contains(*static_cast<const MethodSet*>(a[0].prepared), *c.msg) ? 1 : -1;
  return contains(parse(text(c, a, 0)), *c.msg) ? 1 : -1;
}

/// True where Privacy (RFC 3323 §4.2) names that type.
int is_privacy(void*, Context& c, Args a) {
  auto wanted = text(c, a, 0);
  for (const auto* h = c.msg->first(sip::HeaderType::privacy); h != nullptr; h = c.msg->next(h)) {
    auto list = c.msg->value(*h);
    while (!list.empty()) {
      auto end = list.find_first_of(";,");
      if (base::iequals(base::trim(list.substr(0, end)), wanted)) return 1;
      if (end == list.npos) break;
      list.remove_prefix(end + 1);
    }
  }
  return -1;
}

Result<const void*> prepare_privacy(void*, std::size_t, string_view type) {
  for (auto known : {"header", "session", "user", "none", "critical", "id", "history"})
    if (base::iequals(known, type)) return static_cast<const void*>(nullptr);
  return Error{"unknown privacy type \"" + std::string(type) + "\"; known are header, session, user, none, critical, id, history"};
}

}  // namespace

void bind_methods(Binder& b) {
  b.function("is_method", &is_method, nullptr, &prepare_methods);
  b.function("is_privacy", &is_privacy, nullptr, &prepare_privacy);
}

}  // namespace kukini::modules::textops
