// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Streams by type, transport and lines: sdp_with_*(), sdp_transport(), sdp_remove_media() and its relatives.
#include "base/text.hpp"
#include "sdpops.hpp"

namespace kukini::modules::sdpops {

namespace {

using sip::SdpMedia;

/// 1 when a stream is as `test` wants it.
template <class Test>
int any_stream(Context& c, string_view function, Test test) {
  for (const auto& session : sessions(c, function))
    for (const auto& media : session.media)
      if (test(media)) return 1;
  return -1;
}
int with_media(void*, Context& c, Args a) {
  auto type = text(c, a, 0);
  return any_stream(c, "sdp_with_media", [&](const SdpMedia& m) { return base::iequals(m.type, type); });
}
int with_active_media(void*, Context& c, Args a) {
  auto type = text(c, a, 0);
  return any_stream(c, "sdp_with_active_media", [&](const SdpMedia& m) { return base::iequals(m.type, type) && m.port != 0 && !m.inactive; });
}
int with_transport(void*, Context& c, Args a) {
  auto transport = text(c, a, 0);
  return any_stream(c, "sdp_with_transport", [&](const SdpMedia& m) { return base::iequals(m.transport, transport); });
}
int with_transport_like(void*, Context& c, Args a) {
  auto part = text(c, a, 0);
  return any_stream(c, "sdp_with_transport_like", [&](const SdpMedia& m) { return m.transport.find(part) != m.transport.npos; });
}
int with_ice(void*, Context& c, Args) {
  return any_stream(c, "sdp_with_ice", [](const SdpMedia& m) { return m.ice; });
}

/// The transport that all streams have: 1, or -2 where they differ.
int transport(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_transport");
  if (found.outcome == sip::SdpOutcome::no_body) return 1;
  if (!found.ok()) return -1;
  string_view common;
  for (const auto& session : found)
    for (const auto& media : session.media) {
      if (common.empty()) common = media.transport;
      if (!base::iequals(common, media.transport)) return -2;
    }
  return a[0].pv != nullptr && a[0].pv->set(c, Value::string(common)) ? 1 : -1;
}

/// Removes the streams that are as `test` wants it; -1 where there are none.
template <class Test>
int remove_streams(Context& c, string_view function, Test test) {
  int result = -1;
  for (const auto& session : sessions(c, function))
    for (const auto& media : session.media)
      if (test(media)) {
        remove_once(c, media.whole);
        result = 1;
      }
  return result;
}
int remove_media(void*, Context& c, Args a) {
  auto type = text(c, a, 0);
  return remove_streams(c, "sdp_remove_media", [&](const SdpMedia& m) { return base::iequals(m.type, type); });
}
int remove_transport(void*, Context& c, Args a) {
  auto name = text(c, a, 0);
  return remove_streams(c, "sdp_remove_transport", [&](const SdpMedia& m) { return base::iequals(m.transport, name); });
}

void remove_lines(Context& c, string_view part, string_view prefix) {
  sip::SdpLine line;
  for (sip::SdpLines lines(part); lines.next(line);)
    if (line.text.starts_with(prefix)) remove_once(c, line.whole);
}
/// With a type of stream only there, else everywhere.
int remove_line_by_prefix(void*, Context& c, Args a) {
  auto prefix = text(c, a, 0), type = text(c, a, 1);
  auto found = sessions(c, "sdp_remove_line_by_prefix");
  if (!found.ok() || prefix.empty()) return -1;
  for (const auto& session : found) {
    if (type.empty()) remove_lines(c, session.text, prefix);
    for (const auto& media : session.media)
      if (!type.empty() && of_type(media, type)) remove_lines(c, media.whole, prefix);
  }
  return 1;
}

}  // namespace

void bind_media(Binder& b) {
  b.function("sdp_with_media", &with_media, nullptr);
  b.function("sdp_with_active_media", &with_active_media, nullptr);
  b.function("sdp_with_transport", &with_transport, nullptr);
  b.function("sdp_with_transport_like", &with_transport_like, nullptr);
  b.function("sdp_with_ice", &with_ice, nullptr);
  b.function("sdp_transport", &transport, nullptr);
  b.function("sdp_remove_media", &remove_media, nullptr);
  b.function("sdp_remove_transport", &remove_transport, nullptr);
  b.function("sdp_remove_line_by_prefix", &remove_line_by_prefix, nullptr);
}

}  // namespace kukini::modules::sdpops
