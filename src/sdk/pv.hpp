// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Pv, Format, Regex: what the script binds once at load and modules evaluate per message.
#pragma once

#include <cstdint>
#include <string_view>

#include "sdk/value.hpp"

namespace re2 {
class RE2;
}

namespace kukini::sdk {

struct Context;

/// A bound pseudo-variable with its name, index and transformations. Lives as long as its program.
class Pv {
 public:
  virtual ~Pv() = default;
  virtual Value get(Context&) const = 0;
  /// False where it cannot be assigned (or not to this value).
  virtual bool set(Context&, const Value&) const = 0;
  virtual bool settable() const = 0;
  virtual std::string_view text() const = 0;  ///< as written
};

/// Text with pseudo-variables in it, bound.
class Format {
 public:
  virtual ~Format() = default;
  virtual std::string_view eval(Context&) const = 0;  ///< in the context's arena, or constant
  virtual bool constant() const = 0;
  virtual std::string_view text() const = 0;
};

/// What the getter of a variable is given of $name(inner)[index].
struct PvName {
  std::string_view inner{};         ///< evaluated where it was dynamic
  const void* prepared = nullptr;   ///< result of Binder's prepare_name, for constant inner names
  std::int64_t index = 0;           ///< negative counts from the end
  bool has_index = false;
  bool all = false;                 ///< [*]
};

using PvGet = Value (*)(void* self, Context&, const PvName&);
using PvSet = bool (*)(void* self, Context&, const PvName&, const Value&);

/// What $var(name) is at the start of a run; set while modules take their parameters. Text is copied and kept for good.
void set_start_value_of_var(std::string_view name, const Value& value);
Value start_value_of_var(std::string_view name);

/// One evaluated argument of a function call.
struct Arg {
  Value value{};                       ///< for every kind but pv, route kinds; text of a regex
  const Pv* pv = nullptr;              ///< ArgKind::pv
  const Format* format = nullptr;      ///< ArgKind::format; `value` is not set
  const re2::RE2* regex = nullptr;     ///< ArgKind::regex, constant or compiled now (cached)
  int route = -1;                      ///< route kinds: index of the block in its kind
  const void* prepared = nullptr;      ///< result of the binding's prepare, for constant arguments
};

}  // namespace kukini::sdk
