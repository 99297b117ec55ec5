// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Fixture: a dispatcher with a list, one worker whose time the test moves, and a tm whose pings the test answers.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <deque>
#include <fstream>
#include <map>

#include "context_builder.hpp"
#include "dispatcher.hpp"
#include "rpc/json.hpp"

namespace kukini::test {

namespace ds = modules::dispatcher;

struct CountingRandom final : io::Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9E3779B97F4A7C15ull; }
};

struct NoProgram final : sdk::Program {
  int find_route(manifest::RouteKind kind, std::string_view name) const override { return kind == manifest::kEvent && name.starts_with("dispatcher:") ? 0 : -1; }
  std::string_view route_name(manifest::RouteKind, int) const override { return {}; }
  sdk::RouteResult run(sdk::Context&, manifest::RouteKind, int) const override { return {}; }
};

class TimedWorker final : public sdk::Worker {
 public:
  TimedWorker() {
    clock_ = &clock;
    random_ = &random;
    now_ms_ = 1000;
    slots_.resize(4);
    program_ = std::make_shared<NoProgram>();
    timers_.advance(now_ms_, *this);
  }
  void advance(std::uint64_t ms) {
    for (std::uint64_t end = now_ms_ + ms; now_ms_ < end;) {
      now_ms_ += 1;
      timers_.advance(now_ms_, *this);
      run_posted();
    }
  }
  void run_posted() {
    while (!posted.empty()) {
      auto task = std::move(posted.front());
      posted.pop_front();
      task(*this);
    }
  }
  base::Arena* acquire_arena() override { return &arenas.emplace_back(1024); }
  void release_arena(base::Arena*) override {}
  void post(std::function<void(sdk::Worker&)> task) override { posted.push_back(std::move(task)); }
  sdk::Worker& peer(unsigned) override { return *this; }
  bool park(const std::function<void(sdk::Resume)>&) override { return false; }
  std::vector<sdk::NextHop> resolve_next_hops(sdk::Context&, std::string_view, int) override { return {}; }
  int next_hop(std::string_view, int, sdk::NextHop&) override { return -1; }
  LocalName local_name(const io::Flow&) override { return {"127.0.0.1", 5060}; }
  bool is_myself(std::string_view, std::uint16_t, io::Protocol) override { return false; }
  int find_socket(std::string_view) override { return -1; }
  bool forward_stateless(sdk::Context&, const io::Flow&) override { return false; }
  io::Flow reply_flow(const sdk::Context& c) override { return c.flow; }
  sdk::RouteResult run_event_route(std::string_view name, std::string_view request) override {
    events.push_back(std::string(name) + " " + std::string(request.substr(0, request.find("\r\n"))));
    return {};
  }

  StillClock clock;
  CountingRandom random;
  std::deque<base::Arena> arenas;
  std::deque<std::function<void(sdk::Worker&)>> posted;
  std::vector<std::string> events;
};

/// Answers every ping at once with answers[uri]: a code, or 0 for a timeout.
class FakeTm final : public sdk::TmService {
 public:
  sdk::Transaction* find(sdk::Context&) override { return nullptr; }
  int create(sdk::Context&) override { return -1; }
  int relay(sdk::Context&) override { return -1; }
  int reply(sdk::Context&, int, std::string_view) override { return -1; }
  int reply_with(sdk::Context&, int, std::string_view, std::string_view) override { return -1; }
  bool cancel(sdk::Transaction&) override { return false; }
  int reply_error(sdk::Context&) override { return -1; }
  View view(const sdk::Transaction&) override { return {}; }
  base::Result<> send_request(sdk::Worker& worker, const sdk::LocalRequest& request, std::function<void(sdk::Worker&, const sdk::LocalReply&)> done) override {
    sent.push_back(request);
    int code = answers.contains(request.ruri) ? answers[request.ruri] : 200;
    sdk::LocalReply reply;
    reply.code = code == 0 ? 408 : code;
    reply.timeout = code == 0;
    reply.reason = "Reason";
    reply.round_trip_ms = round_trip;
    done(worker, reply);
    return {};
  }
  void on_end(sdk::Transaction&, std::function<void(sdk::Worker&)>) override {}
  bool branch(const sdk::Transaction&, int, BranchView&) override { return false; }
  bool read_request(sdk::Transaction&, base::Arena&, sdk::Context&) override { return false; }
  unsigned owner_of(std::uint32_t) override { return 0; }
  sdk::Transaction* by_id(sdk::Worker&, std::uint32_t, std::uint32_t) override { return nullptr; }
  sdk::Transaction* by_call(sdk::Worker&, std::string_view, std::uint32_t) override { return nullptr; }
  sdk::Transaction* cancelled_by(sdk::Context&) override { return nullptr; }
  int suspend(sdk::Context&) override { return -1; }
  int resume(sdk::Worker&, std::uint32_t, std::uint32_t, std::string_view) override { return -1; }
  void cancel_branches(sdk::Transaction&, int, int) override {}
  void set_flags(sdk::Transaction&, std::uint32_t) override {}
  bool answer(sdk::Transaction&, int, std::string_view) override { return false; }
  bool drop(sdk::Context&, int) override { return false; }
  std::map<std::string, int> answers;
  std::vector<sdk::LocalRequest> sent;
  std::uint64_t round_trip = 5;
};

