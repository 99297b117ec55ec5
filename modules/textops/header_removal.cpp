// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Removing headers: remove_hf() and its variants, via_param_rm(). Names are compared as the message knows them: without case, full and
// compact form alike, with or without space before the colon, so that no spelling of a header slips through.
#include "base/text.hpp"
#include "sip/params.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {
using sip::Header;

void remove_line(Context& c, const Header& h) { c.current_edits().remove(h.begin, h.end - h.begin); }

/// All headers for which `wanted` says yes; 1 when there was one.
template <class Wanted>
int remove_where(Context& c, Wanted wanted) {
  int result = -1;
  for (const auto& h : c.msg->headers())
    if (wanted(h)) {
      remove_line(c, h);
      result = 1;
    }
  return result;
}

int remove_hf(void*, Context& c, Args a) {
  auto name = base::trim(text(c, a, 0));
  int result = -1;
  for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name)) {
    remove_line(c, *h);
    result = 1;
  }
  return result;
}

bool matches(const re2::RE2& re, string_view s) { return re2::RE2::PartialMatch(re2::StringPiece(s.data(), s.size()), re); }

int remove_hf_re(void*, Context& c, Args a) {
  const auto* re = regex_of(c, a[0]);
  if (re == nullptr) return -1;
  return remove_where(c, [&](const Header& h) { return matches(*re, c.msg->name(h)); });
}

/// remove_hf_exp(which, but_not)
int remove_hf_exp(void*, Context& c, Args a) {
  const auto* which = regex_of(c, a[0]);
  const auto* but_not = regex_of(c, a[1]);
  if (which == nullptr || but_not == nullptr) return -1;
  return remove_where(c, [&](const Header& h) { return matches(*which, c.msg->name(h)) && !matches(*but_not, c.msg->name(h)); });
}

/// remove_hf_idx(name, index): negative counts from the last.
int remove_hf_idx(void*, Context& c, Args a) {
  auto name = base::trim(text(c, a, 0));
  auto index = number_of(a[1].value);
  if (index < 0)
    for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name)) ++index;
  if (index < 0) return -1;
  const auto* h = c.msg->find(name);
  while (h != nullptr && index-- > 0) h = c.msg->find_next(h, name);
  if (h == nullptr) return -1;
  remove_line(c, *h);
  return 1;
}

/// remove_hf_match(name, operator, value): eq, ne, in (contains), re.
int remove_hf_match(void*, Context& c, Args a) {
  auto name = base::trim(text(c, a, 0)), op = text(c, a, 1), wanted = text(c, a, 2);
  const re2::RE2* re = op == "re" ? regex_of(wanted) : nullptr;
  if (op == "re" && re == nullptr) return -1;
  if (op != "eq" && op != "ne" && op != "in" && op != "re") {
    log(Level::error, "textops", "remove_hf_match: unknown operator \"{}\"", op);
    return -1;
  }
  int result = -1;
  for (const auto* h = c.msg->find(name); h != nullptr; h = c.msg->find_next(h, name)) {
    auto value = c.msg->unfolded(*h, *c.arena);
    bool hit = op == "eq" ? value == wanted : op == "ne" ? value != wanted : op == "in" ? value.find(wanted) != value.npos : matches(*re, value);
    if (!hit) continue;
    remove_line(c, *h);
    result = 1;
  }
  return result;
}

/// via_param_rm(name, index): index of the Via value, -1 is the last.
int via_param_rm(void*, Context& c, Args a) {
  auto name = text(c, a, 0);
  auto index = number_of(a[1].value);
  const auto* v = c.msg->via();
  while (v != nullptr && (index < 0 || index-- > 0)) {
    const auto* next = c.msg->next_via(v);
    if (next == nullptr) {
      if (index < 0 && number_of(a[1].value) < 0) break;
      return -1;
    }
    v = next;
  }
  if (v == nullptr) return -1;
  auto param = sip::find_param_text(v->params, name);
  if (param.empty()) return -1;
  c.current_edits().remove(*c.msg, param);
  return 1;
}

}  // namespace

void bind_header_removal(Binder& b) {
  b.function("remove_hf", &remove_hf, nullptr);
  b.function("remove_hf_pv", &remove_hf, nullptr);
  b.function("remove_hf_re", &remove_hf_re, nullptr);
  b.function("remove_hf_re_pv", &remove_hf_re, nullptr);
  b.function("remove_hf_exp", &remove_hf_exp, nullptr);
  b.function("remove_hf_exp_pv", &remove_hf_exp, nullptr);
  b.function("remove_hf_idx", &remove_hf_idx, nullptr);
  b.function("remove_hf_match", &remove_hf_match, nullptr);
  b.function("via_param_rm", &via_param_rm, nullptr);
}

}  // namespace kukini::modules::textops
