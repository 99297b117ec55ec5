// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Framing.
#include "lsp/frame.hpp"

#include "base/text.hpp"

namespace kukini::lsp {

std::optional<std::string> FrameReader::next() {
  if (broken_) return {};
  auto head_end = buffer_.find("\r\n\r\n");
  if (head_end == std::string::npos) {
    broken_ = buffer_.size() > 8192;
    return {};
  }
  std::optional<std::size_t> length;
  for (std::size_t at = 0; at < head_end;) {
    auto end = std::min(buffer_.find("\r\n", at), head_end);
    std::string_view line(buffer_.data() + at, end - at);
    at = end + 2;
    auto colon = line.find(':');
    if (colon != std::string_view::npos && base::iequals(base::trim(line.substr(0, colon)), "Content-Length"))
      length = base::to_number<std::size_t>(base::trim(line.substr(colon + 1)));
  }
  if (!length || *length > kLargest) {
    broken_ = true;
    return {};
  }
  if (buffer_.size() - head_end - 4 < *length) return {};
  auto message = buffer_.substr(head_end + 4, *length);
  buffer_.erase(0, head_end + 4 + *length);
  return message;
}

std::string frame(std::string_view message) { return "Content-Length: " + std::to_string(message.size()) + "\r\n\r\n" + std::string(message); }

}  // namespace kukini::lsp
