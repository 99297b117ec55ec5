// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The grammar of pseudo-variables run over a text, and its nodes built.
#include <algorithm>

#include "base/text.hpp"
#include "lang/front_end.hpp"
#include "pv/pv.hpp"

namespace kukini::lang {
namespace {

namespace p = tao::pegtl;
namespace g = grammar::pv;

enum class Kind : std::uint8_t { variable, name, inner, index_all, index_number, index_variable, transformation, class_name, function_name, argument, dollar, lone_dollar, literal };

struct Node {
  Kind kind;
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t next;
};

constexpr std::uint32_t kDeepest = 60;

struct Failure {
  std::uint32_t at;
  const char* what;
};

struct State {
  std::vector<Node> tree;
  std::vector<std::uint32_t> open;
  std::uint32_t depth = 0;
};

template <typename Rule>
inline constexpr int captured = -1;
template <> inline constexpr int captured<g::variable> = static_cast<int>(Kind::variable);
template <> inline constexpr int captured<g::name> = static_cast<int>(Kind::name);
template <> inline constexpr int captured<g::inner> = static_cast<int>(Kind::inner);
template <> inline constexpr int captured<g::index_all> = static_cast<int>(Kind::index_all);
template <> inline constexpr int captured<g::index_number> = static_cast<int>(Kind::index_number);
template <> inline constexpr int captured<g::index_value> = static_cast<int>(Kind::index_variable);
template <> inline constexpr int captured<g::transformation> = static_cast<int>(Kind::transformation);
template <> inline constexpr int captured<g::class_name> = static_cast<int>(Kind::class_name);
template <> inline constexpr int captured<g::function_name> = static_cast<int>(Kind::function_name);
template <> inline constexpr int captured<g::argument> = static_cast<int>(Kind::argument);
template <> inline constexpr int captured<g::dollar> = static_cast<int>(Kind::dollar);
template <> inline constexpr int captured<g::lone_dollar> = static_cast<int>(Kind::lone_dollar);
template <> inline constexpr int captured<g::literal> = static_cast<int>(Kind::literal);

template <typename Rule>
inline constexpr bool nests = false;
template <> inline constexpr bool nests<g::variable> = true;
template <> inline constexpr bool nests<g::inner_parens> = true;
template <> inline constexpr bool nests<g::argument_braces> = true;

template <typename Rule>
inline constexpr const char* expected = nullptr;
template <> inline constexpr const char* expected<g::variable> = "a pseudo-variable such as $ru or $var(x)";
template <> inline constexpr const char* expected<p::eof> = "nothing behind the pseudo-variable";
template <> inline constexpr const char* expected<g::inner_close> = "')' to close the name";
template <> inline constexpr const char* expected<g::outer_close> = "')' to close the pseudo-variable";
template <> inline constexpr const char* expected<g::index_value> = "an index: a number, * or a pseudo-variable";
template <> inline constexpr const char* expected<g::index_close> = "']' to close the index";
template <> inline constexpr const char* expected<g::transformation_body> = "a transformation such as s.len";
template <> inline constexpr const char* expected<g::argument_close> = "'}' to close the transformation";

template <typename Input>
std::uint32_t offset_of(const Input& in) {
  return static_cast<std::uint32_t>(in.current() - in.begin());
}

template <typename Rule>
struct Control : p::normal<Rule> {
  static constexpr bool enable = captured<Rule> >= 0 || nests<Rule>;

  // Takes back the nodes of what matched inside a rule that did not.
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action, template <typename...> class Ctrl, typename Input>
  static bool match(Input& in, State& state) {
    const auto nodes = state.tree.size();
    const bool matched = p::normal<Rule>::template match<A, M, Action, Ctrl>(in, state);
    if (!matched && nodes < state.tree.size()) state.tree.resize(nodes);
    return matched;
  }

