// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// EditList: changes of a message, kept as (offset, length, replacement) until it is sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.hpp"

namespace kukini::sip {

class Message;

/// One change: `length` bytes at `offset` are dropped and `text` is put in their place.
struct Edit {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string_view text;
  Edit* next = nullptr;
};

/// Ordered by offset, at one offset by time of insertion. Offsets count in Message::bytes(). Reads of the message do not see it.
/// Overlapping removals are one removal; text put inside a removed range stays. Texts are not copied: they must live as long as
/// the list (use the arena), unless the call says so.
class EditList {
 public:
  explicit EditList(base::Arena& arena) : arena_(&arena) {}

  void replace(std::uint32_t offset, std::uint32_t length, std::string_view text);
  void insert(std::uint32_t offset, std::string_view text) { replace(offset, 0, text); }
  void remove(std::uint32_t offset, std::uint32_t length) { replace(offset, length, {}); }
  /// Before or after `anchor`, a part of the message.
  void insert_before(const Message& message, std::string_view anchor, std::string_view text);
  void insert_after(const Message& message, std::string_view anchor, std::string_view text);
  void remove(const Message& message, std::string_view part);
  void replace(const Message& message, std::string_view part, std::string_view text);

  /// `line` is one or more complete header lines with CRLF: after the last header …
  void append_header(const Message& message, std::string_view line);
  /// … or right after the start line.
  void prepend_header(const Message& message, std::string_view line);

  /// Gives the replacement of exactly this range another text; false where the range was not edited.
  bool change(std::uint32_t offset, std::uint32_t length, std::string_view text) {
    for (Edit* e = head_; e != nullptr; e = e->next)
      if (e->offset == offset && e->length == length) {
        growth_ += text.size() > e->text.size() ? text.size() - e->text.size() : 0;
        e->text = text;
        return true;
      }
    return false;
  }
  /// Puts `now` where exactly this text was put in at `offset`; false where there is none.
  bool change_text(std::uint32_t offset, std::string_view was, std::string_view now) {
    for (Edit* e = head_; e != nullptr && e->offset <= offset; e = e->next)
      if (e->offset == offset && e->text == was) {
        growth_ += now.size() > was.size() ? now.size() - was.size() : 0;
        e->text = now;
        return true;
      }
    return false;
  }
  /// Drops the texts put at or behind `offset`; removals there stay.
  void forget_texts_from(std::uint32_t offset) {
    for (Edit* e = head_; e != nullptr; e = e->next)
      if (e->offset >= offset) e->text = {};
  }

  bool empty() const { return head_ == nullptr; }
  const Edit* first() const { return head_; }
  std::size_t count() const { return count_; }
  /// Bytes added by all texts: an upper bound of how much the message grows.
  std::size_t growth() const { return growth_; }
  /// Takes over the edits of `other` (shares its texts), each behind those already at its offset.
  void append(const EditList& other);
  /// A list in `arena` that shares nothing with this one.
  EditList* copy_to(base::Arena& arena) const;
  void clear() { head_ = tail_ = nullptr, count_ = growth_ = 0; }
  base::Arena& arena() { return *arena_; }

 private:
  base::Arena* arena_;
  Edit* head_ = nullptr;
  Edit* tail_ = nullptr;
  std::size_t count_ = 0;
  std::size_t growth_ = 0;
};

}  // namespace kukini::sip
