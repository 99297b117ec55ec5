// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Start line, header index, body.
#include "sip/message_parser.hpp"

#include <cstring>

#include "sip/scan.hpp"

namespace kukini::sip {
namespace {

constexpr std::uint32_t kFirstHeaders = 24;
constexpr std::size_t kMaxName = 0xffff;

// "SIP/" in any case.
bool starts_with_sip(std::string_view text) { return base::istarts_with(text, "SIP/"); }

// SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
bool is_version(std::string_view text) {
  if (!starts_with_sip(text)) return false;
  const char* p = text.data() + 4;
  const char* end = text.data() + text.size();
  const char* q = p;
  while (q < end && base::is_digit(*q)) ++q;
  if (q == p || q == end || *q != '.') return false;
  p = ++q;
  while (q < end && base::is_digit(*q)) ++q;
  return q != p && q == end;
}

// The end of the line that `stop` (a CR or LF) ends; null when `stop` is a bare CR.
const char* after_line_end(const char* stop, const char* end) {
  if (*stop == '\n') return stop + 1;
  return stop + 1 < end && stop[1] == '\n' ? stop + 2 : nullptr;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

void MessageParser::version(std::string_view text) {
  m_.version_ = m_.offset(text);
  m_.version_len_ = static_cast<std::uint32_t>(text.size());
  if (base::iequals(text, "SIP/2.0")) return;
  fail(is_version(text) ? ParseOutcome::bad_version : m_.request_ ? ParseOutcome::bad_request_line : ParseOutcome::bad_status_line);
}

// Method SP Request-URI SP SIP-Version: taken apart even when the spaces are wrong, so that a 400 can be sent.
bool MessageParser::request_line(std::string_view line) {
  const auto trimmed = base::trim(line);
  const auto last = trimmed.find_last_of(" \t");
  if (last == std::string_view::npos || !starts_with_sip(trimmed.substr(last + 1))) return false;
  const auto first = trimmed.find_first_of(" \t");
  const auto method = trimmed.substr(0, first);
  const auto uri = first < last ? base::trim(trimmed.substr(first + 1, last - first - 1)) : std::string_view{};
  m_.request_ = true;
  m_.method_len_ = static_cast<std::uint32_t>(method.size());
  m_.method_ = parse_method(method);
  if (!uri.empty()) {
    m_.uri_ = m_.offset(uri);
    m_.uri_len_ = static_cast<std::uint32_t>(uri.size());
  }
  if (!chars::is_token(method) || uri.empty() || line.size() != method.size() + uri.size() + trimmed.size() - last + 1 || trimmed[first] != ' ' ||
      trimmed[last] != ' ')
    fail(ParseOutcome::bad_request_line);
  for (char c : uri)
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) {
      fail(ParseOutcome::bad_request_line);
      break;
    }
  version(trimmed.substr(last + 1));
  return true;
}

// SIP-Version SP 3DIGIT SP Reason-Phrase; the last SP may be missing when the phrase is empty.
void MessageParser::status_line(std::string_view line) {
  const auto space = line.find(' ');
  version(line.substr(0, space));
  const auto rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
  const auto code = base::to_number<unsigned>(rest.substr(0, 3));
  const bool well_formed = code && *code >= 100 && *code <= 699 && (rest.size() == 3 || rest[3] == ' ');
  if (!well_formed) return fail(ParseOutcome::bad_status_line);
  m_.code_ = static_cast<std::uint16_t>(*code);
  m_.uri_ = m_.offset(rest) + (rest.size() > 3 ? 4 : 3);
  m_.uri_len_ = m_.first_line_len_ - m_.uri_;
}

bool MessageParser::start_line(std::string_view bytes) {
  const char* const data = bytes.data();
  const char* const end = data + bytes.size();
  const char* stop = scan::line_end(data, end);
  const char* next = stop == end ? nullptr : after_line_end(stop, end);
  if (!next) return false;
  const auto line = scan::between(data, stop);
  m_.data_ = data;
  m_.size_ = static_cast<std::uint32_t>(bytes.size());
  m_.first_line_len_ = static_cast<std::uint32_t>(line.size());
  m_.headers_begin_ = static_cast<std::uint32_t>(next - data);
  if (starts_with_sip(line)) {
    status_line(line);
    return true;
  }
  return !line.empty() && !is_blank(line.front()) && request_line(line);
}

Header& MessageParser::add_header() {
  if (m_.header_count_ == capacity_) {
    const auto capacity = capacity_ ? capacity_ * 2 : kFirstHeaders;
    auto* grown = static_cast<Header*>(arena_.allocate(capacity * sizeof(Header), alignof(Header)));
    if (capacity_) std::memcpy(static_cast<void*>(grown), m_.headers_, capacity_ * sizeof(Header));
    m_.headers_ = grown;
    capacity_ = capacity;
  }
  return *new (m_.headers_ + m_.header_count_++) Header;
}

// `value_end` is where the last line's CR or LF stands.
void MessageParser::header_line(const char* begin, const char* value_end, const char* end, bool folded) {
  Header& h = add_header();
  h.begin = static_cast<std::uint32_t>(begin - m_.data_);
  h.end = static_cast<std::uint32_t>(end - m_.data_);
  h.folded = folded;
  const char* after_name = scan::skip(begin, value_end, chars::kToken);
  const char* colon = after_name;
  while (colon < value_end && is_blank(*colon)) ++colon;
  const auto name_len = static_cast<std::size_t>(after_name - begin);
  const char* value = begin;
  if (name_len == 0 || name_len > kMaxName || colon == value_end || *colon != ':') {
    fail(ParseOutcome::bad_header);
  } else {
    h.name_len = static_cast<std::uint16_t>(name_len);
    h.type = header_type({begin, name_len});
    value = colon + 1;
  }
  value = scan::skip_lws(value, value_end);
  while (value_end > value && chars::is(value_end[-1], chars::kLws)) --value_end;
  h.value = static_cast<std::uint32_t>(value - m_.data_);
  h.value_len = static_cast<std::uint32_t>(value_end - value);
}

void MessageParser::headers() {
  const char* p = m_.data_ + m_.headers_begin_;
  const char* const end = m_.data_ + m_.size_;
  bool complete = false;
  while (p < end) {
    const char* begin = p;
    bool folded = false;
    const char* stop;
    while (true) {
      stop = scan::line_end(p, end);
      if (stop == end) {
        fail(ParseOutcome::truncated);
        p = end;
        break;
      }
      if (const char* next = after_line_end(stop, end)) {
        p = next;
        if (stop == begin || p == end || !is_blank(*p)) break;
        folded = true;
      } else {  // a bare CR is no line end, and nobody may take it for one
        fail(ParseOutcome::bad_header);
        p = stop + 1;
      }
    }
    if (stop == begin && stop != end) {
      complete = true;
      m_.headers_end_ = static_cast<std::uint32_t>(begin - m_.data_);
      m_.body_ = static_cast<std::uint32_t>(p - m_.data_);
      break;
    }
    if (m_.header_count_ == kMaxHeaders) {
      fail(ParseOutcome::too_many_headers);
      break;
    }
    header_line(begin, stop, p, folded);
  }
  if (!complete) {
    fail(ParseOutcome::truncated);
    m_.headers_end_ = m_.body_ = static_cast<std::uint32_t>(p - m_.data_);
    m_.size_ = m_.body_;
  }
  link();
}

// Chains the headers of each type, from the last to the first.
void MessageParser::link() {
  for (std::uint32_t i = m_.header_count_; i-- > 0;) {
    Header& h = m_.headers_[i];
    auto& first = m_.first_[static_cast<std::size_t>(h.type)];
    h.next_same = first;
    first = static_cast<std::uint16_t>(i + 1);
  }
}

void MessageParser::body() {
  Number length;
  for (const auto* h = m_.first(HeaderType::content_length); h; h = m_.next(h)) {
    const auto text = m_.value(*h);
    std::uint64_t value = 0;
    bool good = !text.empty();
    for (char c : text) {
      good = good && base::is_digit(c) && value <= 0x7fffffff;
      value = value * 10 + static_cast<unsigned>(c - '0');
      if (!good) break;
    }
    good = good && value <= 0x7fffffff && (length.state == NumberState::absent || (length.ok() && length.value == value));
    length.state = good ? NumberState::ok : NumberState::malformed;
    length.value = good ? static_cast<std::uint32_t>(value) : 0;
    if (!good) break;
  }
  m_.content_length_ = length;
  if (length.state == NumberState::malformed) return fail(ParseOutcome::bad_content_length);
  if (!length.ok()) return;
  if (length.value > m_.size_ - m_.body_) return fail(ParseOutcome::truncated);
  m_.size_ = m_.body_ + length.value;
}

}  // namespace kukini::sip
