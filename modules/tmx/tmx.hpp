// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Tmx: the module's state and what its parts share.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "sdk/module.hpp"
#include "sdk/services/tm.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::tmx {

using namespace sdk;
using std::string_view;

/// A request whose script runs or is parked; the views are of its message.
struct InFlight {
  const Context* context;
  string_view call_id, branch;
  std::uint32_t cseq;
  sip::Method method;
};

class Tmx final : public Module, public RequestHooks {
 public:
  void bind(Binder& binder) override;
  Result<> init(InitContext& host) override;
  Result<> worker_init(Worker& worker) override;
  void worker_exit(Worker& worker) override;
  void after_request(Context& c) override;

  TmService* tm = nullptr;
  InitContext* host = nullptr;
  std::int64_t precheck = 1;
  bool hooked = false;
  unsigned slot = 0;
  std::mutex mutex;                                     ///< of `inner`
  std::map<std::string, const Pv*, std::less<>> inner;  ///< what stood in $T_req() and the like; as long as the module

  std::vector<InFlight>& in_flight(Worker& worker) { return *static_cast<std::vector<InFlight>*>(worker.slot(slot)); }
};

void bind_variables(Binder& binder, Tmx& self);
void bind_functions(Binder& binder, Tmx& self);

}  // namespace kukini::modules::tmx
