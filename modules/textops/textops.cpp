// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module itself: binds all parts.
#include "textops.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_textops;

namespace textops {
void start_subst(InitContext& init);

namespace {

class Textops final : public Module {
 public:
  void bind(Binder& b) override {
    bind_methods(b);
    bind_headers(b);
    bind_header_removal(b);
    bind_search(b);
    bind_replace(b);
    bind_subst(b, host_);
    bind_body(b);
    bind_multipart(b);
    bind_strings(b);
  }
  Result<> init(InitContext& host) override {
    host_.init = &host;
    start_subst(host);
    return {};
  }

 private:
  Host host_;
};

}  // namespace
}  // namespace textops
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_textops, kukini::modules::textops::Textops);
