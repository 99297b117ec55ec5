// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Tables of words.
#include "format/words.hpp"

#include <string>
#include <unordered_map>

#include "base/text.hpp"

namespace kukini::format {

Word word_class(std::string_view word) {
  static const std::unordered_map<std::string_view, Word> table{
      {"if", Word::if_},
      {"while", Word::while_},
      {"switch", Word::switch_},
      {"else", Word::else_},
      {"case", Word::case_},
      {"default", Word::case_},
      {"return", Word::jump},
      {"exit", Word::jump},
      {"drop", Word::jump},
      {"break", Word::jump},
      {"and", Word::and_or},
      {"or", Word::and_or},
      {"mod", Word::and_or},
      {"eq", Word::and_or},
      {"ne", Word::and_or},
      {"ieq", Word::and_or},
      {"ine", Word::and_or},
      {"seq", Word::and_or},
      {"sne", Word::and_or},
      {"not", Word::not_},
      {"defined", Word::not_},
      {"strempty", Word::not_},
      {"strlen", Word::not_},
      {"int", Word::cast},
      {"str", Word::cast},
      {"route", Word::route},
      {"request_route", Word::route},
      {"reply_route", Word::route},
      {"onreply_route", Word::route},
      {"failure_route", Word::route},
      {"branch_route", Word::route},
      {"onsend_route", Word::route},
      {"error_route", Word::route},
      {"local_route", Word::route},
      {"startup_route", Word::route},
      {"timer_route", Word::route},
      {"event_route", Word::route},
      {"loadmodule", Word::load},
      {"loadmodulex", Word::load},
      {"loadpath", Word::load},
      {"modparam", Word::load},
      {"modparamx", Word::load},
      {"flags", Word::flags},
      {"avpflags", Word::flags},
      {"bool", Word::flags},
      {"desc", Word::attribute},
      {"descr", Word::attribute},
      {"description", Word::attribute},
      {"advertise", Word::attribute},
      {"virtual", Word::attribute},
      {"name", Word::attribute},
  };
  constexpr std::size_t kLongest = 13;
  if (word.size() > kLongest || word.size() < 2) return Word::none;
  char lower[kLongest];
  for (std::size_t i = 0; i < word.size(); ++i) lower[i] = base::to_lower(word[i]);
  auto found = table.find(std::string_view(lower, word.size()));
  return found == table.end() ? Word::none : found->second;
}

Directive directive_class(std::string_view word) {
  static const std::unordered_map<std::string_view, Directive> table{
      {"ifdef", Directive::if_},          {"ifndef", Directive::if_},         {"ifexp", Directive::if_},
      {"else", Directive::else_},         {"endif", Directive::endif},        {"KAMAILIO", Directive::other},
      {"SER", Directive::other},          {"OPENSER", Directive::other},      {"MAXCOMPAT", Directive::other},
      {"ALL", Directive::other},          {"define", Directive::other},       {"def", Directive::other},
      {"trydefine", Directive::other},    {"trydef", Directive::other},       {"redefine", Directive::other},
      {"redef", Directive::other},        {"undef", Directive::other},        {"undefine", Directive::other},
      {"defexp", Directive::other},       {"defexps", Directive::other},      {"trydefexp", Directive::other},
      {"trydefexps", Directive::other},   {"defenv", Directive::other},       {"defenvs", Directive::other},
      {"trydefenv", Directive::other},    {"trydefenvs", Directive::other},   {"subst", Directive::other},
      {"substdef", Directive::other},     {"substdefs", Directive::other},    {"trysubstdef", Directive::other},
      {"trysubstdefs", Directive::other}, {"include_file", Directive::other}, {"import_file", Directive::other},
  };
  auto found = table.find(word);
  return found == table.end() ? Directive::none : found->second;
}

// Kamailio hands the value of a define on with the blanks behind it (seen with 5.6.3: $def(X)); so does a substitution.
bool keeps_trailing_blanks(std::string_view word) {
  auto kind = directive_class(word);
  return kind == Directive::other && word.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos &&
         word != "include_file" && word != "import_file";
}

}  // namespace kukini::format
