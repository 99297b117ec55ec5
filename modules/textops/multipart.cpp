// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Multipart bodies (RFC 2046 §5.1): their parts read, added, removed; a plain body made multipart.
#include "base/text.hpp"
#include "sip/multipart.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

using Part = sip::BodyPart;

string_view boundary(const Context& c) { return sip::multipart_boundary(*c.msg); }

/// The first part of that type; for a plain body of it, the body.
bool find_part(Context& c, string_view type, Part& out) {
  auto body = c.msg->body();
  auto name = boundary(c);
  if (name.empty()) {
    out.body = body;
    out.whole = body;
    return !body.empty() && base::iequals(sip::media_type(c.msg->value(sip::HeaderType::content_type)), type);
  }
  sip::MultipartCursor parts(body, name);
  while (parts.next(out))
    if (base::iequals(out.type(), type)) return true;
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
  sip::MultipartCursor parts(body, name);
  while (parts.next(part)) {
    if (base::iequals(part.type(), wanted)) result = 1;
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
  sip::MultipartCursor parts(body, name);
  Part part;
  auto place = parts.offset();
  while (parts.next(part)) place = parts.offset();
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
