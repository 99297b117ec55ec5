// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The path of a select, its evaluation, and the parts of URIs, name-addrs and digest credentials.
#include "script/pvars/select.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sip/name_addr.hpp"
#include "sip/params.hpp"
#include "sip/uri.hpp"
#include "sip/via.hpp"

namespace kukini::script {

namespace {

// ---- URIs

template <class F>
Value of_uri(const Value& v, F f) {
  sip::Uri uri;
  return v.is_string() && sip::parse_uri(v.s, uri) ? f(uri) : Value::null();
}
std::string_view uri_type(const sip::Uri& u) {
  // Kamailio takes a SIP URI with user=phone for a telephone number.
  if (u.is_sip() && base::iequals(u.user_param, "phone")) return u.scheme == sip::Scheme::sips ? "tels" : "tel";
  return sip::to_string(u.scheme);
}
Value hostport(Context& c, const sip::Uri& u) {
  if (u.host.empty()) return Value::null();
  if (u.has_port) return Value::string(u.hostport());
  return Value::string(c.arena->concat(u.host, u.port_or_default() == 5061 ? ":5061" : ":5060"));
}

constexpr SelectPart kUriParts[] = {
    {"host", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return Value::string(u.host); }); }},
    {"hostport", [](Context& c, const Value& v, const SelectArg&) { return of_uri(v, [&](const sip::Uri& u) { return hostport(c, u); }); }},
    {"port", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return text_or_null(u.port_text); }); }},
    {"user", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return text_or_null(u.user); }); }},
    {"rn_user", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return text_or_null(u.user); }); }},
    {"pwd", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return text_or_null(u.password); }); }},
    {"type", [](Context&, const Value& v, const SelectArg&) { return of_uri(v, [](const sip::Uri& u) { return text_or_null(uri_type(u)); }); }},
    {"transport",
     [](Context&, const Value& v, const SelectArg&) {
       return of_uri(v, [](const sip::Uri& u) { return Value::string(!u.transport.empty() ? u.transport : u.scheme == sip::Scheme::sips ? "tls" : "udp"); });
     }},
    {"params",
     [](Context&, const Value& v, const SelectArg& a) {
       return of_uri(v, [&](const sip::Uri& u) {
         if (a.key.empty()) return text_or_null(u.params);
         auto value = u.param(a.key);
         return value ? Value::string(*value) : Value::null();
       });
     },
     SelectKind::text, true},
};

// ---- name-addrs

template <class F>
Value of_addr(const Value& v, F f) {
  sip::NameAddr addr;
  return v.is_string() && sip::parse_name_addr(v.s, addr) ? f(addr) : Value::null();
}
Value param(const Value& v, std::string_view name) {
  return of_addr(v, [&](const sip::NameAddr& a) {
    auto value = sip::find_param(a.params, name);
    return value ? Value::string(sip::strip_quotes(*value)) : Value::null();
  });
}
Value named_param(Context&, const Value& v, const SelectArg& a) { return param(v, a.key); }
template <const char* Name>
Value fixed_param(Context&, const Value& v, const SelectArg&) {
  return param(v, Name);
}
constexpr char kTag[] = "tag", kExpires[] = "expires", kQ[] = "q", kMethods[] = "methods", kReceived[] = "received", kInstance[] = "+sip.instance";

Value addr_uri(Context&, const Value& v, const SelectArg&) {
  return of_addr(v, [](const sip::NameAddr& a) { return text_or_null(a.uri_text); });
}
Value addr_name(Context&, const Value& v, const SelectArg&) {
  return of_addr(v, [](const sip::NameAddr& a) { return text_or_null(a.display); });
}
Value bare_name(Context&, const Value& v, const SelectArg&) {
  return of_addr(v, [](const sip::NameAddr& a) { return text_or_null(sip::strip_quotes(a.display)); });
}
Value all_params(Context& c, const Value& v, const SelectArg& a) {
  if (!a.key.empty()) return named_param(c, v, a);
  return of_addr(v, [](const sip::NameAddr& n) { return text_or_null(n.params.substr(n.params.empty() ? 0 : 1)); });
}

constexpr SelectPart kAddrParts[] = {
    {"uri", addr_uri, SelectKind::uri},
    {"name", addr_name},
    {"params", all_params, SelectKind::text, true},
    {"tag", fixed_param<kTag>},
    {"expires", fixed_param<kExpires>},
    {"q", fixed_param<kQ>},
    {"methods", fixed_param<kMethods>},
    {"received", fixed_param<kReceived>},
    {"instance", fixed_param<kInstance>},
};
/// Parts of a value of @hf_value, whose parameters may also follow the value of other headers: "reason;cause=200".
Value value_param(Context& c, const Value& v, const SelectArg& a) {
  if (auto found = named_param(c, v, a); !found.is_null()) return found;
  if (!v.is_string()) return Value::null();
  auto semicolon = v.s.find(';');
  auto value = sip::find_param(semicolon == std::string_view::npos ? std::string_view() : v.s.substr(semicolon), a.key);
  return value ? Value::string(sip::strip_quotes(*value)) : Value::null();
}
constexpr SelectPart kValueParts[] = {
    {"uri", addr_uri, SelectKind::uri}, {"name", bare_name}, {"params", all_params, SelectKind::text, true},
    {"param", value_param, SelectKind::text, true}, {"p", value_param, SelectKind::text, true},
};

