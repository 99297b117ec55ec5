// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// subst(): /expression/replacement/flags on the message, a header, the body, the R-URI, a variable; {re.subst,…}.
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/posix_regex.hpp"
#include "base/text.hpp"
#include "sdk/nothing.hpp"
#include "sip/uri.hpp"
#include "textops.hpp"

namespace kukini::modules::textops {

namespace {

InitContext* g_init = nullptr;
constexpr int kGroups = 10;

/// A bound substitution. Kept as long as the process: one per text in scripts.
struct Subst {
  struct Piece {
    int group = -1;  ///< \0 … \9, or text
    std::string text;
    const Format* format = nullptr;  ///< text with pseudo-variables
  };
  std::unique_ptr<re2::RE2> re;
  std::vector<Piece> pieces;
  bool all = false;
  bool may_be_empty = false;  ///< the expression fits empty text
};

/// Cuts at the next delimiter that is not escaped; "\<delimiter>" becomes the delimiter.
bool cut(string_view& rest, char delimiter, std::string& out) {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      if (rest[i + 1] != delimiter) out += '\\';
      out += rest[++i];
    } else if (rest[i] == delimiter) {
      rest.remove_prefix(i + 1);
      return true;
    } else {
      out += rest[i];
    }
  }
  return false;
}

Result<> parse_replacement(Subst& s, string_view text) {
  std::string plain;
  auto flush = [&]() -> Result<> {
    if (plain.empty()) return {};
    Subst::Piece piece;
    piece.text = plain;
    if (plain.find('$') != plain.npos && g_init != nullptr) {
      auto format = g_init->parse_format(piece.text);
      if (!format) return Error{format.error()};
      piece.format = *format;
    }
    s.pieces.push_back(std::move(piece));
    plain.clear();
    return {};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    char next = text[++i];
    if (base::is_digit(next)) {
      if (auto ok = flush(); !ok) return ok;
      s.pieces.push_back({next - '0', {}, nullptr});
    } else {
      plain += next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next;
    }
  }
  return flush();
}

Result<std::unique_ptr<Subst>> parse(string_view text) {
  if (text.size() < 3) return Error{"a substitution looks like /expression/replacement/flags"};
  auto s = std::make_unique<Subst>();
  char delimiter = text.front();
  std::string pattern, replacement;
  auto rest = text.substr(1);
  if (!cut(rest, delimiter, pattern) || !cut(rest, delimiter, replacement))
    return Error{"\"" + std::string(text) + "\" is no substitution: it looks like /expression/replacement/flags"};
  re2::RE2::Options options;
  options.set_longest_match(true);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  std::string mode = "(?m)";
  for (char flag : rest) {
    if (flag == 'g') s->all = true;
    else if (flag == 'i') options.set_case_sensitive(false);
    else if (flag == 's') mode = "(?s)";
    else return Error{"unknown flag '" + std::string(1, flag) + "' in \"" + std::string(text) + "\"; known are i, g, s"};
  }
  s->re = std::make_unique<re2::RE2>(mode + base::posix_to_re2(pattern), options);
  if (!s->re->ok()) return Error{"\"" + pattern + "\" is no regular expression: " + s->re->error()};
  s->may_be_empty = s->re->Match("", 0, 0, re2::RE2::UNANCHORED, nullptr, 0);
  if (auto ok = parse_replacement(*s, replacement); !ok) return Error{ok.error()};
  return s;
}

/// The substitution of a text, parsed once per process.
Result<const Subst*> known(string_view text) {
  static std::mutex lock;
  static std::unordered_map<std::string, std::unique_ptr<Subst>> all;
  thread_local std::unordered_map<std::string, const Subst*> mine;
  std::string key(text);
  if (auto at = mine.find(key); at != mine.end()) return at->second;
  std::lock_guard hold(lock);
  auto at = all.find(key);
  if (at == all.end()) {
    auto parsed = parse(text);
    if (!parsed) return Error{parsed.error()};
    at = all.emplace(key, std::move(*parsed)).first;
  }
  mine[key] = at->second.get();
  return static_cast<const Subst*>(at->second.get());
}

Result<const void*> prepare(string_view text) {
  auto s = known(text);
  if (!s) return Error{s.error()};
  return static_cast<const void*>(*s);
}
template <std::size_t Index>
Result<const void*> prepare_at(void*, std::size_t index, string_view text) {
  if (index != Index) return static_cast<const void*>(nullptr);
  return prepare(text);
}
const Subst* subst_of(Context& c, const Arg& a) {
  if (a.prepared != nullptr) return static_cast<const Subst*>(a.prepared);
  auto s = known(text_of(c, a.value));
  if (!s) log(Level::error, "textops", "{}", s.error());
  return s ? *s : nullptr;
}

string_view replacement(Context& c, const Subst& s, const re2::StringPiece* groups) {
  TextBuilder out(*c.arena);
  for (const auto& piece : s.pieces) {
    if (piece.group >= 0) out << string_view(groups[piece.group].data(), groups[piece.group].size());
    else if (piece.format != nullptr) out << piece.format->eval(c);
    else out << piece.text;
  }
  return out.view();
}

/// True when the expression matches empty text somewhere: such a substitution is not done.
bool matches_nothing(const Subst& s, string_view in, std::size_t at) {
  if (!s.may_be_empty) return false;
  re2::StringPiece whole;
  while (at <= in.size() && s.re->Match(re2::StringPiece(in.data(), in.size()), at, in.size(), re2::RE2::UNANCHORED, &whole, 1)) {
    if (whole.empty()) return true;
    if (!s.all) return false;
    at = static_cast<std::size_t>(whole.data() - in.data()) + whole.size();
  }
  return false;
}

