// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The preprocessor's directives.
#include <algorithm>

#include "base/text.hpp"
#include "lang/preprocess/ifexp.hpp"
#include "lang/preprocess/preprocessor.hpp"
#include "lang/preprocess/scan.hpp"
#include "lang/source/escapes.hpp"

namespace kukini::lang {
namespace {

enum class Family { header, conditional, define, expression, environment, substitution, include, none };

Family family(std::string_view word) {
  auto is = [&](std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); };
  if (is({"KAMAILIO", "SER", "OPENSER", "MAXCOMPAT", "ALL"})) return Family::header;
  if (is({"ifdef", "ifndef", "ifexp", "else", "endif"})) return Family::conditional;
  if (is({"define", "def", "trydefine", "trydef", "redefine", "redef", "undef", "undefine", "tryundef", "tryundefine"})) return Family::define;
  if (is({"defexp", "defexps", "trydefexp", "trydefexps"})) return Family::expression;
  if (is({"defenv", "defenvs", "trydefenv", "trydefenvs"})) return Family::environment;
  if (is({"subst", "substdef", "substdefs", "trysubstdef", "trysubstdefs"})) return Family::substitution;
  if (is({"include_file", "import_file"})) return Family::include;
  return Family::none;
}

const std::vector<std::string_view>& all_words() {
  static const std::vector<std::string_view> words{
      "KAMAILIO", "ifdef", "ifndef", "ifexp", "else", "endif", "define", "trydef", "redefine", "undef", "defexp", "defenv",
      "defenvs", "trydefenv", "subst", "substdef", "substdefs", "include_file", "import_file"};
  return words;
}

// The name a define begins with; `rest` goes behind it.
std::string_view take_name(std::string_view& rest) {
  auto end = scan::identifier_end(rest, 0);
  auto name = rest.substr(0, end);
  rest.remove_prefix(end);
  return name;
}

}  // namespace

// The rest of the line, joined with the lines after it as long as they end in a backslash; nothing stands in its place. Moves the frame behind it.
std::string Preprocessor::logical_line(Frame& frame, std::size_t from) {
  std::string out;
  for (;;) {
    auto end = scan::line_end(frame.text, from);
    auto line = frame.text.substr(from, end - from);
    if (line.ends_with('\r')) line.remove_suffix(1);
    frame.at = end;
    if (!line.ends_with('\\') || end >= frame.text.size()) {
      out += line;
      return out;
    }
    line.remove_suffix(1);
    out += line;
    from = end + 1;
  }
}

// A directive whose word begins at `word_at`. False: it is none, and nothing was consumed.
bool Preprocessor::directive(Frame& frame, std::size_t word_at, bool only_known) {
  if (frame.expansion) return false;
  auto at = frame.at;
  auto word_end = scan::identifier_end(frame.text, word_at);
  auto word = frame.text.substr(word_at, word_end - word_at);
  auto kind = family(word);
  if (kind == Family::none) {
    // An unknown word makes a comment, as it does in Kamailio; one that is nearly a directive is worth a word.
    auto meant = only_known ? std::string_view{} : diag::did_you_mean(word, all_words());
    if (!meant.empty())
      emitter_.warning("pp-unknown-directive", place(frame, at, word_end - at), "unknown directive #!" + std::string(word) + ", taken as a comment")
          .with_hint("did you mean #!" + std::string(meant) + "?");
    return false;
  }
  script_.directives_.push_back({std::string(word), frame.inclusion, static_cast<std::uint32_t>(at)});
  if (kind == Family::include) return include(frame, word, word_end, true);
  std::string line = logical_line(frame, word_end);
  if (kind == Family::conditional && frame.at == frame.text.size())
    emitter_.warning("pp-no-line-end", place(frame, at, word_end - at), "the file ends within this line: Kamailio does not see such a directive")
        .with_hint("add a line end behind #!" + std::string(word));
  auto rest_at = scan::blanks_end(frame.text, word_end);
  auto rest = base::trim(line);
  auto length = word_end - at;
  switch (kind) {
    case Family::header:
      if (script_.dialect_.empty()) script_.dialect_ = word;
      break;
    case Family::conditional: conditional(frame, word, rest, at); break;
    case Family::define: define(frame, word, std::string_view(line).substr(scan::blanks_end(line, 0)), rest_at, at); break;
    case Family::expression: define_expression(word, rest, place(frame, at, length), frame, rest_at); break;
    case Family::environment: define_environment(word, rest, place(frame, at, length), frame, rest_at); break;
    case Family::substitution:
      substitution(word, rest, place(frame, rest_at, std::max<std::size_t>(1, rest.size())), frame.inclusion,
                   static_cast<std::uint32_t>(rest_at));
      break;
    case Family::include:
    case Family::none: break;
  }
  return true;
}

