// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A SIP message as an index over its bytes: start line, header lines, body; structured headers parsed on first use.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.hpp"
#include "sip/cseq.hpp"
#include "sip/header_type.hpp"
#include "sip/method.hpp"
#include "sip/name_addr.hpp"
#include "sip/uri.hpp"
#include "sip/via.hpp"

namespace kukini::sip {

/// How far the bytes are a SIP message. All but keepalive and not_sip give a Message that can be looked at.
enum class ParseOutcome : std::uint8_t {
  ok,
  keepalive,         ///< nothing but CR, LF, NUL: ignore
  not_sip,           ///< no start line of a SIP message: drop
  bad_request_line,  ///< a request, but its line breaks the grammar: 400
  bad_version,       ///< a well-formed request or status line of another SIP version: 505
  bad_status_line,   ///< a reply that breaks the grammar: drop
  truncated,         ///< no empty line ends the headers, or the body is shorter than Content-Length says
  bad_header,        ///< a header line without name or colon, or with a control character
  bad_content_length,  ///< not a number, negative, too large, or two that differ
  too_many_headers,    ///< more than kMaxHeaders lines
};

std::string_view to_string(ParseOutcome outcome);

inline constexpr std::size_t kMaxHeaders = 16384;

/// One header line. Offsets count from the first byte of the message (Message::bytes()).
struct Header {
  std::uint32_t begin = 0;      ///< first byte of the line
  std::uint32_t end = 0;        ///< one past its line end, folded lines included
  std::uint32_t value = 0;      ///< first byte of the value, leading space skipped
  std::uint32_t value_len = 0;  ///< without trailing space; folds inside stay
  std::uint16_t name_len = 0;   ///< the name starts at `begin`
  std::uint16_t next_same = 0;  ///< index + 1 of the next header of this type, 0 for the last
  HeaderType type = HeaderType::other;
  bool folded = false;          ///< the value runs over several lines
};

enum class NumberState : std::uint8_t { absent, ok, malformed };

/// A header whose value is one number.
struct Number {
  NumberState state = NumberState::absent;
  std::uint32_t value = 0;
  bool ok() const { return state == NumberState::ok; }
};

/// Neither the bytes nor the message's memory are owned: both must outlive it. Accessors that parse on first use keep their
/// result in the arena given to parse() or clone(), so one message is used by one thread at a time.
class Message {
 public:
  /// Leading line ends are skipped. `out` is null for keepalive and not_sip. Octets after the body are not part of the message.
  static ParseOutcome parse(std::string_view bytes, base::Arena& arena, Message*& out);

  /// A deep copy: bytes and index, one allocation each. Values parsed so far are parsed again on use.
  Message* clone(base::Arena& arena) const;

  ParseOutcome outcome() const { return outcome_; }

  // ---- bytes and places
  std::string_view bytes() const { return {data_, size_}; }
  std::string_view text(std::uint32_t offset, std::uint32_t len) const { return {data_ + offset, len}; }
  /// Offset of a view that points into this message.
  std::uint32_t offset(std::string_view part) const { return static_cast<std::uint32_t>(part.data() - data_); }
  bool contains(std::string_view part) const { return part.data() >= data_ && part.data() + part.size() <= data_ + size_; }
  std::string_view first_line() const { return {data_, first_line_len_}; }  ///< without its line end
  std::uint32_t headers_begin() const { return headers_begin_; }            ///< first byte of the first header line
  std::uint32_t headers_end() const { return headers_end_; }                ///< one past the last header line: the empty line
  std::uint32_t body_offset() const { return body_; }
  std::string_view body() const { return {data_ + body_, size_ - body_}; }

  // ---- start line
  bool is_request() const { return request_; }
  bool is_reply() const { return !request_; }
  Method method() const { return method_; }                        ///< of a request; Method::unknown for replies
  std::string_view method_text() const { return {data_, method_len_}; }
  std::string_view ruri() const { return {data_ + uri_, uri_len_ * request_}; }   ///< empty for replies
  std::string_view version() const { return {data_ + version_, version_len_}; }  ///< "SIP/2.0"
  int status_code() const { return code_; }                        ///< 100…699; 0 for requests
  std::string_view reason() const { return {data_ + uri_, uri_len_ * !request_}; }
  /// The method of the transaction: of the request line, or of CSeq in a reply.
  Method transaction_method() const;
  /// The R-URI of the request line, parsed; null when malformed or a reply.
  const Uri* parsed_ruri() const;

