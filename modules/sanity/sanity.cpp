// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// sanity_check() and sanity_reply().
#include "checks.hpp"
#include "sdk/module.hpp"
#include "sdk/services/sl.hpp"
#include "sdk/text.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_sanity;

namespace {
using namespace sdk;
using sanity::Finding;

/// What noreply=1 kept back, for the message it was found in. One per worker thread.
struct Kept {
  std::uint64_t message = 0;
  int code = 0;
  std::string reason, headers;
};
thread_local Kept t_kept;

std::uint64_t identity(const Context& c) { return call_hash(c.msg->call_id()) ^ reinterpret_cast<std::uintptr_t>(c.msg); }

class Sanity final : public Module {
 public:
  void bind(Binder& binder) override {
    binder.param("default_checks", default_checks_);
    binder.param("uri_checks", uri_checks_);
    binder.param("proxy_require", proxy_require_);
    binder.param("autodrop", autodrop_);
    binder.param("noreply", noreply_);
    binder.param("size_checks", size_checks_);
    binder.param("size_message", sizes_.message);
    binder.param("size_headers", sizes_.headers);
    binder.param("size_body", sizes_.body);
    binder.param("size_header", sizes_.header);
    binder.param("size_method", sizes_.method);
    binder.param("size_ruri", sizes_.ruri);
    binder.param("size_from_uri", sizes_.from_uri);
    binder.param("size_to_uri", sizes_.to_uri);
    binder.param("size_contact_uri", sizes_.contact_uri);
    binder.param("size_route_uri", sizes_.route_uri);
    binder.param("size_path_uri", sizes_.path_uri);
    binder.param("size_pai_uri", sizes_.pai_uri);
    binder.method<Sanity, &Sanity::check>("sanity_check", this);
    binder.method<Sanity, &Sanity::reply>("sanity_reply", this);
  }
  Result<> init(InitContext& host) override {
    sl_ = host.service<SlService>();
    return {};
  }

 private:
  /// 1 in order; otherwise 0 (autodrop) or -1.
  int check(Context& c, Args args) {
    sanity::Request what{static_cast<std::uint32_t>(args.size() > 0 ? number_of(args[0].value) : default_checks_),
                         static_cast<std::uint32_t>(args.size() > 1 ? number_of(args[1].value) : uri_checks_), proxy_require_};
    Finding found = sanity::examine(*c.msg, what, *c.arena);
    if (found.code == 0 && size_checks_ != 0) found = sanity::judge_sizes(*c.msg, sizes_);
    if (found.code == 0) return 1;
    log(Level::debug, "sanity", "{} {}", found.code, found.reason);
    if (noreply_ != 0) {
      t_kept = {identity(c), found.code, std::string(found.reason), std::string(found.header_lines)};
    } else {
      answer(c, found.code, found.reason, found.header_lines);
    }
    return autodrop_ != 0 ? 0 : -1;
  }

  int reply(Context& c, Args) {
    Kept kept;
    if (t_kept.message == identity(c)) std::swap(kept, t_kept);
    t_kept.message = 0;
    if (kept.code != 0) {
      answer(c, kept.code, kept.reason, kept.headers);
    } else if (noreply_ != 0) {
      log(Level::info, "sanity", "no failed check to answer, sending 500");
      answer(c, 500, "Server Sanity Failure", {});
    }
    return 1;
  }

  void answer(Context& c, int code, std::string_view reason, std::string_view headers) {
    if (!c.msg->is_request() || c.msg->method() == sip::Method::ack) return;
    if (sl_ == nullptr) {
      log(Level::warning, "sanity", "{} {} not sent: the module sl is not loaded", code, reason);
      return;
    }
    if (sl_->send_reply(c, code, reason, headers) < 0) log(Level::warning, "sanity", "failed to send {} reply", code);
  }

  SlService* sl_ = nullptr;
  std::int64_t default_checks_ = 3047, uri_checks_ = 7, autodrop_ = 1, noreply_ = 0, size_checks_ = 0;
  sanity::Sizes sizes_;
  std::string proxy_require_;
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_sanity, kukini::modules::Sanity);
