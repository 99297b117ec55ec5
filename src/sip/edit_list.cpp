// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// EditList.
#include "sip/edit_list.hpp"

#include "sip/message.hpp"

namespace kukini::sip {

void EditList::replace(std::uint32_t offset, std::uint32_t length, std::string_view text) {
  auto* edit = arena_->make<Edit>();
  edit->offset = offset;
  edit->length = length;
  edit->text = text;
  ++count_;
  growth_ += text.size();
  if (!tail_ || tail_->offset <= offset) {  // the usual case: edits come in the order of the message
    (tail_ ? tail_->next : head_) = edit;
    tail_ = edit;
    return;
  }
  Edit** at = &head_;
  while (*at && (*at)->offset <= offset) at = &(*at)->next;
  edit->next = *at;
  *at = edit;
}

void EditList::insert_before(const Message& message, std::string_view anchor, std::string_view text) {
  insert(message.offset(anchor), text);
}

void EditList::insert_after(const Message& message, std::string_view anchor, std::string_view text) {
  insert(message.offset(anchor) + static_cast<std::uint32_t>(anchor.size()), text);
}

void EditList::remove(const Message& message, std::string_view part) {
  remove(message.offset(part), static_cast<std::uint32_t>(part.size()));
}

void EditList::replace(const Message& message, std::string_view part, std::string_view text) {
  replace(message.offset(part), static_cast<std::uint32_t>(part.size()), text);
}

void EditList::append_header(const Message& message, std::string_view line) { insert(message.headers_end(), line); }

void EditList::prepend_header(const Message& message, std::string_view line) { insert(message.headers_begin(), line); }

void EditList::append(const EditList& other) {
  const auto* edit = other.head_;
  for (auto left = other.count_; left > 0; --left, edit = edit->next) replace(edit->offset, edit->length, edit->text);
}

EditList* EditList::copy_to(base::Arena& arena) const {
  auto* copy = arena.make<EditList>(arena);
  for (const auto* e = head_; e; e = e->next) copy->replace(e->offset, e->length, arena.copy(e->text));
  return copy;
}

}  // namespace kukini::sip