  template <typename Input>
  static void start(const Input& in, State& state) {
    if constexpr (nests<Rule>)
      if (++state.depth > kDeepest) throw Failure{offset_of(in), nullptr};
    if constexpr (captured<Rule> >= 0) {
      state.open.push_back(static_cast<std::uint32_t>(state.tree.size()));
      state.tree.push_back({static_cast<Kind>(captured<Rule>), offset_of(in), 0, 0});
    }
  }
  template <typename Input>
  static void success(const Input& in, State& state) {
    if constexpr (nests<Rule>) --state.depth;
    if constexpr (captured<Rule> >= 0) {
      auto& node = state.tree[state.open.back()];
      state.open.pop_back();
      node.end = offset_of(in);
      node.next = static_cast<std::uint32_t>(state.tree.size());
    }
  }
  template <typename Input>
  static void failure(const Input&, State& state) {
    if constexpr (nests<Rule>) --state.depth;
    if constexpr (captured<Rule> >= 0) {
      state.tree.resize(state.open.back());
      state.open.pop_back();
    }
  }
  template <typename Input>
  [[noreturn]] static void raise(const Input& in, State&) {
    static_assert(expected<Rule> != nullptr);
    throw Failure{offset_of(in), expected<Rule>};
  }
};

class PvBuilder {
 public:
  PvBuilder(std::string_view text, base::Arena& arena, const std::vector<Node>& tree) : text_(text), arena_(arena), tree_(tree) {}

  ast::PvNode* variable(std::uint32_t at) {
    auto* out = arena_.make<ast::PvNode>();
    const Node& node = tree_[at];
    out->offset = node.begin;
    out->length = node.end - node.begin;
    out->text = view(node);
    std::vector<ast::PvTransformation> transformations;
    for (auto i = at + 1; i < node.next; i = tree_[i].next) {
      const Node& c = tree_[i];
      switch (c.kind) {
        case Kind::name:
          out->name = view(c);
          out->name_offset = c.begin;
          break;
        case Kind::inner:
          out->has_inner = true;
          out->inner = view(c);
          out->inner_offset = c.begin;
          out->inner_pieces = pieces(i);
          break;
        case Kind::index_variable: out->index = index(i); break;
        case Kind::transformation: transformations.push_back(transformation(i)); break;
        default: break;
      }
    }
    out->transformations = keep(transformations);
    return out;
  }

  // The pseudo-variables among the children of node `at` and the text between them.
  std::span<const ast::FormatPiece> pieces(std::uint32_t at) {
    std::vector<ast::FormatPiece> out;
    const Node& node = tree_[at];
    auto from = node.begin;
    for (auto i = at + 1; i < node.next; i = tree_[i].next) {
      const Node& c = tree_[i];
      if (c.kind != Kind::variable) continue;
      literal(out, from, c.begin);
      out.push_back({c.begin, c.end - c.begin, view(c), variable(i)});
      from = c.end;
    }
    literal(out, from, node.end);
    return keep(out);
  }

  void literal(std::vector<ast::FormatPiece>& out, std::uint32_t begin, std::uint32_t end) const {
    if (begin < end) out.push_back({begin, end - begin, text_.substr(begin, end - begin), nullptr});
  }

  template <class T>
  std::span<const T> keep(const std::vector<T>& list) {
    auto out = arena_.make_array<T>(list.size());
    std::copy(list.begin(), list.end(), out.begin());
    return out;
  }

 private:
  std::string_view view(const Node& n) const { return text_.substr(n.begin, n.end - n.begin); }

  ast::PvIndex index(std::uint32_t at) {
    ast::PvIndex out;
    const Node& c = tree_[at + 1];
    out.offset = c.begin;
    if (c.kind == Kind::index_all) {
      out.kind = ast::PvIndexKind::all;
    } else if (c.kind == Kind::variable) {
      out.kind = ast::PvIndexKind::pv;
      out.pv = variable(at + 1);
    } else {
      out.kind = ast::PvIndexKind::number;
      auto digits = view(c);
      if (digits.starts_with('+')) digits.remove_prefix(1);
      // An index that does not fit is as good as one that is out of range.
      out.number = base::to_number(digits).value_or(digits.starts_with('-') ? INT64_MIN : INT64_MAX);
    }
    return out;
  }

