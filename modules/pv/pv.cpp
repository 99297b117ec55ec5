// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module itself: binds all parts.
#include "pv.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_pv;

namespace pv {
namespace {

class PvModule final : public Module {
 public:
  void bind(Binder& b) override {
    bind_request_uri(b);
    bind_destination(b);
    bind_from_to(b);
    bind_headers(b);
    bind_header_fields(b);
    bind_network(b);
    bind_socket(b);
    bind_message(b);
    bind_reply(b);
    bind_auth(b);
    bind_flags(b);
    bind_branches(b);
    bind_time(b);
    bind_via(b);
    bind_constants(b);
    bind_shared(b);
    bind_dynamic(b, host_);
    bind_server(b, host_);
    bind_string_transformations(b);
    bind_codec_transformations(b);
    bind_uri_transformations(b);
    bind_list_transformations(b);
    bind_functions(b);
    bind_xavp_functions(b);
  }
  Result<> init(InitContext& host) override {
    host_.init = &host;
    return {};
  }

 private:
  Host host_;
};

}  // namespace
}  // namespace pv
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_pv, kukini::modules::pv::PvModule);
