// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// {s.…}: parts of texts, case, search, numbers; {line.…}; {val.…}; {num.…}.
#include <algorithm>
#include <ctime>

#include "base/text.hpp"
#include "transform.hpp"

namespace kukini::modules::pv {

std::span<string_view> split(base::Arena& arena, string_view text, char separator) {
  auto n = static_cast<std::size_t>(std::count(text.begin(), text.end(), separator)) + 1;
  auto out = arena.make_array<string_view>(n);
  for (auto& part : out) {
    auto end = text.find(separator);
    part = text.substr(0, end);
    if (end != text.npos) text.remove_prefix(end + 1);
  }
  return out;
}
string_view element(std::span<string_view> all, std::int64_t index) {
  if (index < 0) index += static_cast<std::int64_t>(all.size());
  return index >= 0 && index < static_cast<std::int64_t>(all.size()) ? all[static_cast<std::size_t>(index)] : string_view("");
}

namespace {

Value str(string_view s) { return Value::string(s); }
Value none() { return sdk::nothing(); }
Value num(std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); }

Value len(Context&, string_view s, TransformArgs) { return num(s.size()); }
Value to_int(Context&, string_view s, TransformArgs) {
  if (s.empty() || s == "-" || s == "+") return Value::both(0, s);  // a sign alone counts as 0
  auto n = base::to_number(s.starts_with('+') ? s.substr(1) : s);
  return n ? Value::both(*n, s) : none();
}
/// The number alone: its text is how it prints.
Value to_intv(Context& c, string_view s, TransformArgs a) {
  auto v = to_int(c, s, a);
  return v.is_integer() ? Value::integer(v.i) : v;
}
template <bool Upper>
Value fold(Context& c, string_view s, TransformArgs) {
  auto out = c.arena->make_array<char>(s.size());
  std::transform(s.begin(), s.end(), out.begin(), [](char ch) {
    if (Upper) return ch >= 'a' && ch <= 'z' ? static_cast<char>(ch - 32) : ch;
    return base::to_lower(ch);
  });
  return str({out.data(), out.size()});
}

/// substr,offset,length: a negative offset counts from the end, length 0 is all the rest.
Value substr(Context&, string_view s, TransformArgs a) {
  auto offset = number_of(a[0]), length = number_of(a[1]);
  auto size = static_cast<std::int64_t>(s.size());
  if (offset < 0) offset += size;
  if (offset < 0 || offset >= size || length < 0) return none();
  return str(s.substr(static_cast<std::size_t>(offset), length == 0 ? s.npos : static_cast<std::size_t>(length)));
}
Value selectsw(Context& c, string_view s, TransformArgs a);
/// A separator may be written as \t \n \r \\ or \w (a blank); \s is any white space.
Value select(Context& c, string_view s, TransformArgs a) {
  auto separator = arg_text(c, a, 1);
  if (separator.size() == 2 && separator[0] == '\\') {
    constexpr string_view kLetters = "tnrw\\", kSigns = "\t\n\r \\";
    if (separator[1] == 's') return selectsw(c, s, a);
    if (auto at = kLetters.find(separator[1]); at != kLetters.npos) return str(element(split(*c.arena, s, kSigns[at]), number_of(a[0])));
  }
  return str(element(split(*c.arena, s, separator_at(c, a, 1, ',')), number_of(a[0])));
}
/// selectsw,index: fields with white space between them.
Value selectsw(Context& c, string_view s, TransformArgs a) {
  std::size_t count = 0;
  auto space = [&](std::size_t i) { return base::is_space(s[i]); };
  for (std::size_t i = 0; i < s.size(); ++i) count += !space(i) && (i == 0 || space(i - 1));
  auto fields = c.arena->make_array<string_view>(count);
  std::size_t n = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (space(i)) continue;
    auto begin = i;
    while (i < s.size() && !space(i)) ++i;
    fields[n++] = s.substr(begin, i - begin);
  }
  return str(element(fields, number_of(a[0])));
}
Value strip(Context&, string_view s, TransformArgs a) {
  auto n = number_of(a[0]);
  return str(n <= 0 ? s : s.substr(std::min(s.size(), static_cast<std::size_t>(n))));
}
Value striptail(Context&, string_view s, TransformArgs a) {
  auto n = number_of(a[0]);
  return str(n <= 0 ? s : s.substr(0, s.size() - std::min(s.size(), static_cast<std::size_t>(n))));
}
Value stripto(Context& c, string_view s, TransformArgs a) {
  auto at = s.find(separator_at(c, a, 0, ','));
  return str(at == s.npos ? string_view("") : s.substr(at));
}
Value charat(Context&, string_view s, TransformArgs a) {
  auto i = number_of(a[0]);
  return str(i < 0 || static_cast<std::size_t>(i) >= s.size() ? string_view("") : s.substr(static_cast<std::size_t>(i), 1));
}
Value byteat(Context&, string_view s, TransformArgs a) {
  auto i = number_of(a[0]);
  return i < 0 || static_cast<std::size_t>(i) >= s.size() ? str("") : Value::integer(static_cast<unsigned char>(s[static_cast<std::size_t>(i)]));
}