  ast::PvTransformation transformation(std::uint32_t at) {
    ast::PvTransformation out;
    const Node& node = tree_[at];
    out.offset = node.begin;
    out.length = node.end - node.begin;
    std::vector<ast::PvArgument> arguments;
    std::uint32_t first = 0, last = 0;
    for (auto i = at + 1; i < node.next; i = tree_[i].next) {
      const Node& c = tree_[i];
      if (c.kind == Kind::class_name) out.class_name = view(c);
      if (c.kind == Kind::function_name) out.name = view(c);
      if (c.kind != Kind::argument) continue;
      if (arguments.empty()) first = c.begin;
      last = c.end;
      arguments.push_back(argument(i));
    }
    out.raw_arguments = text_.substr(first, last - first);
    out.arguments = keep(arguments);
    return out;
  }

  ast::PvArgument argument(std::uint32_t at) {
    ast::PvArgument out;
    const Node& node = tree_[at];
    out.offset = node.begin;
    out.text = view(node);
    auto trimmed = base::trim(out.text);
    if (at + 1 < node.next && tree_[at + 1].kind == Kind::variable && view(tree_[at + 1]).size() == trimmed.size())
      out.pv = variable(at + 1);
    if (auto n = base::to_number(trimmed)) {
      out.is_number = true;
      out.number = *n;
    }
    return out;
  }

  std::string_view text_;
  base::Arena& arena_;
  const std::vector<Node>& tree_;
};

template <typename Rule>
bool run(std::string_view text, State& state, std::vector<PvProblem>& problems) {
  p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*> in(text.data(), text.data() + text.size(), "");
  try {
    return p::parse<Rule, p::nothing, Control>(in, state);
  } catch (const Failure& f) {
    auto end = static_cast<std::uint32_t>(text.size());
    std::string message = f.what == nullptr ? "pseudo-variables are nested too deeply"
                                            : "expected " + std::string(f.what) + (f.at >= end ? ", but the text ends" : ", found '" + std::string(text.substr(f.at, 1)) + "'");
    problems.push_back({std::min(f.at, end), f.at < end ? 1u : 0u, "syntax-bad-pv", std::move(message), {}});
    return false;
  }
}

}  // namespace

const ast::PvNode* parse_pv(std::string_view text, base::Arena& arena, std::vector<PvProblem>& problems) {
  State state;
  if (!run<g::only_variable>(text, state, problems)) return nullptr;
  return PvBuilder(text, arena, state.tree).variable(0);
}

std::span<const ast::FormatPiece> parse_format(std::string_view text, base::Arena& arena, std::vector<PvProblem>& problems) {
  State state;
  std::vector<ast::FormatPiece> out;
  bool whole = run<g::format>(text, state, problems);
  // After a mistake only the nodes before it are complete; the rest stays literal text.
  auto complete = whole || state.open.empty() ? static_cast<std::uint32_t>(state.tree.size()) : state.open.front();
  PvBuilder builder(text, arena, state.tree);
  std::uint32_t done = 0;
  for (std::uint32_t i = 0; i < complete; i = state.tree[i].next) {
    const Node& n = state.tree[i];
    auto view = text.substr(n.begin, n.end - n.begin);
    if (n.kind == Kind::variable) out.push_back({n.begin, n.end - n.begin, view, builder.variable(i)});
    else if (n.kind == Kind::dollar) out.push_back({n.begin, 2, view.substr(1), nullptr});
    else if (n.kind == Kind::literal) out.push_back({n.begin, n.end - n.begin, view, nullptr});
    else {
      problems.push_back({n.begin, 1, "syntax-bad-pv", "'$' begins no pseudo-variable here", "write $$ for a dollar sign"});
      out.push_back({n.begin, 1, view, nullptr});
    }
    done = n.end;
  }
  builder.literal(out, done, static_cast<std::uint32_t>(text.size()));
  return builder.keep(out);
}

}  // namespace kukini::lang
