// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// One pass over the tokens with a stack of blocks and unfinished statements.
#include "format/structure.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kukini::format {
namespace {

enum class Node : std::uint8_t { file, block, if_, else_, while_, switch_, if_done };
enum class Mode : std::uint8_t { start, statement, condition, label };

/// An entry of the stack. Entries are never changed and hang on their parents, so that a state is copied in constant time.
struct Entry {
  Node node = Node::file;
  /// block: it stands in a switch, behind a case.
  bool in_case = false;
  bool is_switch = false;
  /// block: of the statements inside; otherwise of the line the statement begins on.
  std::uint16_t depth = 0;
  std::uint16_t switches = 0;
  /// block: where the closing brace goes.
  std::uint16_t close_depth = 0;
  std::uint16_t close_switches = 0;
  std::uint32_t parent = 0;
  /// The nearest block or file, itself included.
  std::uint32_t block = 0;
  /// First token of the line it begins on.
  std::uint32_t line = 0;
};

struct State {
  std::uint32_t top = 0;
  Mode mode = Mode::start;
  /// An operand must come: before it, + and - are signs and a new line goes on.
  bool operand = false;
  /// Since the head of an if or while, a directive was passed.
  bool crossed = false;
  /// The statement begins with a variable or is in a block.
  bool code = false;
  /// The statement is none of the language.
  bool foreign = false;
  std::uint32_t parens = 0;
  std::uint16_t depth = 0;  // of the statement
  std::uint16_t switches = 0;
  std::uint16_t line_depth = 0;
  std::uint16_t line_switches = 0;
  std::uint32_t line = 0;
};

struct Condition {
  State at_if;
  State first_end;
  bool has_else = false;
  std::uint32_t directive = 0;
};

constexpr std::uint16_t kDeepest = 60000;

class Pass {
 public:
  Pass(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {
    out_.places.resize(tokens.size());
    stack_.reserve(tokens.size() / 8 + 4);
    stack_.emplace_back();
    find_next_code();
  }

  Structure run() {
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) step(i);
    if (top().block != 0) broken_ = true;
    end_segment(static_cast<std::uint32_t>(tokens_.size()));
    return std::move(out_);
  }

 private:
  const Token& token(std::uint32_t i) const { return tokens_[i]; }
  Place& place(std::uint32_t i) { return out_.places[i]; }
  const Entry& top() const { return stack_[s_.top]; }
  const Entry& block() const { return stack_[top().block]; }
  bool outside() const { return top().block == 0; }

  void find_next_code() {
    next_code_.assign(tokens_.size() + 1, static_cast<std::uint32_t>(tokens_.size()));
    for (auto i = static_cast<std::uint32_t>(tokens_.size()); i-- > 0;) next_code_[i] = tokens_[i].code() ? i : next_code_[i + 1];
  }

  void push(Entry entry) {
    entry.parent = s_.top;
    auto here = static_cast<std::uint32_t>(stack_.size());
    entry.block = entry.node == Node::block ? here : top().block;
    stack_.push_back(entry);
    s_.top = here;
  }
  void pop() { s_.top = top().parent; }
  void replace_top(const Entry& entry) {
    pop();
    push(entry);
  }

  // A statement is complete: what waited for it goes on.
  void complete() {
    s_.mode = Mode::start;
    s_.parens = 0;
    s_.operand = false;
    s_.crossed = false;
    for (;;) {
      switch (top().node) {
        case Node::if_: {
          Entry done = top();
          done.node = Node::if_done;
          replace_top(done);
          return;
        }
        case Node::else_:
        case Node::while_:
        case Node::switch_:
        case Node::if_done: pop(); break;
        case Node::block:
        case Node::file: return;
      }
    }
  }

  // What comes is no else: an if that could have had one is complete, and with it all that waited for it.
  void settle() {
    if (top().node == Node::if_done) settle_all();
  }
  void settle_all() { s_.top = top().block; }

  static Entry deeper(std::uint16_t depth, std::uint16_t switches) {
    Entry e;
    e.depth = depth;
    e.switches = switches;
    return e;
  }

  struct Level {
    std::uint16_t depth;
    std::uint16_t switches;
  };

  static std::uint16_t more(std::uint16_t depth) {
    return std::min<std::uint16_t>(kDeepest, static_cast<std::uint16_t>(depth + 1));
  }

