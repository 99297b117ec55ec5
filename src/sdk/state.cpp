// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// AVP and XAVP lists; interned names.
#include "sdk/state.hpp"

#include <deque>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace kukini::sdk {

namespace {
struct Names {
  std::shared_mutex mutex;
  std::unordered_map<std::string_view, NameId> ids;
  std::deque<std::string> texts{""};
};
Names& names() {
  static Names n;
  return n;
}
Value copy_value(base::Arena& arena, const Value& v) {
  Value c = v;
  c.s = arena.copy(v.s);
  return c;
}
}  // namespace

NameId intern_name(std::string_view name) {
  auto& n = names();
  {
    std::shared_lock lock(n.mutex);
    if (auto it = n.ids.find(name); it != n.ids.end()) return it->second;
  }
  std::unique_lock lock(n.mutex);
  if (auto it = n.ids.find(name); it != n.ids.end()) return it->second;
  n.texts.emplace_back(name);
  auto id = static_cast<NameId>(n.texts.size() - 1);
  n.ids.emplace(n.texts.back(), id);
  return id;
}

std::string_view name_text(NameId id) {
  auto& n = names();
  std::shared_lock lock(n.mutex);
  return id < n.texts.size() ? std::string_view(n.texts[id]) : std::string_view();
}

namespace {
template <class Node>
std::size_t count_of(const Node* first, NameId name) {
  std::size_t n = 0;
  for (const Node* a = first; a != nullptr; a = a->next)
    if (a->name == name) ++n;
  return n;
}
/// The link that points at element `index` of `name`, null where there is none.
template <class Node>
Node** find_link(Node** first, NameId name, std::int64_t index) {
  if (index < 0) index += static_cast<std::int64_t>(count_of(*first, name));
  if (index < 0) return nullptr;
  for (Node** link = first; *link != nullptr; link = &(*link)->next)
    if ((*link)->name == name && index-- == 0) return link;
  return nullptr;
}
template <class Node>
bool unlink_one(Node** first, NameId name, std::int64_t index) {
  Node** link = find_link(first, name, index);
  if (link == nullptr) return false;
  *link = (*link)->next;
  return true;
}
}  // namespace

void AvpList::push(base::Arena& arena, NameId name, const Value& value) {
  first_ = arena.make<Avp>(Avp{name, 0, copy_value(arena, value), first_});
}
const Avp* AvpList::find(NameId name, std::int64_t index) const {
  Avp* first = first_;
  Avp** link = find_link(&first, name, index);
  return link != nullptr ? *link : nullptr;
}
Avp* AvpList::newest(NameId name) const {
  for (auto* a = first_; a != nullptr; a = a->next)
    if (a->name == name) return a;
  return nullptr;
}
std::size_t AvpList::count(NameId name) const { return count_of(first_, name); }
bool AvpList::remove(NameId name, std::int64_t index) { return unlink_one(&first_, name, index); }
std::size_t AvpList::remove_all(NameId name) {
  std::size_t n = 0;
  while (remove(name)) ++n;
  return n;
}
void AvpList::assign(base::Arena& arena, NameId name, std::int64_t index, const Value& value) {
  Avp** link = find_link(&first_, name, index);
  if (link != nullptr)
    (*link)->value = copy_value(arena, value);
  else
    push(arena, name, value);
}

Xavp* XavpList::push(base::Arena& arena, NameId name) {
  first_ = arena.make<Xavp>(Xavp{name, {Value{}, nullptr, true}, first_});
  return first_;
}
Xavp* XavpList::find(NameId name, std::int64_t index) const { return find_in(first_, name, index); }
std::size_t XavpList::count(NameId name) const { return count_of(first_, name); }
bool XavpList::remove(NameId name, std::int64_t index) { return unlink_one(&first_, name, index); }
Xavp* XavpList::push_in(base::Arena& arena, Xavp*& list, NameId name, const Value& value) {
  list = arena.make<Xavp>(Xavp{name, {copy_value(arena, value), nullptr, false}, list});
  return list;
}
Xavp* XavpList::append_in(base::Arena& arena, Xavp*& list, NameId name, const Value& value) {
  Xavp** end = &list;
  while (*end != nullptr) end = &(*end)->next;
  *end = arena.make<Xavp>(Xavp{name, {copy_value(arena, value), nullptr, false}, nullptr});
  return *end;
}
Xavp* XavpList::find_in(Xavp* list, NameId name, std::int64_t index) {
  Xavp** link = find_link(&list, name, index);
  return link != nullptr ? *link : nullptr;
}
std::size_t XavpList::count_in(const Xavp* list, NameId name) { return count_of(list, name); }
bool XavpList::remove_in(Xavp*& list, NameId name, std::int64_t index) { return unlink_one(&list, name, index); }

}  // namespace kukini::sdk
