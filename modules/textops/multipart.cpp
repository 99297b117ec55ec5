// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Multipart bodies (RFC 2046 §5.1): their parts read, added, removed; a plain body made multipart.
#include "base/text.hpp"
#include "sip/params.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

struct Part {
  string_view whole;    ///< from its delimiter line to just before the next one
  string_view headers;  ///< without the empty line
  string_view body;     ///< without the line end that belongs to the next delimiter
};

string_view media_type(string_view value) { return base::trim(value.substr(0, value.find(';'))); }

string_view boundary(const Context& c) {
  auto type = c.msg->value(sip::HeaderType::content_type);
  if (!base::istarts_with(type, "multipart/")) return {};
  auto semicolon = type.find(';');
  if (semicolon == type.npos) return {};
  auto found = sip::find_param(type.substr(semicolon), "boundary");
  return found ? sip::strip_quotes(*found) : string_view{};
}

/// The offset of the next line that begins with --boundary, npos when there is none.
std::size_t find_delimiter(string_view body, string_view name, std::size_t from) {
  for (auto at = body.find(name, from); at != body.npos; at = body.find(name, at + 1))
    if (at >= 2 && body.substr(at - 2, 2) == "--" && (at == 2 || body[at - 3] == '\n')) return at - 2;
  return body.npos;
}

/// Takes the next part; `at` is the offset of its delimiter and moves on. False at the closing one.
bool next_part(string_view body, string_view name, std::size_t& at, Part& out) {
  if (at == body.npos) return false;
  auto line_end = body.find('\n', at);
  if (line_end == body.npos || body.substr(at + 2 + name.size(), 2) == "--") return false;
  auto next = find_delimiter(body, name, line_end);
  auto end = next == body.npos ? body.size() : next;
  out.whole = body.substr(at, end - at);
  auto inner = body.substr(line_end + 1, end - line_end - 1);
  if (inner.ends_with("\r\n")) inner.remove_suffix(2);
  auto gap = inner.starts_with("\r\n") ? 0 : inner.find("\r\n\r\n");
  out.headers = gap == inner.npos ? inner : inner.substr(0, gap);
  out.body = gap == inner.npos ? string_view{} : inner.substr(gap == 0 && inner.starts_with("\r\n") ? 2 : gap + 4);
  at = next;
  return true;
}

string_view type_of(const Part& part) {
  auto rest = part.headers;
  while (!rest.empty()) {
    auto end = rest.find("\r\n");
    auto line = rest.substr(0, end);
    auto colon = line.find(':');
    if (colon != line.npos) {
      auto name = base::trim(line.substr(0, colon));
      if (base::iequals(name, "Content-Type") || base::iequals(name, "c")) return media_type(line.substr(colon + 1));
    }
    if (end == rest.npos) break;
    rest.remove_prefix(end + 2);
  }
  return "text/plain";
}

/// The first part of that type; for a plain body of it, the body.
bool find_part(Context& c, string_view type, Part& out) {
  auto body = c.msg->body();
  auto name = boundary(c);
  if (name.empty()) {
    out.body = body;
    out.whole = body;
    return !body.empty() && base::iequals(media_type(c.msg->value(sip::HeaderType::content_type)), type);
  }
  auto at = find_delimiter(body, name, 0);
  while (next_part(body, name, at, out))
    if (base::iequals(type_of(out), type)) return true;
  return false;
}

int get_part(Context& c, Args a, bool raw) {
  Part part;
  if (a[1].pv == nullptr || !find_part(c, text(c, a, 0), part)) return -1;
  auto out = part.body;
  if (raw && !boundary(c).empty()) {
    auto start = part.whole.find('\n') + 1;
    out = part.whole.substr(start);
  }
  return a[1].pv->set(c, Value::string(out)) ? 1 : -1;
}
int get_body_part(void*, Context& c, Args a) { return get_part(c, a, false); }
int get_body_part_raw(void*, Context& c, Args a) { return get_part(c, a, true); }

int remove_body_part(void*, Context& c, Args a) {
  Part part;
  if (boundary(c).empty() || !find_part(c, text(c, a, 0), part)) return -1;
  c.current_edits().remove(*c.msg, part.whole);
  return 1;
}

