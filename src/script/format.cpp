// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Evaluating format strings into the context's arena, with one allocation for the text.
#include "script/format.hpp"

#include <cstring>

#include "sdk/nothing.hpp"

namespace kukini::script {

namespace {

constexpr std::string_view kNull = "<null>";

class ConstantFormat final : public sdk::Format {
 public:
  ConstantFormat(std::string text, std::string value) : text_(std::move(text)), value_(std::move(value)) {}
  std::string_view eval(Context&) const override { return value_; }
  bool constant() const override { return true; }
  std::string_view text() const override { return text_; }

 private:
  std::string text_, value_;
};

class PiecesFormat final : public sdk::Format {
 public:
  PiecesFormat(std::string text, std::vector<FormatNode> pieces) : text_(std::move(text)), pieces_(std::move(pieces)) {}
  std::string_view eval(Context& c) const override {
    if (pieces_.size() == 1) return value_of(c, pieces_[0]);
    auto parts = c.arena->make_array<std::string_view>(pieces_.size());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      parts[i] = value_of(c, pieces_[i]);
      bytes += parts[i].size();
    }
    auto* out = static_cast<char*>(c.arena->allocate(bytes, 1));
    auto* at = out;
    for (auto part : parts) {
      if (part.empty()) continue;
      std::memcpy(at, part.data(), part.size());
      at += part.size();
    }
    return {out, bytes};
  }
  bool constant() const override { return false; }
  std::string_view text() const override { return text_; }

 private:
  static std::string_view value_of(Context& c, const FormatNode& piece) {
    if (piece.pv == nullptr) return piece.text;
    Value v = piece.pv->get(c);
    return v.is_null() && !sdk::is_nothing(v) ? kNull : to_text(v, *c.arena);
  }

  std::string text_;
  std::vector<FormatNode> pieces_;
};

class ExpressionFormat final : public sdk::Format {
 public:
  ExpressionFormat(std::string text, ExprPtr e) : text_(std::move(text)), expression_(std::move(e)) {}
  std::string_view eval(Context& c) const override { return to_text(expression_->eval(c), *c.arena); }
  bool constant() const override { return expression_->constant(); }
  std::string_view text() const override { return text_; }

 private:
  std::string text_;
  ExprPtr expression_;
};

}  // namespace

std::unique_ptr<sdk::Format> make_format(std::string text, std::vector<FormatNode> pieces) {
  bool constant = true;
  for (const auto& p : pieces)
    if (p.pv != nullptr) constant = false;
  if (!constant) return std::make_unique<PiecesFormat>(std::move(text), std::move(pieces));
  std::string value;
  for (const auto& p : pieces) value += p.text;
  return std::make_unique<ConstantFormat>(std::move(text), std::move(value));
}

std::unique_ptr<sdk::Format> make_expression_format(std::string text, ExprPtr expression) {
  return std::make_unique<ExpressionFormat>(std::move(text), std::move(expression));
}

}  // namespace kukini::script
