// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects of addresses, branches and the system: @src, @dst, @received, @branch, @sys.
#include <time.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "script/pvars/select.hpp"
#include "sdk/text.hpp"
#include "sdk/via.hpp"
#include "sdk/worker.hpp"

namespace kukini::script {

namespace {

enum class What { ip, port, ip_port, proto_ip_port };

template <What W>
Value address(Context& c, const io::Address& a, io::Protocol protocol) {
  if (a.family == io::Family::none) return Value::null();
  if constexpr (W == What::port) return number_text(c, a.port);
  sdk::TextBuilder out(*c.arena, 64);
  char ip[48];
  if constexpr (W == What::proto_ip_port) out << io::to_string(protocol) << ':';
  out << std::string_view(ip, a.write_ip(ip, true));
  if constexpr (W != What::ip) out << ':' << static_cast<unsigned>(a.port);
  return Value::string(out.view());
}
template <What W>
Value source(Context& c, const Value&, const SelectArg&) {
  return address<W>(c, c.flow.remote, c.flow.protocol);
}
template <What W>
Value destination(Context& c, const Value&, const SelectArg&) {
  return address<W>(c, c.flow.local, c.flow.protocol);
}
Value protocol(Context& c, const Value&, const SelectArg&) { return Value::string(io::to_string(c.flow.protocol)); }

// ---- branches

void write_q(sdk::TextBuilder& out, std::int32_t q) {
  if (q < 0) return;
  char text[8];
  int n = std::snprintf(text, sizeof text, "%d.%03d", q / 1000, q % 1000);
  std::string_view s(text, static_cast<std::size_t>(n));
  while (s.size() > 1 && s.back() == '0') s.remove_suffix(1);
  if (s.back() == '.') s.remove_suffix(1);
  out << s;
}
void write_uri(sdk::TextBuilder& out, const sdk::Branch& b) { out << b.ruri; }
void write_dst(sdk::TextBuilder& out, const sdk::Branch& b) { out << b.dst_uri; }
void write_branch_q(sdk::TextBuilder& out, const sdk::Branch& b) { write_q(out, b.q); }
void write_uri_q(sdk::TextBuilder& out, const sdk::Branch& b) {
  if (b.q < 0) {
    out << b.ruri;
    return;
  }
  out << '<' << b.ruri << ">;q=";
  write_q(out, b.q);
}

/// [i] counts from 0, negative from the end; without it all, separated by commas.
template <void (*Write)(sdk::TextBuilder&, const sdk::Branch&)>
Value branches(Context& c, const Value&, const SelectArg& a) {
  auto count = static_cast<std::int64_t>(c.branch_count);
  sdk::TextBuilder out(*c.arena);
  if (a.has_index) {
    auto at = a.index < 0 ? count + a.index : a.index;
    if (at < 0 || at >= count) return Value::null();
    Write(out, c.branches[at]);
    return text_or_null(out.view());
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (i != 0) out << ',';
    Write(out, c.branches[i]);
  }
  return text_or_null(out.view());
}
Value branch_count(Context& c, const Value&, const SelectArg&) { return number_text(c, static_cast<std::int64_t>(c.branch_count)); }

// ---- the system

std::int64_t wall_seconds(Context& c) {
  return c.worker != nullptr ? c.worker->clock().wall_us() / 1000000 : static_cast<std::int64_t>(time(nullptr));
}
Value now(Context& c, const Value&, const SelectArg&) { return number_text(c, wall_seconds(c)); }
/// With a format of strftime as key.
template <bool Local>
Value clock_text(Context& c, const Value&, const SelectArg& a) {
  auto seconds = static_cast<time_t>(wall_seconds(c));
  tm parts;
  if (Local) localtime_r(&seconds, &parts);
  else gmtime_r(&seconds, &parts);
  char text[256];
  auto n = strftime(text, sizeof text, a.key.empty() ? "%a %b %e %H:%M:%S %Y" : a.key.c_str(), &parts);
  return Value::string(c.arena->copy({text, n}));
}
Value pid(Context& c, const Value&, const SelectArg&) { return number_text(c, getpid()); }
Value server_id(Context& c, const Value&, const SelectArg&) { return number_text(c, sdk::via_names().server_id.load(std::memory_order_relaxed)); }
Value unique(Context& c, const Value&, const SelectArg&) {
  static std::atomic<std::uint32_t> count{0};
  char text[64];
  int n = std::snprintf(text, sizeof text, "%x-%" PRIx64 "-%x", static_cast<unsigned>(getpid()), static_cast<std::uint64_t>(wall_seconds(c)), ++count);
  return Value::string(c.arena->copy({text, static_cast<std::size_t>(n)}));
}

constexpr auto kUri = SelectKind::uri;
constexpr SelectPart kSelects[] = {
    {"src.ip", source<What::ip>}, {"src.port", source<What::port>}, {"src.ip_port", source<What::ip_port>}, {"src.proto", protocol},
    {"dst.ip", destination<What::ip>}, {"dst.port", destination<What::port>}, {"dst.ip_port", destination<What::ip_port>},
    {"received.ip", destination<What::ip>}, {"received.port", destination<What::port>}, {"received.ip_port", destination<What::ip_port>},
    {"received.proto", protocol}, {"received.proto_ip_port", destination<What::proto_ip_port>},
    {"branch.count", branch_count}, {"branch.uri", branches<write_uri>, kUri}, {"branch.dst_uri", branches<write_dst>, kUri},
    {"branch.q", branches<write_branch_q>}, {"branch.uriq", branches<write_uri_q>, SelectKind::name_addr},
    {"sys.pid", pid}, {"sys.server_id", server_id}, {"sys.unique", unique}, {"sys.now", now},
    {"sys.now.local", clock_text<true>, SelectKind::text, true}, {"sys.now.gmt", clock_text<false>, SelectKind::text, true},
    {"sys.now.utc", clock_text<false>, SelectKind::text, true},
};

}  // namespace

std::span<const SelectPart> place_selects() { return kSelects; }

}  // namespace kukini::script
