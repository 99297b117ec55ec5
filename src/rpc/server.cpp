// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The control thread: accepts connections, cuts packets, runs commands, writes replies.
#include "rpc/server.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <boost/asio/generic/datagram_protocol.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <set>
#include <thread>

#include "io/address.hpp"
#include "rpc/binrpc.hpp"
#include "rpc/listen.hpp"
#include "sdk/log.hpp"

namespace kukini::rpc {

namespace asio = boost::asio;
using asio::generic::datagram_protocol;
using asio::generic::stream_protocol;
using Code = boost::system::error_code;

namespace {

constexpr std::size_t kMaxConnections = 256;
constexpr std::size_t kMaxReply = std::size_t{1} << 30;

/// The answer to one packet, empty for packets that get none.
std::string answer(const Registry& registry, const binrpc::Packet& packet) {
  if (packet.type != binrpc::Type::request) return {};
  sdk::RpcCall call;
  if (!binrpc::decode_request(packet.body, call)) return binrpc::encode_fault(packet, 400, "Invalid request");
  registry.run(call);
  if (call.fault_code != 0) return binrpc::encode_fault(packet, call.fault_code, call.fault_text);
  std::string reply = binrpc::encode_reply(packet, call.replies);
  if (reply.size() > kMaxReply) return binrpc::encode_fault(packet, 500, "Internal error: the reply is too large");
  return reply;
}

const char* transport_name(Kind kind) {
  constexpr const char* names[] = {"unix_stream", "unix_datagram", "tcp", "udp"};
  return names[static_cast<int>(kind)];
}

struct Listener {
  ListenAddress address;
  int fd = -1;
  Server::Peer peer() const {
    if (address.is_unix()) return {"binrpc", transport_name(address.kind), address.path, "", "", ""};
    return {"binrpc", transport_name(address.kind), address.host.empty() ? "*" : address.host, std::to_string(address.port), "", ""};
  }
};

}  // namespace

struct Server::State {
  explicit State(const Registry& r) : registry(r) {}

  const Registry& registry;
  asio::io_context io{1};
  std::vector<std::unique_ptr<Listener>> listeners;
  std::size_t max_request = std::size_t{1} << 20;
  std::thread thread;
  struct Session;
  std::set<Session*> sessions;
  using Acceptor = asio::basic_socket_acceptor<stream_protocol>;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  struct Datagrams;
  std::vector<std::shared_ptr<Datagrams>> datagrams;

  void accept(Acceptor& acceptor, const Listener& listener);
};

/// One stream connection. Reads on while a reply is being written only after it is written.
struct Server::State::Session : std::enable_shared_from_this<Session> {
  Session(State& s, stream_protocol::socket socket, const Listener& l) : state(s), socket(std::move(socket)), listener(l) {
    state.sessions.insert(this);
  }
  ~Session() { state.sessions.erase(this); }

  void read() {
    socket.async_read_some(asio::buffer(chunk), [self = shared_from_this()](Code error, std::size_t n) {
      if (error) return;
      self->input.append(self->chunk.data(), n);
      self->serve();
    });
  }

  void serve() {
    std::size_t done = 0;
    output.clear();
    for (;;) {
      binrpc::Packet packet;
      std::size_t used = 0;
      auto frame = binrpc::split(std::string_view(input).substr(done), state.max_request, packet, used);
      if (frame == binrpc::Frame::bad) {
        sdk::log(sdk::Level::error, "ctl", "a control connection sent something that is no binrpc request: closed");
        closing = true;
        break;
      }
      if (frame == binrpc::Frame::need_more) break;
      output += answer(state.registry, packet);
      done += used;
      if (output.size() > (std::size_t{1} << 20)) break;  // the rest waits until this is written
    }
    input.erase(0, done);
    if (!output.empty())
      write(done != 0);
    else if (!closing)
      read();
  }

  void write(bool more) {
    asio::async_write(socket, asio::buffer(output), [self = shared_from_this(), more](Code error, std::size_t) {
      if (error || self->closing) return;
      if (more && !self->input.empty())
        self->serve();
      else
        self->read();
    });
  }

  Server::Peer peer() const {
    Server::Peer p{"binrpc", transport_name(listener.address.kind), "<anonymous unix socket>", "", listener.address.path, ""};
    if (!listener.address.is_unix()) {
      Code error;
      auto remote = socket.remote_endpoint(error);
      if (!error) {
        auto from = io::Address::from_sockaddr(static_cast<const sockaddr*>(static_cast<const void*>(remote.data())));
        p.from = from.ip();
        p.from_port = std::to_string(from.port);
      }
      p.to = listener.address.host;
      p.to_port = std::to_string(listener.address.port);
    }
    return p;
  }

