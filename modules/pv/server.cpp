// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What is the server's: $stat(name), $ccp(group.name).
#include <functional>
#include <map>
#include <mutex>

#include "pv.hpp"

namespace kukini::modules::pv {

namespace {

using Read = std::function<std::int64_t()>;

/// Readers by name, made when a script is bound; a name that comes out of a variable is looked up when it is first used.
class Readers {
 public:
  const Read* get(InitContext* init, string_view name) {
    std::lock_guard lock(mutex_);
    auto at = all_.find(name);
    if (at != all_.end()) return &at->second;
    if (init == nullptr || all_.size() >= kMost) return nullptr;
    auto read = init->statistic_reader(name);
    if (!read) return nullptr;
    return &all_.emplace(std::string(name), std::move(read)).first->second;
  }

 private:
  static constexpr std::size_t kMost = 4096;
  std::mutex mutex_;
  std::map<std::string, Read, std::less<>> all_;
};
Readers g_readers;

Result<const void*> prepare_stat(void* self, string_view inner) {
  return static_cast<const void*>(g_readers.get(static_cast<Host*>(self)->init, inner));
}
Value statistic(void* self, Context&, const PvName& n) {
  const auto* read = static_cast<const Read*>(n.prepared);
  if (read == nullptr) read = g_readers.get(static_cast<Host*>(self)->init, n.inner);
  return read != nullptr ? Value::integer((*read)()) : Value::null();
}

InitContext* server(void* self) { return static_cast<Host*>(self)->init; }
const void* variable_of(void* self, string_view inner) { return server(self) != nullptr ? server(self)->runtime_variable(inner) : nullptr; }
Result<const void*> prepare_runtime(void* self, string_view inner) { return variable_of(self, inner); }
const void* variable_of(void* self, const PvName& n) { return n.prepared != nullptr ? n.prepared : variable_of(self, n.inner); }

Value runtime(void* self, Context&, const PvName& n) {
  const auto* variable = variable_of(self, n);
  return variable != nullptr ? server(self)->read_runtime(variable) : Value::null();
}
bool set_runtime(void* self, Context&, const PvName& n, const Value& v) {
  const auto* variable = variable_of(self, n);
  return variable != nullptr && server(self)->set_runtime(variable, v);
}

}  // namespace

void bind_server(Binder& b, Host& host) {
  b.variable("stat", &statistic, nullptr, &host, &prepare_stat);
  b.variable("ccp", &runtime, &set_runtime, &host, &prepare_runtime);
}

}  // namespace kukini::modules::pv
