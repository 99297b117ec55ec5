// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The daemon: options, configuration, detaching, control socket, signals.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "app/daemon.hpp"
#include "app/logging.hpp"
#include "app/module_help.hpp"
#include "app/options.hpp"
#include "app/privileges.hpp"
#include "app/rpc_host.hpp"
#include "catalog/catalog.hpp"
#include "core/server.hpp"
#include "diag/render.hpp"
#include "net/host.hpp"
#include "rpc/server.hpp"
#include "sdk/services/ctl.hpp"
#include "sdk/log.hpp"

namespace kukini::app {

namespace {

constexpr unsigned kDrainMs = 5000;
constexpr int kBadConfig = 255;

core::ServerOptions server_options(const Options& o) {
  core::ServerOptions s;
  s.config_file = o.config_file;
  s.parse.defines = o.defines;
  s.parse.substs = o.subst;
  s.parse.substdefs = o.substdef;
  s.parse.substdefs.insert(s.parse.substdefs.end(), o.substdefs.begin(), o.substdefs.end());
  s.check_only = o.check;
  s.listen = o.listen;
  s.aliases = o.aliases;
  s.load_modules = o.load_modules;
  s.module_paths = o.module_paths;
  for (const auto& p : o.mod_params) {
    core::ServerOptions::ModParam m{p.module, p.name, {}};
    m.value.is_integer = p.integer;
    m.value.text = p.value;
    if (p.integer) m.value.number = std::stoll(p.value);
    s.mod_params.push_back(std::move(m));
  }
  if (o.workers > 0) s.workers = static_cast<unsigned>(o.workers);
  if (o.debug != -100) s.debug = o.debug;
  if (!o.auto_aliases.empty()) s.auto_aliases = o.auto_aliases == "yes" || o.auto_aliases == "on";
  return s;
}

int print_module_help(const std::string& name) {
  if (name == "modules") {
    std::fputs(module_list(catalog::module_manifests()).c_str(), stdout);
    return 0;
  }
  if (name == "params") {
    std::fputs(params_help().c_str(), stdout);
    return 0;
  }
  std::string bare = name.size() > 3 && name.ends_with(".so") ? name.substr(0, name.size() - 3) : name;
  bool man = bare.starts_with("man:");
  if (man) bare = bare.substr(4);
  std::string known;
  for (const auto* m : catalog::module_manifests()) {
    if (m->name == bare) {
      std::fputs((man ? module_man_page(*m, KUKINI_VERSION) : module_help(*m)).c_str(), stdout);
      return 0;
    }
    known += " " + std::string(m->name);
  }
  std::fprintf(stderr, "kukini: there is no module '%s'; these are here:%s\n", bare.c_str(), known.c_str());
  return 1;
}

/// The script as the grammar sees it: includes, conditions and defines resolved.
int print_config(const core::ServerOptions& options) {
  diag::Emitter emitter;
  auto script = lang::parse_file(options.config_file, options.parse, emitter);
  std::fwrite(script->source().text().data(), 1, script->source().size(), stdout);
  std::fputs(diag::render_all(emitter).c_str(), stderr);
  return emitter.failed() ? kBadConfig : 0;
}

std::string listening_text(const core::Server& server) {
  std::string text = "Listening on \n";
  for (const auto& s : server.sockets()) {
    text += "             " + std::string(io::to_string(s.protocol)) + ": " + (s.host_name.empty() ? "" : s.host_name + " ") + (s.host_name.empty() ? s.address.ip(true) : "[" + s.address.ip(false) + "]") + ":" +
            std::to_string(s.address.port);
    if (!s.advertised_host.empty()) text += " advertise " + s.advertised_host;
    if (s.advertised_port != 0) text += ":" + std::to_string(s.advertised_port);
    if (!s.name.empty()) text += " name " + s.name;
    if (s.is_virtual) text += " virtual";
    text += "\n";
  }
  text += "Aliases: \n";
  for (const auto& a : server.aliases())
    text += "             " + (a.protocol == io::Protocol::none ? "*" : std::string(io::to_string(a.protocol))) + ": " + a.host + ":" +
            (a.port != 0 ? std::to_string(a.port) : "*") + "\n";
  return text + "\n";
}

/// What a valid script needs and this Kukini has not; empty where it can run.
std::string missing_text(const core::Server& server) {
  std::string modules, parts;
  for (const auto& [name, count] : server.missing()) {
    bool whole = name != "core" && !server.provides_module(name);
    auto& list = whole ? modules : parts;
    list += (list.empty() ? "" : ", ") + name + " (used " + std::to_string(count) + (count == 1 ? " time)" : " times)");
  }
  if (modules.empty() && parts.empty()) return {};
  return "the file is valid, but this Kukini cannot run it yet:" + (modules.empty() ? "" : " no module " + modules) +
         (parts.empty() ? "" : std::string(modules.empty() ? "" : ";") + " parts missing in " + parts) + "\n";
}

sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int s : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD}) sigaddset(&set, s);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

