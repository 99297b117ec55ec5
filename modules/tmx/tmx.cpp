// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module tmx: its life.
#include "tmx.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_tmx;
}

namespace kukini::modules::tmx {

void Tmx::bind(Binder& b) {
  b.param("precheck_trans", precheck);
  bind_functions(b, *this);
  bind_variables(b, *this);
}

Result<> Tmx::init(InitContext& h) {
  host = &h;
  tm = h.service<TmService>();
  if (tm == nullptr) return Error{"module tmx needs module tm: put loadmodule \"tm.so\" before it"};
  slot = h.worker_slot();
  hooked = h.request_hooks(this);
  return {};
}

Result<> Tmx::worker_init(Worker& worker) {
  worker.slot(slot) = new std::vector<InFlight>;
  return {};
}

void Tmx::worker_exit(Worker& worker) {
  delete static_cast<std::vector<InFlight>*>(worker.slot(slot));
  worker.slot(slot) = nullptr;
}

}  // namespace kukini::modules::tmx

KUKINI_MODULE(kukini::modules::kManifest_tmx, kukini::modules::tmx::Tmx);