void Preprocessor::conditional(Frame& frame, std::string_view word, std::string_view rest, std::size_t at) {
  auto here = [&] { return place(frame, at, word.size() + 2); };
  if (word == "else" || word == "endif") {
    if (conditions_.empty() || conditions_.back().inclusion != frame.inclusion) {
      error("pp-stray-condition", here(), "#!" + std::string(word) + " without #!ifdef in this file");
      return;
    }
    auto& c = conditions_.back();
    if (word == "endif") {
      conditions_.pop_back();
      return;
    }
    if (c.has_else)
      error("pp-second-else", here(), "a second #!else")
          .with_note(map_.locate_in(c.inclusion, c.offset, static_cast<std::uint32_t>(c.directive.size() + 2)), "of this #!" + c.directive);
    c.has_else = true;
    bool outer = conditions_.size() < 2 || conditions_[conditions_.size() - 2].active;
    c.active = outer && !c.taken;
    c.taken = true;
    return;
  }
  bool outer = active();
  bool holds = false;
  if (outer && word == "ifexp") {
    auto value = evaluate_ifexp(
        rest, [this](std::string_view n) { return look_up_trimmed(n); }, [this](std::string_view n) { return environment(n); });
    if (!value) error("pp-bad-expression", here(), "cannot evaluate this condition: " + value.error());
    else holds = is_true(*value);
  } else if (outer) {
    auto name = take_name(rest);
    if (name.empty() && rest.size() > 2 && (rest[0] == '"' || rest[0] == '\'')) {
      rest.remove_prefix(1);
      name = take_name(rest);
    }
    if (name.empty())
      error("pp-condition-name", here(), "#!" + std::string(word) + " needs the name of a define").with_hint("#!" + std::string(word) + " WITH_SOMETHING");
    holds = defines_.contains(name) == (word == "ifdef");
    rest = base::trim(rest);
    if (!name.empty() && (rest.starts_with("&&") || rest.starts_with("||")))
      emitter_.warning("pp-condition-tail", here(), "#!" + std::string(word) + " looks at one name only: \"" + std::string(rest) + "\" has no effect")
          .with_hint("use #!ifexp, or one #!" + std::string(word) + " within another");
  }
  conditions_.push_back({frame.inclusion, static_cast<std::uint32_t>(at), std::string(word), holds, outer && holds});
}

void Preprocessor::define(Frame& frame, std::string_view word, std::string_view rest, std::size_t rest_at, std::size_t at) {
  auto name = take_name(rest);
  if (name.empty()) {
    error("pp-define-name", place(frame, at, word.size() + 2), "#!" + std::string(word) + " needs a name").with_hint("#!define NAME value");
    return;
  }
  if (word.starts_with("undef") || word.starts_with("tryundef")) {
    defines_.remove(name);
    return;
  }
  const Definition* before = defines_.find(name);
  bool builtin = before != nullptr && before->inclusion == Inclusion::kNone;
  auto value = rest.substr(scan::blanks_end(rest, 0));  // blanks behind it belong to it, as in Kamailio
  if (before != nullptr && word.starts_with("try")) return;
  if (before != nullptr && word.starts_with("def") && !builtin) {
    auto& d = error("pp-already-defined", place(frame, rest_at, name.size()), std::string(name) + " is already defined");
    d.with_hint("use #!redefine to replace it or #!trydef to keep the first").with_note(map_.locate(*before), "defined here");
    return;
  }
  // What the command line says wins over the file.
  if (builtin && word.starts_with("def")) return;
  defines_.set({std::string(name), std::string(value), frame.inclusion, static_cast<std::uint32_t>(rest_at)});
}

