// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Route (RFC 3261 §16.4, §16.6 step 6, §16.12): loose routing, and getting along with strict routers on either side.
#include <re2/re2.h>

#include "base/text.hpp"
#include "rr.hpp"
#include "sip/params.hpp"

namespace kukini::modules::rr {

namespace {

/// A Route value with its parsed URI.
struct Value_ {
  const sip::NameAddr* addr = nullptr;
  const sip::Uri* uri = nullptr;
  explicit operator bool() const { return addr != nullptr; }
};

Value_ value_of(const sip::Message& m, const sip::NameAddr* addr) { return {addr, addr != nullptr ? m.uri(addr) : nullptr}; }
Value_ next_of(const sip::Message& m, const Value_& v) { return value_of(m, m.next_addr(v.addr)); }

/// Takes the first Route values out, up to but without `keep` (null: all of them).
void remove_routes(Context& c, const sip::NameAddr* first, const sip::NameAddr* keep) {
  const auto& m = *c.msg;
  auto& edits = *c.edits;
  const sip::NameAddr* v = first;
  while (v != nullptr && v != keep) {
    const auto* next = m.next_addr(v);
    // The whole line when everything in it goes, else from the value to the one that stays.
    if (v->first_in_header && (next == nullptr || next->header != v->header)) {
      edits.remove(v->header->begin, v->header->end - v->header->begin);
    } else if (next != nullptr && next->header == v->header) {
      if (v->first_in_header) {
        const auto* end = next;
        while (end != nullptr && end != keep && end->header == v->header) end = m.next_addr(end);
        if (end != nullptr && end == keep && end->header == v->header) {
          auto from = m.offset(v->text);
          edits.remove(from, m.offset(end->text) - from);
        } else {
          edits.remove(v->header->begin, v->header->end - v->header->begin);
        }
        v = end;
        continue;
      }
    }
    v = next;
  }
}

/// Takes out the last Route value only.
void remove_last(Context& c, const sip::NameAddr* before, const sip::NameAddr* last) {
  const auto& m = *c.msg;
  if (last->first_in_header) {
    c.edits->remove(last->header->begin, last->header->end - last->header->begin);
  } else {
    auto from = m.offset(before->text) + static_cast<std::uint32_t>(before->text.size());
    c.edits->remove(from, m.offset(last->text) + static_cast<std::uint32_t>(last->text.size()) - from);
  }
}

}  // namespace

bool Rr::is_ours(Context& c, const sip::Uri& uri) const {
  if (!uri.is_sip()) return false;
  if (!ignore_user_.empty() && uri.user == ignore_user_) return false;
  return c.worker->is_myself(uri.host, uri.port_or_default(), io::Protocol::none);
}

int Rr::loose(Context& c, Args) { return follow(c, mode_); }
int Rr::loose_mode(Context& c, Args args) { return follow(c, number_of(args[0].value)); }
int Rr::loose_preloaded(Context& c, Args) {
  if (c.msg == nullptr || c.msg->route() == nullptr) return -1;
  int rc = follow(c, mode_);
  return rc > 0 && own(c).next_hop_route ? 1 : rc > 0 ? -1 : rc;
}

int Rr::follow(Context& c, std::int64_t mode) {
  if (c.msg == nullptr || !c.msg->is_request()) return -1;
  auto& mine = own(c);
  mine.next_hop_route = false;
  if (!c.msg->has(sip::HeaderType::route)) return -1;
  if (c.msg->route() == nullptr || mine.loose_done) return -1;
  mine.loose_done = true;
  sip::Uri ruri;
  if (!sip::parse_uri(c.target.ruri, ruri)) return -1;
  bool ours = is_ours(c, ruri);
  // In a dialog, our own address as R-URI means that a strict router was before us. Outside, it is just our domain.
  if (ours && mode == 0 && !c.msg->to_tag().empty()) return follow_strict(c);
  return follow_loose(c, c.msg->to_tag().empty());
}

int Rr::follow_strict(Context& c) {
  const auto& m = *c.msg;
  auto first = value_of(m, m.route());
  if (first.uri == nullptr) return -1;
  auto& mine = own(c);
  sip::Uri ruri;
  if (sip::parse_uri(c.target.ruri, ruri)) mine.route_params = ruri.params;
  const auto* start = first.addr;
  if (double_rr_ != 0 && first.uri->r2 && is_ours(c, *first.uri)) {
    first = next_of(m, first);
    if (first.uri == nullptr) return -1;
  }
  if (!first.uri->lr) {  // the next hop is a strict router, or the target itself
    remove_routes(c, start, m.next_addr(first.addr));
    c.set_ruri(first.addr->uri_text);
    return 1;
  }
  // The next hop routes loosely: the target is the last Route.
  c.target.dst_uri = c.arena->copy(first.addr->uri_text);
  const sip::NameAddr* before = nullptr;
  const auto* last = first.addr;
  while (const auto* next = m.next_addr(last)) {
    before = last;
    last = next;
  }
  if (start != first.addr) remove_routes(c, start, first.addr);
  c.set_ruri(last->uri_text);
  remove_last(c, before, last);
  if (last == first.addr) mine.route_params = first.uri->params;
  return 1;
}

int Rr::follow_loose(Context& c, bool preloaded) {
  const auto& m = *c.msg;
  auto& mine = own(c);
  auto first = value_of(m, m.route());
  if (first.uri == nullptr) return -1;
  const auto* start = first.addr;
  auto next = first;
  if (is_ours(c, *first.uri)) {
    mine.route_params = first.uri->params;
    next = next_of(m, first);
    if (double_rr_ != 0 && first.uri->r2 && next && next.uri != nullptr && next.uri->r2 && is_ours(c, *next.uri)) {
      if (force_socket_ != 0) {
        auto protocol = next.uri->transport.empty() ? std::string_view("udp") : next.uri->transport;
        TextBuilder spec(*c.arena, 64);
        spec << protocol << ":" << next.uri->host << ":" << static_cast<unsigned>(next.uri->port_or_default());
        int socket = c.worker->find_socket(spec.view());
        if (socket >= 0) c.target.send_socket = socket;
        else if (warn_ != 0) log(Level::warning, "rr", "no socket found for match second RR ({})", next.addr->uri_text);
      }
      next = next_of(m, next);
    }
    if (!next) {
      remove_routes(c, start, nullptr);
      return preloaded ? -3 : 1;
    }
    if (next.uri == nullptr) {
      remove_routes(c, start, next.addr);
      return -1;
    }
    mine.next_hop_route = true;
  }
  if (next.uri->lr) {
    remove_routes(c, start, next.addr);
    c.target.dst_uri = c.arena->copy(next.addr->uri_text);
    return 1;
  }
  // A strict router comes next: it becomes the R-URI, and our R-URI the last Route.
  auto target = c.target.ruri;
  remove_routes(c, start, m.next_addr(next.addr));
  TextBuilder line(*c.arena, target.size() + 16);
  line << "Route: <" << target << ">\r\n";
  const sip::Header* last = nullptr;
  for (const auto* h = m.first(sip::HeaderType::route); h != nullptr; h = m.next(h)) last = h;
  c.edits->insert(last->end, line.view());
  c.target.dst_uri = {};
  c.set_ruri(next.addr->uri_text);
  return 1;
}

int Rr::check_param(Context& c, Args args) {
  if (c.rr == nullptr || args[0].regex == nullptr) return -1;
  const auto& params = own(c).route_params;
  return !params.empty() && re2::RE2::PartialMatch({params.data(), params.size()}, *args[0].regex) ? 1 : -1;
}

std::string_view Rr::route_param(Context& c, std::string_view name) {
  if (c.rr == nullptr) return {};
  auto value = sip::find_param(own(c).route_params, name);
  if (!value) return {};
  return value->data() != nullptr ? *value : std::string_view("");
}

RrService::Direction Rr::direction(Context& c) {
  if (c.msg == nullptr) return Direction::downstream;
  auto ftag = route_param(c, "ftag");
  return ftag.empty() || ftag == c.msg->from_tag() ? Direction::downstream : Direction::upstream;
}

int Rr::is_direction(Context& c, Args args) {
  auto wanted = text_of(c, args[0].value);
  bool up = direction(c) == Direction::upstream;
  if (base::iequals(wanted, "upstream")) return up ? 1 : -1;
  if (base::iequals(wanted, "downstream")) return up ? -1 : 1;
  log(Level::error, "rr", "is_direction: \"{}\" is neither upstream nor downstream", wanted);
  return -1;
}

int Rr::next_hop_route(Context& c, Args) { return c.rr != nullptr && own(c).next_hop_route ? 1 : -1; }

}  // namespace kukini::modules::rr
