// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Internal: InitContext as modules see it while they start.
#pragma once

#include "core/server_state.hpp"

namespace kukini::core {

class Starter final : public sdk::InitContext {
 public:
  explicit Starter(Server::State& state);
  ~Starter() override;

  unsigned worker_slot() override;
  unsigned worker_count() override;
  sdk::Counter counter(std::string_view group, std::string_view name) override;
  void statistic(std::string_view group, std::string_view name, std::function<std::int64_t()> read) override;
  std::function<std::int64_t()> reader(sdk::Counter counter) override;
  std::function<std::int64_t()> statistic_reader(std::string_view name) override;
  const void* runtime_variable(std::string_view dotted) override;
  sdk::Value read_runtime(const void* variable) override;
  bool set_runtime(const void* variable, const sdk::Value& value) override;
  base::Result<const sdk::Pv*> parse_pv(std::string_view text) override;
  base::Result<const sdk::Format*> parse_format(std::string_view text) override;
  void reply_handler(sdk::ReplyHandler* handler) override;
  bool request_hooks(sdk::RequestHooks* hooks) override;
  void runtime_int(std::string_view group, std::string_view name, std::string_view brief, std::atomic<std::int64_t>& value) override;
  void post_to_worker(unsigned index, std::function<void(sdk::Worker&)> task) override;
  void add_alias(std::string_view host, std::uint16_t port, io::Protocol protocol, bool subdomains) override;
  std::span<const io::ListenSocket> sockets() override;
  std::string_view run_dir() override;
  std::uint64_t now_ms() override;
  std::int64_t wall_us() override;

 protected:
  void* find_service(std::string_view name) override;
  void add_service(std::string_view name, void* service) override;

 private:
  Server::State& state_;
  std::vector<std::unique_ptr<sdk::Pv>> pvs_;
  std::map<std::string, std::unique_ptr<sdk::Format>, std::less<>> formats_;  ///< by text: reloads find the old ones
};

}  // namespace kukini::core
