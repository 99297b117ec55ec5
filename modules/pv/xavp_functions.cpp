// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Functions on extended AVPs: made from and into parameter lists, children set and removed, copied, shifted, printed.
#include "base/text.hpp"
#include "pv.hpp"
#include "sdk/vars.hpp"
#include "sip/params.hpp"

namespace kukini::modules::pv {

namespace {

XavpList& xavps(Context& c) { return c.state->xavps; }
XavpList& xavus(Context& c) { return c.state->xavus; }
XavpList& xavis(Context& c) { return c.state->xavis; }
using List = XavpList& (*)(Context&);

string_view arg(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

/// $xavi names are kept in lower case.
template <List L>
NameId name_of(Context& c, Args a, std::size_t i) {
  auto text = arg(c, a, i);
  return intern_name(L == &xavis ? lower(*c.arena, text) : text);
}
Value kept(Context& c, string_view text) { return Value::string(c.state_arena().copy(text)); }

/// The structure of that name, made where there is none.
template <List L>
Xavp* structure(Context& c, NameId name) {
  auto* x = L(c).find(name);
  return x != nullptr && x->value.is_list ? x : L(c).push(c.state_arena(), name);
}

/// "a=1;b=two" becomes a new structure in front (xavu: in place of the old one).
template <List L>
int params_explode(void*, Context& c, Args a) {
  auto text = base::trim(arg(c, a, 0));
  if (text.empty() || arg(c, a, 1).empty()) return -1;
  auto name = name_of<L>(c, a, 1);
  sip::ParamCursor check(text);
  sip::Param p;
  if (!check.next(p)) return -1;
  if (L == &xavus) L(c).remove(name);
  auto* x = L(c).push(c.state_arena(), name);
  sip::ParamCursor cursor(text);
  while (cursor.next(p)) XavpList::append_in(c.state_arena(), x->value.list, intern_name(p.name), Value::string(sip::strip_quotes(p.value)));
  return 1;
}

/// The same for another separator than ';': xavp_xparams_explode(text, separator, name).
int xparams_explode(void*, Context& c, Args a) {
  auto text = base::trim(arg(c, a, 0)), separator = arg(c, a, 1);
  if (text.empty() || separator.size() != 1 || arg(c, a, 2).empty()) return -1;
  sip::ParamCursor check(text, separator.front());
  sip::Param p;
  if (!check.next(p)) return -1;
  auto* x = xavps(c).push(c.state_arena(), name_of<&xavps>(c, a, 2));
  sip::ParamCursor cursor(text, separator.front());
  while (cursor.next(p)) XavpList::append_in(c.state_arena(), x->value.list, intern_name(p.name), Value::string(sip::strip_quotes(p.value)));
  return 1;
}

string_view child_text(Context& c, const Xavp* list, string_view name) {
  auto* child = XavpList::find_in(const_cast<Xavp*>(list), intern_name(name));
  return child != nullptr && !child->value.is_list ? text_of(c, child->value.value) : string_view{};
}
/// uri, dsturi and socket of an XAVP.
int push_dst(void*, Context& c, Args a) {
  auto* x = xavps(c).find(name_of<&xavps>(c, a, 0));
  if (x == nullptr || !x->value.is_list) return -1;
  auto socket = child_text(c, x->value.list, "socket");
  int id = socket.empty() ? -1 : c.worker->find_socket(socket);
  if (!socket.empty() && id < 0) {
    log(Level::error, "pv", "xavp_push_dst: \"{}\" is none of our sockets", socket);
    return -1;
  }
  if (auto uri = child_text(c, x->value.list, "uri"); !uri.empty()) c.set_ruri(uri);
  if (auto uri = child_text(c, x->value.list, "dsturi"); !uri.empty()) c.target.dst_uri = c.arena->copy(uri);
  if (id >= 0) c.target.send_socket = id;
  return 1;
}

/// pv_var_to_xavp(name, xavp): "*" is all variables.
int var_to_xavp(void*, Context& c, Args a) {
  auto name = arg(c, a, 0);
  const auto& vars = var_access();
  if (name.empty() || arg(c, a, 1).empty() || vars.get == nullptr) return -1;
  auto to = name_of<&xavps>(c, a, 1);
  Value one;
  if (name != "*" && !vars.get(c, name, one)) return -1;
  while (xavps(c).remove(to)) {
  }
  struct Into {
    Context& c;
    Xavp* x;
  } into{c, xavps(c).push(c.state_arena(), to)};
  into.x->value.is_list = true;
  auto add = [](void* self, string_view var, const Value& v) {
    auto& in = *static_cast<Into*>(self);
    XavpList::append_in(in.c.state_arena(), in.x->value.list, intern_name(var), v.plain());
  };
  if (name == "*") vars.list(c, &into, add);
  else add(&into, name, one);
  return 1;
}
int xavp_to_var(void*, Context& c, Args a) {
  auto* x = xavps(c).find(name_of<&xavps>(c, a, 0));
  const auto& vars = var_access();
  if (x == nullptr || !x->value.is_list || vars.set == nullptr) return -1;
  for (const auto* child = x->value.list; child != nullptr; child = child->next)
    if (!child->value.is_list) vars.set(c, name_text(child->name), child->value.value);
  return 1;
}

template <List L, bool Quoted>
int params_implode(void*, Context& c, Args a) {
  auto* x = L(c).find(name_of<L>(c, a, 0));
  if (x == nullptr || !x->value.is_list || a[1].pv == nullptr) return -1;
  TextBuilder out(*c.arena);
  for (const auto* child = x->value.list; child != nullptr; child = child->next) {
    if (child->value.is_list) continue;
    out << name_text(child->name);
    auto value = text_of(c, child->value.value);
    if (!value.empty()) {
      bool quote = Quoted && !child->value.value.is_integer();
      out << '=' << (quote ? "\"" : "") << value << (quote ? "\"" : "");
    }
    out << ';';
  }
  return a[1].pv->set(c, Value::string(out.view())) ? 1 : -1;
}

/// xavp_slist_explode(text, separator, mode, name): values under the name v; mode "t" trims them.
int slist_explode(void*, Context& c, Args a) {
  auto text = arg(c, a, 0), separator = arg(c, a, 1);
  if (text.empty() || separator.empty() || arg(c, a, 3).empty()) return -1;
  bool trim = arg(c, a, 2).find('t') != string_view::npos;
  auto* x = xavps(c).push(c.state_arena(), name_of<&xavps>(c, a, 3));
  auto v = intern_name("v");
  while (true) {
    auto end = text.find(separator.front());
    auto item = text.substr(0, end);
    XavpList::append_in(c.state_arena(), x->value.list, v, Value::string(trim ? base::trim(item) : item));
    if (end == text.npos) return 1;
    text.remove_prefix(end + 1);
  }
}

template <List L>
int set_child(Context& c, Args a, const Value& value) {
  if (arg(c, a, 0).empty() || arg(c, a, 1).empty()) return -1;
  auto* x = structure<L>(c, name_of<L>(c, a, 0));
  auto child = name_of<L>(c, a, 1);
  if (auto* old = XavpList::find_in(x->value.list, child); old != nullptr) {
    old->value = {value, nullptr, false};
  } else {
    XavpList::push_in(c.state_arena(), x->value.list, child, value);
  }
  return 1;
}
template <List L>
int child_seti(void*, Context& c, Args a) {
  return set_child<L>(c, a, Value::integer(number_of(a[2].value)));
}
template <List L>
int child_sets(void*, Context& c, Args a) {
  return set_child<L>(c, a, kept(c, arg(c, a, 2)));
}
template <List L>
int child_rm(void*, Context& c, Args a) {
  if (auto* x = L(c).find(name_of<L>(c, a, 0)); x != nullptr && x->value.is_list) XavpList::remove_in(x->value.list, name_of<L>(c, a, 1));
  return 1;
}
template <List L>
int rm(void*, Context& c, Args a) {
  L(c).remove(name_of<L>(c, a, 0));
  return 1;
}
template <List L>
int rm_all(void*, Context& c, Args a) {
  auto name = name_of<L>(c, a, 0);
  while (L(c).remove(name)) {
  }
  return 1;
}

Xavp* copy_list(Context& c, const Xavp* from) {
  Xavp* out = nullptr;
  for (; from != nullptr; from = from->next) {
    auto* x = XavpList::append_in(c.state_arena(), out, from->name, from->value.value);
    if (from->value.is_list) x->value = {Value::null(), copy_list(c, from->value.list), true};
  }
  return out;
}
/// xavp_copy(source, index, destination [, index to replace])
int copy(void*, Context& c, Args a) {
  auto* from = xavps(c).find(name_of<&xavps>(c, a, 0), number_of(a[1].value));
  if (from == nullptr || !from->value.is_list || arg(c, a, 2).empty()) return -1;
  auto* children = copy_list(c, from->value.list);
  auto name = name_of<&xavps>(c, a, 2);
  auto* to = a.size() > 3 ? xavps(c).find(name, number_of(a[3].value)) : nullptr;
  if (a.size() > 3 && to == nullptr) return -1;
  if (to == nullptr) to = xavps(c).push(c.state_arena(), name);
  to->value = {Value::null(), children, true};
  return 1;
}
/// xavp_lshift(name, n): the first n go.
int lshift(void*, Context& c, Args a) {
  auto name = name_of<&xavps>(c, a, 0);
  for (auto n = number_of(a[1].value); n > 0; --n)
    if (!xavps(c).remove(name)) break;
  return 1;
}

void print_list(Context& c, const Xavp* x, int level) {
  for (; x != nullptr; x = x->next) {
    if (x->value.is_list) {
      log(Level::info, "pv", "XAVP level {} name {}: structure", level, name_text(x->name));
      print_list(c, x->value.list, level + 1);
    } else {
      log(Level::info, "pv", "XAVP level {} name {}: {}", level, name_text(x->name), text_of(c, x->value.value));
    }
  }
}
template <List L>
int print(void*, Context& c, Args) {
  print_list(c, L(c).root(), 0);
  return 1;
}

}  // namespace

void bind_xavp_functions(Binder& b) {
  b.function("xavp_params_explode", &params_explode<&xavps>, nullptr);
  b.function("xavp_xparams_explode", &xparams_explode, nullptr);
  b.function("xavp_push_dst", &push_dst, nullptr);
  b.function("pv_var_to_xavp", &var_to_xavp, nullptr);
  b.function("pv_xavp_to_var", &xavp_to_var, nullptr);
  b.function("xavu_params_explode", &params_explode<&xavus>, nullptr);
  b.function("xavp_params_implode", &params_implode<&xavps, false>, nullptr);
  b.function("xavp_params_implode_qval", &params_implode<&xavps, true>, nullptr);
  b.function("xavu_params_implode", &params_implode<&xavus, false>, nullptr);
  b.function("xavp_slist_explode", &slist_explode, nullptr);
  b.function("xavp_child_seti", &child_seti<&xavps>, nullptr);
  b.function("xavi_child_seti", &child_seti<&xavis>, nullptr);
  b.function("xavp_child_sets", &child_sets<&xavps>, nullptr);
  b.function("xavi_child_sets", &child_sets<&xavis>, nullptr);
  b.function("xavp_child_rm", &child_rm<&xavps>, nullptr);
  b.function("xavi_child_rm", &child_rm<&xavis>, nullptr);
  b.function("xavp_rm", &rm<&xavps>, nullptr);
  b.function("xavi_rm", &rm<&xavis>, nullptr);
  b.function("xavp_rm_all", &rm_all<&xavps>, nullptr);
  b.function("xavi_rm_all", &rm_all<&xavis>, nullptr);
  b.function("xavp_copy", &copy, nullptr);
  b.function("xavp_lshift", &lshift, nullptr);
  b.function("pv_xavp_print", &print<&xavps>, nullptr);
  b.function("pv_xavu_print", &print<&xavus>, nullptr);
  b.function("pv_xavi_print", &print<&xavis>, nullptr);
}

}  // namespace kukini::modules::pv
