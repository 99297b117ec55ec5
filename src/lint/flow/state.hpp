// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of a request at one point of the script, and sets of such states.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kukini::lint::flow {

/// The methods that conditions are followed for; others are one.
enum class Method : std::uint8_t {
  invite, ack, bye, cancel, register_, options, subscribe, notify, message, info, prack, update, publish, refer, other,
};
inline constexpr unsigned kMethods = 15;

/// Which requests are possible: for each method one bit without a To tag (new ones) and one with (of a dialog).
using Kinds = std::uint32_t;
inline constexpr Kinds kAllKinds = (1u << (2 * kMethods)) - 1;
constexpr Kinds fresh(Method m) { return 1u << (2 * static_cast<unsigned>(m)); }
constexpr Kinds in_dialog(Method m) { return 2u << (2 * static_cast<unsigned>(m)); }
constexpr Kinds kinds_of(Method m) { return fresh(m) | in_dialog(m); }
inline constexpr Kinds kFreshKinds = 0x55555555u & kAllKinds;
inline constexpr Kinds kDialogKinds = 0xaaaaaaaau & kAllKinds;
/// Method::other for every name that is not listed.
Method method_of(std::string_view name);
/// "INVITE"; "a request" for other.
std::string_view to_string(Method method);
/// "an INVITE, a BYE or …": the possible ones, for messages; "a request" where most are.
std::string_view example(Kinds kinds);

/// Possible signs of the last return code.
enum : std::uint8_t { kPositive = 1, kNegative = 2, kAnySign = 3 };

/// A state: everything that differs between two paths to the same point.
struct State {
  std::uint64_t facts = 0;  ///< the client's
  Kinds kinds = kAllKinds;
  /// How it came here (Trails); 0: nobody keeps that. Two states that differ in nothing else are the same.
  std::uint32_t trail = 0;
  /// Conditions that stand more than once in the script (Atoms): known here, and how they came out.
  std::uint64_t known = 0, value = 0;
  std::uint16_t mark = 0;  ///< the client's: a place to name in a message
  std::uint8_t rc = kAnySign;

  bool has(std::uint64_t bits) const { return (facts & bits) == bits; }
  friend bool operator==(const State& a, const State& b) {
    return a.facts == b.facts && a.kinds == b.kinds && a.known == b.known && a.value == b.value && a.mark == b.mark && a.rc == b.rc;
  }
};

/// What happens to states that differ a little, and to those that are too many.
enum class Joining : std::uint8_t {
  merge,   ///< become one: all paths are covered
  choose,  ///< stay apart, and some are left out: each is one real path
};

/// States of one point without doubles; those that differ in one respect only become one where nothing is lost by it.
class StateSet {
 public:
  /// Above this many, what is known of conditions is forgotten, then states become one.
  static constexpr std::size_t kMax = 40;

  explicit StateSet(std::uint64_t join_or = 0, Joining joining = Joining::merge) : join_or_(join_or), joining_(joining) {}

  /// States of which no request is possible are left out.
  void add(const State& state);
  void add(const StateSet& other) {
    for (const auto& s : other.states_) add(s);
  }
  bool empty() const { return states_.empty(); }
  std::size_t size() const { return states_.size(); }
  auto begin() const { return states_.begin(); }
  auto end() const { return states_.end(); }
  std::uint64_t join_or() const { return join_or_; }

 private:
  void insert(const State& state);
  void choose(const State& state);
  void widen();

  /// Facts that hold for a joined state when they held for one of its parts; the others must hold for all.
  std::uint64_t join_or_;
  Joining joining_;
  std::vector<State> states_;
};

/// The state that stands for both.
State join(const State& a, const State& b, std::uint64_t join_or);

}  // namespace kukini::lint::flow