  // Where a statement that begins with token i would stand; `i` may be behind the last token.
  Level level_of(std::uint32_t i) const {
    bool brace = i < tokens_.size() && token(i).kind == Kind::open_brace;
    bool is_else = i < tokens_.size() && token(i).word == Word::else_;
    const Entry& e = top();
    if (e.node == Node::file || e.node == Node::block) return statement_level();
    if (e.node == Node::if_done) return is_else ? Level{e.depth, e.switches} : statement_level();
    if (brace) return {e.depth, e.switches};
    if (s_.crossed && i < tokens_.size() && column(i) <= column(e.line)) return {e.depth, e.switches};
    return {more(e.depth), e.switches};
  }

  std::uint32_t column(std::uint32_t i) const { return indented_by(text_, token(i)); }

  void set_level(std::uint32_t i, Level level) {
    place(i).role = Role::level;
    place(i).depth = level.depth;
    place(i).switches = level.switches;
    s_.line_depth = level.depth;
    s_.line_switches = level.switches;
    s_.line = i;
  }

  void step(std::uint32_t i) {
    const Token& t = token(i);
    place(i).outside = outside();
    place(i).code = !place(i).outside || (s_.parens > 0 && !s_.foreign) || s_.mode == Mode::condition || s_.code;
    if (t.kind == Kind::rest || t.kind == Kind::byte_order) return;
    if (t.comment() || t.kind == Kind::directive || t.kind == Kind::conflict) {
      if (t.first && t.kind != Kind::conflict) place_aside(i);
      if (t.directive != Directive::none) condition(i, t.directive);
      return;
    }
    if (t.kind == Kind::template_mark || t.kind == Kind::other) {
      if (t.first) s_.line = i;
      if (s_.mode != Mode::start) s_.operand = false;
      return;
    }
    if (begins_top_level(i)) {
      if (!outside()) broken_ = true;
      end_segment(i);
      s_ = State{};
      place(i).outside = true;
      place(i).code = false;
    }
    if (s_.mode == Mode::start) start(i);
    else go_on(i);
  }

  bool begins_top_level(std::uint32_t i) const {
    const Token& t = token(i);
    if (t.word == Word::load) return t.first;
    if (t.word != Word::route || (!t.first && s_.mode != Mode::start)) return false;
    auto next = next_code_[i + 1];
    if (next >= tokens_.size()) return false;
    return token(next).kind == Kind::open_brace || text_[token(next).begin] == '[';
  }

  // The tokens since the last one that begins a block at the top: settled now whether they are indented anew.
  void end_segment(std::uint32_t end) {
    if (broken_)
      for (auto i = segment_; i < end; ++i) place(i).role = Role::keep;
    broken_ = false;
    segment_ = end;
  }

  // A comment or directive on a line of its own.
  void place_aside(std::uint32_t i) {
    auto next = next_code_[i + 1];
    bool last = next == tokens_.size();
    Level level = statement_level();
    if (s_.mode == Mode::start || (s_.mode == Mode::condition && !last && ends_condition(next))) {
      level = level_of(next);
    } else if (last ? s_.parens > 0 || s_.operand : !breaks(next)) {
      place(i).role = Role::continuation;
      return;
    }
    // A directive before a closing brace may belong to either side of it.
    if (!last && token(i).kind == Kind::directive && token(next).kind == Kind::close_brace && token(next).first && !outside() &&
        column(i) <= column(next))
      level = {block().close_depth, block().close_switches};
    if (!last && token(next).word == Word::case_ && token(next).first && column(i) <= column(next))
      level = {block().depth, block().switches};
    place(i).role = Role::level;
    place(i).depth = level.depth;
    place(i).switches = level.switches;
  }

  // Of the next statement of the block, whatever is unfinished now.
  Level statement_level() const {
    const Entry& e = block();
    return {e.in_case ? more(e.depth) : e.depth, e.switches};
  }

  void condition(std::uint32_t i, Directive directive) {
    if (directive != Directive::other) s_.crossed = true;
    if (directive == Directive::if_) {
      conditions_.push_back({s_, {}, false, i});
    } else if (conditions_.empty()) {
      return;
    } else if (directive == Directive::else_) {
      auto& c = conditions_.back();
      beside(i, c.directive);
      if (!c.has_else) c.first_end = s_;
      c.has_else = true;
      s_ = c.at_if;
    } else if (directive == Directive::endif) {
      beside(i, conditions_.back().directive);
      if (conditions_.back().has_else) s_ = conditions_.back().first_end;
      conditions_.pop_back();
      s_.crossed = true;
    }
  }

