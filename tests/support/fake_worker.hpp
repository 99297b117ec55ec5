// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// FakeServer: one worker with a virtual clock, a transport that keeps what is sent, modules loaded from their shared objects, and
// routes written as lambdas. For tests of modules that send, receive and wait.
//
//   FakeServer s({"tm", "sl"});
//   s.on_request = [&](Context& c) { return s.call(c, "t_relay"); };
//   s.receive("INVITE …", "192.0.2.7:5060");
//   s.run_for(500);
//   s.sent() …
#pragma once

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "sdk/module.hpp"
#include "sip/encode.hpp"
#include "sip/uri.hpp"

namespace kukini::test {

struct SentPacket {
  io::Flow to;
  std::string bytes;
  std::uint64_t at_ms = 0;
};

class FakeTransport final : public io::Transport {
 public:
  std::span<const io::Received> poll(int) override { return {}; }
  std::uint32_t pin(const io::Received&) override { return 0; }
  void unpin(std::uint32_t) override {}
  bool send(const io::Flow& to, std::string_view bytes) override {
    if (fails(to)) return false;
    sent.push_back({to, std::string(bytes), now != nullptr ? *now : 0});
    return true;
  }
  std::span<char> reserve(std::size_t bytes) override {
    room_.resize(bytes);
    return room_;
  }
  bool commit(const io::Flow& to, std::size_t bytes) override { return send(to, {room_.data(), bytes}); }
  void flush() override {}
  void wake() override {}
  io::Address local_address_for(std::uint16_t, const io::Address&) override { return *io::Address::parse("192.0.2.1", 5060); }

  std::vector<SentPacket> sent;
  std::uint16_t broken_port = 0;  ///< sending to this port fails
  const std::uint64_t* now = nullptr;

 private:
  bool fails(const io::Flow& to) const { return broken_port != 0 && to.remote.port == broken_port; }
  std::vector<char> room_;
};

struct FakeClock final : io::Clock {
  std::uint64_t ms = 100000;
  std::uint64_t now_ms() const override { return ms; }
  std::int64_t wall_us() const override { return static_cast<std::int64_t>(ms) * 1000; }
};
struct FakeRandom final : io::Random {
  std::uint64_t state = 42;
  std::uint64_t next() override { return state = state * 6364136223846793005ull + 1442695040888963407ull; }
};

/// Routes as lambdas.
class FakeProgram final : public sdk::Program {
 public:
  using Body = std::function<sdk::RouteResult(sdk::Context&)>;
  int add(manifest::RouteKind kind, std::string name, Body body) {
    auto& list = routes_[kind];
    list.push_back({std::move(name), std::move(body)});
    return static_cast<int>(list.size()) - 1;
  }
  int find_route(manifest::RouteKind kind, std::string_view name) const override {
    auto at = routes_.find(kind);
    if (at == routes_.end()) return -1;
    for (std::size_t i = 0; i < at->second.size(); ++i)
      if (at->second[i].name == name) return static_cast<int>(i);
    return -1;
  }
  std::string_view route_name(manifest::RouteKind kind, int index) const override { return routes_.at(kind)[static_cast<std::size_t>(index)].name; }
  sdk::RouteResult run(sdk::Context& c, manifest::RouteKind kind, int index) const override {
    auto before = c.route_kind;
    if (kind != manifest::kRequest || (before & (manifest::kOnreply | manifest::kFailure)) == 0) c.route_kind = kind;
    c.program = this;
    auto result = routes_.at(kind)[static_cast<std::size_t>(index)].body(c);
    c.route_kind = before;
    return result;
  }

 private:
  struct Route {
    std::string name;
    Body body;
  };
  std::map<manifest::RouteKind, std::vector<Route>> routes_;
};

class FakeWorker final : public sdk::Worker {
 public:
  FakeWorker() {
    clock_ = &clock;
    random_ = &random;
    transport_ = &net;
    now_ms_ = clock.ms;
    net.now = &clock.ms;
    add_socket("192.0.2.1", 5060);
    cells.resize(256);
    cells_ = cells.data();
    slots_.resize(64);
    server_line_ = "Server: test\r\n";
    user_agent_line_ = "User-Agent: test\r\n";
    timers_.advance(clock.ms, *this);
  }
  void add_socket(std::string_view ip, std::uint16_t port) {
    io::ListenSocket s;
    s.id = static_cast<std::uint16_t>(listen.size());
    s.address = *io::Address::parse(ip, port);
    listen.push_back(s);
    hosts.push_back(std::string(ip));
    sockets_ = listen;
  }
  void set_program(sdk::ProgramPtr p) { program_ = std::move(p); }
  /// Every timer fires at its own time.
  void advance_to(std::uint64_t ms) {
    for (auto due = timers_.next_due(); due <= ms; due = timers_.next_due()) turn(std::max(due, clock.ms));
    turn(ms);
  }
  void turn(std::uint64_t ms) {
    clock.ms = now_ms_ = ms;
    timers_.advance(ms, *this);
  }