Value replaced(Context& c, string_view s, string_view what, string_view with) {
  auto at = what.empty() ? s.npos : s.find(what);
  if (at == s.npos) return str(s);
  TextBuilder out(*c.arena, s.size() + with.size());
  for (; at != s.npos; at = s.find(what)) {
    out << s.substr(0, at) << with;
    s.remove_prefix(at + what.size());
  }
  out << s;
  return str(out.view());
}
Value rm(Context& c, string_view s, TransformArgs a) { return replaced(c, s, a.empty() ? "," : arg_text(c, a, 0), ""); }
Value replace(Context& c, string_view s, TransformArgs a) { return replaced(c, s, arg_text(c, a, 0), arg_text(c, a, 1)); }

template <class Keep>
Value filtered(Context& c, string_view s, Keep keep) {
  TextBuilder out(*c.arena, s.size() + 1);
  for (char ch : s)
    if (keep(ch)) out << ch;
  return str(out.view());
}
Value rmws(Context& c, string_view s, TransformArgs) {
  return filtered(c, s, [](char ch) { return !base::is_space(ch); });
}
Value numeric(Context& c, string_view s, TransformArgs) { return filtered(c, s, base::is_digit); }
/// A line end with white space behind it: one blank in its place (rmhdws), or nothing (rmhlws). Other line ends stay.
template <bool Blank>
Value unfold(Context& c, string_view s, TransformArgs) {
  TextBuilder out(*c.arena, s.size() + 1);
  for (std::size_t i = 0; i < s.size(); ++i) {
    std::size_t line_end = s[i] == '\n' ? 1 : s[i] == '\r' ? (i + 1 < s.size() && s[i + 1] == '\n' ? 2 : 1) : 0;
    auto behind = i + line_end;
    if (line_end == 0 || behind >= s.size() || (s[behind] != ' ' && s[behind] != '\t')) {
      out << s[i];
      continue;
    }
    while (behind < s.size() && (s[behind] == ' ' || s[behind] == '\t')) ++behind;
    if (Blank) out << ' ';
    i = behind - 1;
  }
  return str(out.view());
}

string_view left_trimmed(string_view s) {
  while (!s.empty() && base::is_space(s.front())) s.remove_prefix(1);
  return s;
}
string_view right_trimmed(string_view s) {
  while (!s.empty() && base::is_space(s.back())) s.remove_suffix(1);
  return s;
}
Value trim(Context&, string_view s, TransformArgs) { return str(base::trim(s)); }
Value ltrim(Context&, string_view s, TransformArgs) { return str(left_trimmed(s)); }
Value rtrim(Context&, string_view s, TransformArgs) { return str(right_trimmed(s)); }

Value before(Context& c, string_view s, TransformArgs a) { return str(s.substr(0, s.find(separator_at(c, a, 0, ',')))); }
Value after(Context& c, string_view s, TransformArgs a) {
  auto at = s.find(separator_at(c, a, 0, ','));
  return str(at == s.npos ? string_view("") : s.substr(at + 1));
}
Value rbefore(Context& c, string_view s, TransformArgs a) { return str(s.substr(0, s.rfind(separator_at(c, a, 0, ',')))); }
Value rafter(Context& c, string_view s, TransformArgs a) {
  auto at = s.rfind(separator_at(c, a, 0, ','));
  return str(at == s.npos ? string_view("") : s.substr(at + 1));
}
Value count(Context& c, string_view s, TransformArgs a) {
  return Value::integer(std::count(s.begin(), s.end(), separator_at(c, a, 0, ',')));
}

