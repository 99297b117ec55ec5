// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// $fu, $tu and their parts. Assigning one is an edit of the header: what is read stays until the changes are applied.
#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

using Source = const sip::NameAddr* (*)(Context&);
const sip::NameAddr* from(Context& c) { return c.msg->from(); }
const sip::NameAddr* to(Context& c) { return c.msg->to(); }

template <Source S>
const sip::Uri* uri(Context& c) {
  return c.msg->uri(S(c));
}
template <Source S>
Value whole(Context& c) {
  const auto* a = S(c);
  return a != nullptr ? nonempty_or_null(a->uri_text) : Value::null();
}
template <Source S>
Value whole_length(Context& c) {
  const auto* a = S(c);
  return a != nullptr ? Value::integer(static_cast<std::int64_t>(a->uri_text.size())) : Value::null();
}
template <Source S>
Value user(Context& c) {
  const auto* u = uri<S>(c);
  return u != nullptr ? nonempty_or_null(u->user) : Value::null();
}
template <Source S>
Value user_length(Context& c) {
  const auto* u = uri<S>(c);
  return u != nullptr ? Value::integer(static_cast<std::int64_t>(u->user.size())) : Value::null();
}
template <Source S>
Value domain(Context& c) {
  const auto* u = uri<S>(c);
  return u != nullptr ? nonempty_or_null(u->host) : Value::null();
}
template <Source S>
Value display(Context& c) {
  const auto* a = S(c);
  return a != nullptr ? nonempty_or_null(a->display) : Value::null();
}
template <Source S>
Value tag(Context& c) {
  const auto* a = S(c);
  return a != nullptr ? nonempty_or_null(a->tag) : Value::null();
}
Value tag_set(Context& c) { return Value::integer(c.msg->to_tag().empty() ? 0 : 1); }

void put(Context& c, string_view part, string_view text) {
  auto& edits = c.current_edits();
  auto offset = c.msg->offset(part);
  auto length = static_cast<std::uint32_t>(part.size());
  text = c.arena->copy(text);
  if (!edits.change(offset, length, text)) edits.replace(offset, length, text);
}

template <Source S>
bool set_whole(void*, Context& c, const PvName&, const Value& v) {
  const auto* a = S(c);
  if (a == nullptr || v.is_null() || v.is_integer()) return false;
  auto text = v.s;
  put(c, a->uri_text, a->bracketed ? text : c.arena->concat(c.arena->concat("<", text), ">"));
  return true;
}
template <Source S>
bool set_user(void*, Context& c, const PvName&, const Value& v) {
  const auto* u = uri<S>(c);
  if (u == nullptr || u->host.empty()) return false;
  auto text = text_of(c, v);
  if (!u->user.empty()) {
    put(c, text.empty() ? string_view(u->user.data(), static_cast<std::size_t>(u->host.data() - u->user.data())) : u->user, text);
  } else if (!text.empty()) {
    put(c, u->host.substr(0, 0), c.arena->concat(text, "@"));
  }
  return true;
}
template <Source S>
bool set_domain(void*, Context& c, const PvName&, const Value& v) {
  const auto* u = uri<S>(c);
  auto text = text_of(c, v);
  if (u == nullptr || u->host.empty() || text.empty()) return false;
  put(c, u->host, text);
  return true;
}
template <Source S>
bool set_display(void*, Context& c, const PvName&, const Value& v) {
  const auto* a = S(c);
  if (a == nullptr) return false;
  auto text = text_of(c, v);
  if (!a->display.empty()) {
    put(c, a->display, text);
    return true;
  }
  if (text.empty()) return true;
  if (a->bracketed) {
    put(c, a->text.substr(0, 0), c.arena->concat(text, " "));
  } else {
    put(c, a->uri_text, c.arena->concat(c.arena->concat(text, " <"), c.arena->concat(a->uri_text, ">")));
  }
  return true;
}

template <Source S>
void bind_one(Binder& b, string_view letter, string_view word) {
  auto name = [&](string_view tail) { return std::string(letter) + std::string(tail); };
  add<&whole<S>>(b, {name("u"), word}, &set_whole<S>);
  add<&user<S>>(b, {name("U"), std::string(word) + ".user"}, &set_user<S>);
  add<&domain<S>>(b, {name("d"), std::string(word) + ".domain"}, &set_domain<S>);
  add<&display<S>>(b, {name("n")}, &set_display<S>);
  add<&tag<S>>(b, {name("t")});
  add<&user_length<S>>(b, {name("Ul")});
}

}  // namespace

void bind_from_to(Binder& b) {
  bind_one<from>(b, "f", "from");
  bind_one<to>(b, "t", "to");
  add<&whole_length<from>>(b, {"ful"});
  add<&tag_set>(b, {"tts"});
}

}  // namespace kukini::modules::pv