void log_diagnostics(const diag::Emitter& emitter) {
  diag::RenderOptions line;
  line.source = false;
  for (const auto& d : emitter.all())
    sdk::log(d.severity == diag::Severity::error ? sdk::Level::error : sdk::Level::warning, "core", "{}", diag::render(d, line));
}

void log_statistics(const core::Server& server) {
  for (const auto& s : server.statistics())
    sdk::log(sdk::Level::notice, "core", "statistics: {}:{} = {}", s.group, s.name, server.statistic(s.group, s.name).value_or(0));
}

void reload(core::Server& server, const rpc::Registry& registry) {
  diag::Emitter emitter;
  bool ok = server.reload(emitter);
  log_diagnostics(emitter);
  sdk::log(ok ? sdk::Level::notice : sdk::Level::error, "core", "{}",
           ok ? "configuration reloaded" : "configuration not reloaded: nothing has changed");
  for (const char* list : {"dispatcher.reload"}) {
    if (!ok || registry.find(list) == nullptr) continue;
    sdk::RpcCall call;
    call.method = list;
    registry.run(call);
    if (call.fault_code != 0) sdk::log(sdk::Level::error, "core", "{}: {}", list, call.fault_text);
  }
}

/// exit_timeout: seconds to finish what is in flight.
unsigned drain_ms(const script::Settings& settings) {
  auto seconds = settings.number("exit_timeout", 0);
  return seconds > 0 ? static_cast<unsigned>(std::min<std::int64_t>(seconds, 3600)) * 1000 : kDrainMs;
}

/// open_files_limit and disable_core_dump.
void set_limits(const script::Settings& settings) {
  rlimit limit;
  auto files = settings.number("open_files_limit", 0);
  if (files > 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < static_cast<rlim_t>(files)) {
    limit.rlim_cur = static_cast<rlim_t>(files);
    limit.rlim_max = std::max(limit.rlim_max, limit.rlim_cur);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) std::fprintf(stderr, "kukini: open_files_limit=%lld: %s\n", static_cast<long long>(files), std::strerror(errno));
  }
  if (settings.number("disable_core_dump", 0) != 0) {
    limit = {0, 0};
    setrlimit(RLIMIT_CORE, &limit);
  }
}

int serve(core::Server& server, const rpc::Registry& registry, const sigset_t& signals, unsigned drain) {
  for (;;) {
    siginfo_t info;
    int got = sigwaitinfo(&signals, &info);
    if (got == SIGHUP) reload(server, registry);
    if (got == SIGUSR1) log_statistics(server);
    if (got == SIGTERM || got == SIGINT) {
      sdk::log(sdk::Level::notice, "core", "signal {} received: finishing what is in flight, then stopping", got);
      server.stop(drain);
      return 0;
    }
  }
}