  // #!else and #!endif stand as deep as their #!ifdef.
  void beside(std::uint32_t i, std::uint32_t of) {
    place(i).role = place(of).role;
    place(i).depth = place(of).depth;
    place(i).switches = place(of).switches;
    place(i).outside = place(of).outside;
  }

  void start(std::uint32_t i) {
    const Token& t = token(i);
    auto& p = place(i);
    p.statement_start = true;
    s_.code = t.kind == Kind::variable;
    s_.foreign = foreign(i);
    if (t.kind == Kind::close_brace) return close_block(i);
    if (t.word == Word::case_ && !outside()) return start_label(i);
    if (t.word == Word::else_) return start_else(i);
    settle();
    Level level = t.first || (t.kind == Kind::open_brace && top().node != Node::block && top().node != Node::file)
                      ? level_of(i)
                      : Level{s_.line_depth, s_.line_switches};
    if (t.first) set_level(i, level);
    if (s_.foreign && t.first) place(i).role = Role::keep;
    if (t.kind == Kind::open_brace) return open_block(i, level, top().node == Node::switch_);
    if (t.kind == Kind::semicolon) return complete();
    s_.depth = level.depth;
    s_.switches = level.switches;
    s_.parens = 0;
    s_.operand = false;
    if (t.word == Word::if_ || t.word == Word::while_ || t.word == Word::switch_) {
      Entry e = deeper(level.depth, level.switches);
      e.node = t.word == Word::if_ ? Node::if_ : t.word == Word::while_ ? Node::while_ : Node::switch_;
      e.line = s_.line;
      push(e);
      s_.crossed = false;
      p.keyword = true;
      s_.mode = Mode::condition;
      s_.operand = true;
      return;
    }
    s_.mode = Mode::statement;
    if (t.word == Word::flags) s_.operand = true;
    else go_over(i);
  }

  // Two words side by side outside of blocks: a text that some #!ifdef keeps from being read, often SQL.
  bool foreign(std::uint32_t i) const {
    if (!outside() || top().node != Node::file || i + 1 >= tokens_.size()) return false;
    const Token& next = token(i + 1);
    return token(i).kind == Kind::word && token(i).word == Word::none && next.kind == Kind::word && next.word == Word::none &&
           !next.first;
  }

  void start_else(std::uint32_t i) {
    Entry e;
    if (top().node == Node::if_done) {
      e = top();
      if (token(i).first) set_level(i, {e.depth, e.switches});
      e.node = Node::else_;
      replace_top(e);
    } else {
      Level level = token(i).first ? level_of(i) : Level{s_.line_depth, s_.line_switches};
      if (token(i).first) set_level(i, level);
      e = deeper(level.depth, level.switches);
      e.node = Node::else_;
      push(e);
    }
    stack_[s_.top].line = s_.line;
    place(i).keyword = true;
    s_.crossed = false;
  }

  void start_label(std::uint32_t i) {
    settle_all();
    Entry e = top();
    if (token(i).first) {
      set_level(i, {e.depth, e.switches});
      if (e.is_switch) out_.labels.push_back({i, e.line});
    }
    e.in_case = true;
    replace_top(e);
    place(i).keyword = true;
    s_.mode = Mode::label;
    s_.operand = true;
    s_.parens = 0;
  }

  void open_block(std::uint32_t i, Level owner, bool is_switch) {
    if (token(i).first) set_level(i, owner);
    Entry e;
    e.node = Node::block;
    e.is_switch = is_switch;
    e.depth = is_switch ? owner.depth : more(owner.depth);
    e.switches = is_switch ? more(owner.switches) : owner.switches;
    e.close_depth = owner.depth;
    e.close_switches = owner.switches;
    e.line = is_switch ? top().line : s_.line;
    push(e);
    s_.mode = Mode::start;
    s_.parens = 0;
    s_.code = false;
  }

  void close_block(std::uint32_t i) {
    settle_all();
    if (top().node == Node::file) {
      broken_ = true;
      if (token(i).first) set_level(i, {0, 0});
      s_.mode = Mode::start;
      return;
    }
    if (token(i).first) set_level(i, {top().close_depth, top().close_switches});
    pop();
    complete();
  }

