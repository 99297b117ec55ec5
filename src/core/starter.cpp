// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What a starting module may ask of the server.
#include "core/starter.hpp"

#include "base/text.hpp"
#include "script/build.hpp"
#include "script/runtime.hpp"
#include "sdk/text.hpp"

namespace kukini::core {

Starter::Starter(Server::State& state) : state_(state) {}
Starter::~Starter() = default;

unsigned Starter::worker_slot() { return state_.shared.slots++; }
unsigned Starter::worker_count() { return state_.worker_limit(); }

sdk::Counter Starter::counter(std::string_view group, std::string_view name) { return {state_.statistics.counter(group, name)}; }
void Starter::statistic(std::string_view group, std::string_view name, std::function<std::int64_t()> read) {
  state_.statistics.computed(group, name, std::move(read));
}
std::function<std::int64_t()> Starter::reader(sdk::Counter counter) {
  return [&state = state_, counter] { return state.sum(counter.id); };
}

std::function<std::int64_t()> Starter::statistic_reader(std::string_view name) {
  std::lock_guard lock(state_.statistics.mutex());
  auto& all = state_.statistics.entries();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name != name) continue;
    if (all[i].read) return all[i].read;
    return [&state = state_, i] {
      std::lock_guard own_lock(state.statistics.mutex());
      const auto& e = state.statistics.entries()[i];
      return state.sum(e.id) - e.base;
    };
  }
  return {};
}
const void* Starter::runtime_variable(std::string_view dotted) { return state_.runtime.find(dotted); }
sdk::Value Starter::read_runtime(const void* variable) {
  const auto& v = *static_cast<const script::RuntimeVariables::Variable*>(variable);
  if (const auto* text = v.text.load(); text != nullptr) return sdk::Value::string(*text);
  return v.number != nullptr ? sdk::Value::integer(v.number->load(std::memory_order_relaxed)) : sdk::Value::null();
}
bool Starter::set_runtime(const void* variable, const sdk::Value& value) {
  const auto& v = *static_cast<const script::RuntimeVariables::Variable*>(variable);
  if (value.is_null()) return false;
  if (v.text.load() != nullptr) {
    base::Arena arena(64);
    state_.runtime.set_text(v, sdk::text_of(arena, value));
    return true;
  }
  if (!value.is_integer() || v.number == nullptr) return false;
  v.number->store(value.i, std::memory_order_relaxed);
  return true;
}

base::Result<const sdk::Pv*> Starter::parse_pv(std::string_view text) {
  auto pv = script::bind_pv(text, state_.registry.bindings());
  if (!pv) return base::Error{pv.error()};
  pvs_.push_back(std::move(*pv));
  return static_cast<const sdk::Pv*>(pvs_.back().get());
}

base::Result<const sdk::Format*> Starter::parse_format(std::string_view text) {
  if (auto known = formats_.find(text); known != formats_.end()) return static_cast<const sdk::Format*>(known->second.get());
  auto format = script::bind_format(text, state_.registry.bindings());
  if (!format) return base::Error{format.error()};
  return static_cast<const sdk::Format*>(formats_.emplace(std::string(text), std::move(*format)).first->second.get());
}

void Starter::reply_handler(sdk::ReplyHandler* handler) { state_.shared.reply_handlers.push_back(handler); }
bool Starter::request_hooks(sdk::RequestHooks* hooks) {
  state_.shared.request_hooks.push_back(hooks);
  return true;
}

void Starter::runtime_int(std::string_view group, std::string_view name, std::string_view brief, std::atomic<std::int64_t>& value) {
  state_.runtime.add(group, name, brief, value);
}

void Starter::post_to_worker(unsigned index, std::function<void(sdk::Worker&)> task) {
  if (index < state_.workers.size()) state_.workers[index]->post(std::move(task));
}

void Starter::add_alias(std::string_view host, std::uint16_t port, io::Protocol protocol, bool subdomains) {
  Alias alias{std::string(host), port, protocol, subdomains};
  for (auto& ch : alias.host) ch = base::to_lower(ch);
  state_.names->add(std::move(alias));
}
std::span<const io::ListenSocket> Starter::sockets() { return state_.names->sockets(); }
std::string_view Starter::run_dir() { return state_.options.run_dir; }
std::uint64_t Starter::now_ms() { return state_.host.clock().now_ms(); }
std::int64_t Starter::wall_us() { return state_.host.clock().wall_us(); }

void* Starter::find_service(std::string_view name) {
  auto it = state_.services.find(name);
  return it == state_.services.end() ? nullptr : it->second;
}
void Starter::add_service(std::string_view name, void* service) { state_.services[std::string(name)] = service; }

}  // namespace kukini::core
