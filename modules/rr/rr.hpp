// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Rr: the module; what it keeps of one context.
#pragma once

#include "sdk/module.hpp"
#include "sdk/services/rr.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::rr {

using namespace sdk;

/// Context::rr.
struct RrContext {
  std::string_view params;      ///< of add_rr_param(), in order
  std::string_view line;        ///< the Record-Route line(s) among the edits, empty: none
  std::string_view route_params; ///< parameters of our own Route that loose_route() took
  bool recorded = false;
  bool adjustable = false;      ///< made by record_route(): its address may follow the outgoing socket
  bool loose_done = false;
  bool next_hop_route = false;
};

class Rr final : public Module, public RrService {
 public:
  void bind(Binder& binder) override;
  void provide(InitContext& host) override { host.provide<RrService>(this); }
  Result<> init(InitContext& host) override;

  bool add_param(Context& c, std::string_view param) override;
  std::string_view route_param(Context& c, std::string_view name) override;
  Direction direction(Context& c) override;
  std::string_view recorded(Context& c) override;
  std::string_view recorded_for(Worker& worker, std::string_view line, const io::Flow& in, const io::Flow& out, base::Arena& arena) override;

 private:
  static RrContext& own(Context& c) {
    if (c.rr == nullptr) c.rr = c.arena->make<RrContext>();
    return *static_cast<RrContext*>(c.rr);
  }

  // record.cpp
  int record(Context& c, Args args);
  int record_address(Context& c, Args args);
  int record_preset(Context& c, Args args);
  int remove(Context& c, Args args);
  int add_rr_param(Context& c, Args args);
  bool put(Context& c, std::string_view line);
  std::string_view user(Context& c);
  std::string_view scheme(Context& c) const;

  // loose.cpp
  int loose(Context& c, Args args);
  int loose_mode(Context& c, Args args);
  int loose_preloaded(Context& c, Args args);
  int follow(Context& c, std::int64_t mode);
  int follow_strict(Context& c);
  int follow_loose(Context& c, bool preloaded);
  bool is_ours(Context& c, const sip::Uri& uri) const;
  int check_param(Context& c, Args args);
  int is_direction(Context& c, Args args);
  int next_hop_route(Context& c, Args args);

  std::int64_t full_lr_ = 0, fromtag_ = 1, double_rr_ = 1, username_ = 0, warn_ = 1, force_socket_ = 1, ignore_sips_ = 0, sockname_ = 0, mode_ = 0;
  std::string user_avp_, ignore_user_;
  const Pv* user_pv_ = nullptr;
};

}  // namespace kukini::modules::rr
