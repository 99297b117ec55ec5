// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Walking multipart bodies.
#include "sip/multipart.hpp"

#include "base/text.hpp"
#include "sip/message.hpp"
#include "sip/params.hpp"

namespace kukini::sip {

std::string_view media_type(std::string_view content_type) { return base::trim(content_type.substr(0, content_type.find(';'))); }

std::string_view multipart_boundary(const Message& message) {
  auto type = message.value(HeaderType::content_type);
  if (!base::istarts_with(type, "multipart/")) return {};
  auto semicolon = type.find(';');
  if (semicolon == type.npos) return {};
  auto found = find_param(type.substr(semicolon), "boundary");
  return found ? strip_quotes(*found) : std::string_view{};
}

std::string_view BodyPart::type() const {
  auto rest = headers;
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

// The next line that begins with --boundary.
std::size_t MultipartCursor::find_delimiter(std::size_t from) const {
  if (boundary_.empty()) return body_.npos;
  for (auto at = body_.find(boundary_, from); at != body_.npos; at = body_.find(boundary_, at + 1))
    if (at >= 2 && body_.substr(at - 2, 2) == "--" && (at == 2 || body_[at - 3] == '\n')) return at - 2;
  return body_.npos;
}

bool MultipartCursor::next(BodyPart& out) {
  if (at_ == body_.npos) return false;
  auto line_end = body_.find('\n', at_);
  if (line_end == body_.npos || body_.substr(at_ + 2 + boundary_.size(), 2) == "--") return false;
  auto next = find_delimiter(line_end);
  auto end = next == body_.npos ? body_.size() : next;
  out.whole = body_.substr(at_, end - at_);
  auto inner = body_.substr(line_end + 1, end - line_end - 1);
  if (inner.ends_with("\r\n")) inner.remove_suffix(2);
  auto gap = inner.starts_with("\r\n") ? 0 : inner.find("\r\n\r\n");
  out.headers = gap == inner.npos ? inner : inner.substr(0, gap);
  out.body = gap == inner.npos ? std::string_view{} : inner.substr(gap == 0 && inner.starts_with("\r\n") ? 2 : gap + 4);
  at_ = next;
  return true;
}

}  // namespace kukini::sip
