// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Multipart bodies (RFC 2046 §5.1): their parts as views.
#pragma once

#include <cstddef>
#include <string_view>

namespace kukini::sip {

class Message;

struct BodyPart {
  std::string_view whole;    ///< from its delimiter line to just before the next one
  std::string_view headers;  ///< without the empty line
  std::string_view body;     ///< without the line end that belongs to the next delimiter

  /// Media type without parameters; text/plain where none is given.
  std::string_view type() const;
};

/// "application/sdp" of "application/sdp;charset=x".
std::string_view media_type(std::string_view content_type);

/// The boundary that the Content-Type of a multipart body names; empty for other bodies.
std::string_view multipart_boundary(const Message& message);

class MultipartCursor {
 public:
  MultipartCursor(std::string_view body, std::string_view boundary) : body_(body), boundary_(boundary), at_(find_delimiter(0)) {}
  /// The next part; false at the closing delimiter or where there is none.
  bool next(BodyPart& out);
  /// Offset in the body of the delimiter that next() stands before, npos where there is none.
  std::size_t offset() const { return at_; }

 private:
  std::size_t find_delimiter(std::size_t from) const;
  std::string_view body_, boundary_;
  std::size_t at_;
};

}  // namespace kukini::sip
