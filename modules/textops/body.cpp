// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The body as a whole: has_body(), set_body(), set_reply_body(), is_audio_on_hold().
#include "base/text.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

/// "application/sdp" of "application/sdp;charset=x".
string_view media_type(string_view value) { return base::trim(value.substr(0, value.find(';'))); }

int has_body(void*, Context& c, Args a) {
  if (c.msg->body().empty()) return -1;
  if (a.empty() || text(c, a, 0).empty()) return 1;
  auto type = c.msg->value(sip::HeaderType::content_type);
  if (type.empty()) return -1;
  return base::iequals(media_type(type), media_type(text(c, a, 0))) ? 1 : -1;
}

int put_body(Context& c, string_view body, string_view type) {
  if (body.empty()) return -1;
  auto& edits = c.current_edits();
  auto offset = c.msg->body_offset();
  auto length = static_cast<std::uint32_t>(c.msg->body().size());
  body = c.arena->copy(body);
  edits.forget_texts_from(offset);
  if (!edits.change(offset, length, body)) edits.replace(offset, length, body);
  if (type.empty()) return 1;
  const auto* h = c.msg->first(sip::HeaderType::content_type);
  if (h != nullptr) {
    put(c, h->value, h->value_len, c.arena->copy(type));
  } else {
    TextBuilder line(*c.arena);
    line << "Content-Type: " << type << "\r\n";
    edits.append_header(*c.msg, line.view());
  }
  return 1;
}
/// set_body(text, content type)
int set_body(void*, Context& c, Args a) { return put_body(c, text(c, a, 0), text(c, a, 1)); }

int keep_reply_body(Context& c, string_view body, string_view type) {
  auto& arena = c.state_arena();
  c.state->reply_body = arena.copy(body);
  c.state->reply_content_type = arena.copy(type);
  return 1;
}
int set_reply_body(void*, Context& c, Args a) { return keep_reply_body(c, text(c, a, 0), text(c, a, 1)); }

/// False for an odd number of digits or anything that is none.
bool decode_hex(Context& c, string_view hex, string_view& out) {
  auto digit = [](char ch) { return ch >= '0' && ch <= '9' ? ch - '0' : (ch | 32) >= 'a' && (ch | 32) <= 'f' ? (ch | 32) - 'a' + 10 : -1; };
  if (hex.size() % 2 != 0) return false;
  auto bytes = c.arena->make_array<char>(hex.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<char>(high << 4 | low);
  }
  out = {bytes.data(), bytes.size()};
  return true;
}
int set_body_hex(void*, Context& c, Args a) {
  string_view body;
  return decode_hex(c, text(c, a, 0), body) ? put_body(c, body, text(c, a, 1)) : -1;
}
int set_reply_body_hex(void*, Context& c, Args a) {
  string_view body;
  return decode_hex(c, text(c, a, 0), body) ? keep_reply_body(c, body, text(c, a, 1)) : -1;
}

/// SDP (RFC 8866) whose audio streams are held: connection 0.0.0.0, sendonly or inactive.
int is_audio_on_hold(void*, Context& c, Args) {
  auto sdp = c.msg->body();
  bool session = true, audio = false, session_held = false, held = false, any = false, all = true;
  auto close = [&] {
    if (audio) any = true, all = all && (held || session_held);
  };
  while (!sdp.empty()) {
    auto end = sdp.find('\n');
    auto line = base::trim(sdp.substr(0, end));
    sdp = end == sdp.npos ? string_view{} : sdp.substr(end + 1);
    if (line.starts_with("m=")) {
      close();
      session = false, held = false;
      audio = line.starts_with("m=audio");
    }
    bool holds = line == "a=sendonly" || line == "a=inactive" || line == "c=IN IP4 0.0.0.0";
    (session ? session_held : held) |= holds;
  }
  close();
  return any && all ? 1 : -1;
}

}  // namespace

void bind_body(Binder& b) {
  b.function("has_body", &has_body, nullptr);
  b.function("set_body", &set_body, nullptr);
  b.function("set_body_hex", &set_body_hex, nullptr);
  b.function("set_reply_body", &set_reply_body, nullptr);
  b.function("set_reply_body_hex", &set_reply_body_hex, nullptr);
  b.function("is_audio_on_hold", &is_audio_on_hold, nullptr);
}

}  // namespace kukini::modules::textops
