// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-ctl: sends one control command to a running server and prints the reply, as text or JSON.
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "rpc/binrpc.hpp"
#include "rpc/json.hpp"

namespace {

using namespace kukini;

constexpr const char* kHelp =
    "Usage: kukini-ctl [-s SOCKET] [--json] COMMAND [ARGUMENT…]\n\n"
    "Sends a control command to a running kukini and prints the reply.\n"
    "  -s SOCKET   the server's control socket (/run/kamailio/kamailio_ctl)\n"
    "  --json      print the reply as JSON\n\n"
    "An argument that looks like a number is sent as one; s:123 sends the text 123.\n"
    "  kukini-ctl system.listMethods                      all commands\n"
    "  kukini-ctl dispatcher.list\n"
    "  kukini-ctl dispatcher.set_state ip 1 sip:192.0.2.1:5060\n"
    "  kukini-ctl cfg.set_now_int core debug 3\n";

int fail(const std::string& text) {
  std::fprintf(stderr, "kukini-ctl: %s\n", text.c_str());
  return 1;
}

void print(const sdk::RpcValue& value, int depth, const std::string& name);

void print_fields(const sdk::RpcStruct& fields, int depth) {
  for (const auto& [name, value] : fields) print(value, depth, name);
}

void print(const sdk::RpcValue& value, int depth, const std::string& name) {
  std::string lead(static_cast<std::size_t>(depth), '\t');
  if (!name.empty()) lead += name + ": ";
  if (const auto* n = std::get_if<std::int64_t>(&value.v)) {
    std::printf("%s%lld\n", lead.c_str(), static_cast<long long>(*n));
  } else if (const auto* d = std::get_if<double>(&value.v)) {
    std::printf("%s%f\n", lead.c_str(), *d);
  } else if (const auto* s = std::get_if<std::string>(&value.v)) {
    std::printf("%s%s\n", lead.c_str(), s->c_str());
  } else if (const auto* fields = std::get_if<sdk::RpcStruct>(&value.v)) {
    std::printf("%s{\n", lead.c_str());
    print_fields(*fields, depth + 1);
    std::printf("%s}\n", std::string(static_cast<std::size_t>(depth), '\t').c_str());
  } else {
    std::printf("%s[\n", lead.c_str());
    for (const auto& v : std::get<sdk::RpcArray>(value.v)) print(v, depth + 1, {});
    std::printf("%s]\n", std::string(static_cast<std::size_t>(depth), '\t').c_str());
  }
}

/// Sends and reads to the end of one packet; nothing on failure, `why` says which.
std::optional<std::string> exchange(const std::string& path, const std::string& request, std::string& why) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (path.size() >= sizeof to.sun_path) {
    why = "the socket path is too long: " + path;
    return {};
  }
  std::memcpy(to.sun_path, path.data(), path.size());
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval limit{10, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::optional<std::string> reply;
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    why = "cannot reach " + path + ": " + std::strerror(errno) + (errno == ENOENT ? "; does the server run, and is this its run directory (-Y)?" : "");
  } else if (write(fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
    why = std::string("cannot send: ") + std::strerror(errno);
  } else {
    std::string bytes;
    char part[65536];
    for (;;) {
      rpc::binrpc::Packet packet;
      std::size_t used = 0;
      auto frame = rpc::binrpc::split(bytes, 256u << 20, packet, used);
      if (frame == rpc::binrpc::Frame::ok) {
        reply = std::move(bytes);
        break;
      }
      ssize_t n = frame == rpc::binrpc::Frame::bad ? -1 : read(fd, part, sizeof part);
      if (n <= 0) {
        why = frame == rpc::binrpc::Frame::bad ? "the reply is no binrpc" : n == 0 ? "the server closed the connection" : std::string("no reply: ") + std::strerror(errno);
        break;
      }
      bytes.append(part, static_cast<std::size_t>(n));
    }
  }
  close(fd);
  return reply;
}

}  // namespace

int main(int argc, char** argv) {
  std::string path = "/run/kamailio/kamailio_ctl";
  bool json = false;
  int at = 1;
  for (; at < argc && argv[at][0] == '-'; ++at) {
    std::string option = argv[at];
    if (option == "-s" && at + 1 < argc) {
      path = argv[++at];
      for (const char* scheme : {"unixs:", "unix:"})
        if (path.starts_with(scheme)) path = path.substr(std::strlen(scheme));
    } else if (option == "--json") {
      json = true;
    } else {
      std::fputs(kHelp, option == "-h" || option == "--help" ? stdout : stderr);
      return option == "-h" || option == "--help" ? 0 : 2;
    }
  }
  if (at == argc) {
    std::fputs(kHelp, stderr);
    return 2;
  }
  sdk::RpcCall call;
  call.method = argv[at++];
  for (; at < argc; ++at) {
    std::string text = argv[at];
    if (auto number = base::to_number(text))
      call.args.emplace_back(*number);
    else
      call.args.emplace_back(text.starts_with("s:") ? text.substr(2) : text);
  }
  std::string why;
  auto bytes = exchange(path, rpc::binrpc::encode_request(1, call), why);
  if (!bytes) return fail(why);
  rpc::binrpc::Packet packet;
  std::size_t used = 0;
  std::vector<sdk::RpcValue> values;
  if (rpc::binrpc::split(*bytes, bytes->size(), packet, used) != rpc::binrpc::Frame::ok || !rpc::binrpc::decode(packet.body, values))
    return fail("the reply is malformed");
  if (packet.type == rpc::binrpc::Type::fault) {
    std::string code = !values.empty() && std::holds_alternative<std::int64_t>(values[0].v) ? std::to_string(std::get<std::int64_t>(values[0].v)) : "?";
    std::string text = values.size() > 1 && std::holds_alternative<std::string>(values[1].v) ? std::get<std::string>(values[1].v) : "";
    return fail("error: " + code + " - " + text);
  }
  if (json) {
    for (const auto& v : values) std::printf("%s\n", rpc::to_json(v).c_str());
  } else {
    for (const auto& v : values) print(v, 0, {});
  }
  return 0;
}