// ---- Via

template <class F>
Value of_via(const Value& v, F f) {
  sip::Via via;
  return v.is_string() && sip::parse_via(v.s, via) ? f(via) : Value::null();
}
template <std::string_view sip::Via::*Part>
Value via_part(Context&, const Value& v, const SelectArg&) {
  return of_via(v, [](const sip::Via& via) { return text_or_null(via.*Part); });
}
Value via_comment(Context&, const Value& v, const SelectArg&) {
  auto open = v.s.find('('), close = v.s.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return Value::null();
  return Value::string(v.s.substr(open + 1, close - open - 1));
}
Value via_params(Context&, const Value& v, const SelectArg& a) {
  return of_via(v, [&](const sip::Via& via) {
    if (a.key.empty()) return text_or_null(via.params);
    auto value = sip::find_param(via.params, a.key);
    if (!value) return Value::null();
    // A comment may follow the last parameter.
    return Value::string(base::trim(value->substr(0, value->find('('))));
  });
}
constexpr SelectPart kViaParts[] = {
    {"name", via_part<&sip::Via::protocol>}, {"version", via_part<&sip::Via::version>}, {"transport", via_part<&sip::Via::transport>},
    {"host", via_part<&sip::Via::host>},     {"port", via_part<&sip::Via::port_text>},  {"branch", via_part<&sip::Via::branch>},
    {"received", via_part<&sip::Via::received>}, {"rport", via_part<&sip::Via::rport>}, {"alias", via_part<&sip::Via::alias>},
    {"i", via_part<&sip::Via::i>},           {"comment", via_comment},                  {"params", via_params, SelectKind::text, true},
};

// ---- credentials: "Digest a=b, c="d"" (RFC 3261 25.1)

Value digest_param(const Value& v, std::string_view name) {
  if (!v.is_string()) return Value::null();
  auto space = v.s.find(' ');
  auto list = space == std::string_view::npos ? std::string_view() : base::trim(v.s.substr(space));
  auto value = sip::find_param(list, name, ',');
  return value ? Value::string(sip::strip_quotes(*value)) : Value::null();
}
template <const char* Name>
Value digest(Context&, const Value& v, const SelectArg&) {
  return digest_param(v, Name);
}
constexpr char kUsername[] = "username", kRealm[] = "realm", kNonce[] = "nonce", kUri[] = "uri", kResponse[] = "response", kAlgorithm[] = "algorithm",
               kCnonce[] = "cnonce", kNc[] = "nc", kQop[] = "qop", kOpaque[] = "opaque";
constexpr SelectPart kDigestParts[] = {
    {"username", digest<kUsername>, SelectKind::user_at_domain}, {"realm", digest<kRealm>},   {"nonce", digest<kNonce>},
    {"uri", digest<kUri>},           {"response", digest<kResponse>}, {"algorithm", digest<kAlgorithm>}, {"cnonce", digest<kCnonce>},
    {"nc", digest<kNc>},             {"qop", digest<kQop>},           {"opaque", digest<kOpaque>},
};
constexpr SelectPart kUserParts[] = {
    {"user", [](Context&, const Value& v, const SelectArg&) { return text_or_null(v.s.substr(0, v.s.find('@'))); }},
    {"domain",
     [](Context&, const Value& v, const SelectArg&) {
       auto at = v.s.find('@');
       return at == std::string_view::npos ? Value::null() : text_or_null(v.s.substr(at + 1));
     }},
};

/// The first line of a session description that starts with "x=".
constexpr SelectPart kSdpParts[] = {
    {"line",
     [](Context&, const Value& v, const SelectArg& a) {
       for (auto rest = v.s; !rest.empty();) {
         auto end = rest.find('\n');
         auto line = rest.substr(0, end);
         if (line.ends_with('\r')) line.remove_suffix(1);
         if (line.size() > a.key.size() && line.starts_with(a.key) && line[a.key.size()] == '=') return Value::string(line.substr(a.key.size() + 1));
         rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
       }
       return Value::null();
     },
     SelectKind::text, true},
};

std::span<const SelectPart> parts_of(SelectKind kind) {
  switch (kind) {
    case SelectKind::uri: return kUriParts;
    case SelectKind::name_addr: return kAddrParts;
    case SelectKind::header_value: return kValueParts;
    case SelectKind::digest: return kDigestParts;
    case SelectKind::user_at_domain: return kUserParts;
    case SelectKind::sdp: return kSdpParts;
    case SelectKind::via: return kViaParts;
    case SelectKind::values_of:
    case SelectKind::text: return {};
  }
  return {};
}