  // ---- header lines
  std::span<const Header> headers() const { return {headers_, header_count_}; }
  const Header* first(HeaderType type) const {
    auto at = first_[static_cast<std::size_t>(type)];
    return at ? headers_ + at - 1 : nullptr;
  }
  bool has(HeaderType type) const { return first_[static_cast<std::size_t>(type)] != 0; }
  const Header* next(const Header* header) const { return header->next_same ? headers_ + header->next_same - 1 : nullptr; }
  /// By name, case-insensitive; full and compact names find each other.
  const Header* find(std::string_view name) const;
  const Header* find_next(const Header* header, std::string_view name) const;
  std::string_view name(const Header& h) const { return {data_ + h.begin, h.name_len}; }
  std::string_view value(const Header& h) const { return {data_ + h.value, h.value_len}; }
  std::string_view line(const Header& h) const { return {data_ + h.begin, h.end - h.begin}; }
  /// The value of the first header of that type, empty when absent.
  std::string_view value(HeaderType type) const {
    const auto* h = first(type);
    return h ? value(*h) : std::string_view{};
  }
  /// The value with every fold replaced by one space; the value itself when it is not folded.
  std::string_view unfolded(const Header& h, base::Arena& arena) const;

  // ---- structured headers; null means absent (has() is false) or malformed (has() is true)
  const Via* via() const;                       ///< the topmost value
  const Via* next_via(const Via* via) const;    ///< null at the end; via_list_ok() tells a malformed one
  bool via_list_ok() const;                     ///< every Via value is well-formed
  const NameAddr* from() const { return single(from_, HeaderType::from); }
  const NameAddr* to() const { return single(to_, HeaderType::to); }
  const Uri* from_uri() const { return uri(from()); }
  const Uri* to_uri() const { return uri(to()); }
  std::string_view from_tag() const { return from() ? from()->tag : std::string_view{}; }
  std::string_view to_tag() const { return to() ? to()->tag : std::string_view{}; }
  const CSeq* cseq() const;
  std::string_view call_id() const { return value(HeaderType::call_id); }
  Number max_forwards() const { return number(max_forwards_, max_forwards_known_, HeaderType::max_forwards, 255); }
  Number expires() const { return number(expires_, expires_known_, HeaderType::expires, 0xffffffff); }
  Number content_length() const { return content_length_; }
  /// Any list of name-addr values: contact, route, record_route, path, p_asserted_identity …; comma lists and repeated lines alike.
  const NameAddr* first_addr(HeaderType type) const;
  const NameAddr* next_addr(const NameAddr* value) const;
  /// Every value of that header is well-formed.
  bool addr_list_ok(HeaderType type) const;
  const NameAddr* contact() const { return first_addr(HeaderType::contact); }
  const NameAddr* route() const { return first_addr(HeaderType::route); }
  const NameAddr* record_route() const { return first_addr(HeaderType::record_route); }
  /// The URI of a value, parsed once; null when malformed (or `value` is null).
  const Uri* uri(const NameAddr* value) const;

 private:
  friend class MessageParser;
  template <class T>
  struct Lazy {
    const T* value = nullptr;
    bool known = false;
  };
  const NameAddr* single(Lazy<NameAddr>& cache, HeaderType type) const;
  Number number(Number& cache, bool& known, HeaderType type, std::uint32_t max) const;
  void forget_parsed(base::Arena& arena);

  const char* data_ = nullptr;
  Header* headers_ = nullptr;
  base::Arena* arena_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t first_line_len_ = 0, headers_begin_ = 0, headers_end_ = 0, body_ = 0;
  std::uint32_t method_len_ = 0, uri_ = 0, uri_len_ = 0, version_ = 0, version_len_ = 0;
  std::uint16_t header_count_ = 0;
  std::uint16_t code_ = 0;
  Method method_ = Method::unknown;
  bool request_ = false;
  ParseOutcome outcome_ = ParseOutcome::ok;
  Number content_length_;
  mutable bool max_forwards_known_ = false, expires_known_ = false;
  mutable Number max_forwards_, expires_;
  mutable Lazy<Via> via_;
  mutable Lazy<NameAddr> from_, to_, contact_, route_, record_route_;
  mutable Lazy<CSeq> cseq_;
  mutable Lazy<Uri> ruri_;
  std::array<std::uint16_t, kHeaderTypes> first_{};
};

}  // namespace kukini::sip
