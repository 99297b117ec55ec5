// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Formats of streams, by number and by name: sdp_with_codecs_*(), sdp_remove_codecs_*(), sdp_keep_codecs_*().
#include "base/text.hpp"
#include "sdpops.hpp"

namespace kukini::modules::sdpops {

namespace {

using sip::SdpMedia;

/// True when `item` stands in `list`.
bool in_list(string_view list, char separator, string_view item) {
  for (string_view one; sip::next_item(list, separator, one);)
    if (one == item) return true;
  return false;
}
/// "97 iLBC/8000" of "a=rtpmap:97 iLBC/8000".
bool rtpmap(string_view line, string_view& number, string_view& name) {
  constexpr string_view kStart = "a=rtpmap:";
  if (!line.starts_with(kStart)) return false;
  auto rest = line.substr(kStart.size());
  if (!sip::next_item(rest, ' ', number) || !sip::next_item(rest, ' ', name)) return false;
  name = name.substr(0, name.find('/'));
  return true;
}

/// The numbers that stand for the names of a list in any stream of the message, as a list; empty where there are none.
string_view ids_of(Context& c, const Sessions& found, string_view names) {
  TextBuilder out(*c.arena);
  auto add = [&](string_view id) {
    if (!in_list(out.view(), ',', id)) out << id << ',';
  };
  for (string_view name; sip::next_item(names, ',', name);) {
    for (int n = sip::static_format(name, -1); n >= 0; n = sip::static_format(name, n)) add(number_text(*c.arena, n));
    for (const auto& session : found)
      for (const auto& media : session.media) {
        sip::SdpLine line;
        string_view number, codec;
        for (sip::SdpLines lines(media.whole); lines.next(line);)
          if (rtpmap(line.text, number, codec) && base::iequals(codec, name)) add(number);
      }
  }
  return out.view();
}

/// 1: every stream has all of them, 2: some are there, -1: none is.
int with_ids(const Sessions& found, string_view ids) {
  bool any = false, all = true;
  for (const auto& session : found)
    for (const auto& media : session.media) {
      auto rest = ids;
      for (string_view id; sip::next_item(rest, ',', id);) (in_list(media.formats, ' ', id) ? any : all) = in_list(media.formats, ' ', id);
    }
  return !any ? -1 : all ? 1 : 2;
}
int with_by_id(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_with_codecs_by_id");
  return found.ok() ? with_ids(found, text(c, a, 0)) : -2;
}
int with_by_name(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_with_codecs_by_name");
  if (!found.ok()) return -1;
  auto ids = ids_of(c, found, text(c, a, 0));
  return ids.empty() ? -1 : with_ids(found, ids);
}

/// Lines about one format: a=rtpmap:97 …, a=fmtp:97 …, a=rtcp-fb:97 ….
bool about(string_view line, string_view id) {
  for (string_view start : {"a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"})
    if (line.starts_with(start) && line.substr(start.size()).starts_with(id)) {
      auto rest = line.substr(start.size() + id.size());
      return rest.empty() || rest.front() == ' ' || rest.front() == '\t';
    }
  return false;
}

void remove_format(Context& c, const SdpMedia& media, string_view id) {
  auto begin = id.data();
  while (begin > media.formats.data() && (begin[-1] == ' ' || begin[-1] == '\t')) --begin;
  remove_once(c, {begin, static_cast<std::size_t>(id.data() + id.size() - begin)});
  sip::SdpLine line;
  for (sip::SdpLines lines(media.whole); lines.next(line);)
    if (about(line.text, id)) remove_once(c, line.whole);
}

/// Removes the formats that are in the list (keep: that are not) from the streams of that type.
int change(Context& c, const Sessions& found, string_view ids, string_view type, bool keep) {
  for (const auto& session : found)
    for (const auto& media : session.media) {
      if (!of_type(media, type)) continue;
      auto formats = media.formats;
      for (string_view id; sip::next_item(formats, ' ', id);)
        if (in_list(ids, ',', id) != keep) remove_format(c, media, id);
    }
  return 1;
}
int remove_by_id(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_remove_codecs_by_id");
  return found.ok() ? change(c, found, text(c, a, 0), text(c, a, 1), false) : -1;
}
int keep_by_id(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_keep_codecs_by_id");
  return found.ok() ? change(c, found, text(c, a, 0), text(c, a, 1), true) : -1;
}
int remove_by_name(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_remove_codecs_by_name");
  if (!found.ok()) return -1;
  auto ids = ids_of(c, found, text(c, a, 0));
  return ids.empty() ? -1 : change(c, found, ids, text(c, a, 1), false);
}
int keep_by_name(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_keep_codecs_by_name");
  if (!found.ok()) return -1;
  auto ids = ids_of(c, found, text(c, a, 0));
  return ids.empty() ? -1 : change(c, found, ids, text(c, a, 1), true);
}

}  // namespace

void bind_codecs(Binder& b) {
  b.function("sdp_with_codecs_by_id", &with_by_id, nullptr);
  b.function("sdp_with_codecs_by_name", &with_by_name, nullptr);
  b.function("sdp_remove_codecs_by_id", &remove_by_id, nullptr);
  b.function("sdp_remove_codecs_by_name", &remove_by_name, nullptr);
  b.function("sdp_keep_codecs_by_id", &keep_by_id, nullptr);
  b.function("sdp_keep_codecs_by_name", &keep_by_name, nullptr);
}

}  // namespace kukini::modules::sdpops
