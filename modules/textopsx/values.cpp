// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Values of headers that are lists, and parameters of values: append_hf_value() and its relatives.
#include "base/kept.hpp"
#include "base/text.hpp"
#include "textopsx.hpp"

namespace kukini::modules::textopsx {

namespace {

/// Which value a script means: "Name", "Name[2]", "Name[-1].param", "Name[*].param". The first is 1; 0 and no index mean it as well.
struct Place {
  std::string name, param;
  std::int64_t index = 0;
  bool has_index = false, all = false;
};

bool parse_place(string_view text, Place& out) {
  auto end = text.find_first_of("[.");
  out.name = base::trim(text.substr(0, end));
  if (out.name.empty()) return false;
  if (end == text.npos) return true;
  if (text[end] == '[') {
    auto close = text.find(']', end);
    if (close == text.npos) return false;
    auto index = base::trim(text.substr(end + 1, close - end - 1));
    out.has_index = true;
    if (index == "*") {
      out.all = true;
    } else {
      auto n = base::to_number<std::int64_t>(index.starts_with('+') ? index.substr(1) : index);
      if (!n) return false;
      out.index = *n;
    }
    end = close + 1;
    if (end == text.size()) return true;
    if (text[end] != '.') return false;
  }
  out.param = base::trim(text.substr(end + 1));
  return !out.param.empty();
}

Result<const void*> prepare_place(void*, std::size_t index, string_view text) {
  if (index != 0) return static_cast<const void*>(nullptr);
  static base::Kept<Place> kept;
  Place place;
  if (!parse_place(text, place)) return Error{"\"" + std::string(text) + "\" is no name of a header with an index and a parameter, as in \"Foo[2].bar\""};
  return static_cast<const void*>(kept.get(text, [&] { return place; }));
}
const Place& place_of(Args a) {
  static const Place kNone;
  return a[0].prepared != nullptr ? *static_cast<const Place*>(a[0].prepared) : kNone;
}

/// One value as it stands in its header; `comma` tells whether one precedes it there.
struct Part {
  const sip::Header* header = nullptr;
  string_view text;
  bool first = true, last = true;
};

/// Where the element that begins `rest` ends: at a comma outside of quotes and angle brackets.
std::size_t element_end(string_view rest, char separator) {
  bool quoted = false, angle = false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    char ch = rest[i];
    if (quoted) {
      if (ch == '\\') ++i;
      else if (ch == '"') quoted = false;
    } else if (ch == '"') quoted = true;
    else if (ch == '<') angle = true;
    else if (ch == '>') angle = false;
    else if (ch == separator && !angle) return i;
  }
  return rest.size();
}

/// Walks the values of all headers of a name.
class Values {
 public:
  Values(Context& c, string_view name, bool whole) : msg_(*c.msg), name_(name), whole_(whole), header_(msg_.find(name)) { open(); }
  bool next(Part& out) {
    while (header_ != nullptr) {
      if (rest_.data() != nullptr) {
        auto end = whole_ ? rest_.size() : element_end(rest_, ',');
        out = {header_, base::trim(rest_.substr(0, end)), first_, end >= rest_.size()};
        first_ = false;
        rest_ = end >= rest_.size() ? string_view{} : rest_.substr(end + 1);
        return true;
      }
      header_ = msg_.find_next(header_, name_);
      open();
    }
    return false;
  }