  State& state;
  stream_protocol::socket socket;
  const Listener& listener;
  std::array<char, 16384> chunk;
  std::string input, output;
  bool closing = false;
};

/// One datagram socket: a packet is a request, its reply goes back to the sender.
struct Server::State::Datagrams : std::enable_shared_from_this<Datagrams> {
  Datagrams(State& s, int family, int fd) : state(s), socket(s.io, datagram_protocol(family, 0), fd) {}
  void read() {
    socket.async_receive_from(asio::buffer(buffer), from, [self = shared_from_this()](Code error, std::size_t n) {
      if (error == asio::error::operation_aborted) return;
      if (!error) self->serve({self->buffer.data(), n});
      self->read();
    });
  }
  void serve(std::string_view bytes) {
    binrpc::Packet packet;
    std::size_t used = 0;
    if (binrpc::split(bytes, state.max_request, packet, used) != binrpc::Frame::ok) return;
    std::string reply = answer(state.registry, packet);
    if (reply.empty()) return;
    Code error;
    socket.send_to(asio::buffer(reply), from, 0, error);
    if (error == asio::error::message_size) socket.send_to(asio::buffer(binrpc::encode_fault(packet, 500, "reply too large for a datagram")), from, 0, error);
  }
  State& state;
  datagram_protocol::socket socket;
  datagram_protocol::endpoint from;
  std::array<char, 65536> buffer;
};

void Server::State::accept(Acceptor& acceptor, const Listener& listener) {
  acceptor.async_accept([this, &acceptor, &listener](Code error, stream_protocol::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) {  // out of descriptors: try again in a while
      auto pause = std::make_shared<asio::steady_timer>(io, std::chrono::milliseconds(200));
      pause->async_wait([this, &acceptor, &listener, pause](Code e) {
        if (!e) accept(acceptor, listener);
      });
      return;
    }
    if (sessions.size() < kMaxConnections)
      std::make_shared<Session>(*this, std::move(socket), listener)->read();
    else
      sdk::log(sdk::Level::warning, "ctl", "more than {} control connections: refused", kMaxConnections);
    accept(acceptor, listener);
  });
}

Server::Server(const Registry& registry) : state_(std::make_unique<State>(registry)) {}
Server::~Server() { stop(); }

base::Result<> Server::listen(std::string_view address, const ListenOptions& options) {
  auto parsed = parse_listen(address);
  if (!parsed) return base::Error{parsed.error()};
  for (const auto& l : state_->listeners)
    if (parsed->is_unix() && l->address.path == parsed->path) return {};  // the same socket asked for twice
  auto fd = open_listener(*parsed, options);
  if (!fd) return base::Error{fd.error()};
  state_->listeners.push_back(std::make_unique<Listener>(Listener{*parsed, *fd}));
  return {};
}

void Server::set_max_request(std::size_t bytes) { state_->max_request = std::max<std::size_t>(bytes, 1024); }

void Server::start() {
  auto& s = *state_;
  for (auto& l : s.listeners) {
    sockaddr_storage name{};
    socklen_t length = sizeof name;
    getsockname(l->fd, reinterpret_cast<sockaddr*>(&name), &length);
    if (l->address.kind == Kind::unix_stream || l->address.kind == Kind::tcp) {
      s.acceptors.push_back(std::make_unique<State::Acceptor>(s.io, stream_protocol(name.ss_family, 0), l->fd));
      s.accept(*s.acceptors.back(), *l);
    } else {
      s.datagrams.push_back(std::make_shared<State::Datagrams>(s, name.ss_family, l->fd));
      s.datagrams.back()->read();
    }
    l->fd = -1;
  }
  s.thread = std::thread([&s] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    pthread_setname_np(pthread_self(), "ctl");
    auto work = asio::make_work_guard(s.io);
    s.io.run();
  });
}

void Server::stop() {
  if (state_ == nullptr) return;
  auto& s = *state_;
  if (s.thread.joinable()) {
    asio::post(s.io, [&s] {
      // Close everything: handlers end with operation_aborted and free their sessions.
      s.acceptors.clear();
      Code error;
      for (auto& d : s.datagrams) d->socket.close(error);
      for (auto* session : s.sessions) session->socket.close(error);
      asio::post(s.io, [&s] { s.io.stop(); });
    });
    s.thread.join();
    s.io.restart();
    s.io.poll();
    s.datagrams.clear();
  }
  for (auto& l : s.listeners) {
    if (l->fd >= 0) close(l->fd);
    if (l->address.is_unix()) unlink(l->address.path.c_str());
  }
  s.listeners.clear();
}

void Server::post(std::function<void()> task) { asio::post(state_->io, std::move(task)); }

std::vector<Server::Peer> Server::listeners() const {
  std::vector<Peer> all;
  for (const auto& l : state_->listeners) all.push_back(l->peer());
  return all;
}

std::vector<Server::Peer> Server::connections() const {
  std::vector<Peer> all;
  for (const auto* session : state_->sessions) all.push_back(session->peer());
  return all;
}

void add_ctl_commands(Registry& registry, const Server& server) {
  const Server* s = &server;
  registry.add("ctl.listen", "Control sockets: protocol, transport, address and port of each.", [s](sdk::RpcCall& call) {
    for (auto& p : s->listeners())
      for (auto& text : {p.protocol, p.transport, p.from, p.from_port}) call.add(text);
  });
  registry.add("ctl.connections", "How many control connections are open.", [s](sdk::RpcCall& call) { call.add(s->connections().size()); });
  registry.add("ctl.who", "Control connections: protocol, transport, source and its port, destination and its port.", [s](sdk::RpcCall& call) {
    for (auto& p : s->connections())
      for (auto& text : {p.protocol, p.transport, p.from, p.from_port, p.to, p.to_port}) call.add(text);
  });
}

}  // namespace kukini::rpc
