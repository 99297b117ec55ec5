// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $T(key), $T_branch(key) and their short forms; $T_req() $T_rpl() $T_inv(): a variable of another message.
#include "sip/encode.hpp"
#include "tmx.hpp"

namespace kukini::modules::tmx {

namespace {

constexpr string_view kKeys[] = {"id_index",   "id_label",     "id_index_n", "id_label_n", "reply_code", "reply_type",
                                 "branch_index", "reply_reason", "flags",      "uri",        "ruid"};
enum Key { kIndex, kLabel, kIndexNumber, kLabelNumber, kReplyCode, kReplyType, kBranchIndex, kReplyReason, kFlags, kUri, kRuid };

Result<const void*> prepare_key(void*, string_view inner) {
  for (const auto& key : kKeys)
    if (key == inner) return static_cast<const void*>(&key);
  std::string message = "unknown name \"" + std::string(inner) + "\"; known are";
  for (auto key : kKeys) message += " " + std::string(key);
  return Error{message};
}
int key_of(const PvName& n) {
  for (std::size_t i = 0; i < std::size(kKeys); ++i)
    if (n.prepared != nullptr ? n.prepared == &kKeys[i] : n.inner == kKeys[i]) return static_cast<int>(i);
  return -1;
}

Tmx& self_of(void* self) { return *static_cast<Tmx*>(self); }
bool on_failure(const Context& c) { return c.route_kind == manifest::kFailure || c.route_kind == manifest::kBranchFailure; }
bool is_reply(const Context& c) { return c.msg != nullptr && c.msg->is_reply(); }

Value reply_code(Tmx& tmx, Context& c) {
  if (on_failure(c)) return Value::integer(c.reply_code);
  if (is_reply(c)) return Value::integer(c.msg->status_code());
  return Value::integer(c.transaction != nullptr ? tmx.tm->view(*c.transaction).uas_status : 0);
}
Value reply_reason(Context& c) {
  if (is_reply(c)) return Value::string(c.msg->reason());
  if (!on_failure(c)) return Value::string("");
  return Value::string(c.reply != nullptr ? c.reply->reason() : sip::reason_phrase(c.reply_code));
}
Value branch_index(Tmx& tmx, Context& c) {
  if (c.route_kind == manifest::kFailure && c.transaction != nullptr) return Value::integer(tmx.tm->view(*c.transaction).branch_count);
  if (c.transaction != nullptr && c.branch_index >= 0) return Value::integer(c.branch_index);
  return Value::integer(is_reply(c) ? -1 : 0);
}

Value transaction(void* self, Context& c, const PvName& n) {
  auto& tmx = self_of(self);
  int key = key_of(n);
  switch (key) {
    case kReplyCode: return reply_code(tmx, c);
    case kReplyReason: return reply_reason(c);
    case kBranchIndex: return branch_index(tmx, c);
    default: break;
  }
  if (c.transaction == nullptr || key < 0) return Value::null();
  auto view = tmx.tm->view(*c.transaction);
  switch (key) {
    case kIndex: return Value::string(number_text(*c.arena, view.hash));
    case kLabel: return Value::string(number_text(*c.arena, view.label));
    case kIndexNumber: return Value::integer(view.hash);
    case kLabelNumber: return Value::integer(view.label);
    case kReplyType: return Value::integer(c.route_kind == manifest::kFailure && c.reply == nullptr ? 1 : 0);
    default: return Value::null();
  }
}

Value of_branch(void* self, Context& c, const PvName& n) {
  int key = key_of(n);
  if (key != kFlags && key != kUri) return Value::string("");
  TmService::BranchView branch;
  bool there = (c.route_kind == manifest::kOnreply || on_failure(c)) && c.transaction != nullptr &&
               self_of(self).tm->branch(*c.transaction, c.branch_index, branch);
  if (!there || (key == kUri && c.route_kind == manifest::kFailure)) return Value::null();
  return key == kFlags ? Value::integer(branch.flags) : Value::string(branch.ruri);
}

Value branch_idx(void* self, Context& c, const PvName&) { return branch_index(self_of(self), c); }
Value code(void* self, Context& c, const PvName&) { return reply_code(self_of(self), c); }
Value reason(void*, Context& c, const PvName&) { return reply_reason(c); }
Value last(void*, Context& c, const PvName&) {
  return c.route_kind == manifest::kOnreply && is_reply(c) ? Value::integer(c.msg->status_code()) : Value::string("");
}
Value ruid(void*, Context&, const PvName&) { return Value::string(""); }

Result<const void*> prepare_pv(void* self, string_view inner) {
  auto& tmx = self_of(self);
  if (tmx.host == nullptr) return Error{"not available yet"};
  {
    std::lock_guard lock(tmx.mutex);
    if (auto at = tmx.inner.find(inner); at != tmx.inner.end()) return static_cast<const void*>(at->second);
  }
  auto pv = tmx.host->parse_pv(inner);
  if (!pv) return Error{"a variable must stand inside: " + pv.error()};
  std::lock_guard lock(tmx.mutex);
  return static_cast<const void*>(tmx.inner.emplace(std::string(inner), *pv).first->second);
}
Value evaluate(Context& of, Context& asking, const PvName& n) {
  of.program = asking.program;
  of.script = asking.script;
  of.last_rc = asking.last_rc;
  of.route_kind = asking.route_kind;
  return static_cast<const Pv*>(n.prepared)->get(of);
}

Value of_request(void* self, Context& c, const PvName& n) {
  Context request;
  if (n.prepared == nullptr || c.route_kind != manifest::kOnreply || c.transaction == nullptr) return Value::null();
  if (!self_of(self).tm->read_request(*c.transaction, *c.arena, request)) return Value::null();
  return evaluate(request, c, n);
}
Value of_invite(void* self, Context& c, const PvName& n) {
  if (n.prepared == nullptr || c.msg == nullptr || !c.msg->is_request() || c.msg->method() != sip::Method::cancel) return Value::null();
  auto* t = self_of(self).tm->cancelled_by(c);
  Context request;
  if (t == nullptr || !self_of(self).tm->read_request(*t, *c.arena, request)) return Value::null();
  return evaluate(request, c, n);
}
Value of_reply(void*, Context& c, const PvName& n) {
  if (n.prepared == nullptr || !on_failure(c) || c.reply == nullptr) return Value::null();
  Context reply;
  reply.worker = c.worker;
  reply.arena = c.arena;
  reply.msg = c.reply;
  reply.edits = c.arena->make<sip::EditList>(*c.arena);
  reply.flow = c.flow;
  reply.state = c.state;
  reply.transaction = c.transaction;
  reply.branch_index = c.branch_index;
  reply.reply_code = c.reply_code;
  return evaluate(reply, c, n);
}

}  // namespace

void bind_variables(Binder& b, Tmx& self) {
  b.variable("T", &transaction, nullptr, &self, &prepare_key);
  b.variable("T_branch", &of_branch, nullptr, &self, &prepare_key);
  b.variable("T_branch_idx", &branch_idx, nullptr, &self);
  b.variable("T_reply_code", &code, nullptr, &self);
  b.variable("T_reply_reason", &reason, nullptr, &self);
  b.variable("T_reply_last", &last, nullptr, &self);
  b.variable("T_reply_ruid", &ruid, nullptr, &self);
  b.variable("T_req", &of_request, nullptr, &self, &prepare_pv);
  b.variable("T_rpl", &of_reply, nullptr, &self, &prepare_pv);
  b.variable("T_inv", &of_invite, nullptr, &self, &prepare_pv);
}

}  // namespace kukini::modules::tmx
