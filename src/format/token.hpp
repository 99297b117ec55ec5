// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the formatter sees of a text: tokens, and between them nothing but blanks and line ends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kukini::format {

enum class Kind : std::uint8_t {
  word,        // name, keyword, dotted name (gw.example.com)
  number,      // also addresses: 10.0.0.0/8
  string,      // may span lines
  variable,    // $x, $x(…), $(…)
  select,      // @via[1].branch
  compare,     // == != =~ !~ < > <= >= && || << >>
  arithmetic,  // + - * / % . | & ^
  assign,      // = += -= …
  negation,    // ! ~
  open_paren,
  close_paren,
  open_bracket,
  close_bracket,
  open_brace,
  close_brace,
  semicolon,
  comma,
  colon,
  line_comment,   // without trailing blanks
  block_comment,  // may span lines
  directive,      // #!… with its continued lines
  template_mark,  // {{ x }}, {% if %}, ${X}, <% x %>: the place of something another program fills in
  conflict,       // <<<<<<< and its like: the whole line
  other,          // bytes that mean nothing to the language
  byte_order,     // a byte order mark on top
  rest,           // from here to the end nothing is certain: left alone
};

/// What a word means where it can be a keyword.
enum class Word : std::uint8_t {
  none,
  if_,
  while_,
  switch_,
  else_,
  case_,      // and default
  jump,       // return, drop …: may be followed by a sign
  and_or,     // and, or, eq …: binary
  not_,       // not, defined …: unary
  cast,       // int, str
  route,      // request_route, route, failure_route …
  load,       // loadmodule, modparam: never stands in a block
  flags,      // a list of names follows, on any number of lines
  attribute,  // desc, advertise …: carries on a parameter
};

enum class Directive : std::uint8_t { none, if_, else_, endif, other };

struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Kind kind = Kind::other;
  Word word = Word::none;
  Directive directive = Directive::none;
  /// Nothing but blanks before it on its line.
  bool first = false;

  std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
  bool comment() const { return kind == Kind::line_comment || kind == Kind::block_comment; }
  /// Part of the language's text: no comment, no directive, nothing foreign.
  bool code() const { return kind <= Kind::colon; }
};

/// How far the line's first token stands to the right in the text: a tab counts 4, and no more than 200 blanks are looked at.
std::uint32_t indented_by(std::string_view text, const Token& token);

/// All of the text: what is not in a token is ' ', '\t', '\r' or '\n'. Linear in time.
std::vector<Token> lex(std::string_view text);

}  // namespace kukini::format
