// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Message: structured headers, parsed on first use and kept in the arena.
#include "base/text.hpp"
#include "sip/message.hpp"

namespace kukini::sip {
namespace {

// The value behind `v` in its line, or the first of the next line of that type; null when there is none or it is malformed.
template <class Value, class Parse>
const Value* following(const Message& m, const Value* v, base::Arena& arena, Parse parse) {
  auto* out = arena.make<Value>();
  if (!v->rest.empty()) {
    out->header = v->header;
    out->first_in_header = false;
    return parse(v->rest, *out) ? out : nullptr;
  }
  const auto* h = m.next(v->header);
  if (!h) return nullptr;
  out->header = h;
  return parse(m.value(*h), *out) ? out : nullptr;
}

template <class Value>
bool more_after(const Message& m, const Value* v) {
  return !v->rest.empty() || m.next(v->header);
}

}  // namespace

Method Message::transaction_method() const {
  if (request_) return method_;
  const auto* c = cseq();
  return c ? c->method : Method::unknown;
}

const Uri* Message::parsed_ruri() const {
  if (!ruri_.known) {
    ruri_.known = true;
    auto* out = arena_->make<Uri>();
    if (request_ && parse_uri(ruri(), *out)) ruri_.value = out;
  }
  return ruri_.value;
}

const Via* Message::via() const {
  if (!via_.known) {
    via_.known = true;
    if (const auto* h = first(HeaderType::via)) {
      auto* out = arena_->make<Via>();
      out->header = h;
      if (parse_via(value(*h), *out)) via_.value = out;
    }
  }
  return via_.value;
}

const Via* Message::next_via(const Via* v) const {
  if (!v) return nullptr;
  if (!v->next_known) {
    v->next_known = true;
    if (more_after(*this, v)) v->next = following(*this, v, *arena_, parse_via);
  }
  return v->next;
}

bool Message::via_list_ok() const {
  const auto* v = via();
  if (!v) return false;
  while (const auto* n = next_via(v)) v = n;
  return !more_after(*this, v);
}

const NameAddr* Message::single(Lazy<NameAddr>& cache, HeaderType type) const {
  if (!cache.known) {
    cache.known = true;
    if (const auto* h = first(type)) {
      auto* out = arena_->make<NameAddr>();
      out->header = h;
      if (parse_name_addr(value(*h), *out) && out->rest.empty() && !out->star) cache.value = out;
    }
  }
  return cache.value;
}

const CSeq* Message::cseq() const {
  if (!cseq_.known) {
    cseq_.known = true;
    if (const auto* h = first(HeaderType::cseq)) {
      auto* out = arena_->make<CSeq>();
      if (parse_cseq(value(*h), *out)) cseq_.value = out;
    }
  }
  return cseq_.value;
}

Number Message::number(Number& cache, bool& known, HeaderType type, std::uint32_t max) const {
  if (!known) {
    known = true;
    cache = {};
    if (const auto* h = first(type)) {
      // Zeros in front are as many as one likes; std::from_chars takes them.
      const auto n = base::to_number<std::uint32_t>(value(*h));
      cache.state = n && *n <= max ? NumberState::ok : NumberState::malformed;
      cache.value = n.value_or(0);
    }
  }
  return cache;
}

const NameAddr* Message::first_addr(HeaderType type) const {
  auto* cache = type == HeaderType::contact        ? &contact_
                : type == HeaderType::route        ? &route_
                : type == HeaderType::record_route ? &record_route_
                                                   : nullptr;
  if (cache && cache->known) return cache->value;
  const NameAddr* found = nullptr;
  if (const auto* h = first(type)) {
    auto* out = arena_->make<NameAddr>();
    out->header = h;
    if (parse_name_addr(value(*h), *out)) found = out;
  }
  if (cache) *cache = {found, true};
  return found;
}

const NameAddr* Message::next_addr(const NameAddr* v) const {
  if (!v) return nullptr;
  if (!v->next_known) {
    v->next_known = true;
    if (more_after(*this, v)) v->next = following(*this, v, *arena_, parse_name_addr);
  }
  return v->next;
}

bool Message::addr_list_ok(HeaderType type) const {
  if (!has(type)) return true;
  const auto* v = first_addr(type);
  if (!v) return false;
  while (const auto* n = next_addr(v)) v = n;
  return !more_after(*this, v);
}

const Uri* Message::uri(const NameAddr* v) const {
  if (!v) return nullptr;
  if (!v->uri_known) {
    v->uri_known = true;
    auto* out = arena_->make<Uri>();
    if (!v->star && parse_uri(v->uri_text, *out)) v->uri = out;
  }
  return v->uri;
}

}  // namespace kukini::sip
