// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module textopsx.
#include "textopsx.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_textopsx;

namespace textopsx {
namespace {
class Textopsx final : public Module {
 public:
  void bind(Binder& b) override {
    bind_apply(b);
    bind_values(b);
    bind_iterators(b);
  }
};
}  // namespace
}  // namespace textopsx
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_textopsx, kukini::modules::textopsx::Textopsx);