 private:
  void open() {
    first_ = true;
    rest_ = header_ != nullptr ? msg_.value(*header_) : string_view{};
  }
  const sip::Message& msg_;
  string_view name_;
  bool whole_;
  const sip::Header* header_;
  string_view rest_;
  bool first_ = true;
};

/// The value an index means; `zero` is what 0 counts as.
bool find_value(Context& c, const Place& place, bool whole, std::int64_t zero, Part& out) {
  auto index = place.index == 0 ? zero : place.index;
  if (index < 0) {
    std::int64_t count = 0;
    Values all(c, place.name, whole);
    for (Part p; all.next(p);) ++count;
    index += count + 1;
  }
  if (index < 1) return false;
  Values all(c, place.name, whole);
  while (all.next(out))
    if (--index == 0) return true;
  return false;
}

/// A parameter inside a value: `text` with the separator before it (or, of the first, behind it), `value` with its quotes.
struct Param {
  string_view text, value;
  bool has_value = false;
};

/// Parameters follow ';' in a value; in the body of a header like Authorization they follow the scheme, between commas.
bool find_param(string_view value, string_view name, bool whole, Param& out) {
  char separator = whole ? ',' : ';';
  auto start = value.data();
  auto rest = value;
  bool before = false;  // a separator stands before the element
  if (whole) {
    auto space = rest.find_first_of(" \t");
    auto equals = rest.find('=');
    if (space != rest.npos && (equals == rest.npos || space < equals)) rest.remove_prefix(space + 1);
  } else {
    auto end = element_end(rest, separator);
    if (end >= rest.size()) return false;
    start = rest.data() + end;
    rest.remove_prefix(end + 1);
    before = true;
  }
  for (;;) {
    auto end = element_end(rest, separator);
    auto element = rest.substr(0, end);
    auto equals = element.find('=');
    if (base::iequals(base::trim(element.substr(0, equals)), name)) {
      auto tail = element.data() + element.size();
      if (!before) {
        start = element.data();
        if (end < rest.size()) ++tail;
      }
      out.text = {start, static_cast<std::size_t>(tail - start)};
      out.has_value = equals != element.npos;
      out.value = out.has_value ? base::trim(element.substr(equals + 1)) : string_view{tail, 0};
      if (!out.has_value) out.value = {element.data() + base::trim(element).size(), 0};
      return true;
    }
    if (end >= rest.size()) return false;
    start = rest.data() + end;
    rest.remove_prefix(end + 1);
    before = true;
  }
}

void replace(Context& c, string_view part, string_view text) {
  auto& edits = c.current_edits();
  auto offset = c.msg->offset(part);
  auto length = static_cast<std::uint32_t>(part.size());
  if (length == 0 || !edits.change(offset, length, text)) edits.replace(offset, length, text);
}
void insert_at(Context& c, const char* at, string_view text) { c.current_edits().insert(c.msg->offset({at, 0}), text); }

/// Takes a value out together with one comma; the line where it is the only one.
void remove_part(Context& c, const Part& p) {
  auto value = c.msg->value(*p.header);
  const char *begin = p.text.data(), *end = p.text.data() + p.text.size();
  if (p.first && p.last) return c.current_edits().remove(p.header->begin, p.header->end - p.header->begin);
  if (p.first) {
    begin = value.data();
    while (*end != ',') ++end;
    ++end;
  } else {
    while (*--begin != ',') {
    }
  }
  c.current_edits().remove(*c.msg, {begin, static_cast<std::size_t>(end - begin)});
}

string_view header_line(Context& c, string_view name, string_view value) {
  TextBuilder line(*c.arena, name.size() + value.size() + 4);
  line << name << ": " << value << "\r\n";
  return line.view();
}

int append_hf_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  auto value = text(c, a, 1);
  Part at;
  if (!place.has_index || !find_value(c, place, false, -1, at)) {
    c.current_edits().append_header(*c.msg, header_line(c, place.name, value));
    return 1;
  }
  insert_at(c, at.text.data() + at.text.size(), c.arena->concat(",", value));
  return 1;
}

int insert_hf_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  auto value = text(c, a, 1);
  Part at;
  if (!place.has_index || c.msg->find(place.name) == nullptr) {
    const auto* h = c.msg->find(place.name);
    if (h != nullptr) c.current_edits().insert(h->begin, header_line(c, place.name, value));
    else c.current_edits().append_header(*c.msg, header_line(c, place.name, value));
    return 1;
  }
  if (!find_value(c, place, false, 1, at)) return -1;
  const char* before = at.text.data();
  while (!at.first && before[-1] != ',') --before;
  insert_at(c, before, c.arena->concat(value, ","));
  return 1;
}

