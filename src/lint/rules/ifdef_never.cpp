// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>
#include <unordered_map>
#include <vector>

#include "lint/context.hpp"
#include "lint/directives.hpp"

namespace kukini::lint {
namespace {

struct Open {
  std::string_view name;  ///< empty: an expression
  bool holds;             ///< the name is defined here
  const Directive* at;
};

/// The conditions that are open, and for each name those that say it is not defined, and is; outermost first.
class Conditions {
 public:
  void clear() { open_.clear(), by_name_.clear(); }
  const Open* outermost() const { return open_.empty() ? nullptr : &open_.front(); }
  void push(const Open& o) {
    open_.push_back(o);
    note();
  }
  void pop() {
    forget();
    open_.pop_back();
  }
  void turn() {
    const bool known = forget();
    open_.back().holds = !open_.back().holds;
    if (known) note();
  }
  /// The condition no longer says anything about the name, or about any.
  void unknown(std::string_view name) { by_name_.erase(name); }
  void unknown() { by_name_.clear(); }
  /// The outermost that says `holds` of the name; nullptr: none.
  const Open* find(std::string_view name, bool holds) const {
    const auto at = by_name_.find(name);
    return at == by_name_.end() || at->second.said[holds].empty() ? nullptr : &open_[at->second.said[holds].front()];
  }

 private:
  struct Said {
    std::vector<std::size_t> said[2];
  };
  void note() {
    if (!open_.back().name.empty()) by_name_[open_.back().name].said[open_.back().holds].push_back(open_.size() - 1);
  }
  bool forget() {
    const auto at = by_name_.find(open_.back().name);
    if (at == by_name_.end()) return false;
    auto& said = at->second.said[open_.back().holds];
    if (said.empty() || said.back() != open_.size() - 1) return false;
    said.pop_back();
    return true;
  }

  std::vector<Open> open_;
  std::unordered_map<std::string_view, Said> by_name_;
};

bool opens(std::string_view word) { return word == "ifdef" || word == "ifndef" || word == "ifexp"; }

void check(Context& context) {
  auto all = directives(context);
  Conditions open;
  for (const auto& d : all) {
    if (open.outermost() && open.outermost()->at->file != d.file) open.clear();
    if (d.word == "else" && open.outermost()) open.turn();
    if (d.word == "endif" && open.outermost()) open.pop();
    // A name made or unmade here is no longer what the condition around says.
    if (d.word.find("def") != std::string_view::npos && !opens(d.word)) open.unknown(d.name);
    if (d.word == "include_file" || d.word == "import_file" || d.word.starts_with("subst")) open.unknown();
    if (!opens(d.word)) continue;
    bool wants = d.word == "ifdef";
    if (d.word != "ifexp" && !d.name.empty())
      if (const auto* o = open.find(d.name, !wants))
        context
            .report(locate_in_file(context, d.file, d.begin, static_cast<std::uint32_t>(d.word.size() + 2)),
                    "this part is never there: " + std::string(d.name) + (wants ? " is not defined" : " is defined") + " inside of the #!" + std::string(o->at->word))
            .with_note(locate_in_file(context, o->at->file, o->at->begin, static_cast<std::uint32_t>(o->at->word.size() + 2)), "of this one");
    open.push({d.word == "ifexp" ? std::string_view() : d.name, wants, &d});
  }
}

}  // namespace

extern const Rule kRule_ifdef_never;
const Rule kRule_ifdef_never = {"ifdef-never", Group::preprocess, diag::Severity::warning, "a condition that can never hold", check};

}  // namespace kukini::lint
