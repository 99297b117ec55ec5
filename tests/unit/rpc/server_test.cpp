// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The server on real sockets, asked by the real kamcmd where it is installed, and by bytes that are no requests.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fake_host.hpp"
#include "rpc/binrpc.hpp"
#include "rpc/server.hpp"

using namespace kukini;

namespace {

std::string shell(const std::string& command) {
  std::string out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  for (char buffer[4096]; std::size_t n = fread(buffer, 1, sizeof buffer, pipe);) out.append(buffer, n);
  pclose(pipe);
  return out;
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    char name[] = "/tmp/kukini_rpc_XXXXXX";
    folder = mkdtemp(name);
    rpc::add_builtin_commands(registry, host);
    rpc::add_ctl_commands(registry, server);
  }
  ~ServerTest() override {
    server.stop();
    std::filesystem::remove_all(folder);
  }
  std::string path(const char* name = "ctl") const { return folder + "/" + name; }
  void start() {
    auto ok = server.listen("unixs:" + path());
    ASSERT_TRUE(ok) << ok.error();
    server.start();
  }
  std::string kamcmd(const std::string& args, const std::string& address = {}) {
    return shell("kamcmd -s " + (address.empty() ? "unixs:" + path() : address) + " " + args);
  }
  int connect_to(const std::string& file) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, file.c_str(), sizeof name.sun_path - 1);
    timeval wait{5, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0) return fd;
    close(fd);
    return -1;
  }

  std::string folder;
  FakeHost host;
  rpc::Registry registry;
  rpc::Server server{registry};
};

bool has_kamcmd() { return std::system("command -v kamcmd >/dev/null 2>&1") == 0; }
#define NEEDS_KAMCMD() \
  if (!has_kamcmd()) GTEST_SKIP() << "kamcmd is not installed (package kamailio)"

}  // namespace

TEST_F(ServerTest, KamcmdWorks) {
  NEEDS_KAMCMD();
  start();
  EXPECT_EQ(kamcmd("core.echo a 12"), "a\n12\n");
  EXPECT_EQ(kamcmd("no.such"), "error: 500 - command no.such not found\n");
  EXPECT_EQ(kamcmd("core.psx").substr(0, 20), "{\n\tIDX: 0\n\tPID: 100\n");
  EXPECT_EQ(kamcmd("core.sockets_list"),
            "{\n\tsocket: {\n\t\tproto: udp\n\t\taddress: 127.0.0.1\n\t\tport: 5060\n\t\tmcast: no\n\t\tmhomed: no\n\t\tvirtual: no\n\t}\n}\n");
  EXPECT_EQ(kamcmd("cfg.set_now_int tm fr_timer 4"), "");
  EXPECT_EQ(host.fr_timer, 4);
  EXPECT_EQ(kamcmd("stats.get_statistics rcv_replies"), "core:rcv_replies = 5000000000\n");
  EXPECT_NE(kamcmd("help").find("core.uptime\n"), std::string::npos);
  EXPECT_EQ(kamcmd("help core.modules"), "Loaded modules, the last one first.\n");
  EXPECT_EQ(kamcmd("ctl.listen"), "binrpc\nunix_stream\n" + path() + "\n\n");
  EXPECT_EQ(kamcmd("ctl.connections"), "1\n");
  EXPECT_EQ(kamcmd("ctl.who"), "binrpc\nunix_stream\n<anonymous unix socket>\n\n" + path() + "\n\n");
}

TEST_F(ServerTest, KamcmdWorksOverTcpUdpAndDatagrams) {
  NEEDS_KAMCMD();
  int port = 20000 + getpid() % 20000;
  std::string inet = "127.0.0.1:" + std::to_string(port);
  ASSERT_TRUE(server.listen("tcp:" + inet));
  ASSERT_TRUE(server.listen("udp:" + inet));
  ASSERT_TRUE(server.listen("unixd:" + path("dgram")));
  start();
  EXPECT_EQ(kamcmd("core.echo x", "tcp:" + inet), "x\n");
  EXPECT_EQ(kamcmd("core.echo x", "udp:" + inet), "x\n");
  EXPECT_EQ(kamcmd("-D " + folder + " core.echo x", "unixd:" + path("dgram")), "x\n");
}

// kamcmd itself gives up on replies of more than 128 kB.
TEST_F(ServerTest, LargeReplies) {
  NEEDS_KAMCMD();
  registry.add("big", "", [](sdk::RpcCall& call) {
    for (int i = 0; i < 3000; ++i) call.add(sdk::RpcStruct{{"URI", "sip:192.0.2.1:5060"}, {"N", i}});
  });
  start();
  std::string out = kamcmd("big");
  EXPECT_NE(out.find("N: 2999\n"), std::string::npos);
}

TEST_F(ServerTest, GarbageClosesTheConnectionOnly) {
  start();
  for (std::string_view bytes : {std::string_view("GET / HTTP/1.0\r\n\r\n"), std::string_view("\xa1\x0f\xff\xff\xff\xff\x01\x02\x03\x04", 10)}) {
    int fd = connect_to(path());
    ASSERT_GE(fd, 0);
    ASSERT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    char c;
    EXPECT_EQ(read(fd, &c, 1), 0);
    close(fd);
  }
  int fd = connect_to(path());
  sdk::RpcCall call;
  call.method = "core.echo";
  call.args = {7};
  std::string one = rpc::binrpc::encode_request(1, call), two = rpc::binrpc::encode_request(2, call);
  std::string both = one + two;
  // Two requests, cut in the middle of the first: both are answered, in order.
  ASSERT_EQ(write(fd, both.data(), 5), 5);
  usleep(20000);
  ASSERT_EQ(write(fd, both.data() + 5, both.size() - 5), static_cast<ssize_t>(both.size() - 5));
  std::string got;
  char buffer[256];
  while (got.size() < 18) {
    ssize_t n = read(fd, buffer, sizeof buffer);
    ASSERT_GT(n, 0);
    got.append(buffer, static_cast<std::size_t>(n));
  }
  EXPECT_EQ(got, std::string("\xa1\x13\x02\x00\x00\x00\x01\x10\x07\xa1\x13\x02\x00\x00\x00\x02\x10\x07", 18));
  close(fd);
}

TEST_F(ServerTest, StaleSocketFileIsReplacedALiveOneIsNot) {
  {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, path().c_str(), sizeof name.sun_path - 1);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
    close(fd);
  }
  start();
  rpc::Server second(registry);
  auto refused = second.listen(path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("another running server"), std::string::npos);
  struct stat at {};
  ASSERT_EQ(stat(path().c_str(), &at), 0);
  EXPECT_EQ(at.st_mode & 0777, 0600u);
}

TEST_F(ServerTest, ReadableErrors) {
  auto missing = server.listen("unixs:" + folder + "/none/ctl");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("the directory " + folder + "/none does not exist"), std::string::npos);
  std::ofstream(path("plain")) << "x";
  auto plain = server.listen(path("plain"));
  ASSERT_FALSE(plain);
  EXPECT_NE(plain.error().find("is not a socket"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(path("plain")));
  EXPECT_FALSE(server.listen("tcp:127.0.0.1:99999"));
  EXPECT_FALSE(server.listen("unixs:" + std::string(200, 'x')));
  EXPECT_FALSE(server.listen("unixs:" + path("x"), {0600, "no-such-user", ""}));
}

TEST_F(ServerTest, SocketFileGoesAway) {
  start();
  EXPECT_TRUE(std::filesystem::exists(path()));
  server.stop();
  EXPECT_FALSE(std::filesystem::exists(path()));
}