template <bool Quoted>
Value prefixes(Context& c, string_view s, TransformArgs a) {
  auto most = a.empty() || number_of(a[0]) <= 0 ? s.size() : static_cast<std::size_t>(number_of(a[0]));
  TextBuilder out(*c.arena);
  for (std::size_t n = 1; n <= s.size() && n <= most; ++n) {
    if (n > 1) out << ',';
    if (Quoted) out << '\'';
    out << s.substr(0, n);
    if (Quoted) out << '\'';
  }
  return str(out.view());
}

/// What is not in brackets stays what it is: a number, too.
Value unbracket(Context& c, const Value& v, TransformArgs) {
  if (v.is_null()) return none();
  auto s = text_of(c, v);
  return s.size() >= 2 && s.front() == '<' && s.back() == '>' ? str(s.substr(1, s.size() - 2)) : v;
}
Value unquote(Context&, string_view s, TransformArgs) {
  bool quoted = s.size() >= 2 && s.front() == s.back() && (s.front() == '"' || s.front() == '\'');
  return str(quoted ? s.substr(1, s.size() - 2) : s);
}

Value ftime(Context& c, string_view s, TransformArgs a) {
  auto seconds = s.empty() ? 0 : base::to_number(s);
  if (!seconds || *seconds < 0) return none();
  std::time_t at = *seconds;
  std::tm tm{};
  localtime_r(&at, &tm);
  char pattern[128], out[256];
  auto format = arg_text(c, a, 0);
  pattern[format.copy(pattern, sizeof pattern - 1)] = 0;
  return str(c.arena->copy({out, std::strftime(out, sizeof out, pattern, &tm)}));
}

/// fmtlines,length: cut into lines; fmtlinet,length,tabs: with tabs in front of all but the first.
Value fmtlines(Context& c, string_view s, TransformArgs a) {
  auto width = a.empty() ? 0 : number_of(a[0]);
  auto tabs = a.size() > 1 ? number_of(a[1]) : 0;
  if (width <= 0) return str(s);
  TextBuilder out(*c.arena, s.size() + 64);
  while (!s.empty()) {
    if (out.size() != 0) {
      out << "\r\n";
      for (auto i = tabs; i > 0; --i) out << '\t';
    }
    auto line = s.substr(0, static_cast<std::size_t>(width));
    out << line;
    s.remove_prefix(line.size());
  }
  return str(out.view());
}

// ---- {line.…}: a line end is LF with or without CR; one at the very end begins no further line.
std::span<string_view> lines(Context& c, string_view s) {
  if (s.ends_with('\n')) s.remove_suffix(1);
  auto all = split(*c.arena, s, '\n');
  for (auto& line : all)
    if (line.ends_with('\r')) line.remove_suffix(1);
  return all;
}
/// As text: {line.count} + 1 puts them together.
Value line_count(Context& c, string_view s, TransformArgs) { return s.empty() ? none() : str(text_of(c, num(lines(c, s).size()))); }
Value line_at(Context& c, string_view s, TransformArgs a) { return s.empty() ? none() : str(element(lines(c, s), number_of(a[0]))); }
Value line_sw(Context& c, string_view s, TransformArgs a) {
  if (s.empty()) return none();
  auto prefix = arg_text(c, a, 0);
  for (auto line : lines(c, s))
    if (line.starts_with(prefix)) return str(line);
  return str("");
}

