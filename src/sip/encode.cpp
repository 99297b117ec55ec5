// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Forwarded requests and replies: the received bytes with edits.
#include "sip/encode.hpp"

#include "base/text.hpp"
#include "sip/edit_merge.hpp"
#include "sip/scan.hpp"
#include "sip/writer.hpp"

namespace kukini::sip {
namespace {

// Edits that the encoder makes itself, on the stack, sorted by offset.
class OwnEdits {
 public:
  void add(std::uint32_t offset, std::uint32_t length, std::string_view text) {
    Edit& e = edits_[count_++];
    e.offset = offset;
    e.length = length;
    e.text = text;
    Edit** at = &head_;
    while (*at && (*at)->offset <= offset) at = &(*at)->next;
    e.next = *at;
    *at = &e;
  }
  const Edit* first() const { return head_; }

 private:
  Edit edits_[4];
  std::size_t count_ = 0;
  Edit* head_ = nullptr;
};

bool touches_body(const Message& m, const EditList* const* lists, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    if (lists[i])
      for (const auto* e = lists[i]->first(); e; e = e->next)
        if (e->offset + e->length > m.body_offset() || (e->offset == m.body_offset() && !e->text.empty())) return true;
  return false;
}

bool removed(const EditList* const* lists, std::size_t n, std::uint32_t offset) {
  for (std::size_t i = 0; i < n; ++i)
    if (lists[i])
      for (const auto* e = lists[i]->first(); e && e->offset <= offset; e = e->next)
        if (e->offset + e->length > offset) return true;
  return false;
}

// Corrects Content-Length when the body changes, adds it where the transport needs it.
struct LengthFix {
  char text[48];
  void apply(const Message& m, const EditList* const* lists, std::size_t n, bool stream, OwnEdits& own) {
    std::size_t length = m.body().size();
    const bool changed = touches_body(m, lists, n);
    const auto* header = m.first(HeaderType::content_length);
    if (!changed && (header || !stream)) return;
    if (changed) {
      length = 0;
      EditMerge body(lists, n);
      body.apply(m, m.body_offset(), static_cast<std::uint32_t>(m.bytes().size()), true, [&](std::string_view t) { length += t.size(); });
    }
    const bool gone = !header || removed(lists, n, header->begin) || removed(lists, n, header->value);
    Writer w({text, sizeof text});
    if (gone) w.put("Content-Length: ");
    w.number(length);
    if (gone) w.put("\r\n");
    if (gone) own.add(m.headers_end(), 0, {text, w.size()});
    else own.add(header->value, header->value_len, {text, w.size()});
  }
};

std::size_t growth_of(const EditList* const* lists, std::size_t n) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (lists[i]) sum += lists[i]->growth();
  return sum;
}

// Everything after the start line's text.
void put_rest(Writer& w, const Message& m, EditMerge& merge, std::uint32_t from) {
  merge.apply(m, from, static_cast<std::uint32_t>(m.bytes().size()), true, [&w](std::string_view t) { w.put(t); });
}

}  // namespace

std::size_t request_bound(const Message& request, const EditList* const* lists, std::size_t n, const RequestOut& what) {
  return request.bytes().size() + growth_of(lists, n) + what.ruri.size() + what.via_line.size() + what.route_lines.size() +
         what.method.size() + 64;
}

std::size_t encode_request(std::span<char> out, const Message& m, const EditList* const* lists, std::size_t n, const RequestOut& what) {
  Writer w(out);
  OwnEdits own;
  LengthFix length;
  const auto* via = m.first(HeaderType::via);
  if (!what.via_line.empty()) own.add(via ? via->begin : m.headers_begin(), 0, what.via_line);
  if (!what.route_lines.empty()) {
    const auto* route = m.first(HeaderType::route);
    own.add(route ? route->begin : via ? via->end : m.headers_begin(), 0, what.route_lines);
  }
  length.apply(m, lists, n, what.stream, own);
  EditMerge merge(lists, n);
  merge.add(own.first());
  if (what.ruri.empty() && what.method.empty()) {
    put_rest(w, m, merge, 0);
  } else {
    w.put(what.method.empty() ? m.method_text() : what.method).put(" ");
    w.put(what.ruri.empty() ? m.ruri() : what.ruri).put(" SIP/2.0");
    put_rest(w, m, merge, static_cast<std::uint32_t>(m.first_line().size()));
  }
  return w.size();
}

std::size_t encode_reply_forward(std::span<char> out, const Message& m, const EditList* const* lists, std::size_t n, bool stream,
                                 int code, std::string_view reason) {
  Writer w(out);
  OwnEdits own;
  LengthFix length;
  if (const auto* header = m.first(HeaderType::via)) {
    const auto* via = m.via();
    if (via && !via->rest.empty()) {
      const auto* next = scan::skip_lws(via->rest.data(), via->rest.data() + via->rest.size());
      const auto from = m.offset(via->text);
      own.add(from, m.offset({next, 0}) - from, {});
    } else {
      own.add(header->begin, header->end - header->begin, {});
    }
  }
  length.apply(m, lists, n, stream, own);
  EditMerge merge(lists, n);
  merge.add(own.first());
  if (code == 0) {
    put_rest(w, m, merge, 0);
  } else {
    w.put("SIP/2.0 ").number(static_cast<unsigned>(code)).put(" ").put(reason);
    put_rest(w, m, merge, static_cast<std::uint32_t>(m.first_line().size()));
  }
  return w.size();
}

std::size_t encode_as_is(std::span<char> out, const Message& m, const EditList* const* lists, std::size_t n) {
  Writer w(out);
  OwnEdits own;
  LengthFix length;
  length.apply(m, lists, n, false, own);
  EditMerge merge(lists, n);
  merge.add(own.first());
  put_rest(w, m, merge, 0);
  return w.size();
}

void add_received_rport(const Message& request, EditList& edits, const Source& source, base::Arena& arena) {
  const auto* via = request.via();
  if (!via || source.address.empty()) return;
  const bool rport = via->has_rport || source.force_rport;
  auto bare = via->host;
  if (bare.front() == '[') bare = bare.substr(1, bare.size() - 2);
  const auto after_sent_by = request.offset(via->sent_by) + static_cast<std::uint32_t>(via->sent_by.size());
  if (via->has_received)
    edits.replace(request, find_param_text(via->params, "received"), arena.concat(";received=", source.address));
  else if (via->has_rport || !base::iequals(bare, source.address))
    edits.insert(after_sent_by, arena.concat(";received=", source.address));
  if (!rport) return;
  char digits[8];
  Writer w(digits);
  w.number(source.port);
  const auto text = arena.concat(";rport=", {digits, w.size()});
  if (via->has_rport) edits.replace(request, find_param_text(via->params, "rport"), text);
  else edits.insert(after_sent_by, text);
}

}  // namespace kukini::sip
