// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Translation of POSIX extended regular expressions for RE2, in one pass.
#include "base/posix_regex.hpp"

#include <vector>

#include "base/text.hpp"

namespace kukini::base {
namespace {

class Translator {
 public:
  explicit Translator(std::string_view in) : in_(in) { out_.reserve(in.size() + 8); }

  std::string run() {
    while (at_ < in_.size()) step();
    return std::move(out_);
  }

 private:
  // Where the thing begins that a repetition would repeat; npos: nothing to repeat.
  void atom(std::size_t begin) { atom_ = begin; }

  void step() {
    char c = in_[at_];
    std::size_t begin = out_.size();
    switch (c) {
      case '\\': escape(); return;
      case '[': bracket(); return;
      case '(': open(); return;
      case ')':
        ++at_;
        if (groups_.empty()) {
          out_ += "\\)";
          atom(begin);
        } else {
          out_ += ')';
          atom(groups_.back());
          groups_.pop_back();
        }
        return;
      case '*':
      case '+':
      case '?':
      case '{':
        if (!repeat()) {
          // RE2 would repeat an anchor; regcomp refuses, and so it must here.
          if (c != '{' && !out_.empty() && out_.back() == '^') out_ += '|';
          out_ += in_[at_++];
          atom(begin);
        }
        return;
      case '|':
      case '^':
        out_ += c;
        ++at_;
        atom(std::string::npos);
        return;
      default:
        out_ += c;
        ++at_;
        atom(begin);
    }
  }

  void open() {
    groups_.push_back(out_.size());
    out_ += '(';
    ++at_;
    if (at_ < in_.size() && in_[at_] == '?') {
      auto end = in_.find_first_of(":)", at_);
      if (end != std::string_view::npos && in_[end] == ':') {
        out_ += in_.substr(at_, end + 1 - at_);
        at_ = end + 1;
      } else if (end != std::string_view::npos) {
        out_ += in_.substr(at_, end - at_);
        at_ = end;
      }
    }
    atom(std::string::npos);
  }

  void escape() {
    std::size_t begin = out_.size();
    if (at_ + 1 >= in_.size()) {
      out_ += '\\';  // RE2 says what is wrong
      ++at_;
      return;
    }
    char c = in_[at_ + 1];
    at_ += 2;
    atom(begin);
    if (c == '<' || c == '>') {
      out_ += "\\b";
    } else if (c == '`') {
      out_ += "\\A";
    } else if (c == '\'') {
      out_ += "\\z";
    } else if (std::string_view("wWsSbB").find(c) != std::string_view::npos) {
      out_ += '\\';
      out_ += c;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80) {
      out_ += c;
    } else {
      out_ += '\\';
      out_ += c;
    }
  }

  void bracket() {
    std::size_t begin = out_.size();
    out_ += '[';
    ++at_;
    if (at_ < in_.size() && in_[at_] == '^') out_ += in_[at_++];
    bool first = true;
    while (at_ < in_.size() && (first || in_[at_] != ']')) {
      first = false;
      char c = in_[at_];
      char kind = at_ + 1 < in_.size() ? in_[at_ + 1] : '\0';
      if (c == '[' && (kind == ':' || kind == '.' || kind == '=')) {
        const char end_mark[] = {kind, ']', '\0'};
        auto end = in_.find(end_mark, at_ + 2);
        if (end != std::string_view::npos) {
          if (kind == ':')
            out_ += in_.substr(at_, end + 2 - at_);
          else
            member(in_.substr(at_ + 2, end - at_ - 2));
          at_ = end + 2;
          continue;
        }
      }
      member(in_.substr(at_, 1));
      ++at_;
    }
    if (at_ < in_.size()) {
      out_ += ']';
      ++at_;
    }
    atom(begin);
  }

  void member(std::string_view text) {
    for (char c : text) {
      if (c == '\\' || c == '[' || c == ']') out_ += '\\';
      out_ += c;
    }
  }

  // Reads one repetition at `at_`; false when there is none. Simple ones as '*', '+', '?'; intervals as they go out.
  bool read(std::string& op) {
    if (at_ >= in_.size()) return false;
    char c = in_[at_];
    if (c == '*' || c == '+' || c == '?') {
      op = c;
      ++at_;
      return true;
    }
    if (c != '{') return false;
    auto end = in_.find('}', at_);
    if (end == std::string_view::npos) return false;
    auto body = in_.substr(at_ + 1, end - at_ - 1);
    if (body.empty()) return false;
    for (char d : body)
      if (!is_digit(d) && d != ',') return false;
    op = "{" + std::string(body.front() == ',' ? "0" : "") + std::string(body) + "}";
    at_ = end + 1;
    return true;
  }

  bool repeat() {
    std::string op;
    std::size_t start = at_;
    if (!read(op)) return false;
    if (atom_ == std::string::npos) {
      at_ = start;
      return false;  // copied: RE2 refuses it as regcomp does
    }
    for (std::string next; read(next);) {
      if (op.size() == 1 && next.size() == 1) {
        if (op != next) op = "*";
        continue;
      }
      out_.insert(atom_, "(?:");
      for (auto& g : groups_)
        if (g > atom_) g += 3;
      out_ += op + ")";
      op = next;
    }
    out_ += op;
    return true;
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::string out_;
  std::size_t atom_ = std::string::npos;
  std::vector<std::size_t> groups_;
};

}  // namespace

std::string posix_to_re2(std::string_view pattern) { return Translator(pattern).run(); }

}  // namespace kukini::base
