// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Selects (@from.uri.user): the common ones are other names of variables.
#include <algorithm>

#include "script/bind/pv_binder.hpp"
#include "script/runtime.hpp"

namespace kukini::script {

namespace {

constexpr std::pair<std::string_view, std::string_view> kSame[] = {
    {"ruri", "$ru"}, {"ruri.user", "$rU"}, {"ruri.host", "$rd"}, {"ruri.port", "$rp"}, {"ruri.params", "$(ru{uri.params})"},
    {"ruri.transport", "$rP"}, {"dst_uri", "$du"}, {"dst_uri.host", "$dd"}, {"dst_uri.port", "$dp"}, {"next_hop", "$nh(u)"},
    {"next_hop.host", "$nh(d)"}, {"next_hop.port", "$nh(p)"}, {"next_hop.user", "$nh(U)"},
    {"from", "$hdr(From)"}, {"from.uri", "$fu"}, {"from.uri.user", "$fU"}, {"from.uri.host", "$fd"}, {"from.tag", "$ft"}, {"from.name", "$fn"},
    {"to", "$hdr(To)"}, {"to.uri", "$tu"}, {"to.uri.user", "$tU"}, {"to.uri.host", "$td"}, {"to.tag", "$tt"}, {"to.name", "$tn"},
    {"contact", "$ct"}, {"contact.uri", "$(ct{nameaddr.uri})"}, {"contact.uri.user", "$(ct{nameaddr.uri}{uri.user})"},
    {"contact.uri.host", "$(ct{nameaddr.uri}{uri.host})"}, {"contact.uri.port", "$(ct{nameaddr.uri}{uri.port})"},
    {"contact.name", "$(ct{nameaddr.name})"}, {"contact.expires", "$(hdr(Contact){param.value,expires})"},
    {"method", "$rm"}, {"cseq", "$hdr(CSeq)"}, {"cseq.num", "$cs"}, {"cseq.method", "$rm"}, {"call_id", "$ci"}, {"callid", "$ci"},
    {"user_agent", "$ua"}, {"content_type", "$cT"}, {"content_length", "$cl"}, {"expires", "$hdr(Expires)"}, {"subject", "$hdr(Subject)"},
    {"src.ip", "$si"}, {"src.port", "$sp"}, {"src.proto", "$proto"}, {"received.ip", "$Ri"}, {"received.port", "$Rp"},
    {"dst.ip", "$Ri"}, {"dst.port", "$Rp"}, {"msg", "$mb"}, {"msg.len", "$ml"}, {"msg.body", "$rb"}, {"msg.flags", "$mF"},
};

/// "via[1].branch": name, index (1 where there is none), rest.
struct Head {
  std::string name;
  std::int64_t index = 1;
  bool has_index = false;
  std::string rest;
};
Head head_of(std::string_view text) {
  Head out;
  auto end = text.find_first_of(".[");
  out.name = std::string(text.substr(0, end));
  text.remove_prefix(std::min(end, text.size()));
  if (!text.empty() && text[0] == '[') {
    auto close = text.find(']');
    auto inside = text.substr(1, close == std::string_view::npos ? close : close - 1);
    out.has_index = parse_integer(inside, out.index);
    if (!out.has_index && inside.size() > 2) out.rest = std::string(inside.substr(1, inside.size() - 2));
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
  }
  if (!text.empty() && text[0] == '.') out.rest = std::string(text.substr(1));
  return out;
}

}  // namespace

PvPtr PvBinder::select(std::string_view text, std::uint32_t offset, std::uint32_t length) {
  auto fail_here = [&](std::string message) -> PvPtr {
    problems.push_back({offset, length, "script-unknown-select", std::move(message), {}});
    return nullptr;
  };
  if (text.starts_with('@')) text.remove_prefix(1);
  std::string written = "@" + std::string(text);
  auto head = head_of(text);
  if (head.name == "via" || head.name == "v") {
    auto made = make_via_select(written, head.index, head.rest);
    return made != nullptr ? std::move(made) : fail_here(written + " names no part of a Via");
  }
  if (head.name == "cfg_get") {
    if (names_.runtime != nullptr)
      if (const auto* variable = names_.runtime->find(head.rest)) return make_runtime(written, *variable);
    auto it = names_.custom.find(head.rest);
    if (it == names_.custom.end()) return fail_here("the script sets no " + head.rest);
    if (it->second.is_string()) return make_fixed(written, std::string(it->second.s));
    return make_fixed_number(written, it->second.i);
  }
  std::string as;
  for (auto [name, pv] : kSame)
    if (name == text) as = pv;
  if (head.name == "hf_value" || head.name == "msg") {
    auto rest = head_of(head.name == "msg" && head.rest.starts_with("header.") ? std::string_view(head.rest).substr(7) : head.rest);
    // hf_value.name[0].param["p"]
    if (auto param = head_of(rest.rest); head.name == "hf_value" && param.name == "param" && !param.rest.empty()) {
      std::replace(rest.name.begin(), rest.name.end(), '_', '-');
      as = "$(hdr(" + rest.name + ")[" + std::to_string(rest.has_index ? rest.index : 0) + "]{tobody.params}{param.value," + param.rest + "})";
    }
    if (as.empty() && !rest.name.empty() && rest.rest.empty() && (head.name == "hf_value" || head.rest.starts_with("header."))) {
      std::replace(rest.name.begin(), rest.name.end(), '_', '-');
      as = "$(hdr(" + rest.name + ")[" + std::to_string(rest.has_index ? rest.index : 0) + "])";
    }
  }
  if (as.empty()) return fail_here(written + " is not known here; most selects have a pseudo-variable in their place");
  auto before = problems.size();
  auto made = pv(arena_.copy(as));
  if (made == nullptr) {
    problems.resize(before);
    return fail_here(written + " stands for " + as + ", which no loaded module has");
  }
  return made;
}

}  // namespace kukini::script
