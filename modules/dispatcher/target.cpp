// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Writing what was selected: XAVPs (and the AVPs of releases before 5.2), the destination URI or the R-URI.
#include "dispatcher.hpp"
#include "sdk/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::dispatcher {

using sdk::Context;
using sdk::Value;
using sdk::XavpList;

namespace {
enum DstMode : std::int64_t { kSkipAttrs = 1, kAddSocket = 2, kAddSockname = 4 };
}  // namespace

void Dispatcher::store(Context& c, const Selection& chosen, bool with_duid) {
  auto& arena = c.state_arena();
  auto& state = *c.state;
  const auto& f = settings_.field;
  for (std::size_t k = chosen.order.size(); k-- > 0;) {
    const auto& d = chosen.set->destinations[chosen.order[k]];
    auto* x = state.xavps.push(arena, settings_.dst_xavp);
    auto add = [&](sdk::NameId name, const Value& v) { XavpList::push_in(arena, x->value.list, name, v); };
    add(f.uri, Value::string(d.uri));
    add(f.grp, Value::integer(d.set));
    if (with_duid && !d.attrs.duid.empty()) add(f.dstid, Value::string(d.attrs.duid));
    if (!d.attrs.body.empty() && (settings_.xavp_dst_mode & kSkipAttrs) == 0) add(f.attrs, Value::string(d.attrs.body));
    if (d.socket >= 0) add(f.sock, Value::string(d.attrs.sockname.empty() ? d.attrs.socket : d.attrs.sockname));
    if (!d.attrs.socket.empty() && (settings_.xavp_dst_mode & kAddSocket) != 0) add(f.socket, Value::string(d.attrs.socket));
    if (!d.attrs.sockname.empty() && (settings_.xavp_dst_mode & kAddSockname) != 0) add(f.sockname, Value::string(d.attrs.sockname));

    const auto& a = settings_.avp;
    if (a.dst != 0) state.avps.push(arena, a.dst, Value::string(d.uri));
    if (a.attrs != 0) state.avps.push(arena, a.attrs, Value::string(d.attrs.body));
    if (a.sock != 0) state.avps.push(arena, a.sock, Value::string(d.attrs.sockname.empty() ? d.attrs.socket : d.attrs.sockname));
    if (a.dstid != 0 && with_duid) state.avps.push(arena, a.dstid, Value::string(d.attrs.duid));
  }
  if (settings_.avp.grp != 0) state.avps.push(arena, settings_.avp.grp, Value::integer(chosen.set->id));
}

void Dispatcher::store_count(Context& c, std::int64_t count) {
  auto& arena = c.state_arena();
  if ((settings_.xavp_ctx_mode & 1) == 0) {
    auto* x = c.state->xavps.push(arena, settings_.ctx_xavp);
    XavpList::push_in(arena, x->value.list, settings_.field.cnt, Value::integer(count));
  }
  if (settings_.avp.cnt != 0) c.state->avps.push(arena, settings_.avp.cnt, Value::integer(count));
}

bool Dispatcher::use(Context& c, std::string_view uri, int socket, Push push) {
  if (push == Push::nowhere) return true;
  if (socket < 0) socket = settings_.default_socket_id;
  if (push == Push::dst_uri) {
    c.target.dst_uri = c.arena->copy(uri);
  } else {
    // The user of the R-URI stays; what follows the user of the destination's URI takes the place of host, port and parameters.
    sip::Uri now, then;
    if (!sip::parse_uri(c.ruri(), now) || !sip::parse_uri(uri, then)) {
      sdk::log(sdk::Level::error, "dispatcher", "cannot set the domain of the R-URI to that of {}", uri);
      return false;
    }
    sdk::TextBuilder text(*c.arena, now.text.size() + uri.size() + 2);
    text << then.scheme_text << ":";
    if (now.has_user) {
      text << now.user;
      if (now.has_password) text << ":" << now.password;
      text << "@";
    }
    text << std::string_view(then.host.data(), static_cast<std::size_t>(uri.data() + uri.size() - then.host.data()));
    c.set_ruri(text.view());
  }
  if (socket >= 0) c.target.send_socket = socket;
  return true;
}

}  // namespace kukini::modules::dispatcher
