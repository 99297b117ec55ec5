// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The rules for blanks within a line. Whatever no rule speaks of stays as it is.
#include "format/spacing.hpp"

namespace kukini::format {
namespace {

bool foreign(const Token& t) {
  switch (t.kind) {
    case Kind::directive:
    case Kind::template_mark:
    case Kind::conflict:
    case Kind::other:
    case Kind::byte_order:
    case Kind::rest: return true;
    default: return false;
  }
}

bool begins_operand(const Token& t) {
  switch (t.kind) {
    case Kind::word: return t.word != Word::and_or;
    case Kind::number:
    case Kind::string:
    case Kind::variable:
    case Kind::select:
    case Kind::open_paren:
    case Kind::negation:
    case Kind::arithmetic: return true;
    default: return false;
  }
}

// Something that cannot be part of an address or a hyphenated name.
bool plain_operand(const Token& t) {
  return t.kind == Kind::string || t.kind == Kind::variable || t.kind == Kind::open_paren || t.kind == Kind::close_paren;
}

// A binary operator that has blanks around it.
bool spaced(const std::vector<Token>& tokens, const std::vector<Place>& places, std::uint32_t i) {
  if (!places[i].binary || i == 0 || i + 1 >= tokens.size() || !begins_operand(tokens[i + 1])) return false;
  if (tokens[i].kind == Kind::arithmetic) return plain_operand(tokens[i - 1]) || plain_operand(tokens[i + 1]);
  return true;
}

}  // namespace

Gap gap_after(std::string_view text, const std::vector<Token>& tokens, const std::vector<Place>& places, std::uint32_t left) {
  const Token& a = tokens[left];
  const Token& b = tokens[left + 1];
  const Place& at_a = places[left];
  const Place& at_b = places[left + 1];
  if (foreign(a) || foreign(b)) return Gap::keep;
  if (b.kind == Kind::line_comment) return a.kind == Kind::block_comment ? Gap::keep : Gap::some;
  if (a.comment() || b.comment()) return Gap::keep;
  bool touching = a.end == b.begin;

  if (b.kind == Kind::open_brace) {
    // "{{" and "$ {" look like a template that was not closed.
    if (touching && (a.kind == Kind::open_brace || a.in(text) == "$")) return Gap::keep;
    return a.kind == Kind::open_paren ? Gap::keep : Gap::one;
  }
  if (!at_b.code) return Gap::keep;
  if (b.kind == Kind::semicolon)
    return a.kind == Kind::open_brace || a.kind == Kind::close_brace || at_a.label_end ? Gap::keep : Gap::none;
  if (b.kind == Kind::comma) return a.kind == Kind::comma || a.kind == Kind::open_paren ? Gap::keep : Gap::none;
  if (a.kind == Kind::comma) return b.kind == Kind::close_paren ? Gap::keep : at_b.outside ? Gap::some : Gap::one;
  if (a.kind == Kind::open_brace) return b.kind == Kind::close_brace ? Gap::keep : Gap::one;
  if (b.kind == Kind::close_brace) return touching && a.kind == Kind::close_brace ? Gap::keep : Gap::one;
  if (a.kind == Kind::close_brace) return b.kind == Kind::close_paren ? Gap::keep : Gap::one;
  if (a.kind == Kind::semicolon || at_a.label_end) return Gap::some;
  if (at_a.keyword) return b.kind == Kind::colon ? Gap::keep : Gap::one;
  if (at_b.statement_start) return Gap::some;
  if (spaced(tokens, places, left)) return Gap::one;
  // What stands in columns may stay so.
  if (spaced(tokens, places, left + 1)) return b.kind == Kind::assign ? Gap::some : Gap::one;
  if (a.kind == Kind::negation && a.in(text) == "!" && begins_operand(b) && b.kind != Kind::negation && b.kind != Kind::arithmetic)
    return Gap::none;
  return Gap::keep;
}

}  // namespace kukini::format
