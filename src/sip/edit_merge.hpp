// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// EditMerge: several edit lists walked as one, applied to the bytes of a message.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "sip/edit_list.hpp"
#include "sip/message.hpp"

namespace kukini::sip {

/// At one offset earlier lists come first. More than kMaxLists lists are not merged: the rest is ignored.
class EditMerge {
 public:
  static constexpr std::size_t kMaxLists = 16;

  EditMerge(const EditList* const* lists, std::size_t n) {
    for (std::size_t i = 0; i < n && count_ + 1 < kMaxLists; ++i)
      if (lists[i] && lists[i]->first()) heads_[count_++] = lists[i]->first();
  }
  /// A further chain, sorted by offset, behind all others.
  void add(const Edit* chain) {
    if (chain) heads_[count_++] = chain;
  }

  /// Gives `[from, to)` of the message with the edits at offsets in `[from, to]` (without `to` unless `inclusive`) to `put`,
  /// piece by piece. Edits before `from` are dropped, but what they remove beyond `from` stays removed.
  template <class Put>
  void apply(const Message& m, std::uint32_t from, std::uint32_t to, bool inclusive, Put put) {
    cursor_ = std::max(cursor_, from);
    while (const Edit* e = pop(to, inclusive)) {
      if (e->offset >= from) {
        if (e->offset > cursor_) {
          put(m.text(cursor_, std::min(e->offset, to) - cursor_));
          cursor_ = e->offset;
        }
        put(e->text);
      }
      cursor_ = std::max(cursor_, std::min(e->offset + e->length, static_cast<std::uint32_t>(m.bytes().size())));
    }
    if (cursor_ < to) {
      put(m.text(cursor_, to - cursor_));
      cursor_ = to;
    }
  }

 private:
  const Edit* pop(std::uint32_t to, bool inclusive) {
    std::size_t best = kMaxLists;
    for (std::size_t i = 0; i < count_; ++i)
      if (heads_[i] && (best == kMaxLists || heads_[i]->offset < heads_[best]->offset)) best = i;
    if (best == kMaxLists) return nullptr;
    const Edit* e = heads_[best];
    if (e->offset > to || (e->offset == to && !inclusive)) return nullptr;
    heads_[best] = e->next;
    return e;
  }

  std::array<const Edit*, kMaxLists> heads_{};
  std::size_t count_ = 0;
  std::uint32_t cursor_ = 0;
};

}  // namespace kukini::sip
