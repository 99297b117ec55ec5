// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The message as a whole: msg_apply_changes(), msg_set_buffer(), change_reply_status(), remove_body(), keep_hf(); fnmatch().
#include <fnmatch.h>
#include <re2/re2.h>

#include <cstring>

#include "sip/encode.hpp"
#include "textopsx.hpp"

namespace kukini::modules::textopsx {

namespace {
using sip::HeaderType;

/// `bytes`, in the arena, become the message. Nothing happens where they are none of the same kind.
bool take(Context& c, string_view bytes) {
  sip::Message* msg = nullptr;
  if (sip::Message::parse(bytes, *c.arena, msg) != sip::ParseOutcome::ok || msg == nullptr || msg->is_request() != c.msg->is_request()) return false;
  c.msg = msg;
  return true;
}

bool may_apply(Context& c, string_view function) {
  if (c.branch_edits == nullptr && (c.route_kind & (manifest::kRequest | manifest::kOnreply | manifest::kOnreplyCore)) != 0) return true;
  log(Level::error, "textopsx", "{}: only in request_route and reply routes", function);
  return false;
}

int msg_apply_changes(void*, Context& c, Args) {
  if (!may_apply(c, "msg_apply_changes")) return -1;
  bool new_uri = c.msg->is_request() && c.target.ruri != c.msg->ruri();
  if (c.edits->empty() && !new_uri) return 1;
  const sip::EditList* lists[] = {c.edits};
  sip::RequestOut what;
  if (new_uri) what.ruri = c.target.ruri;
  auto room = c.arena->make_array<char>(sip::request_bound(*c.msg, lists, 1, what));
  auto n = c.msg->is_request() ? sip::encode_request(room, *c.msg, lists, 1, what) : sip::encode_as_is(room, *c.msg, lists, 1);
  if (n == 0 || !take(c, {room.data(), n})) {
    log(Level::error, "textopsx", "msg_apply_changes: the changes do not make a message");
    return -1;
  }
  c.edits->clear();
  c.set(ProcessingFlag::bytes_changed);
  return 1;
}

/// msg_changed_route(route): the route sees the message with its changes; the message itself stays as it is.
int msg_changed_route(void*, Context& c, Args a) {
  if (c.program == nullptr || a[0].route < 0) return -1;
  const sip::EditList* lists[] = {c.edits, c.branch_edits};
  sip::RequestOut what;
  if (c.msg->is_request() && c.target.ruri != c.msg->ruri()) what.ruri = c.target.ruri;
  auto room = c.arena->make_array<char>(sip::request_bound(*c.msg, lists, 2, what));
  auto n = c.msg->is_request() ? sip::encode_request(room, *c.msg, lists, 2, what) : sip::encode_as_is(room, *c.msg, lists, 2);
  auto before = c;
  if (n == 0 || !take(c, {room.data(), n})) return -1;
  auto script_flags = c.state != nullptr ? c.state->script_flags : 0;
  c.edits = c.arena->make<sip::EditList>(*c.arena);
  c.branch_edits = nullptr;
  c.program->run(c, manifest::kRequest, a[0].route);
  // What the route said of the message it saw goes with that message.
  auto* transaction = c.transaction;
  c = before;
  c.transaction = transaction;
  if (c.state != nullptr) c.state->script_flags = script_flags;
  return 1;
}

int msg_set_buffer(void*, Context& c, Args a) {
  if (!may_apply(c, "msg_set_buffer")) return -1;
  auto bytes = c.arena->copy(text(c, a, 0));
  if (!take(c, bytes)) {
    log(Level::error, "textopsx", "msg_set_buffer: this is no message of the same kind");
    return -1;
  }
  c.edits->clear();
  c.set(ProcessingFlag::bytes_changed);
  if (c.msg->is_request()) {
    c.target = Branch{};
    c.target.ruri = c.msg->ruri();
  }
  return 1;
}

/// The digits are of the same length: all offsets stay, and so do the changes made so far.
int set_status(Context& c, std::int64_t code) {
  int old = c.msg->status_code();
  if (!c.msg->is_reply() || code < 100 || code > 699) return -1;
  if ((code < 300 || old < 300) && code / 100 != old / 100) {
    log(Level::error, "textopsx", "change_reply_status: {} cannot become {}: provisional and positive replies keep their class", old, code);
    return -1;
  }
  if (code == old) return 1;
  auto bytes = c.msg->bytes();
  auto copy = c.arena->make_array<char>(bytes.size());
  std::memcpy(copy.data(), bytes.data(), bytes.size());
  auto at = c.msg->version().size() + 1;
  for (int i = 2, n = static_cast<int>(code); i >= 0; --i, n /= 10) copy[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + n % 10);
  if (!take(c, {copy.data(), copy.size()})) return -1;
  c.reply_code = static_cast<int>(code);
  return 1;
}
int change_reply_status_code(void*, Context& c, Args a) { return set_status(c, number_of(a[0].value)); }
int change_reply_status(void*, Context& c, Args a) {
  if (set_status(c, number_of(a[0].value)) < 0) return -1;
  auto reason = c.msg->reason();
  auto& edits = c.current_edits();
  auto now = c.arena->copy(text(c, a, 1));
  auto offset = c.msg->offset(reason);
  auto length = static_cast<std::uint32_t>(reason.size());
  if (length == 0 || !edits.change(offset, length, now)) edits.replace(offset, length, now);
  return 1;
}

int remove_body(void*, Context& c, Args) {
  if (c.msg->body().empty()) return 1;
  auto& edits = c.current_edits();
  auto offset = c.msg->body_offset();
  auto length = static_cast<std::uint32_t>(c.msg->body().size());
  edits.forget_texts_from(offset);
  if (!edits.change(offset, length, {})) edits.remove(offset, length);
  return 1;
}

/// What keep_hf() never removes.
bool needed(HeaderType type) {
  switch (type) {
    case HeaderType::from:
    case HeaderType::to:
    case HeaderType::call_id:
    case HeaderType::cseq:
    case HeaderType::via:
    case HeaderType::contact:
    case HeaderType::route:
    case HeaderType::record_route:
    case HeaderType::max_forwards:
    case HeaderType::content_length:
    case HeaderType::content_type: return true;
    default: return false;
  }
}
int keep_hf(void*, Context& c, Args a) {
  const auto* re = a.empty() ? nullptr : a[0].regex;
  if (re == nullptr && !a.empty() && !text(c, a, 0).empty()) return -1;
  for (const auto& h : c.msg->headers()) {
    if (needed(h.type)) continue;
    auto name = c.msg->name(h);
    if (re != nullptr && re2::RE2::PartialMatch(re2::StringPiece(name.data(), name.size()), *re)) continue;
    c.current_edits().remove(h.begin, h.end - h.begin);
  }
  return -1;  // as Kamailio's
}

/// fnmatch(value, pattern [, flags]): "i" is for either case.
int match(void*, Context& c, Args a) {
  auto value = std::string(text(c, a, 0)), pattern = std::string(text(c, a, 1));
  int flags = text(c, a, 2).find('i') != string_view::npos ? FNM_CASEFOLD : 0;
  return ::fnmatch(pattern.c_str(), value.c_str(), flags) == 0 ? 1 : -1;
}

}  // namespace

void bind_apply(Binder& b) {
  b.function("msg_apply_changes", &msg_apply_changes, nullptr);
  b.function("msg_changed_route", &msg_changed_route, nullptr);
  b.function("msg_set_buffer", &msg_set_buffer, nullptr);
  b.function("change_reply_status", &change_reply_status, nullptr);
  b.function("change_reply_status_code", &change_reply_status_code, nullptr);
  b.function("remove_body", &remove_body, nullptr);
  b.function("keep_hf", &keep_hf, nullptr);
  b.function("fnmatch", &match, nullptr);
}

}  // namespace kukini::modules::textopsx
