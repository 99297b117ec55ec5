// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Framing of the language server protocol: "Content-Length: N", an empty line, N bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kukini::lsp {

/// Cuts a stream into messages.
class FrameReader {
 public:
  /// A message larger than this ends the stream.
  static constexpr std::size_t kLargest = 256u << 20;

  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole message; nothing when more bytes are needed, or broken().
  std::optional<std::string> next();
  /// The stream is no framed stream; nothing more will come.
  bool broken() const { return broken_; }

 private:
  std::string buffer_;
  bool broken_ = false;
};

std::string frame(std::string_view message);

}  // namespace kukini::lsp