/// Calls visit(offset, length, text) for each match; the number of them.
template <class Visit>
int each_match(Context& c, const Subst& s, string_view in, std::size_t at, Visit visit) {
  if (matches_nothing(s, in, at)) return 0;
  int n = 0;
  re2::StringPiece groups[kGroups];
  int wanted = std::min(kGroups, s.re->NumberOfCapturingGroups() + 1);
  while (at <= in.size() && s.re->Match(re2::StringPiece(in.data(), in.size()), at, in.size(), re2::RE2::UNANCHORED, groups, wanted)) {
    ++n;
    auto begin = static_cast<std::size_t>(groups[0].data() - in.data());
    visit(begin, groups[0].size(), replacement(c, s, groups));
    at = begin + (groups[0].empty() ? 1 : groups[0].size());
    if (!s.all) break;
  }
  return n;
}

/// The new text, or nothing where the expression does not match.
bool apply(Context& c, const Subst& s, string_view in, string_view& out) {
  TextBuilder built(*c.arena, in.size() + 32);
  std::size_t done = 0;
  int n = each_match(c, s, in, 0, [&](std::size_t begin, std::size_t length, string_view text) {
    built << in.substr(done, begin - done) << text;
    done = begin + length;
  });
  if (n == 0) return false;
  built << in.substr(done);
  out = built.view();
  return true;
}

int edit_range(Context& c, const Subst& s, std::uint32_t begin, std::uint32_t end) {
  int n = each_match(c, s, c.msg->bytes().substr(0, end), begin, [&](std::size_t at, std::size_t length, string_view text) {
    put(c, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length), text);
  });
  return n > 0 ? 1 : -1;
}

int subst(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[0]);
  return s == nullptr ? -1 : edit_range(c, *s, c.msg->headers_begin(), static_cast<std::uint32_t>(c.msg->bytes().size()));
}
int subst_body(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[0]);
  return s == nullptr ? -1 : edit_range(c, *s, c.msg->body_offset(), static_cast<std::uint32_t>(c.msg->bytes().size()));
}

/// subst_hf(name, substitution, flags): a all headers of that name, f the first, l the last.
int subst_hf(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[1]);
  if (s == nullptr) return -1;
  auto name = base::trim(text(c, a, 0)), flags = text(c, a, 2);
  bool all = flags.find('a') != flags.npos;
  const auto* h = c.msg->find(name);
  if (flags.find('l') != flags.npos)
    for (const auto* next = h; next != nullptr; next = c.msg->find_next(next, name)) h = next;
  int result = -1;
  for (; h != nullptr; h = c.msg->find_next(h, name)) {
    auto value = c.msg->value(*h);
    int n = each_match(c, *s, value, 0, [&](std::size_t at, std::size_t length, string_view text) {
      put(c, h->value + static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length), text);
    });
    if (n > 0) result = 1;
    if (!all) break;
  }
  return result;
}

int subst_uri(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[0]);
  string_view uri;
  if (s == nullptr || !c.msg->is_request() || !apply(c, *s, c.ruri(), uri)) return -1;
  c.set_ruri(uri);
  return 1;
}
int subst_user(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[0]);
  sip::Uri uri;
  string_view user;
  if (s == nullptr || !c.msg->is_request() || !sip::parse_uri(c.ruri(), uri) || !apply(c, *s, uri.user, user)) return -1;
  auto whole = c.ruri();
  TextBuilder out(*c.arena);
  if (uri.has_user) {
    auto at = static_cast<std::size_t>(uri.user.data() - whole.data());
    out << whole.substr(0, at) << user << whole.substr(at + uri.user.size());
  } else {
    auto at = static_cast<std::size_t>(uri.host.data() - whole.data());
    out << whole.substr(0, at) << user << '@' << whole.substr(at);
  }
  c.set_ruri(out.view());
  return 1;
}

/// subst_v(text, substitution, variable)
int subst_v(void*, Context& c, Args a) {
  const auto* s = subst_of(c, a[1]);
  if (s == nullptr || a[2].pv == nullptr) return -1;
  auto in = text(c, a, 0);
  string_view out = in;
  bool changed = apply(c, *s, in, out);
  return a[2].pv->set(c, Value::string(out)) && changed ? 1 : -1;
}

/// {re.subst,/…/…/}: the text as it is where nothing matches.
Value transform(Context& c, const Value& v, std::span<const Value> args) {
  if (v.is_null() || args.empty()) return sdk::nothing();
  auto s = known(args[0].s);
  if (!s) {
    log(Level::error, "textops", "{}", s.error());
    return sdk::nothing();
  }
  auto in = text_of(c, v);
  if (in.empty() || matches_nothing(**s, in, 0)) return sdk::nothing();
  string_view out = in;
  apply(c, **s, in, out);
  return Value::string(out);
}

}  // namespace

void bind_subst(Binder& b, Host& host) {
  b.function("subst", &subst, &host, &prepare_at<0>);
  b.function("subst_body", &subst_body, &host, &prepare_at<0>);
  b.function("subst_uri", &subst_uri, &host, &prepare_at<0>);
  b.function("subst_user", &subst_user, &host, &prepare_at<0>);
  b.function("subst_hf", &subst_hf, &host, &prepare_at<1>);
  b.function("subst_v", &subst_v, &host, &prepare_at<1>);
  b.transformation("re", "subst", &transform);
}

void start_subst(InitContext& init) { g_init = &init; }

}  // namespace kukini::modules::textops
