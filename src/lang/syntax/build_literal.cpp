// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Literals: strings with their escapes, numbers, pseudo-variables, selects, addresses.
#include <algorithm>

#include "base/text.hpp"
#include "lang/source/escapes.hpp"
#include "lang/syntax/build.hpp"

namespace kukini::lang {
const ast::String* Builder::string(Cursor node) {
  auto* out = arena_.make<ast::String>(node.span());
  std::string value;
  std::vector<ast::StringPart> parts;
  std::vector<ast::EscapeMark> marks;
  for (Cursor literal : node) {
    auto body = text({literal.span().begin + 1, literal.span().end - 1});
    bool single = text(literal.span())[0] == '\'';
    ast::StringPart part{literal.span(), static_cast<std::uint32_t>(value.size()), true, {}};
    marks.clear();
    if (single) value += body;
    else part.plain = unescape(body, value, &marks);
    part.escapes = keep(marks);
    if (parts.empty()) out->single_quoted = single;
    parts.push_back(part);
  }
  // A single literal without escapes needs no copy.
  if (parts.size() == 1 && parts[0].plain) out->value = text({parts[0].span.begin + 1, parts[0].span.end - 1});
  else out->value = arena_.copy(value);
  out->parts = keep(parts);
  return out;
}

std::string_view Builder::text_or_string(Cursor node) {
  for (Cursor child : node) {
    if (child.kind() == Kind::string_literal) return string(node)->value;
    if (child.kind() == Kind::string) return string(child)->value;
    break;
  }
  return base::trim(text(node.span()));
}

const ast::Expr* Builder::number(Span at) {
  auto* out = arena_.make<ast::Number>(at);
  out->text = text(at);
  auto digits = out->text;
  bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits = base::trim(digits.substr(1));
  int radix = 10;
  if (digits.size() > 2 && digits[0] == '0' && base::to_lower(digits[1]) == 'x') radix = 16;
  else if (digits.size() > 2 && digits[0] == '0' && base::to_lower(digits[1]) == 'b') radix = 2;
  else if (digits.size() > 1 && digits[0] == '0') radix = 8;
  if (radix == 16 || radix == 2) digits.remove_prefix(2);
  auto value = base::to_number(digits, radix);
  if (!value && radix == 8) value = base::to_number(digits);
  if (!value) error("syntax-number-range", at, "this number is too large", "numbers are 64-bit integers");
  else out->value = negative ? -*value : *value;
  return out;
}

const ast::Expr* Builder::pv(Cursor node) {
  std::vector<PvProblem> problems;
  const auto* parsed = parse_pv(text(node.span()), arena_, problems);
  for (auto& p : problems) {
    Span at{node.span().begin + p.offset, node.span().begin + p.offset + p.length};
    if (at.begin >= node.span().end) at = {node.span().end - 1, node.span().end};
    error(p.code, at, std::move(p.message), std::move(p.hint));
  }
  if (parsed == nullptr) return error_expr(node.span());
  auto* out = arena_.make<ast::Pv>(node.span());
  out->text = text(node.span());
  out->node = parsed;
  return out;
}

const ast::Expr* Builder::select(Cursor node) {
  auto* out = arena_.make<ast::Select>(node.span());
  out->text = text(node.span());
  std::vector<ast::SelectPart> parts;
  for (Cursor child : node) {
    ast::SelectPart part;
    part.span = child.span();
    auto whole = text(child.span());
    part.name = whole.substr(0, whole.find('['));
    for (Cursor index : child) {
      if (index.kind() == Kind::number) {
        part.has_index = true;
        part.index = number(index.span())->as<ast::Number>()->value;
      } else {
        part.has_key = true;
        auto key = text(index.span());
        part.key = index.kind() == Kind::string_literal ? key.substr(1, key.size() - 2) : key;
      }
    }
    parts.push_back(part);
  }
  out->parts = keep(parts);
  return out;
}

const ast::Expr* Builder::ip(Span at) {
  auto* out = arena_.make<ast::Ip>(at);
  auto whole = text(at);
  auto slash = whole.find('/');
  out->address = base::trim(whole.substr(0, slash));
  if (slash != std::string_view::npos) out->mask = base::trim(whole.substr(slash + 1));
  if (out->address.starts_with('[')) out->address = base::trim(out->address.substr(1, out->address.size() - 2));
  out->is_v6 = out->address.find(':') != std::string_view::npos;
  return out;
}

const ast::Expr* Builder::regex(Span at) {
  auto* out = arena_.make<ast::Regex>(at);
  auto inner = base::trim(text({at.begin + 1, at.end}));
  if (inner.starts_with('"')) inner.remove_prefix(1);
  out->pattern = inner.substr(0, inner.size() - 1);
  return out;
}

namespace ast {

Span String::locate(std::uint32_t offset, std::uint32_t length) const {
  auto behind = std::upper_bound(parts.begin(), parts.end(), offset, [](std::uint32_t at, const StringPart& p) { return at < p.value_offset; });
  if (behind == parts.begin()) return span;
  const auto& part = *(behind - 1);
  std::uint32_t body = part.span.size() - 2;
  auto source_of = [&](std::uint32_t value) {
    auto mark = std::upper_bound(part.escapes.begin(), part.escapes.end(), value, [](std::uint32_t at, const EscapeMark& m) { return at < m.value; });
    return mark == part.escapes.begin() ? value : (mark - 1)->source + (value - (mark - 1)->value);
  };
  auto from = source_of(offset - part.value_offset);
  if (from > body) return part.span;
  auto begin = part.span.begin + 1 + from;
  return {begin, part.span.begin + 1 + std::clamp(source_of(offset - part.value_offset + length), from, body)};
}

}  // namespace ast
}  // namespace kukini::lang
