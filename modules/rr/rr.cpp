// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module's table bound to its code, and its variables.
#include "rr.hpp"

#include "base/text.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_rr;
}

namespace kukini::modules::rr {

void Rr::bind(Binder& b) {
  b.param("enable_full_lr", full_lr_);
  b.param("append_fromtag", fromtag_);
  b.param("enable_double_rr", double_rr_);
  b.param("add_username", username_);
  b.param("enable_socket_mismatch_warning", warn_);
  b.param("custom_user_avp", user_avp_);
  b.param("force_send_socket", force_socket_);
  b.param("ignore_sips", ignore_sips_);
  b.param("ignore_user", ignore_user_);
  b.param("sockname_mode", sockname_);
  b.param("loose_route_mode", mode_);
  b.method<Rr, &Rr::loose>("loose_route", this);
  b.method<Rr, &Rr::loose_mode>("loose_route_mode", this);
  b.method<Rr, &Rr::loose_preloaded>("loose_route_preloaded", this);
  b.method<Rr, &Rr::record>("record_route", this);
  b.method<Rr, &Rr::record_address>("record_route_advertised_address", this);
  b.method<Rr, &Rr::record_preset>("record_route_preset", this);
  b.method<Rr, &Rr::remove>("remove_record_route", this);
  b.method<Rr, &Rr::add_rr_param>("add_rr_param", this);
  b.method<Rr, &Rr::check_param>("check_route_param", this);
  b.method<Rr, &Rr::is_direction>("is_direction", this);
  b.method<Rr, &Rr::next_hop_route>("rr_next_hop_route", this);

  auto variable = [&b, this](std::string_view name, PvGet get, PrepareName prepare = nullptr) { b.variable(name, get, nullptr, this, prepare); };
  variable("route_uri", [](void*, Context& c, const PvName&) {
    const auto* route = c.msg != nullptr ? c.msg->route() : nullptr;
    return route != nullptr ? Value::string(route->uri_text) : Value::null();
  });
  variable("fti", [](void* self, Context& c, const PvName&) {
    if (c.msg == nullptr) return Value::null();
    bool up = static_cast<Rr*>(self)->direction(c) == Direction::upstream;
    auto tag = up ? c.msg->to_tag() : c.msg->from_tag();
    return tag.empty() ? Value::null() : Value::string(tag);
  });
  variable("tti", [](void* self, Context& c, const PvName&) {
    if (c.msg == nullptr) return Value::null();
    bool up = static_cast<Rr*>(self)->direction(c) == Direction::upstream;
    auto tag = up ? c.msg->from_tag() : c.msg->to_tag();
    return tag.empty() ? Value::null() : Value::string(tag);
  });
  variable(
      "rdir",
      [](void* self, Context& c, const PvName& name) {
        bool up = static_cast<Rr*>(self)->direction(c) == Direction::upstream;
        return name.inner == "id" ? Value::integer(up ? 2 : 1) : Value::string(up ? "upstream" : "downstream");
      },
      [](void*, std::string_view inner) -> Result<const void*> {
        if (inner == "id" || inner == "name") return nullptr;
        return Error{"$rdir takes id or name"};
      });
}

Result<> Rr::init(InitContext& host) {
  if (user_avp_.empty()) return {};
  auto pv = host.parse_pv(user_avp_);
  if (!pv) return Error{"custom_user_avp \"" + user_avp_ + "\": " + pv.error()};
  user_pv_ = *pv;
  return {};
}

}  // namespace kukini::modules::rr

KUKINI_MODULE(kukini::modules::kManifest_rr, kukini::modules::rr::Rr);