class SelectPv final : public TextPv {
 public:
  struct Step {
    SelectStep step;
    SelectArg arg;
  };
  SelectPv(std::string text, PvPtr first, std::vector<Step> steps) : TextPv(std::move(text)), first_(std::move(first)), steps_(std::move(steps)) {}
  Value get(Context& c) const override {
    Value v;
    if (first_ != nullptr && (v = first_->get(c)).is_null()) return v;
    bool root = first_ == nullptr;
    for (const auto& s : steps_) {
      if (v.is_null() && !root) return v;
      v = s.step(c, v, s.arg);
      root = false;
    }
    return v;
  }
  bool set(Context&, const Value&) const override { return false; }
  bool settable() const override { return false; }

 private:
  PvPtr first_;
  std::vector<Step> steps_;
};

}  // namespace

Value number_text(Context& c, std::int64_t n) { return Value::string(to_text(Value::integer(n), *c.arena)); }

std::vector<SelectName> select_path(std::string_view text) {
  std::vector<SelectName> out;
  while (!text.empty()) {
    if (text[0] == '[') {
      auto close = text.find(']');
      if (close == std::string_view::npos || out.empty()) return {};
      auto inside = base::trim(text.substr(1, close - 1));
      if (inside.size() >= 2 && (inside[0] == '"' || inside[0] == '\'')) {
        out.push_back({std::string(inside.substr(1, inside.size() - 2)), 0, false});
      } else {
        auto number = base::to_number<std::int64_t>(inside);
        if (!number) return {};
        out.back().index = *number;
        out.back().has_index = true;
      }
      text.remove_prefix(close + 1);
      if (!text.empty() && text[0] == '.') text.remove_prefix(1);
      continue;
    }
    auto end = text.find_first_of(".[");
    out.push_back({std::string(text.substr(0, end)), 0, false});
    text.remove_prefix(std::min(end, text.size()));
    if (!text.empty() && text[0] == '.') text.remove_prefix(1);
  }
  return out;
}

const SelectPart* find_select_part(SelectKind kind, std::string_view name) {
  for (const auto& p : parts_of(kind))
    if (base::iequals(p.name, name)) return &p;
  return nullptr;
}

const SelectPart* find_select_root(const std::vector<SelectName>& path, std::size_t& used) {
  std::string name;
  const SelectPart* best = nullptr;
  for (std::size_t i = 0; i < path.size() && i < 4; ++i) {
    name += (i == 0 ? "" : ".") + path[i].name;
    for (auto list : {message_selects(), header_selects(), place_selects()})
      for (const auto& p : list)
        if (base::iequals(p.name, name)) best = &p, used = i + 1;
  }
  return best;
}

PvPtr make_select(std::string text, const std::vector<SelectName>& path, PvPtr first) {
  std::vector<SelectPv::Step> steps;
  std::size_t at = 0;
  auto kind = SelectKind::name_addr;
  auto take = [&](const SelectPart& part) {
    SelectPv::Step step{part.step, {}};
    step.arg.index = path[at - 1].index;
    step.arg.has_index = path[at - 1].has_index;
    if (part.wants_key && at < path.size()) {
      step.arg.key = path[at].name;
      // The index of a header stands behind its name.
      if (path[at].has_index) step.arg.index = path[at].index, step.arg.has_index = true;
      ++at;
    }
    kind = part.then;
    steps.push_back(std::move(step));
  };
  bool exists = !path.empty() && base::iequals(path[0].name, "hf_value_exists");
  if (exists && path.size() != 3) return nullptr;
  if (first == nullptr) {
    const auto* root = find_select_root(path, at);
    if (root == nullptr) return nullptr;
    take(*root);
  }
  if (exists) {
    steps.push_back({[](Context& c, const Value& header, const SelectArg& a) { return header_has_value(c, header.s, a.key); }, {0, false, path[2].name}});
    at = path.size();
  }
  while (at < path.size()) {
    const auto* part = find_select_part(kind, path[at].name);
    // A name-addr variable may be a bare URI.
    if (part == nullptr && first != nullptr && steps.empty()) part = find_select_part(SelectKind::uri, path[at].name);
    if (part == nullptr) return nullptr;
    ++at;
    take(*part);
  }
  return std::make_unique<SelectPv>(std::move(text), std::move(first), std::move(steps));
}

bool runs_select(std::string_view text) {
  if (text.starts_with('@')) text.remove_prefix(1);  // $sel(@via.host), as PvBinder::select takes it
  auto path = select_path(text);
  if (path.empty()) return false;
  if (base::iequals(path[0].name, "cfg_selected")) return path.size() == 2;
  if (!base::iequals(path[0].name, "cfg_get") || path.size() < 3) return make_select({}, path) != nullptr;
  path.erase(path.begin(), path.begin() + 3);
  return path.empty() || make_select({}, path, make_null({})) != nullptr;
}

}  // namespace kukini::script
