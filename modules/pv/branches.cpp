// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $branch(key)[i]: additional branches; $sbranch(key) and sbranch_*(): a branch being put together; $br $ruid $location_ua.
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

constexpr string_view kKeys[] = {"uri", "dst_uri", "path", "q", "send_socket", "count", "flags", "ruid", "location_ua", "otcpid", "instance"};
enum Key { kUri, kDstUri, kPath, kQ, kSendSocket, kCount, kFlags, kRuid, kLocationUa, kOtcpid, kInstance };

Value socket_text(Context& c, std::int32_t id) {
  if (id < 0 || c.worker == nullptr || static_cast<std::size_t>(id) >= c.worker->sockets().size()) return Value::null();
  const auto& s = c.worker->sockets()[static_cast<std::size_t>(id)];
  char ip[64];
  TextBuilder out(*c.arena, 80);
  out << io::to_string(s.protocol) << ':' << string_view(ip, s.address.write_ip(ip, true)) << ':' << int{s.address.port};
  return Value::string(out.view());
}

Value read(Context& c, const Branch& b, int key) {
  switch (key) {
    case kUri: return nonempty_or_null(b.ruri);
    case kDstUri: return nonempty_or_null(b.dst_uri);
    case kPath: return nonempty_or_null(b.path);
    case kQ: return b.q < 0 ? Value::null() : Value::integer(b.q);
    case kSendSocket: return socket_text(c, b.send_socket);
    case kFlags: return Value::integer(b.flags);
    case kRuid: return nonempty_or_null(b.ruid);
    case kLocationUa: return nonempty_or_null(b.location_ua);
    case kInstance: return nonempty_or_null(b.instance);
    case kOtcpid: return Value::integer(0);
    default: return Value::null();
  }
}

bool write(Context& c, base::Arena& arena, Branch& b, int key, const Value& v) {
  auto text = arena.copy(text_of(arena, v));
  switch (key) {
    case kUri: b.ruri = text; return !text.empty();
    case kDstUri: b.dst_uri = text; return true;
    case kPath: b.path = text; return true;
    case kQ: b.q = v.is_null() ? -1 : static_cast<std::int32_t>(number_of(v)); return true;
    case kSendSocket:
      b.send_socket = text.empty() || c.worker == nullptr ? -1 : c.worker->find_socket(text);
      return text.empty() || b.send_socket >= 0;
    case kFlags: b.flags = static_cast<std::uint32_t>(number_of(v)); return true;
    case kRuid: b.ruid = text; return true;
    case kLocationUa: b.location_ua = text; return true;
    case kInstance: b.instance = text; return true;
    default: return false;
  }
}

Branch* indexed(Context& c, const PvName& n) {
  std::int64_t i = n.has_index ? n.index : 0;
  if (i < 0) i += static_cast<std::int64_t>(c.branch_count);
  return i >= 0 && i < static_cast<std::int64_t>(c.branch_count) ? &c.branches[i] : nullptr;
}

Value branch(void*, Context& c, const PvName& n) {
  int key = key_of<kKeys, std::size(kKeys)>(n);
  if (key == kCount) return c.branch_count == 0 ? Value::null() : Value::integer(static_cast<std::int64_t>(c.branch_count));
  const auto* b = indexed(c, n);
  return b != nullptr && key >= 0 ? read(c, *b, key) : Value::null();
}
/// $(branch(uri)[i]) = $null takes the branch out.
bool set_branch(void*, Context& c, const PvName& n, const Value& v) {
  int key = key_of<kKeys, std::size(kKeys)>(n);
  auto* b = indexed(c, n);
  if (b == nullptr || key < 0) return false;
  if (key == kUri && v.is_null()) {
    for (auto* next = b + 1; next < c.branches + c.branch_count; ++next) next[-1] = *next;
    --c.branch_count;
    return true;
  }
  return write(c, *c.arena, *b, key, v);
}

Value first_uri(Context& c) { return c.branch_count == 0 ? Value::null() : Value::string(c.branches[0].ruri); }
bool append_uri(void*, Context& c, const PvName&, const Value& v) {
  if (v.is_null()) {
    c.branch_count = 0;
    return true;
  }
  Branch b;
  b.ruri = c.arena->copy(text_of(c, v));
  return !b.ruri.empty() && c.add_branch(b);
}

Value ruid(Context& c) { return nonempty_or_null(c.target.ruid); }
Value location_ua(Context& c) { return nonempty_or_null(c.target.location_ua); }

/// The branch under construction: one per thread, as it is one per process in Kamailio; its text has an arena of its own.
struct Draft {
  base::Arena arena{512};
  Branch branch;
  bool used = false;
};
thread_local Draft t_draft;

Value draft(void*, Context& c, const PvName& n) {
  int key = key_of<kKeys, std::size(kKeys)>(n);
  if (key == kCount) return Value::integer(t_draft.used ? 1 : 0);
  if (!t_draft.used || key < 0) return Value::null();
  auto v = read(c, t_draft.branch, key);
  if (v.is_string()) v.s = c.arena->copy(v.s);
  return v;
}
bool set_draft(void*, Context& c, const PvName& n, const Value& v) {
  int key = key_of<kKeys, std::size(kKeys)>(n);
  if (key < 0 || key == kCount) return false;
  t_draft.used = true;
  return write(c, t_draft.arena, t_draft.branch, key, v);
}
Branch copy_of_draft(Context& c) {
  Branch b = t_draft.branch;
  for (auto* text : {&b.ruri, &b.dst_uri, &b.path, &b.instance, &b.ruid, &b.location_ua}) *text = c.arena->copy(*text);
  return b;
}
int sbranch_append(void*, Context& c, Args) {
  if (!t_draft.used || t_draft.branch.ruri.empty()) return -1;
  return c.add_branch(copy_of_draft(c)) ? 1 : -1;
}
int sbranch_set_ruri(void*, Context& c, Args) {
  if (!t_draft.used || t_draft.branch.ruri.empty()) return -1;
  c.target = copy_of_draft(c);
  c.set(ProcessingFlag::ruri_changed);
  return 1;
}
int sbranch_reset(void*, Context&, Args) {
  t_draft.branch = {};
  t_draft.arena.reset();
  t_draft.used = false;
  return 1;
}

}  // namespace

void bind_branches(Binder& b) {
  b.variable("branch", &branch, &set_branch, nullptr, &prepare_key<kKeys, std::size(kKeys)>);
  b.variable("sbranch", &draft, &set_draft, nullptr, &prepare_key<kKeys, std::size(kKeys)>);
  add<&first_uri>(b, {"br"}, &append_uri);
  add<&ruid>(b, {"ruid"});
  add<&location_ua>(b, {"location_ua"});
  b.function("sbranch_append", &sbranch_append, nullptr);
  b.function("sbranch_set_ruri", &sbranch_set_ruri, nullptr);
  b.function("sbranch_reset", &sbranch_reset, nullptr);
}

}  // namespace kukini::modules::pv