/// Text that never changes stands for a format; $avp(…) variables are not needed here.
struct FixedFormat final : sdk::Format {
  std::string text_;
  std::string_view eval(sdk::Context&) const override { return text_; }
  bool constant() const override { return true; }
  std::string_view text() const override { return text_; }
};
struct RememberingPv final : sdk::Pv {
  mutable std::string last;
  sdk::Value get(sdk::Context&) const override { return sdk::Value::null(); }
  bool set(sdk::Context&, const sdk::Value& v) const override {
    last = v.is_integer() ? std::to_string(v.i) : std::string(v.s);
    return true;
  }
  bool settable() const override { return true; }
  std::string_view text() const override { return "$var(x)"; }
};

class Fixture : public sdk::Binder, public sdk::InitContext {
 public:
  explicit Fixture(std::string_view list, const std::map<std::string, std::string>& params = {}) {
    char name[] = "/tmp/kukini_ds_XXXXXX";
    close(mkstemp(name));
    file = name;
    write(list);
    io::ListenSocket s;
    for (int port : {5060, 5070}) {
      s.id = static_cast<std::uint16_t>(listen.size());
      s.address = *io::Address::parse("127.0.0.1", static_cast<std::uint16_t>(port));
      s.name = port == 5070 ? "second" : "";
      listen.push_back(s);
    }
    module = std::make_unique<ds::Dispatcher>();
    module->bind(*this);
    set("list_file", file);
    set("reload_delta", "0");
    for (auto& [key, value] : params) set(key, value);
    auto ok = module->init(*this);
    if (!ok)
      problem = ok.error();
    else if (auto started = module->worker_init(worker); !started)
      problem = started.error();
  }
  ~Fixture() {
    module->worker_exit(worker);
    worker.run_posted();
    unlink(file.c_str());
  }
  void write(std::string_view list) { std::ofstream(file, std::ios::binary) << list; }
  void set(const std::string& key, const std::string& value) {
    sdk::ParamValue v;
    v.text = value;
    if (auto n = base_number(value)) v.is_integer = true, v.number = *n;
    if (!params.contains(key)) {
      problem = "no parameter " + key;
      return;
    }
    if (auto ok = params[key](v); !ok) problem = ok.error();
  }
  static std::optional<std::int64_t> base_number(const std::string& s) {
    if (s.empty() || s.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    return std::stoll(s);
  }

  /// A command's replies as JSON, or its fault.
  std::string run(const std::string& method, std::vector<sdk::RpcValue> args = {}) {
    sdk::RpcCall call;
    call.method = method;
    call.args = std::move(args);
    commands.at(method)(call);
    worker.run_posted();
    if (call.fault_code != 0) return std::to_string(call.fault_code) + " - " + call.fault_text;
    return rpc::to_json(call.replies);
  }
  /// "7081=AX 7082=IP" of one set: the last digits of each URI with its state.
  std::string states(int set) {
    std::string out;
    for (const auto& d : module->snapshot(worker).find(set)->destinations) out += (out.empty() ? "" : " ") + d.uri.substr(d.uri.rfind(':') + 1) + "=" + std::string(ds::state_letters(d.state()));
    return out;
  }

  // ---- Binder
  using Binder::param;
  void param(std::string_view name, std::function<sdk::Result<>(const sdk::ParamValue&)> set) override { params[std::string(name)] = std::move(set); }
  void function(std::string_view name, sdk::FunctionCall call, void* self, sdk::PrepareArg) override { functions[std::string(name)] = {call, self}; }
  void variable(std::string_view, sdk::PvGet, sdk::PvSet, void*, sdk::PrepareName) override {}
  void transformation(std::string_view, std::string_view, sdk::TransformCall) override {}
  void rpc(std::string_view name, sdk::RpcHandler handler) override { commands[std::string(name)] = std::move(handler); }
  // ---- InitContext
  unsigned worker_slot() override { return 0; }
  unsigned worker_count() override { return 1; }
  sdk::Counter counter(std::string_view, std::string_view) override { return {}; }
  void statistic(std::string_view, std::string_view, std::function<std::int64_t()>) override {}
  std::function<std::int64_t()> reader(sdk::Counter) override { return {}; }
  sdk::Result<const sdk::Pv*> parse_pv(std::string_view text) override { return &(text.find("attrs") != std::string_view::npos ? attrs_pv : setid_pv); }
  sdk::Result<const sdk::Format*> parse_format(std::string_view text) override {
    format.text_ = text;
    return &format;
  }
  void reply_handler(sdk::ReplyHandler*) override {}
  void runtime_int(std::string_view, std::string_view, std::string_view, std::atomic<std::int64_t>&) override {}
  void post_to_worker(unsigned, std::function<void(sdk::Worker&)> task) override { worker.post(std::move(task)); }
  std::span<const io::ListenSocket> sockets() override { return listen; }
  std::string_view run_dir() override { return "/tmp"; }
  std::uint64_t now_ms() override { return worker.now_ms(); }
  std::int64_t wall_us() override { return 0; }
  void* find_service(std::string_view name) override { return name == "tm" ? &tm : nullptr; }
  void add_service(std::string_view, void*) override {}

  std::string file, problem;
  std::vector<io::ListenSocket> listen;
  TimedWorker worker;
  FakeTm tm;
  FixedFormat format;
  RememberingPv setid_pv, attrs_pv;
  std::unique_ptr<ds::Dispatcher> module;
  std::map<std::string, std::function<sdk::Result<>(const sdk::ParamValue&)>> params;
  std::map<std::string, std::pair<sdk::FunctionCall, void*>> functions;
  std::map<std::string, sdk::RpcHandler> commands;
};

/// One request on a fixture's worker.
class Request {
 public:
  Request(Fixture& f, const std::string& call_id = "c1", const std::string& ruri = "sip:bob@example.com", const std::string& method = "INVITE",
          const std::string& more = {})
      : fixture(f),
        builder(method + " " + ruri + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bK1\nFrom: <sip:alice@a.example>;tag=1\nTo: <sip:bob@b.example>\nCall-ID: " +
                call_id + "\nCSeq: 1 " + method + "\n" + more + "Content-Length: 0\n\n") {
    context().worker = &f.worker;
  }
  sdk::Context& context() { return builder.context; }
  /// Integers and texts as arguments.
  int call(const std::string& name, std::vector<sdk::RpcValue> values = {}) {
    std::vector<sdk::Arg> args(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (auto* n = std::get_if<std::int64_t>(&values[i].v))
        args[i].value = sdk::Value::integer(*n);
      else
        args[i].value = sdk::Value::string(builder.arena.copy(std::get<std::string>(values[i].v)));
    }
    auto [function, self] = fixture.functions.at(name);
    return function(self, context(), args);
  }
  std::string du() { return std::string(context().target.dst_uri); }
  std::string ru() { return std::string(context().target.ruri); }
  /// uri of every _dsdst_, with a space between.
  std::string uris(const char* field = "uri") {
    std::string out;
    for (int i = 0;; ++i) {
      auto* x = context().state->xavps.find(sdk::intern_name("_dsdst_"), i);
      if (x == nullptr) return out;
      auto* u = sdk::XavpList::find_in(x->value.list, sdk::intern_name(field));
      auto text = u == nullptr ? "-" : u->value.value.is_integer() ? std::to_string(u->value.value.i) : std::string(u->value.value.s);
      out += (out.empty() ? "" : " ") + text;
    }
  }
  std::int64_t count() {
    auto* x = context().state->xavps.find(sdk::intern_name("_dsctx_"));
    auto* n = x == nullptr ? nullptr : sdk::XavpList::find_in(x->value.list, sdk::intern_name("cnt"));
    return n == nullptr ? -1 : n->value.value.i;
  }
  std::string avps(const char* name) {
    std::string out;
    for (int i = 0;; ++i) {
      auto* a = context().state->avps.find(sdk::intern_name(name), i);
      if (a == nullptr) return out;
      out += (out.empty() ? "" : " ") + (a->value.is_integer() ? std::to_string(a->value.i) : std::string(a->value.s));
    }
  }

  Fixture& fixture;
  ContextBuilder builder;
};

}  // namespace kukini::test