/// Leaves only the parts of one type.
int filter_body(void*, Context& c, Args a) {
  auto name = boundary(c);
  auto wanted = text(c, a, 0);
  if (name.empty()) return -1;
  auto body = c.msg->body();
  int result = -1;
  Part part;
  auto at = find_delimiter(body, name, 0);
  while (next_part(body, name, at, part)) {
    if (base::iequals(type_of(part), wanted)) result = 1;
    else c.current_edits().remove(*c.msg, part.whole);
  }
  return result;
}

int add_part(Context& c, string_view content, string_view type, string_view disposition) {
  auto name = boundary(c);
  auto body = c.msg->body();
  if (name.empty()) {
    log(Level::warning, "textops", "the body is not multipart: set_body_multipart() comes first");
    return -1;
  }
  auto at = find_delimiter(body, name, 0);
  Part part;
  auto place = at;
  while (next_part(body, name, at, part)) place = at;
  TextBuilder out(*c.arena, content.size() + 160);
  out << "--" << name << "\r\nContent-Type: " << type << "\r\n";
  if (!disposition.empty()) out << "Content-Disposition: " << disposition << "\r\n";
  out << "\r\n" << content << "\r\n";
  if (place == body.npos) {
    out << "--" << name << "--\r\n";
    place = body.size();
  }
  c.current_edits().insert(c.msg->body_offset() + static_cast<std::uint32_t>(place), out.view());
  return 1;
}
int append_body_part(void*, Context& c, Args a) {
  auto content = c.arena->copy(text(c, a, 0));
  return content.empty() ? -1 : add_part(c, content, text(c, a, 1), text(c, a, 2));
}
int append_body_part_hex(void*, Context& c, Args a) {
  auto hex = text(c, a, 0);
  TextBuilder out(*c.arena, hex.size() / 2 + 1);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    auto byte = base::to_number<int>(hex.substr(i, 2), 16);
    if (!byte) return -1;
    out << static_cast<char>(*byte);
  }
  return hex.empty() || hex.size() % 2 != 0 ? -1 : add_part(c, out.view(), text(c, a, 1), text(c, a, 2));
}

/// set_body_multipart([text, type [, boundary]]): with no argument the body that is there becomes the first part.
int set_body_multipart(void*, Context& c, Args a) {
  auto old_type = c.msg->value(sip::HeaderType::content_type);
  auto content = a.empty() ? c.msg->body() : text(c, a, 0);
  auto type = a.size() > 1 ? text(c, a, 1) : old_type;
  auto name = a.size() > 2 ? text(c, a, 2) : string_view("unique-boundary-1");
  if (content.empty() || type.empty() || base::istarts_with(type, "multipart/")) return -1;
  auto& edits = c.current_edits();
  TextBuilder body(*c.arena, content.size() + 160);
  body << "--" << name << "\r\nContent-Type: " << type << "\r\n\r\n" << content << "\r\n--" << name << "--\r\n";
  put(c, c.msg->body_offset(), static_cast<std::uint32_t>(c.msg->body().size()), body.view());
  TextBuilder line(*c.arena);
  line << "multipart/mixed;boundary=\"" << name << '"';
  const auto* h = c.msg->first(sip::HeaderType::content_type);
  if (h != nullptr) {
    put(c, h->value, h->value_len, line.view());
  } else {
    edits.append_header(*c.msg, c.arena->concat(c.arena->concat("Content-Type: ", line.view()), "\r\n"));
  }
  if (!c.msg->has(sip::HeaderType::mime_version)) edits.append_header(*c.msg, "Mime-Version: 1.0\r\n");
  return 1;
}

}  // namespace

void bind_multipart(Binder& b) {
  b.function("get_body_part", &get_body_part, nullptr);
  b.function("get_body_part_raw", &get_body_part_raw, nullptr);
  b.function("remove_body_part", &remove_body_part, nullptr);
  b.function("filter_body", &filter_body, nullptr);
  b.function("append_body_part", &append_body_part, nullptr);
  b.function("append_body_part_hex", &append_body_part_hex, nullptr);
  b.function("set_body_multipart", &set_body_multipart, nullptr);
}

}  // namespace kukini::modules::textops