/// Calls `what` for the value meant, or for all of them; true where one call said so.
template <class What>
bool for_values(Context& c, const Place& place, bool whole, What what) {
  Part p;
  if (!place.all) return find_value(c, place, whole, 1, p) && what(p);
  bool any = false;
  Values all(c, place.name, whole);
  while (all.next(p)) any = what(p) || any;
  return any;
}

template <bool Whole>
int remove_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  if (place.param.empty() && place.all) {
    const auto* h = c.msg->find(place.name);
    if (h == nullptr) return -1;
    for (; h != nullptr; h = c.msg->find_next(h, place.name)) c.current_edits().remove(h->begin, h->end - h->begin);
    return 1;
  }
  bool done = for_values(c, place, Whole, [&](const Part& p) {
    if (place.param.empty()) {
      remove_part(c, p);
      return true;
    }
    Param param;
    if (!find_param(p.text, place.param, Whole, param)) return false;
    c.current_edits().remove(*c.msg, param.text);
    return true;
  });
  return done ? 1 : -1;
}

template <bool Whole>
int assign_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  auto value = c.arena->copy(text(c, a, 1));
  bool done = for_values(c, place, Whole, [&](const Part& p) {
    Param param;
    if (place.param.empty()) {
      replace(c, p.text, value);
    } else if (find_param(p.text, place.param, Whole, param)) {
      if (value.empty()) {
        if (param.has_value) {
          auto equals = param.text.substr(0, static_cast<std::size_t>(param.value.data() - param.text.data())).rfind('=');
          replace(c, {param.text.data() + equals, static_cast<std::size_t>(param.value.data() + param.value.size() - param.text.data() - equals)}, {});
        }
      } else if (param.has_value) {
        replace(c, param.value, value);
      } else {
        insert_at(c, param.value.data(), c.arena->concat("=", value));
      }
    } else {
      TextBuilder added(*c.arena);
      added << (Whole ? ',' : ';') << place.param;
      if (!value.empty()) added << '=' << value;
      insert_at(c, p.text.data() + p.text.size(), added.view());
    }
    return true;
  });
  return done ? 1 : -1;
}

bool find_equal(Context& c, const Place& place, string_view value, Part& out) {
  Values all(c, place.name, false);
  while (all.next(out))
    if (base::iequals(out.text, value)) return true;
  return false;
}

int include_hf_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  auto value = base::trim(text(c, a, 1));
  Part p;
  if (find_equal(c, place, value, p)) return 1;
  const auto* h = c.msg->find(place.name);
  if (h == nullptr) {
    c.current_edits().append_header(*c.msg, header_line(c, place.name, value));
  } else {
    auto body = c.msg->value(*h);
    insert_at(c, body.data() + body.size(), body.empty() ? c.arena->copy(value) : c.arena->concat(",", value));
  }
  return 1;
}

int exclude_hf_value(void*, Context& c, Args a) {
  const auto& place = place_of(a);
  auto value = base::trim(text(c, a, 1));
  Values all(c, place.name, false);
  for (Part p; all.next(p);)
    if (base::iequals(p.text, value)) remove_part(c, p);
  return 1;
}

int hf_value_exists(void*, Context& c, Args a) {
  Part p;
  return find_equal(c, place_of(a), base::trim(text(c, a, 1)), p) ? 1 : -1;
}

}  // namespace

void bind_values(Binder& b) {
  b.function("append_hf_value", &append_hf_value, nullptr, &prepare_place);
  b.function("insert_hf_value", &insert_hf_value, nullptr, &prepare_place);
  b.function("remove_hf_value", &remove_value<false>, nullptr, &prepare_place);
  b.function("remove_hf_value2", &remove_value<true>, nullptr, &prepare_place);
  b.function("assign_hf_value", &assign_value<false>, nullptr, &prepare_place);
  b.function("assign_hf_value2", &assign_value<true>, nullptr, &prepare_place);
  b.function("include_hf_value", &include_hf_value, nullptr, &prepare_place);
  b.function("exclude_hf_value", &exclude_hf_value, nullptr, &prepare_place);
  b.function("hf_value_exists", &hf_value_exists, nullptr, &prepare_place);
}

}  // namespace kukini::modules::textopsx
