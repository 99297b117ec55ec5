// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// xlog() and its relatives. A text whose level is off is never evaluated.
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "base/kept.hpp"
#include "levels.hpp"
#include "sdk/method_id.hpp"
#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_xlog;

namespace {
using namespace sdk;
using namespace xlog;

std::string_view kind_name(manifest::RouteKind kind) {
  switch (kind) {
    case manifest::kRequest: return "request_route";
    case manifest::kFailure: return "failure_route";
    case manifest::kOnreply: return "onreply_route";
    case manifest::kOnreplyCore: return "reply_route";
    case manifest::kBranch: return "branch_route";
    case manifest::kOnsend: return "onsend_route";
    default: return "event_route";
  }
}

class Xlog final : public Module {
 public:
  void bind(Binder& binder) override {
    binder.param("buf_size", buf_size_);
    binder.param("force_color", force_color_);
    binder.param("long_format", long_format_);
    binder.param("prefix", prefix_);
    binder.param("prefix_mode", prefix_mode_);
    binder.param("methods_filter", [this](const ParamValue& v) -> Result<> {
      methods_filter_ = v.number;
      return {};
    });
    binder.param_ignored("auto_newline");
    binder.param("log_facility", [this](const ParamValue& v) -> Result<> {
      auto facility = facility_of(v.text);
      if (!facility) return Error{"log_facility: \"" + v.text + "\" is no syslog facility"};
      facility_ = *facility;
      return {};
    });
    binder.param("log_colors", [this](const ParamValue& v) { return add_colour(v.text); });

    binder.method<Xlog, &Xlog::log_any>("xlog", this);
    binder.method<Xlog, &Xlog::log_long>("xlogl", this);
    binder.method<Xlog, &Xlog::log_method>("xlogm", this);
    binder.method<Xlog, &Xlog::at<Level::debug>>("xdbg", this);
    binder.method<Xlog, &Xlog::at_long<Level::debug>>("xdbgl", this);
    binder.method<Xlog, &Xlog::at<Level::info>>("xinfo", this);
    binder.method<Xlog, &Xlog::at<Level::notice>>("xnotice", this);
    binder.method<Xlog, &Xlog::at<Level::warning>>("xwarn", this);
    binder.method<Xlog, &Xlog::at<Level::error>>("xerr", this);
    binder.method<Xlog, &Xlog::at<Level::bug>>("xbug", this);
    binder.method<Xlog, &Xlog::at<Level::crit>>("xcrit", this);
    binder.method<Xlog, &Xlog::at<Level::alert>>("xalert", this);
    binder.variable("C", [](void* self, Context&, const PvName& n) { return static_cast<Xlog*>(self)->colour(n); }, nullptr, this,
                    [](void* self, std::string_view inner) { return static_cast<Xlog*>(self)->prepare_colour(inner); });
  }

  Result<> init(InitContext& host) override {
    host.runtime_int("xlog", "methods_filter", "Methods that xlogm() logs.", methods_filter_);
    terminal_ = isatty(STDERR_FILENO) != 0;
    std::string_view prefix = prefix_;
    // The server's sink writes "module: text"; a prefix of that shape is the module, any other one is part of the text.
    if (prefix.ends_with(": ")) {
      name_ = prefix.substr(0, prefix.size() - 2);
    } else {
      lead_ = prefix;
    }
    if (prefix_mode_ != 0) {
      auto format = host.parse_format(prefix_);
      if (!format) return Error{"prefix: " + format.error()};
      prefix_format_ = *format;
    }
    return {};
  }

 private:
  using Place = bool;  // true: name the route

  template <Level L>
  int at(Context& c, Args args) {
    return log_enabled(L) ? write(c, L, *args[0].format, facility_, false) : 1;
  }
  template <Level L>
  int at_long(Context& c, Args args) {
    return log_enabled(L) ? write(c, L, *args[0].format, facility_, true) : 1;
  }

  int log_any(Context& c, Args args) { return log_with(c, args, false); }
  int log_long(Context& c, Args args) { return log_with(c, args, true); }
  int log_method(Context& c, Args args) {
    auto id = method_id(c.msg->transaction_method());
    if ((methods_filter_.load(std::memory_order_relaxed) & id) == 0) return 1;
    return log_with(c, args, false);
  }

  int log_with(Context& c, Args args, Place place) {
    Level level = Level::error;
    int facility = facility_;
    std::size_t text = args.size() - 1;
    if (args.size() == 3) {
      auto named = facility_of(args[0].format->eval(c));
      if (!named) return -1;
      facility = *named;
    }
    if (args.size() > 1) {
      auto wanted = level_of(args[text - 1].format->eval(c));
      if (!wanted) {
        sdk::log(Level::error, "xlog", "unknown log level \"{}\"", args[text - 1].format->text());
        return -1;
      }
      level = *wanted;
    }
    return log_enabled(level) ? write(c, level, *args[text].format, facility, place) : 1;
  }

  int write(Context& c, Level level, const Format& format, int facility, Place place) {
    auto text = format.eval(c);
    if (text.size() > static_cast<std::size_t>(buf_size_)) text = text.substr(0, static_cast<std::size_t>(buf_size_));
    bool name_place = place && long_format_ != 0 && c.program != nullptr;
    const auto& tint = colours_[static_cast<std::size_t>(static_cast<int>(level) + 5)];
    bool tinted = !tint.empty() && coloured();
    if (lead_.empty() && prefix_format_ == nullptr && !name_place && !tinted) {
      log_line(level, name_, text, facility);
      return 1;
    }
    while (text.ends_with('\n')) text.remove_suffix(1);
    TextBuilder line(*c.arena, text.size() + 64);
    if (tinted) line << tint;
    if (prefix_format_ != nullptr) {
      line << prefix_format_->eval(c);
    } else {
      line << lead_;
    }
    if (name_place) line << "[" << kind_name(c.route_kind) << "]: ";
    line << text;
    if (tinted) line << "\033[0m";
    log_line(level, prefix_format_ != nullptr ? std::string_view{} : std::string_view(name_), line.view(), facility);
    return 1;
  }

  bool coloured() const { return force_color_ != 0 || terminal_; }

  Result<> add_colour(std::string_view text) {
    auto equals = text.find('=');
    auto level = equals == text.npos ? std::nullopt : level_of(text.substr(0, equals));
    auto escape = equals == text.npos ? std::nullopt : colour_of(text.substr(equals + 1));
    if (!level || !escape) return Error{"log_colors: expected a level and two letters, as in \"L_ERR=cr\""};
    colours_[static_cast<std::size_t>(static_cast<int>(*level) + 5)] = *escape;
    return {};
  }

  Result<const void*> prepare_colour(std::string_view inner) {
    auto escape = colour_of(inner);
    if (!escape) return Error{"$C(" + std::string(inner) + "): expected two letters of x s r g y b p c w"};
    return static_cast<const void*>(escapes_.get(inner, [&] { return std::string(*escape); }));
  }
  Value colour(const PvName& n) const {
    if (!coloured() || n.prepared == nullptr) return Value::string("");
    return Value::string(*static_cast<const std::string*>(n.prepared));
  }

  std::int64_t buf_size_ = 4096, force_color_ = 0, long_format_ = 0, prefix_mode_ = 0;
  std::atomic<std::int64_t> methods_filter_{-1};
  std::string prefix_ = "<script>: ", name_, lead_;
  const Format* prefix_format_ = nullptr;
  int facility_ = -1;
  bool terminal_ = false;
  std::array<std::string, 9> colours_;
  base::Kept<std::string> escapes_;
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_xlog, kukini::modules::Xlog);