  base::Arena* acquire_arena() override {
    ++arenas_out;
    return new base::Arena(4096);
  }
  void release_arena(base::Arena* a) override {
    --arenas_out;
    delete a;
  }
  void post(std::function<void(sdk::Worker&)> task) override { task(*this); }
  sdk::Worker& peer(unsigned) override { return *this; }
  bool park(const std::function<void(sdk::Resume)>&) override { return false; }
  std::vector<sdk::NextHop> resolve_next_hops(sdk::Context&, std::string_view uri, int socket) override {
    sip::Uri u;
    std::vector<sdk::NextHop> out;
    if (!sip::parse_uri(uri, u)) return out;
    for (const auto& ip : names[std::string(u.host)]) out.push_back({flow_to(*io::Address::parse(ip, u.port_or_default()), socket)});
    return out;
  }
  int next_hop(std::string_view uri, int socket, sdk::NextHop& out) override {
    sip::Uri u;
    if (!sip::parse_uri(uri, u) || !u.is_sip()) return -1;
    auto a = io::Address::parse(u.bare_host(), u.port_or_default());
    if (!a) return 0;
    out.flow = flow_to(*a, socket);
    if (u.transport == "tcp") out.flow.protocol = io::Protocol::tcp;
    return 1;
  }
  io::Flow flow_to(const io::Address& remote, int socket = -1) {
    io::Flow f;
    f.socket = static_cast<std::uint16_t>(socket < 0 ? 0 : socket);
    f.local = listen[f.socket].address;
    f.remote = remote;
    return f;
  }
  LocalName local_name(const io::Flow& f) override { return {hosts[f.socket], listen[f.socket].address.port}; }
  bool is_myself(std::string_view host, std::uint16_t port, io::Protocol) override {
    for (std::size_t i = 0; i < hosts.size(); ++i)
      if (hosts[i] == host && (port == 0 || port == listen[i].address.port)) return true;
    return false;
  }
  int find_socket(std::string_view spec) override {
    for (const auto& s : listen)
      if (spec == "udp:" + s.address.to_string()) return s.id;
    return -1;
  }
  bool forward_stateless(sdk::Context& c, const io::Flow& to) override {
    ++stateless;
    c.mark_via();
    sip::RequestOut what;
    if (c.target.ruri != c.msg->ruri()) what.ruri = c.target.ruri;
    what.via_line = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkkfstateless\r\n";
    const sip::EditList* lists[] = {c.edits};
    auto out = net.reserve(sip::request_bound(*c.msg, lists, 1, what));
    return net.commit(to, sip::encode_request(out, *c.msg, lists, 1, what));
  }
  io::Flow reply_flow(const sdk::Context& c) override { return c.flow; }
  sdk::RouteResult run_event_route(std::string_view name, std::string_view) override {
    events.emplace_back(name);
    return {};
  }

  FakeTransport net;
  FakeClock clock;
  FakeRandom random;
  std::vector<std::int64_t> cells;
  std::vector<io::ListenSocket> listen;
  std::deque<std::string> hosts;
  std::map<std::string, std::vector<std::string>> names;  ///< the resolver's answers
  std::vector<std::string> events;
  int arenas_out = 0, stateless = 0;
};

class FakeServer final : public sdk::Binder, public sdk::InitContext {
 public:
  explicit FakeServer(std::vector<std::string> module_names, std::map<std::string, std::string> params = {}) {
    program = std::make_shared<FakeProgram>();
    worker.set_program(program);
    program->add(manifest::kRequest, "", [this](sdk::Context& c) { return sdk::RouteResult{on_request ? on_request(c) : 1, false, false}; });
    for (const auto& name : module_names) load(name);
    for (const auto& [key, value] : params) {
      auto at = params_.find(key);
      if (at == params_.end()) {
        errors.push_back("no parameter " + key);
        continue;
      }
      sdk::ParamValue v{base::to_number(value).has_value(), base::to_number(value).value_or(0), value};
      if (auto r = at->second(v); !r) errors.push_back(r.error());
    }
    for (auto& m : modules) m->provide(*this);
    for (auto& m : modules)
      if (auto r = m->init(*this); !r) errors.push_back(r.error());
    for (auto& m : modules)
      if (auto r = m->worker_init(worker); !r) errors.push_back(r.error());
  }
  ~FakeServer() override {
    for (auto& m : modules) m->worker_exit(worker);
  }

