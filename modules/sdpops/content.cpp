// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The description as a whole: sdp_content(), sdp_get(), sdp_get_line_startswith(), sdp_print(); $sdp(key).
#include <optional>

#include "base/kept.hpp"
#include "base/text.hpp"
#include "sdpops.hpp"
#include "sip/multipart.hpp"

namespace kukini::modules::sdpops {

namespace {

using sip::SdpMedia;
using sip::SdpSession;

/// With an argument other than an empty text the body is not read: its type, or its words, decide.
int content(void*, Context& c, Args a) {
  if (a.empty()) return sessions(c, "sdp_content").ok() ? 1 : -1;
  auto body = c.msg->body();
  if (body.empty()) return -1;
  auto type = sip::media_type(c.msg->value(sip::HeaderType::content_type));
  if (type.empty() || base::iequals(type, "application/sdp")) return 1;
  return base::iequals(type, "multipart/mixed") && body.find("application/sdp") != body.npos ? 1 : -1;
}

int none(const Sessions& found) { return found.outcome == sip::SdpOutcome::no_body ? -2 : -1; }

int get(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_get");
  if (!found.ok()) return none(found);
  return a[0].pv != nullptr && a[0].pv->set(c, Value::string(found.all.front().text)) ? 1 : -1;
}

int get_line_startswith(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_get_line_startswith");
  auto start = text(c, a, 1);
  if (!found.ok()) return none(found);
  if (start.empty()) return -1;
  sip::SdpLine line;
  for (sip::SdpLines lines(found.all.front().text); lines.next(line);)
    if (line.text.starts_with(start)) return a[0].pv != nullptr && a[0].pv->set(c, Value::string(line.text)) ? 1 : -1;
  return -1;
}

int get_address_family(void*, Context& c, Args) {
  auto found = sessions(c, "sdp_get_address_family");
  return found.ok() && found.all.front().connection.version != 0 ? found.all.front().connection.version : -1;
}

int print(void*, Context& c, Args a) {
  auto found = sessions(c, "sdp_print");
  if (found.outcome == sip::SdpOutcome::no_body) return 1;
  if (!found.ok()) return -1;
  auto level = static_cast<Level>(number_of(a[0].value));
  if (!log_enabled(level)) return 1;
  for (const auto& session : found) {
    TextBuilder out(*c.arena, 512);
    out << "SDP: origin <" << session.origin << "> connection <" << session.connection.text << '>';
    for (const auto& m : session.media)
      out << "; " << m.type << " port " << m.port_text << " over " << m.transport << ", formats <" << base::trim(m.formats) << ">, at " << m.connection.text
          << (m.inactive ? ", inactive" : "") << (m.ice ? ", ice" : "");
    log(level, "sdpops", "{}", out.view());
  }
  return 1;
}

/// What stands behind "$sdp(": m3:… has the index of a stream.
enum class What : std::uint8_t { body, version, origin_ip, ip, family, raw, rtp_port, rtcp_port, bandwidth };
struct Key {
  What what;
  std::size_t media = 0;
  std::string_view bandwidth{};  ///< "AS"
};

std::optional<Key> parse_key(string_view text) {
  if (text == "body" || text == "raw") return Key{What::body};
  if (text == "sess_version") return Key{What::version};
  if (text == "o:ip") return Key{What::origin_ip};
  if (text == "c:ip") return Key{What::ip};
  if (text == "c:af") return Key{What::family};
  if (!text.starts_with('m')) return {};
  auto colon = text.find(':');
  auto index = base::to_number<std::size_t>(text.substr(1, colon == text.npos ? 0 : colon - 1));
  if (!index || *index > 999) return {};
  auto rest = text.substr(colon + 1);
  if (rest == "raw") return Key{What::raw, *index};
  if (rest == "rtp:port") return Key{What::rtp_port, *index};
  if (rest == "rtcp:port") return Key{What::rtcp_port, *index};
  for (string_view kind : {"AS", "RR", "RS"})
    if (rest.starts_with("b:") && rest.substr(2) == kind) return Key{What::bandwidth, *index, kind};
  return {};
}
Result<const void*> prepare_key(void*, string_view inner) {
  auto key = parse_key(inner);
  if (!key)
    return Error{"unknown name \"" + std::string(inner) +
                 "\"; known are body, raw, sess_version, o:ip, c:ip, c:af, m0:raw, m0:rtp:port, m0:rtcp:port, m0:b:AS, m0:b:RR, m0:b:RS"};
  static base::Kept<Key> kept;
  return static_cast<const void*>(kept.get(inner, [&] { return *key; }));
}

string_view line_value(const SdpMedia& media, string_view start) {
  sip::SdpLine line;
  for (sip::SdpLines lines(media.whole); lines.next(line);)
    if (line.text.starts_with(start)) return base::trim(line.text.substr(start.size()));
  return {};
}
Value port_value(Context& c, std::uint32_t port) { return Value::both(port, number_text(*c.arena, port)); }

Value of_media(Context& c, const Key& key, const SdpMedia& m) {
  switch (key.what) {
    case What::raw: return Value::string(m.whole);
    case What::rtp_port: return port_value(c, m.port);
    case What::rtcp_port: {
      auto own = line_value(m, "a=rtcp:");
      auto port = base::to_number<std::uint32_t>(own.substr(0, own.find(' ')));
      return port_value(c, port ? *port : m.port + 1);
    }
    default: {
      constexpr std::size_t kStart = 2;
      char start[8] = "b=";
      key.bandwidth.copy(start + kStart, 2);
      start[kStart + 2] = ':';
      auto value = line_value(m, {start, kStart + 3});
      return value.empty() ? Value::null() : Value::string(value);
    }
  }
}

Value sdp(void*, Context& c, const PvName& n) {
  auto parsed = n.prepared != nullptr ? std::optional(*static_cast<const Key*>(n.prepared)) : parse_key(n.inner);
  if (!parsed) return Value::null();
  auto found = sessions(c, "$sdp");
  if (!found.ok()) return Value::null();
  const auto& session = found.all.front();
  auto some = [](string_view s) { return s.empty() ? Value::null() : Value::string(s); };
  const auto& connection = session.media.front().connection;
  switch (parsed->what) {
    case What::body: return Value::string(session.text);
    case What::version: return some(session.session_version);
    case What::origin_ip: return some(session.origin_address.text);
    case What::ip: return some(connection.text);
    case What::family: return connection.version != 0 ? Value::integer(connection.version) : Value::null();
    default: return parsed->media < session.media.size() ? of_media(c, *parsed, session.media[parsed->media]) : Value::null();
  }
}

/// Only sess_version: a number, or -1 for one more than there is.
bool set_sdp(void*, Context& c, const PvName& n, const Value& v) {
  auto parsed = n.prepared != nullptr ? std::optional(*static_cast<const Key*>(n.prepared)) : parse_key(n.inner);
  if (!parsed || parsed->what != What::version || !v.is_integer()) return false;
  auto found = sessions(c, "$sdp(sess_version)");
  if (!found.ok() || found.all.front().session_version.empty()) return false;
  auto is = found.all.front().session_version;
  auto next = v.i;
  if (next == -1) {
    auto number = base::to_number<std::uint64_t>(is);
    if (!number) return false;
    next = static_cast<std::int64_t>(*number + 1);
  }
  auto& edits = c.current_edits();
  auto text = number_text(edits.arena(), next);
  auto offset = c.msg->offset(is), length = static_cast<std::uint32_t>(is.size());
  if (!edits.change(offset, length, text)) edits.replace(offset, length, text);
  return true;
}

}  // namespace

void bind_content(Binder& b) {
  b.function("sdp_content", &content, nullptr);
  b.function("sdp_get", &get, nullptr);
  b.function("sdp_get_line_startswith", &get_line_startswith, nullptr);
  b.function("sdp_get_address_family", &get_address_family, nullptr);
  b.function("sdp_print", &print, nullptr);
  b.variable("sdp", &sdp, &set_sdp, nullptr, &prepare_key);
}

}  // namespace kukini::modules::sdpops