  // Whether the token, first on its line, begins a statement though the one before is not ended.
  bool breaks(std::uint32_t i) const {
    const Token& t = token(i);
    if (!t.first || s_.parens > 0) return false;
    switch (t.word) {
      case Word::if_:
      case Word::while_:
      case Word::switch_:
      case Word::else_:
      case Word::case_:
      case Word::load: return true;
      case Word::and_or: return false;
      case Word::attribute: return !outside() && !s_.operand;
      default: break;
    }
    if (t.kind == Kind::close_brace) return true;
    return !s_.operand && (t.kind == Kind::word || t.kind == Kind::variable || t.kind == Kind::select);
  }

  // Whether a condition without parentheses around it ends before the token.
  bool ends_condition(std::uint32_t i) const {
    const Token& t = token(i);
    if (t.kind == Kind::open_brace || t.kind == Kind::close_brace || t.kind == Kind::semicolon) return true;
    if (s_.parens > 0) return false;
    if (breaks(i) && t.word != Word::none) return true;
    if (s_.operand) return false;
    if (t.kind == Kind::open_paren) return token(i - 1).kind != Kind::word && token(i - 1).kind != Kind::variable;
    return (t.kind == Kind::word && t.word != Word::and_or) || t.kind == Kind::variable || t.kind == Kind::select;
  }

  // A token within a statement, a condition or a label.
  void go_on(std::uint32_t i) {
    const Token& t = token(i);
    if (s_.mode == Mode::condition) {
      if (ends_condition(i)) {
        s_.mode = Mode::start;
        s_.parens = 0;
        if (t.kind == Kind::open_brace) {
          Level owner{top().depth, top().switches};
          place(i).statement_start = true;
          return open_block(i, owner, top().node == Node::switch_);
        }
        return start(i);
      }
    } else if (t.kind == Kind::semicolon) {
      if (t.first) place(i).role = Role::continuation;
      return complete();
    } else if (t.kind == Kind::close_brace) {
      complete();
      return start(i);
    } else if (t.kind == Kind::open_brace) {
      if (s_.mode == Mode::label) {
        s_.mode = Mode::start;
        return start(i);
      }
      return open_block(i, {s_.depth, s_.switches}, false);
    } else if (breaks(i)) {
      complete();
      place(i).code = !outside();
      return start(i);
    } else if (s_.mode == Mode::label && t.kind == Kind::colon && s_.parens == 0) {
      place(i).label_end = true;
      s_.mode = Mode::start;
      s_.crossed = false;
      return;
    }
    if (t.first) place(i).role = Role::continuation;
    go_over(i);
  }

  // Keeps track of operands and operators.
  void go_over(std::uint32_t i) {
    const Token& t = token(i);
    switch (t.kind) {
      case Kind::word:
        if (t.word == Word::and_or && !s_.operand) {
          place(i).binary = true;
          s_.operand = true;
        } else if (t.word != Word::not_ || next_is_paren_or_operator(i)) {
          s_.operand = false;
        } else {
          s_.operand = true;
        }
        break;
      case Kind::compare:
      case Kind::arithmetic:
      case Kind::assign:
        place(i).binary = !s_.operand && i > 0 && token(i - 1).word != Word::jump;
        s_.operand = true;
        break;
      case Kind::open_paren:
        ++s_.parens;
        s_.operand = true;
        break;
      case Kind::close_paren:
        if (s_.parens > 0) --s_.parens;
        // (int)$x
        s_.operand = i >= 2 && token(i - 1).word == Word::cast && token(i - 2).kind == Kind::open_paren;
        break;
      case Kind::comma:
      case Kind::colon:
      case Kind::negation:
      case Kind::open_bracket: s_.operand = true; break;
      default: s_.operand = false; break;
    }
  }

  // A word such as strlen as the name of a function or variable.
  bool next_is_paren_or_operator(std::uint32_t i) const {
    if (i + 1 >= tokens_.size()) return false;
    auto kind = token(i + 1).kind;
    return kind == Kind::compare || kind == Kind::assign || kind == Kind::close_paren || kind == Kind::comma;
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  Structure out_;
  State s_;
  std::vector<Entry> stack_;
  std::vector<Condition> conditions_;
  std::vector<std::uint32_t> next_code_;
  std::uint32_t segment_ = 0;
  bool broken_ = false;
};

}  // namespace

Structure structure(std::string_view text, const std::vector<Token>& tokens) { return Pass(text, tokens).run(); }

}  // namespace kukini::format
