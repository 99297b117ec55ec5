// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// @tm.…: the transaction, its caller's side and its branches.
#include "selects.hpp"

#include <optional>

#include "base/kept.hpp"
#include "base/text.hpp"
#include "engine.hpp"
#include "sdk/selects.hpp"

namespace kukini::modules::tm {

namespace {

enum class What : std::uint8_t { method, count, last_status, relayed, branch_status, branch_uri, branch_request, uas_status, uas_request, tag, neg_ack, nothing };
struct Path {
  What what;
  int branch = 0;
};

std::optional<Path> parse(std::string_view text) {
  constexpr struct {
    std::string_view name;
    What what;
  } kFixed[] = {{"method", What::method},          {"uac.count", What::count},        {"uac.last_status", What::last_status},
                {"uac.relayed", What::relayed},    {"uas.status", What::uas_status},  {"uas.req", What::uas_request},
                {"uas.request", What::uas_request}, {"uas.local_to_tag", What::tag},  {"uas.req.neg_ack_retransmission", What::neg_ack},
                {"uas.request.neg_ack_retransmission", What::neg_ack}, {"uas.resp", What::nothing}, {"uas.response", What::nothing},
                {"uac.response_retransmission", What::nothing}, {"uas", What::nothing}, {"uac", What::nothing}};
  for (const auto& f : kFixed)
    if (f.name == text) return Path{f.what};
  if (!text.starts_with("uac[")) return {};
  auto close = text.find(']');
  auto index = base::to_number<int>(close == text.npos ? std::string_view{} : text.substr(4, close - 4));
  if (!index || *index < 0) return {};
  auto rest = text.substr(close + 1);
  if (rest == ".status") return Path{What::branch_status, *index};
  if (rest == ".uri") return Path{What::branch_uri, *index};
  if (rest == ".req" || rest == ".request") return Path{What::branch_request, *index};
  if (rest == ".resp" || rest == ".response" || rest.empty()) return Path{What::nothing, *index};
  return {};
}

Result<const void*> prepare(void*, std::string_view text) {
  auto path = parse(text);
  if (!path) return Error{"there is no select @tm." + std::string(text)};
  static base::Kept<Path> kept;
  return static_cast<const void*>(kept.get(text, [&] { return *path; }));
}

/// What a transaction does not have is an empty text.
Value number(Context& c, std::int64_t n) { return Value::string(number_text(*c.arena, n)); }

Value get(void* self, Context& c, const PvName& n) {
  auto* t = c.transaction;
  const auto* path = static_cast<const Path*>(n.prepared);
  if (t == nullptr || path == nullptr) return Value::null();
  auto view = static_cast<Tm*>(self)->view(*t);
  bool there = static_cast<std::size_t>(path->branch) < t->branches.size();
  const auto* b = there ? t->branches[static_cast<std::size_t>(path->branch)].get() : nullptr;
  switch (path->what) {
    case What::method: return Value::string(view.uas_buffer.substr(0, view.uas_buffer.find(' ')));
    case What::count: return number(c, view.branch_count);
    case What::last_status: {
      // Of the branch made last, where its peer has answered.
      const auto* last = t->branches.empty() ? nullptr : t->branches.back().get();
      return last != nullptr && last->received ? number(c, last->status) : Value::string("");
    }
    case What::relayed:
      // The branch whose reply was passed on last; -1: none was sent, -2: one of our own.
      for (std::size_t i = 0; view.uas_status > 100 && i < t->branches.size(); ++i)
        if (t->branches[i]->received && t->branches[i]->status == view.uas_status) return number(c, static_cast<std::int64_t>(i));
      return number(c, view.uas_status == 0 ? -1 : -2);
    case What::uas_status: return number(c, view.uas_status);
    case What::uas_request: return Value::string(view.uas_buffer);
    case What::tag: return Value::string(t->to_tag.view());
    case What::neg_ack: return number(c, -1);
    case What::branch_status: return b != nullptr ? number(c, b->status) : Value::string("");
    case What::branch_uri: return b != nullptr ? Value::string(b->ruri.view()) : Value::string("");
    case What::branch_request: return b != nullptr ? Value::string(b->request.view()) : Value::string("");
    case What::nothing: return Value::string("");
  }
  return Value::null();
}

}  // namespace

void offer_selects(Tm& tm) { sdk::module_selects()["tm"] = {nullptr, "tm", &get, nullptr, &tm, &prepare}; }

}  // namespace kukini::modules::tm