  // ---- traffic
  void receive(std::string_view bytes, const io::Address& from, int socket = 0) {
    std::string text(bytes);
    base::Arena arena(4096);
    sip::Message* msg = nullptr;
    sip::Message::parse(text, arena, msg);
    if (msg == nullptr) return;
    sip::EditList edits(arena);
    sdk::State state;
    sdk::Context c;
    c.worker = &worker;
    c.arena = &arena;
    c.msg = msg;
    c.edits = &edits;
    c.state = &state;
    c.flow = worker.flow_to(from, socket);
    c.program = program.get();
    if (msg->is_request()) {
      c.target.ruri = msg->ruri();
      bool run = true;
      for (auto* h : hooks) run = run && h->before_request(c);
      if (run) program->run(c, manifest::kRequest, 0);
      if (run)
        for (auto* h : hooks) h->after_request(c);
    } else {
      c.reply_code = msg->status_code();
      c.route_kind = manifest::kOnreplyCore;
      bool handled = false;
      for (auto* h : reply_handlers) handled = handled || h->on_reply(c);
      if (!handled) ++unhandled_replies;
    }
    if (state.arena != nullptr) worker.release_arena(state.arena);
  }
  void receive(std::string_view bytes, std::string_view ip = "192.0.2.7", std::uint16_t port = 5060) { receive(bytes, *io::Address::parse(ip, port)); }
  void run_for(std::uint64_t ms) { worker.advance_to(worker.clock.ms + ms); }

  std::vector<SentPacket>& sent() { return worker.net.sent; }
  std::vector<SentPacket> take() { return std::exchange(worker.net.sent, {}); }

  int call(sdk::Context& c, std::string_view name, std::vector<sdk::Value> values = {}) {
    std::vector<sdk::Arg> args;
    for (auto& v : values) args.push_back(sdk::Arg{v});
    return call_args(c, name, args);
  }
  int call_args(sdk::Context& c, std::string_view name, std::vector<sdk::Arg> args) {
    auto at = functions_.find(name);
    if (at == functions_.end()) return -9999;
    return at->second.first(at->second.second, c, args);
  }
  int arm(sdk::Context& c, std::string_view name, int route) {
    sdk::Arg a;
    a.route = route;
    return call_args(c, name, {a});
  }
  sdk::Value variable(sdk::Context& c, std::string_view name, std::string_view inner = {}) {
    auto& v = variables_.at(std::string(name));
    return v.first(v.second, c, sdk::PvName{inner});
  }
  std::int64_t count(std::string_view group, std::string_view name) {
    auto at = counters_.find(std::string(group) + ":" + std::string(name));
    return at == counters_.end() ? -1 : worker.cells[at->second];
  }
  sdk::RpcCall rpc(const std::string& name, std::vector<sdk::RpcValue> args = {}) {
    sdk::RpcCall call;
    call.method = name;
    call.args = std::move(args);
    rpc_.at(name)(call);
    return call;
  }

  // ---- Binder
  using Binder::param;
  void param(std::string_view name, std::function<sdk::Result<>(const sdk::ParamValue&)> set) override { params_[loading_ + "." + std::string(name)] = std::move(set); }
  void function(std::string_view name, sdk::FunctionCall call, void* self, sdk::PrepareArg) override { functions_[std::string(name)] = {call, self}; }
  void variable(std::string_view name, sdk::PvGet get, sdk::PvSet, void* self, sdk::PrepareName) override { variables_[std::string(name)] = {get, self}; }
  void transformation(std::string_view, std::string_view, sdk::TransformCall) override {}
  void rpc(std::string_view name, sdk::RpcHandler handler) override { rpc_[std::string(name)] = std::move(handler); }

