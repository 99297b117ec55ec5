// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// rport, connections, logging.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/text.hpp"
#include "script/functions/core_functions.hpp"
#include "script/values.hpp"
#include "sdk/log.hpp"
#include "sdk/worker.hpp"

namespace kukini::script {

namespace {

using sdk::Args;
using sdk::Context;
using sdk::ProcessingFlag;

template <ProcessingFlag F>
int set_flag(void*, Context& c, Args) {
  c.set(F);
  return 1;
}

/// What UDP has no use for, or the listen line says already.
int accepted(void*, Context&, Args) { return 1; }

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

int log_level(const Value& v) {
  static constexpr std::pair<std::string_view, int> kNames[] = {
      {"L_ALERT", -5}, {"L_BUG", -4}, {"L_CRIT2", -3}, {"L_CRIT", -2}, {"L_ERR", -1},
      {"L_WARN", 0},   {"L_NOTICE", 1}, {"L_INFO", 2}, {"L_DBG", 3}};
  for (auto [name, level] : kNames)
    if (v.is_string() && base::iequals(v.s, name)) return level;
  return static_cast<int>(std::clamp<std::int64_t>(to_integer(v), -5, 3));
}

/// log("text") at level error; log(level, "text").
int log_text(void*, Context& c, Args a) {
  auto level = a.size() > 1 ? static_cast<sdk::Level>(log_level(a[0].value)) : sdk::Level::error;
  auto text = to_text(a.size() > 1 ? a[1].value : a[0].value, *c.arena);
  if (sdk::log_enabled(level)) sdk::log_line(level, "<script>", without_line_end(text));
  return 1;
}

int error_text(void*, Context&, Args a) {
  sdk::log(sdk::Level::error, "<script>", "{}: {}", a[0].value.s, without_line_end(a[1].value.s));
  return 1;
}

int set_advertised_address(void*, Context& c, Args a) {
  return c.worker != nullptr && !a[0].value.s.empty() && c.worker->advertise(c.arena->copy(a[0].value.s), 0) ? 1 : -1;
}
int set_advertised_port(void*, Context& c, Args a) {
  auto port = a[0].value.i;
  return c.worker != nullptr && port > 0 && port < 65536 && c.worker->advertise({}, static_cast<std::uint16_t>(port)) ? 1 : -1;
}

/// exec("command"): run by the shell; the script waits for its end, the worker does not. Always true, as in Kamailio.
int exec(void*, Context& c, Args a) {
  char shell[] = "sh", option[] = "-c";
  std::string command(a[0].value.s);
  char* words[] = {shell, option, command.data(), nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t pid = 0;
  int error = posix_spawn(&pid, "/bin/sh", nullptr, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    sdk::log(sdk::Level::error, "core", "exec(): {}", std::strerror(error));
    return 1;
  }
  int status = 0;
  for (unsigned wait_ms = 1;; wait_ms = std::min(wait_ms * 2, 50u)) {
    pid_t ended = waitpid(pid, &status, c.worker != nullptr ? WNOHANG : 0);
    if (ended == pid || (ended < 0 && errno != EINTR)) break;
    c.worker->sleep(wait_ms);
  }
  if (status != 0) sdk::log(sdk::Level::notice, "core", "exec(): '{}' ended with {}", command, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
  return 1;
}

constexpr CoreFunction kFunctions[] = {
    {"force_rport", set_flag<ProcessingFlag::force_rport>},
    {"add_rport", set_flag<ProcessingFlag::force_rport>},
    {"set_reply_no_connect", set_flag<ProcessingFlag::no_connect>},
    {"set_reply_close", set_flag<ProcessingFlag::close_connection>},
    {"set_forward_no_connect", set_flag<ProcessingFlag::no_connect>},
    {"set_forward_close", set_flag<ProcessingFlag::close_connection>},
    {"add_local_rport", set_flag<ProcessingFlag::local_rport>},
    {"force_tcp_alias", accepted},
    {"add_tcp_alias", accepted},
    {"set_advertised_address", set_advertised_address},
    {"set_advertised_port", set_advertised_port},
    {"exec", exec},
    {"udp_mtu_try_proto", accepted},
    {"log", log_text},
    {"error", error_text},
};

}  // namespace

std::span<const CoreFunction> misc_functions() { return kFunctions; }

}  // namespace kukini::script
