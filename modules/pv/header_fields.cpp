// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $hdr(name), $hdrc(name): header lines; $hfl(name), $hflc(name): the values of list headers.
#include <memory>
#include <mutex>

#include "base/text.hpp"
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {
using sip::Header;
using sip::HeaderType;

struct Field {
  HeaderType type;
  std::string name;
};

/// Lives as long as the process; one per name written in a script.
Result<const void*> prepare_field(void*, string_view inner) {
  inner = base::trim(inner);
  if (inner.empty()) return Error{"the name of a header is missing"};
  static std::mutex lock;
  static std::vector<std::unique_ptr<Field>> fields;
  std::lock_guard hold(lock);
  for (const auto& f : fields)
    if (base::iequals(f->name, inner)) return static_cast<const void*>(f.get());
  fields.push_back(std::make_unique<Field>(Field{sip::header_type(inner), std::string(inner)}));
  return static_cast<const void*>(fields.back().get());
}

/// Walks the lines of one name.
struct Lines {
  const sip::Message& msg;
  HeaderType type;
  string_view name;
  Lines(const sip::Message& m, const PvName& n) : msg(m) {
    if (n.prepared != nullptr) {
      const auto* f = static_cast<const Field*>(n.prepared);
      type = f->type;
      name = f->name;
    } else {
      name = base::trim(n.inner);
      type = sip::header_type(name);
    }
  }
  const Header* first() const { return type != HeaderType::other ? msg.first(type) : msg.find(name); }
  const Header* next(const Header* h) const { return type != HeaderType::other ? msg.next(h) : msg.find_next(h, name); }
  std::int64_t count() const {
    std::int64_t n = 0;
    for (const auto* h = first(); h != nullptr; h = next(h)) ++n;
    return n;
  }
};

Value header(void*, Context& c, const PvName& n) {
  Lines lines(*c.msg, n);
  const auto* h = lines.first();
  if (h == nullptr) return Value::null();
  if (n.all) {
    if (lines.next(h) == nullptr) return Value::string(c.msg->unfolded(*h, *c.arena));
    TextBuilder out(*c.arena);
    for (; h != nullptr; h = lines.next(h)) {
      if (out.size() != 0) out << ',';
      out << c.msg->unfolded(*h, *c.arena);
    }
    return Value::string(out.view());
  }
  std::int64_t index = n.has_index ? n.index : 0;
  if (index < 0) index += lines.count();
  if (index < 0) return Value::null();
  while (h != nullptr && index-- > 0) h = lines.next(h);
  return h != nullptr ? Value::string(c.msg->unfolded(*h, *c.arena)) : Value::null();
}

Value header_count(void*, Context& c, const PvName& n) { return Value::integer(Lines(*c.msg, n).count()); }

/// The headers that $hfl() takes apart, as Kamailio does; others count as one value per line.
bool is_list(HeaderType type) {
  switch (type) {
    case HeaderType::via:
    case HeaderType::contact:
    case HeaderType::route:
    case HeaderType::record_route: return true;
    default: return false;
  }
}

/// Takes the first list element off `rest`: commas in quotes, <> and () do not separate.
string_view take_element(string_view& rest) {
  bool quoted = false, angle = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    char ch = rest[i];
    if (quoted) {
      if (ch == '\\') ++i;
      else if (ch == '"') quoted = false;
    } else if (ch == '"') {
      quoted = true;
    } else if (ch == '<') {
      angle = true;
    } else if (ch == '>') {
      angle = false;
    } else if (ch == ',' && !angle) {
      break;
    }
  }
  auto element = base::trim(rest.substr(0, i));
  rest = i < rest.size() ? rest.substr(i + 1) : string_view{};
  return element;
}

template <class Visit>
void each_value(Context& c, const PvName& n, Visit visit) {
  Lines lines(*c.msg, n);
  for (const auto* h = lines.first(); h != nullptr; h = lines.next(h)) {
    auto value = c.msg->unfolded(*h, *c.arena);
    if (!is_list(lines.type)) {
      if (!visit(value)) return;
      continue;
    }
    while (!value.empty())
      if (!visit(take_element(value))) return;
  }
}

Value list_count(void*, Context& c, const PvName& n) {
  std::int64_t count = 0;
  each_value(c, n, [&](string_view) { return ++count, true; });
  return Value::integer(count);
}

Value list_value(void* self, Context& c, const PvName& n) {
  std::int64_t index = n.has_index ? n.index : 0;
  if (index < 0) index += list_count(self, c, n).i;
  if (index < 0) return Value::null();
  Value found = Value::null();
  TextBuilder all(*c.arena, n.all ? 128 : 1);
  each_value(c, n, [&](string_view v) {
    if (n.all) {
      if (all.size() != 0) all << ", ";
      all << v;
      found = Value::string(all.view());
      return true;
    }
    if (index-- > 0) return true;
    found = Value::string(v);
    return false;
  });
  return found;
}

}  // namespace

void bind_header_fields(Binder& b) {
  b.variable("hdr", &header, nullptr, nullptr, &prepare_field);
  b.variable("hdrc", &header_count, nullptr, nullptr, &prepare_field);
  b.variable("hfl", &list_value, nullptr, nullptr, &prepare_field);
  b.variable("hflc", &list_count, nullptr, nullptr, &prepare_field);
}

}  // namespace kukini::modules::pv
