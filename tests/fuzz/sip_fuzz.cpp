// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Any datagram: parse, judge, forward, answer. What is let in must be readable by the next hop.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "sip/admission.hpp"
#include "sip/encode.hpp"

using namespace kukini;
using namespace kukini::sip;

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::vector<char> buffer(1 << 20);
  if (size > 65535) return 0;
  base::Arena arena;
  Message* m = nullptr;
  Message::parse({reinterpret_cast<const char*>(data), size}, arena, m);
  if (!m) return 0;
  for (auto type : {HeaderType::contact, HeaderType::route, HeaderType::record_route})
    for (const auto* n = m->first_addr(type); n; n = m->next_addr(n)) {
      require(m->contains(n->text));
      if (const auto* u = m->uri(n)) require(equivalent(*u, *u));
    }
  EditList edits(arena);
  add_received_rport(*m, edits, {"192.0.2.1", 5060, true}, arena);
  const EditList* lists[] = {&edits};
  RequestOut what;
  what.ruri = "sip:n@h";
  what.via_line = "Via: SIP/2.0/UDP h;branch=z9hG4bKn\r\n";
  const auto written = encode_request(buffer, *m, lists, 1, what);
  require(written > 0 && written <= request_bound(*m, lists, 1, what));
  if (admit(*m, {}, arena).verdict == Verdict::accept && m->is_request()) {
    Message* again = nullptr;
    require(Message::parse({buffer.data(), written}, arena, again) == ParseOutcome::ok);
    require(again->via() && again->via()->branch == "z9hG4bKn" && again->body() == m->body());
    require(again->headers().size() == m->headers().size() + 1 && again->call_id() == m->call_id());
  }
  require(encode_reply_forward(buffer, *m, lists, 1) > 0);
  ReplyOptions options;
  options.to_tag = "t";
  options.source = {"192.0.2.1", 9, false};
  require(build_reply(buffer, *m, 400, "Bad Request", options) > 0);
  require(build_cancel(buffer, *m) > 0);
  require(m->clone(arena)->bytes() == m->bytes());
  return 0;
}