/// What a JSON string has between its quotes.
void json_text(TextBuilder& out, string_view s) {
  for (char ch : s) switch (ch) {
      case '"': out << "\\\""; break;
      case '\\': out << "\\\\"; break;
      case '\n': out << "\\n"; break;
      case '\r': out << "\\r"; break;
      case '\t': out << "\\t"; break;
      case '\b': out << "\\b"; break;
      case '\f': out << "\\f"; break;
      default:
        if (static_cast<unsigned char>(ch) < 0x20) {
          constexpr char kHex[] = "0123456789abcdef";
          out << "\\u00" << kHex[ch >> 4 & 15] << kHex[ch & 15];
        } else {
          out << ch;
        }
    }
}
Value val_json(Context& c, const Value& v, TransformArgs) {
  TextBuilder out(*c.arena);
  json_text(out, text_of(c, v));
  return str(out.view());
}
/// A whole JSON value: a text in quotes, null as "", a number as it is.
Value val_jsonqe(Context& c, const Value& v, TransformArgs) {
  if (v.is_integer()) return v;
  TextBuilder out(*c.arena);
  out << '"';
  json_text(out, text_of(c, v));
  out << '"';
  return str(out.view());
}
/// Null becomes 0 …
Value val_n0(Context&, const Value& v, TransformArgs) { return v.is_null() ? Value::integer(0) : v; }
/// … or empty text.
Value val_ne(Context&, const Value& v, TransformArgs) { return v.is_null() ? str("") : v; }

/// Of a number; 0 for everything else.
Value first_digit(Context&, const Value& v, TransformArgs) {
  if (!v.is_integer()) return Value::integer(0);
  auto n = v.i < 0 ? ~static_cast<std::uint64_t>(v.i) + 1 : static_cast<std::uint64_t>(v.i);
  while (n >= 10) n /= 10;
  return Value::integer(static_cast<std::int64_t>(n));
}
Value last_digit(Context&, const Value& v, TransformArgs) {
  if (!v.is_integer()) return Value::integer(0);
  auto n = v.i < 0 ? ~static_cast<std::uint64_t>(v.i) + 1 : static_cast<std::uint64_t>(v.i);
  return Value::integer(static_cast<std::int64_t>(n % 10));
}

}  // namespace

void bind_string_transformations(Binder& b) {
  struct {
    string_view name;
    TransformCall call;
  } const kString[] = {
      {"len", &on_text<len>},           {"int", &on_text<to_int>},        {"intv", &on_text<to_intv>},       {"tolower", &on_text<fold<false>>},
      {"toupper", &on_text<fold<true>>}, {"substr", &on_text<substr>},    {"select", &on_text<select>},     {"selectsw", &on_text<selectsw>},
      {"strip", &on_text<strip>},       {"striptail", &on_text<striptail>}, {"stripto", &on_text<stripto>}, {"charat", &on_text<charat>},
      {"byteat", &on_text<byteat>},     {"rm", &on_text<rm>},             {"replace", &on_text<replace>},   {"rmws", &on_text<rmws>},
      {"rmhdws", &on_text<unfold<true>>},     {"rmhlws", &on_text<unfold<false>>},     {"numeric", &on_text<numeric>},   {"trim", &on_text<trim>},
      {"ltrim", &on_text<ltrim>},       {"rtrim", &on_text<rtrim>},       {"before", &on_text<before>},     {"after", &on_text<after>},
      {"rbefore", &on_text<rbefore>},   {"rafter", &on_text<rafter>},     {"count", &on_text<count>},       {"prefixes", &on_text<prefixes<false>>},
      {"prefixes.quoted", &on_text<prefixes<true>>}, {"unbracket", &unbracket}, {"unquote", &on_text<unquote>},
      {"ftime", &on_text<ftime>},       {"fmtlines", &on_text<fmtlines>}, {"fmtlinet", &on_text<fmtlines>},
  };
  for (const auto& t : kString) b.transformation("s", t.name, t.call);
  b.transformation("line", "count", &on_text<line_count>);
  b.transformation("line", "at", &on_text<line_at>);
  b.transformation("line", "sw", &on_text<line_sw>);
  b.transformation("val", "json", &val_json);
  b.transformation("val", "jsonqe", &val_jsonqe);
  b.transformation("val", "n0", &val_n0);
  b.transformation("val", "ne", &val_ne);
  b.transformation("num", "fdigit", &first_digit);
  b.transformation("num", "ldigit", &last_digit);
}

}  // namespace kukini::modules::pv