  // ---- InitContext
  unsigned worker_slot() override { return next_slot_++; }
  unsigned worker_count() override { return 1; }
  sdk::Counter counter(std::string_view group, std::string_view name) override {
    auto [at, made] = counters_.try_emplace(std::string(group) + ":" + std::string(name), static_cast<std::uint32_t>(counters_.size()));
    return {at->second};
  }
  void statistic(std::string_view, std::string_view, std::function<std::int64_t()>) override {}
  std::function<std::int64_t()> reader(sdk::Counter c) override {
    return [this, c] { return worker.cells[c.id]; };
  }
  sdk::Result<const sdk::Pv*> parse_pv(std::string_view) override { return sdk::Error{"no variables here"}; }
  sdk::Result<const sdk::Format*> parse_format(std::string_view) override { return sdk::Error{"no formats here"}; }
  void reply_handler(sdk::ReplyHandler* h) override { reply_handlers.push_back(h); }
  bool request_hooks(sdk::RequestHooks* h) override {
    hooks.push_back(h);
    return true;
  }
  void runtime_int(std::string_view, std::string_view, std::string_view, std::atomic<std::int64_t>&) override {}
  void post_to_worker(unsigned, std::function<void(sdk::Worker&)> task) override { task(worker); }
  std::span<const io::ListenSocket> sockets() override { return worker.sockets(); }
  std::string_view run_dir() override { return "/tmp"; }
  std::uint64_t now_ms() override { return worker.clock.ms; }
  std::int64_t wall_us() override { return worker.clock.wall_us(); }

  template <class Service>
  Service* get() { return static_cast<Service*>(find_service(Service::kName)); }

  FakeWorker worker;
  std::shared_ptr<FakeProgram> program;
  std::function<int(sdk::Context&)> on_request;
  std::vector<std::unique_ptr<sdk::Module>> modules;
  std::vector<sdk::RequestHooks*> hooks;
  std::vector<sdk::ReplyHandler*> reply_handlers;
  std::vector<std::string> errors;
  int unhandled_replies = 0;

 protected:
  void* find_service(std::string_view name) override {
    auto at = services_.find(name);
    return at == services_.end() ? nullptr : at->second;
  }
  void add_service(std::string_view name, void* service) override { services_[std::string(name)] = service; }

 private:
  void load(const std::string& name) {
    const char* folder = std::getenv("KUKINI_MODULES");
    void* handle = dlopen((std::string(folder != nullptr ? folder : ".") + "/" + name + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto* entry = handle != nullptr ? static_cast<const sdk::ModuleEntry*>(dlsym(handle, "kukini_module")) : nullptr;
    if (entry == nullptr) {
      errors.push_back(name + ": " + (handle == nullptr ? dlerror() : "no kukini_module"));
      return;
    }
    loading_ = name;
    modules.emplace_back(entry->create());
    modules.back()->bind(*this);
    for (const auto& f : entry->manifest->functions)
      if (functions_.find(f.name) == functions_.end()) errors.push_back("no code for " + std::string(f.name));
    for (const auto& p : entry->manifest->params)
      if (params_.find(name + "." + std::string(p.name)) == params_.end()) errors.push_back("no code for parameter " + std::string(p.name));
    for (const auto& [f, code] : functions_) {
      (void)code;
      owned_.try_emplace(f, name);
      if (owned_[f] != name) continue;
      bool known = false;
      for (const auto& d : entry->manifest->functions) known = known || d.name == f;
      if (!known) errors.push_back("not in the table: " + f);
    }
  }

  std::string loading_;
  unsigned next_slot_ = 0;
  std::map<std::string, std::function<sdk::Result<>(const sdk::ParamValue&)>, std::less<>> params_;
  std::map<std::string, std::pair<sdk::FunctionCall, void*>, std::less<>> functions_;
  std::map<std::string, std::pair<sdk::PvGet, void*>, std::less<>> variables_;
  std::map<std::string, sdk::RpcHandler, std::less<>> rpc_;
  std::map<std::string, std::string, std::less<>> owned_;
  std::map<std::string, std::uint32_t, std::less<>> counters_;
  std::map<std::string, void*, std::less<>> services_;
};

}  // namespace kukini::test
