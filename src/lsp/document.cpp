// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Lines, UTF-16 columns, file URIs.
#include "lsp/document.hpp"

#include <algorithm>

namespace kukini::lsp {
namespace {

/// Bytes of the UTF-8 character that begins with `c`, and its UTF-16 units. A stray byte counts as one.
struct Width {
  std::uint32_t bytes;
  std::uint32_t units;
};
Width width(char c) {
  auto b = static_cast<unsigned char>(c);
  if (b >= 0xf0) return {4, 2};
  if (b >= 0xe0) return {3, 1};
  if (b >= 0xc0) return {2, 1};
  return {1, 1};
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void LineText::assign(std::string text) {
  text_ = std::move(text);
  lines_.assign(1, 0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') lines_.push_back(static_cast<std::uint32_t>(i + 1));
}

std::uint32_t LineText::offset_of(Position at) const {
  if (at.line >= lines_.size()) return static_cast<std::uint32_t>(text_.size());
  std::uint32_t i = lines_[at.line];
  for (std::uint32_t units = 0; units < at.character && i < text_.size() && text_[i] != '\n' && text_[i] != '\r';) {
    auto w = width(text_[i]);
    units += w.units;
    i += w.bytes;
  }
  return std::min(i, static_cast<std::uint32_t>(text_.size()));
}

Position LineText::position_of(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  auto line = static_cast<std::uint32_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin() - 1);
  Position at{line, 0};
  for (std::uint32_t i = lines_[line]; i < offset;) {
    auto w = width(text_[i]);
    at.character += w.units;
    i += w.bytes;
  }
  return at;
}

json::object LineText::range(std::uint32_t begin, std::uint32_t end) const {
  auto place = [&](std::uint32_t offset) {
    auto p = position_of(offset);
    return json::object{{"line", p.line}, {"character", p.character}};
  };
  return {{"start", place(begin)}, {"end", place(end)}};
}

std::string_view LineText::line_at(std::uint32_t offset) const {
  auto line = position_of(offset).line;
  auto end = line + 1 < lines_.size() ? lines_[line + 1] - 1 : static_cast<std::uint32_t>(text_.size());
  return std::string_view(text_).substr(lines_[line], end - lines_[line]);
}

Position position_from(const json::value* value) {
  if (value == nullptr) return {};
  auto number = [&](std::string_view name) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number_of(member(*value, name)), 0, UINT32_MAX)); };
  return {number("line"), number("character")};
}

std::string path_of(std::string_view uri) {
  if (!uri.starts_with("file://")) return std::string(uri);
  uri.remove_prefix(7);
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && hex(uri[i + 1]) >= 0 && hex(uri[i + 2]) >= 0) {
      out += static_cast<char>(hex(uri[i + 1]) * 16 + hex(uri[i + 2]));
      i += 2;
    } else {
      out += uri[i];
    }
  }
  return out;
}

std::string uri_of(std::string_view path) {
  if (!path.starts_with('/')) return std::string(path);
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (char c : path) {
    auto b = static_cast<unsigned char>(c);
    bool plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || std::string_view("/-._~+@").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[b >> 4];
      out += kHex[b & 15];
    }
  }
  return out;
}

}  // namespace kukini::lsp