void Preprocessor::define_expression(std::string_view word, std::string_view rest, const diag::Location& at, Frame& frame,
                                     std::size_t rest_at) {
  auto name = take_name(rest);
  auto value = evaluate_ifexp(
      rest, [this](std::string_view n) { return look_up_trimmed(n); }, [this](std::string_view n) { return environment(n); });
  if (name.empty() || !value) {
    error("pp-bad-expression", at, name.empty() ? "#!" + std::string(word) + " needs a name" : "cannot evaluate this value: " + value.error());
    return;
  }
  if (word.starts_with("try") && defines_.contains(name)) return;
  auto text = to_text(*value);
  if (word.ends_with("s")) text = "\"" + text + "\"";
  defines_.set({std::string(name), text, frame.inclusion, static_cast<std::uint32_t>(rest_at)});
}

void Preprocessor::define_environment(std::string_view word, std::string_view rest, const diag::Location& at, Frame& frame,
                                      std::size_t rest_at) {
  auto name = take_name(rest);
  rest = base::trim(rest);
  std::string_view variable = name;
  if (rest.starts_with("=")) variable = base::trim(rest.substr(1));
  if (name.empty() || variable.empty()) {
    error("pp-define-name", at, "#!" + std::string(word) + " needs the name of an environment variable").with_hint("#!defenv NAME or #!defenv NAME=VARIABLE");
    return;
  }
  auto value = environment(variable);
  if (!value) {
    if (!word.starts_with("try"))
      error("pp-no-environment", at, "the environment variable " + std::string(variable) + " is not set").with_hint("#!trydefenv passes over one that is not set");
    return;
  }
  if (word.starts_with("try") && defines_.contains(name)) return;
  std::string text = word.ends_with("s") ? "\"" + *value + "\"" : *value;
  defines_.set({std::string(name), text, frame.inclusion, static_cast<std::uint32_t>(rest_at)});
}

// $env(NAME), $def(NAME), $defn(NAME) and $HN(x) in the replacement of a substitution are known at load, $$ is a dollar sign. What is
// not set stays as written.
std::string Preprocessor::with_known(std::string_view text) const {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto rest = text.substr(i);
    if (rest.starts_with("$$")) ++i;
    bool known = rest.starts_with("$env(") || rest.starts_with("$def(") || rest.starts_with("$defn(") || rest.starts_with("$HN(");
    auto close = known ? text.find(')', i) : std::string_view::npos;
    std::optional<std::string> value;
    if (close != std::string_view::npos) {
      auto open = text.find('(', i);
      auto name = text.substr(open + 1, close - open - 1);
      value = rest[1] == 'e' ? environment(name) : rest[1] == 'H' ? host(name) : look_up(name);
    }
    if (value) {
      out += *value;
      i = close;
    } else {
      out += text[i];
    }
  }
  return out;
}

void Preprocessor::substitution(std::string_view word, std::string_view rest, const diag::Location& at, std::uint32_t inclusion,
                                std::uint32_t offset) {
  std::string unquoted;
  if (rest.size() >= 2 && (rest[0] == '"' || rest[0] == '\'')) {
    auto close = rest.find(rest[0], 1);
    while (close != std::string_view::npos && rest[0] == '"' && rest[close - 1] == '\\') close = rest.find('"', close + 1);
    auto inside = rest.substr(1, close == std::string_view::npos ? close : close - 1);
    // \" is a quote; any other backslash is the expression's own.
    for (std::size_t i = 0; i < inside.size(); ++i)
      if (rest[0] != '"' || inside.substr(i, 2) != "\\\"") unquoted += inside[i];
    rest = unquoted;
  }
  auto spec = parse_subst(rest);
  if (!spec) {
    error("pp-bad-subst", at, "this " + std::string(word) + " " + spec.error()).with_hint("#!" + std::string(word) + " \"!NAME!value!g\"");
    return;
  }
  spec->replacement = with_known(spec->replacement);
  bool defines = word != "subst";
  if (defines) {
    if (scan::identifier_end(spec->pattern, 0) != spec->pattern.size() || !scan::is_identifier_start(spec->pattern[0])) {
      error("pp-define-name", at, "\"" + spec->pattern + "\" cannot be the name of a define").with_hint("names are made of letters, digits and '_'");
    } else if (const Definition* before = defines_.find(spec->pattern); before == nullptr || before->inclusion == Inclusion::kNone) {
      std::string value = word.ends_with("defs") ? double_quoted(spec->replacement) : spec->replacement;
      if (before == nullptr) defines_.set({spec->pattern, value, inclusion, offset});
    }
  }
  if (auto added = substitutions_.add(*spec); !added)
    error("pp-bad-subst", at, "this " + std::string(word) + " " + added.error());
}

}  // namespace kukini::lang
