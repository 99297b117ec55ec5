// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// State: flags and AVPs that a message starts with and that its transaction keeps.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.hpp"
#include "sdk/value.hpp"

namespace kukini::sdk {

/// Id of an interned AVP or XAVP name; the same text always has the same id (case-sensitive). 0 is no name.
using NameId = std::uint32_t;
/// Interns at load or at run time. Thread-safe; ids are never reused.
NameId intern_name(std::string_view name);
std::string_view name_text(NameId id);

struct Avp {
  NameId name;
  std::uint32_t flags;  ///< setavpflag
  Value value;
  Avp* next;
};

struct Xavp;

/// A value of an extended AVP: null, integer, text, or a list of named values.
struct XavpValue {
  Value value{};
  Xavp* list = nullptr;  ///< first of the nested ones where this is a structure
  bool is_list = false;
};

struct Xavp {
  NameId name;
  XavpValue value;
  Xavp* next;
};

/// The newest of a name comes first, as in Kamailio: [0] is the last one added.
class AvpList {
 public:
  void push(base::Arena& arena, NameId name, const Value& value);          ///< copies the text
  const Avp* find(NameId name, std::int64_t index = 0) const;              ///< negative index counts from the oldest (-1)
  std::size_t count(NameId name) const;
  bool remove(NameId name, std::int64_t index = 0);
  std::size_t remove_all(NameId name);
  /// Overwrites the value at `index`, or pushes where there is none.
  void assign(base::Arena& arena, NameId name, std::int64_t index, const Value& value);
  /// The newest of a name, to be changed in place; null where there is none.
  Avp* newest(NameId name) const;
  Avp* first() const { return first_; }
  void clear() { first_ = nullptr; }

 private:
  Avp* first_ = nullptr;
};

/// Root lists of $xavp, $xavu (unique names) or $xavi (names without case; interned lower case by the caller).
class XavpList {
 public:
  Xavp* push(base::Arena& arena, NameId name);        ///< new first element with a list value, empty
  Xavp* find(NameId name, std::int64_t index = 0) const;
  std::size_t count(NameId name) const;
  bool remove(NameId name, std::int64_t index = 0);
  static Xavp* push_in(base::Arena& arena, Xavp*& list, NameId name, const Value& value);    ///< as first
  static Xavp* append_in(base::Arena& arena, Xavp*& list, NameId name, const Value& value);  ///< as last
  static Xavp* find_in(Xavp* list, NameId name, std::int64_t index = 0);
  static std::size_t count_in(const Xavp* list, NameId name);
  static bool remove_in(Xavp*& list, NameId name, std::int64_t index = 0);
  Xavp*& root() { return first_; }

 private:
  Xavp* first_ = nullptr;
};

/// One per message; moves into the transaction when there is one and is then shared by all its scripts.
struct State {
  base::Arena* arena = nullptr;  ///< holds the lists and their text; taken from the worker on first use
  std::uint32_t flags = 0;       ///< setflag
  std::uint32_t script_flags = 0;
  std::uint64_t xflags = 0;      ///< setxflag
  std::uint32_t via_flags = 0;   ///< of the topmost Via of a request (msg_vbflag_set(), t_vbflag_set())
  AvpList avps;
  /// For every reply to this request (append_to_reply(), set_reply_body()); text in `arena`. Complete lines with CRLF.
  std::string_view reply_lines{};
  std::string_view reply_body{}, reply_content_type{};
  XavpList xavps, xavus, xavis;
};

}  // namespace kukini::sdk
