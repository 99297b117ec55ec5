// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The sink behind sdk::log: formats the line once, spdlog's queue carries it.
#include "app/logging.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <syslog.h>
#include <unistd.h>

#include <memory>
#include <mutex>

#include "base/text.hpp"
#include "sdk/log.hpp"

namespace kukini::app {

namespace {

constexpr std::string_view kNames[] = {"ALERT", "BUG", "CRITICAL", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"};
constexpr int kPriorities[] = {LOG_ALERT, LOG_CRIT, LOG_CRIT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG};
constexpr std::string_view kColours[] = {"\033[1;31m", "\033[1;31m", "\033[35m", "\033[35m", "\033[31m", "\033[33m", "\033[36m", "", "\033[2m"};

int slot(sdk::Level level) {
  int i = static_cast<int>(level) + 5;
  return i < 0 ? 0 : i > 8 ? 8 : i;
}

/// The level and facility travel in spdlog's source location, the only free integers of a record.
class Sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit Sink(LogTarget target) : target_(std::move(target)) {
    if (!target_.to_stderr) openlog(target_.name.c_str(), LOG_PID | LOG_CONS, target_.facility);
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& m) override {
    int level = m.source.line >> 16, facility = (m.source.line & 0xffff) - 1;
    auto text = m.payload;
    if (!target_.to_stderr) {
      syslog((facility >= 0 ? facility : target_.facility) | kPriorities[level], "%.*s", static_cast<int>(text.size()), text.data());
      return;
    }
    fmt::basic_memory_buffer<char, 1024> line;
    if (target_.colour) fmt::format_to(std::back_inserter(line), "{}", kColours[level]);
    line.append(text.data(), text.data() + text.size());
    if (target_.colour) fmt::format_to(std::back_inserter(line), "\033[0m");
    line.push_back('\n');
    [[maybe_unused]] auto n = ::write(2, line.data(), line.size());
  }
  void flush_() override {}

 private:
  LogTarget target_;
};

std::shared_ptr<spdlog::async_logger> g_logger;
bool g_stderr = true;

void to_queue(sdk::Level level, std::string_view module, std::string_view text, int facility) {
  auto logger = g_logger;
  if (logger == nullptr) return;
  fmt::basic_memory_buffer<char, 1024> line;
  if (g_stderr) fmt::format_to(std::back_inserter(line), "{:2}({}) ", sdk::log_process(), static_cast<int>(gettid()));
  std::string_view shown = module == "core" ? "<core>" : module == "script" ? "<script>" : module;
  auto prefix = sdk::log_prefix_text();
  if (shown.empty())
    fmt::format_to(std::back_inserter(line), "{}: {}{}", kNames[slot(level)], prefix, text);
  else
    fmt::format_to(std::back_inserter(line), "{}: {}{}: {}", kNames[slot(level)], prefix, shown, text);
  spdlog::source_loc where{"", (slot(level) << 16) | (facility + 1), ""};
  logger->log(where, spdlog::level::critical, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

void start_logging(const LogTarget& target) {
  spdlog::init_thread_pool(8192, 1);
  g_stderr = target.to_stderr;
  g_logger = std::make_shared<spdlog::async_logger>("kukini", std::make_shared<Sink>(target), spdlog::thread_pool(),
                                                    spdlog::async_overflow_policy::overrun_oldest);
  sdk::set_log_sink(&to_queue);
}

void stop_logging() {
  if (g_logger == nullptr) return;
  sdk::set_log_sink(nullptr);
  // Ends spdlog's thread once all is written. The logger itself stays: a thread may have it in hand still.
  spdlog::shutdown();
}

int facility_by_name(const std::string& name) {
  static constexpr struct {
    std::string_view name;
    int value;
  } table[] = {{"kern", LOG_KERN}, {"user", LOG_USER}, {"mail", LOG_MAIL}, {"daemon", LOG_DAEMON}, {"auth", LOG_AUTH},
               {"syslog", LOG_SYSLOG}, {"lpr", LOG_LPR}, {"news", LOG_NEWS}, {"uucp", LOG_UUCP}, {"cron", LOG_CRON},
               {"authpriv", LOG_AUTHPRIV}, {"ftp", LOG_FTP}, {"local0", LOG_LOCAL0}, {"local1", LOG_LOCAL1},
               {"local2", LOG_LOCAL2}, {"local3", LOG_LOCAL3}, {"local4", LOG_LOCAL4}, {"local5", LOG_LOCAL5},
               {"local6", LOG_LOCAL6}, {"local7", LOG_LOCAL7}};
  std::string_view bare = name;
  if (base::istarts_with(bare, "LOG_")) bare.remove_prefix(4);
  for (const auto& f : table)
    if (base::iequals(f.name, bare)) return f.value;
  return -1;
}

}  // namespace kukini::app