int run(int argc, char** argv) {
  auto parsed = parse_options(argc, argv);
  if (!parsed) {
    std::fprintf(stderr, "kukini: %s\n", parsed.error().c_str());
    return kBadConfig;
  }
  Options& o = *parsed;
  if (o.version || o.internals) {
    std::fputs((o.internals ? internals_text() : version_text()).c_str(), stdout);
    return 0;
  }
  if (o.help) {
    if (!o.help_module.empty()) return print_module_help(o.help_module);
    std::fputs(help_text().c_str(), stdout);
    return 0;
  }

  sigset_t signals = block_signals();
  if (o.print_config) return print_config(server_options(o));
  net::NetHost host;
  core::ServerOptions settings_in = server_options(o);
  if (!o.run_dir.empty()) settings_in.run_dir = o.run_dir;
  core::Server server(host, settings_in);
  diag::Emitter emitter(o.all_errors ? 0 : 1000);
  bool loaded = server.load(emitter);
  emitter.sort();
  diag::RenderOptions shape;
  shape.colors = isatty(2) != 0;
  std::fputs(diag::render_all(emitter, shape).c_str(), stderr);
  if (!loaded || emitter.failed()) {
    std::fprintf(stderr, "ERROR: bad config file (%zu errors)\n", emitter.errors());
    return kBadConfig;
  }
  if (o.check) {
    std::fputs((missing_text(server) + "config file ok, exiting...\n").c_str(), stderr);
    return 0;
  }

  const auto& settings = server.settings();
  bool stay = o.foreground == 1 || o.foreground == 2 || (o.foreground == 0 && !settings.fork);
  std::string run_dir = !o.run_dir.empty() ? o.run_dir : !settings.rundir.empty() ? settings.rundir : "/run/kamailio";
  std::string work_dir = !o.work_dir.empty() ? o.work_dir : settings.workdir.empty() ? "/" : settings.workdir;
  std::string user = !o.user.empty() ? o.user : settings.user, group = !o.group.empty() ? o.group : settings.group;

  Daemon daemon;
  auto give_up = [&](const std::string& why) {
    std::string text = "kukini: " + why + "\n";
    if (daemon.detached())
      daemon.failed(text, 1);
    else
      std::fputs(text.c_str(), stderr);
    return 1;
  };
  if (auto made = make_run_dir(run_dir, user, group); !made) return give_up(made.error());
  if (!stay)
    if (auto away = daemon.fork_away(); !away) return give_up(away.error());

  set_limits(settings);
  diag::Emitter starting;
  if (!server.prepare(starting)) return give_up("the server cannot start\n" + diag::render_all(starting, {}));
  if (starting.warnings() != 0) std::fputs(diag::render_all(starting, shape).c_str(), stderr);
  std::string listening = listening_text(server);
  if (stay) std::fputs(listening.c_str(), stderr);

  rpc::Registry registry;
  RpcHost rpc_host(server, {argv, argv + argc}, o.defines);
  rpc::add_builtin_commands(registry, rpc_host);
  registry.add(server.bindings());
  rpc::Server control(registry);
  rpc::add_ctl_commands(registry, control);
  if (auto open = control.listen("unixs:" + run_dir + "/kamailio_ctl", {0660, user, group}); !open)
    return give_up("control socket: " + open.error());
  if (const auto* ctl = server.service<sdk::CtlService>()) {
    const auto& more = ctl->settings();
    rpc::ListenOptions owner{more.mode, !more.user.empty() ? more.user : user, !more.group.empty() ? more.group : group};
    for (const auto& address : more.binrpc)
      if (auto open = control.listen(address, owner); !open) return give_up(open.error());
  }

  PidFile pid_file, pgid_file;
  if (auto r = pid_file.write(o.pid_file, getpid()); !r) return give_up(r.error());
  if (auto r = pgid_file.write(o.pgid_file, getpgrp()); !r) return give_up(r.error());
  const std::string& chroot_dir = !o.chroot_dir.empty() ? o.chroot_dir : settings.chroot;
  if (!chroot_dir.empty() && chroot(chroot_dir.c_str()) != 0) return give_up("-t " + chroot_dir + ": " + std::strerror(errno));
  // SIGHUP must find it again from the new working directory.
  std::error_code no_path;
  if (auto whole = std::filesystem::absolute(o.config_file, no_path); !no_path && chroot_dir.empty() && o.config_file != "-") server.set_config_file(whole.string());
  if (chdir(work_dir.c_str()) != 0) return give_up("working directory " + work_dir + ": " + std::strerror(errno));
  if (auto dropped = drop_privileges(user, group); !dropped) return give_up(dropped.error());

  LogTarget log;
  log.to_stderr = o.log_stderr || (stay && settings.log_stderror.value_or(false));
  log.colour = o.log_colour || settings.log_color;
  log.name = !settings.log_name.empty() ? settings.log_name : std::filesystem::path(argv[0]).filename().string();
  if (int facility = facility_by_name(settings.log_facility); facility >= 0) log.facility = facility;
  start_logging(log);
  if (auto started = server.start(); !started) {
    stop_logging();
    return give_up(started.error());
  }
  control.start();
  sdk::log(sdk::Level::notice, "core", "kukini {} runs with {} worker{}", KUKINI_VERSION, server.worker_count(), server.worker_count() == 1 ? "" : "s");
  daemon.started();
  int code = serve(server, registry, signals, drain_ms(settings));
  control.stop();
  stop_logging();
  return code;
}

}  // namespace

}  // namespace kukini::app

int main(int argc, char** argv) { return kukini::app::run(argc, argv); }
