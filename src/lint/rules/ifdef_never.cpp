// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>
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

bool opens(std::string_view word) { return word == "ifdef" || word == "ifndef" || word == "ifexp"; }

void check(Context& context) {
  auto all = directives(context);
  std::vector<Open> open;
  for (const auto& d : all) {
    if (!open.empty() && open.front().at->file != d.file) open.clear();
    if (d.word == "else" && !open.empty()) open.back().holds = !open.back().holds;
    if (d.word == "endif" && !open.empty()) open.pop_back();
    // A name made or unmade here is no longer what the condition around says.
    if (d.word.find("def") != std::string_view::npos && !opens(d.word))
      std::erase_if(open, [&](Open& o) {
        if (o.name == d.name) o.name = {};
        return false;
      });
    if (d.word == "include_file" || d.word == "import_file" || d.word.starts_with("subst"))
      for (auto& o : open) o.name = {};
    if (!opens(d.word)) continue;
    bool wants = d.word == "ifdef";
    if (d.word != "ifexp" && !d.name.empty())
      for (const auto& o : open) {
        if (o.name != d.name || o.holds == wants) continue;
        context
            .report(locate_in_file(context, d.file, d.begin, static_cast<std::uint32_t>(d.word.size() + 2)),
                    "this part is never there: " + std::string(d.name) + (wants ? " is not defined" : " is defined") + " inside of the #!" + std::string(o.at->word))
            .with_note(locate_in_file(context, o.at->file, o.at->begin, static_cast<std::uint32_t>(o.at->word.size() + 2)), "of this one");
        break;
      }
    open.push_back({d.word == "ifexp" ? std::string_view() : d.name, wants, &d});
  }
}

}  // namespace

extern const Rule kRule_ifdef_never;
const Rule kRule_ifdef_never = {"ifdef-never", Group::preprocess, diag::Severity::warning, "a condition that can never hold", check};

}  // namespace kukini::lint
