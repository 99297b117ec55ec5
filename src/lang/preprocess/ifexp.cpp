// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Evaluating the expressions of #!ifexp.
#include "lang/preprocess/ifexp.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "lang/preprocess/scan.hpp"

namespace kukini::lang {
namespace {

struct Failure {
  std::string message;
};

double number_of(const IfExpValue& v) {
  if (const auto* n = std::get_if<double>(&v)) return *n;
  const auto& s = std::get<std::string>(v);
  double n = 0;
  std::from_chars(s.data(), s.data() + s.size(), n);
  return n;
}

// Text of a define: a number when the whole of it is one, a quoted text without its quotes.
IfExpValue value_of(std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return 1.0;
  double n = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (ec == std::errc{} && end == text.data() + text.size()) return n;
  if (text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0]) text = text.substr(1, text.size() - 2);
  return std::string(text);
}

class Evaluator {
 public:
  Evaluator(std::string_view text, const IfExpLookup& defines, const IfExpLookup& environment)
      : text_(text), defines_(defines), environment_(environment) {}

  IfExpValue run() {
    auto v = level(0);
    blanks();
    if (at_ != text_.size()) throw Failure{"unexpected '" + std::string(text_.substr(at_, 12)) + "'"};
    return v;
  }

 private:
  static constexpr int kLevels = 6;
  static constexpr int kDeepest = 50;

  void blanks() {
    while (at_ < text_.size() && base::is_space(text_[at_])) ++at_;
  }

  bool word(std::string_view w) {
    if (text_.substr(at_, w.size()) != w) return false;
    if (scan::is_identifier(w[0]) && at_ + w.size() < text_.size() && scan::is_identifier(text_[at_ + w.size()])) return false;
    at_ += w.size();
    return true;
  }

  // The operator of this level that stands here, normalised to one spelling; empty for none.
  std::string_view operator_at(int level) {
    blanks();
    switch (level) {
      case 0: return word("||") || word("or") ? "||" : "";
      case 1: return word("&&") || word("and") ? "&&" : "";
      case 2: return word("==") ? "==" : word("!=") ? "!=" : "";
      case 3: return word("<=") ? "<=" : word(">=") ? ">=" : word("<") ? "<" : word(">") ? ">" : "";
      case 4: return word("+") ? "+" : word("-") ? "-" : "";
      default: return word("*") ? "*" : word("/") ? "/" : word("%") ? "%" : "";
    }
  }

  static IfExpValue apply(std::string_view op, const IfExpValue& a, const IfExpValue& b) {
    bool texts = std::holds_alternative<std::string>(a) || std::holds_alternative<std::string>(b);
    if (op == "||") return is_true(a) || is_true(b) ? 1.0 : 0.0;
    if (op == "&&") return is_true(a) && is_true(b) ? 1.0 : 0.0;
    if (op == "==") return (texts ? to_text(a) == to_text(b) : number_of(a) == number_of(b)) ? 1.0 : 0.0;
    if (op == "!=") return (texts ? to_text(a) != to_text(b) : number_of(a) != number_of(b)) ? 1.0 : 0.0;
    if (op == "+" && texts) return to_text(a) + to_text(b);
    double x = number_of(a), y = number_of(b);
    if (op == "<") return x < y ? 1.0 : 0.0;
    if (op == "<=") return x <= y ? 1.0 : 0.0;
    if (op == ">") return x > y ? 1.0 : 0.0;
    if (op == ">=") return x >= y ? 1.0 : 0.0;
    if (op == "+") return x + y;
    if (op == "-") return x - y;
    if (op == "*") return x * y;
    if (y == 0) throw Failure{"division by zero"};
    return op == "/" ? x / y : std::fmod(x, y);
  }

  IfExpValue level(int n) {
    if (n == kLevels) return unary();
    auto v = level(n + 1);
    for (auto op = operator_at(n); !op.empty(); op = operator_at(n)) v = apply(op, v, level(n + 1));
    return v;
  }

  IfExpValue unary() {
    if (++depth_ > kDeepest) throw Failure{"nested too deeply"};
    blanks();
    IfExpValue v = 0.0;
    if (text_.substr(at_, 2) != "!=" && (word("!") || word("not"))) v = is_true(unary()) ? 0.0 : 1.0;
    else if (word("-")) v = -number_of(unary());
    else v = primary();
    --depth_;
    return v;
  }

  std::string_view name_in_parentheses(bool required) {
    blanks();
    bool open = word("(");
    if (required && !open) throw Failure{"expected '('"};
    blanks();
    auto end = scan::identifier_end(text_, at_);
    auto name = text_.substr(at_, end - at_);
    if (name.empty()) throw Failure{"expected a name"};
    at_ = end;
    blanks();
    if (open && !word(")")) throw Failure{"expected ')'"};
    return name;
  }

  IfExpValue primary() {
    if (at_ >= text_.size()) throw Failure{"it ends too early"};
    char c = text_[at_];
    if (word("(")) {
      auto v = level(0);
      blanks();
      if (!word(")")) throw Failure{"expected ')'"};
      return v;
    }
    if (c == '"' || c == '\'') {
      auto end = scan::string_end(text_, at_);
      if (end == std::string_view::npos) throw Failure{"a string is not closed"};
      auto body = text_.substr(at_ + 1, end - at_ - 2);
      at_ = end;
      return std::string(body);
    }
    if (base::is_digit(c)) {
      double n = 0;
      auto [end, ec] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), n);
      at_ = static_cast<std::size_t>(end - text_.data());
      if (ec != std::errc{}) throw Failure{"bad number"};
      return n;
    }
    if (word("$env")) {
      auto v = environment_(name_in_parentheses(true));
      return v ? IfExpValue(*v) : IfExpValue(std::string());
    }
    if (word("defined")) return defines_(name_in_parentheses(false)) ? 1.0 : 0.0;
    if (scan::is_identifier_start(c)) {
      auto end = scan::identifier_end(text_, at_);
      auto v = defines_(text_.substr(at_, end - at_));
      at_ = end;
      return v ? value_of(*v) : IfExpValue(0.0);
    }
    throw Failure{std::string("unexpected '") + c + "'"};
  }

  std::string_view text_;
  const IfExpLookup& defines_;
  const IfExpLookup& environment_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

bool is_true(const IfExpValue& value) {
  if (const auto* n = std::get_if<double>(&value)) return *n != 0;
  return !std::get<std::string>(value).empty();
}

std::string to_text(const IfExpValue& value) {
  if (const auto* s = std::get_if<std::string>(&value)) return *s;
  double n = std::get<double>(value);
  if (n == std::floor(n) && std::fabs(n) < 1e15) return std::to_string(static_cast<long long>(n));
  char buffer[64];
  auto [end, ec] = std::to_chars(buffer, buffer + sizeof buffer, n);
  return std::string(buffer, ec == std::errc{} ? end : buffer);
}

base::Result<IfExpValue> evaluate_ifexp(std::string_view text, const IfExpLookup& defines, const IfExpLookup& environment) {
  try {
    return Evaluator(text, defines, environment).run();
  } catch (const Failure& f) {
    return base::Error{f.message};
  }
}

}  // namespace kukini::lang
