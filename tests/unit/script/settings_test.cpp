// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Configuration: global parameters, sockets, modules and their parameters.
#include <gtest/gtest.h>

#include "diag/render.hpp"
#include "script/settings.hpp"
#include "script/settings_listen.hpp"

namespace kukini::script {
namespace {

Configuration read(const std::string& text, std::size_t errors = 0) {
  diag::Emitter emitter;
  auto parsed = lang::parse_text("test.cfg", text + "\nrequest_route { exit; }\n", {}, emitter);
  auto out = read_configuration(*parsed, emitter);
  EXPECT_EQ(emitter.errors(), errors) << diag::render_all(emitter);
  return out;
}

TEST(Settings, Tutorial) {
  auto c = read("#!KAMAILIO\ndebug=2\nlog_stderror=no\nlog_facility=LOG_LOCAL0\nfork=yes\nchildren=4\nport=5060\nlisten=udp:0.0.0.0:5060\n"
                "loadmodule \"tm.so\"\nloadmodule \"sl.so\"\nmodparam(\"tm\", \"fr_timer\", 30000)\nmodparam(\"dispatcher\", \"dst_avp\", \"$avp(ds_dst)\")\n");
  EXPECT_EQ(c.settings.debug, 2);
  EXPECT_EQ(c.settings.log_stderror, std::optional<bool>(false));
  EXPECT_EQ(c.settings.log_facility, "LOG_LOCAL0");
  EXPECT_TRUE(c.settings.fork);
  EXPECT_EQ(c.settings.children, 4);
  ASSERT_EQ(c.settings.listen.size(), 1u);
  EXPECT_EQ(c.settings.listen[0].protocol, "udp");
  EXPECT_EQ(c.settings.listen[0].host, "0.0.0.0");
  EXPECT_EQ(c.settings.listen[0].port, 5060);
  ASSERT_EQ(c.modules.size(), 2u);
  EXPECT_EQ(c.modules[1].path, "sl.so");
  ASSERT_EQ(c.params.size(), 2u);
  EXPECT_TRUE(c.params[0].value.is_integer);
  EXPECT_EQ(c.params[0].value.number, 30000);
  EXPECT_FALSE(c.params[1].value.is_integer);
  EXPECT_EQ(c.params[1].value.text, "$avp(ds_dst)");
}

TEST(Settings, Defaults) {
  auto s = read("").settings;
  EXPECT_EQ(s.port, 5060);
  EXPECT_EQ(s.children, 8);
  EXPECT_EQ(s.max_while_loops, 100);
  EXPECT_TRUE(s.auto_aliases);
  EXPECT_FALSE(s.log_stderror.has_value());
  EXPECT_TRUE(s.server_signature);
}

TEST(Settings, SocketsAndAliases) {
  auto s = read("listen=udp:10.0.0.1:5060 advertise 192.0.2.1:5070 name \"out\"\nlisten=tcp:[2001:db8::1]:5062\nlisten=127.0.0.1\nlisten=UDP:eth0\n"
                "alias=\"Example.COM\"\nalias=tcp:h.example:5080\n")
               .settings;
  ASSERT_EQ(s.listen.size(), 4u);
  EXPECT_EQ(s.listen[0].advertised_host, "192.0.2.1");
  EXPECT_EQ(s.listen[0].advertised_port, 5070);
  EXPECT_EQ(s.listen[0].name, "out");
  EXPECT_EQ(s.listen[1].host, "2001:db8::1");
  EXPECT_EQ(s.listen[1].port, 5062);
  EXPECT_EQ(s.listen[2].protocol, "");
  EXPECT_EQ(s.listen[2].port, 0);
  EXPECT_EQ(s.listen[3].protocol, "udp");
  EXPECT_EQ(s.listen[3].host, "eth0");
  ASSERT_EQ(s.aliases.size(), 2u);
  EXPECT_EQ(s.aliases[0].host, "example.com");
  EXPECT_EQ(s.aliases[1].protocol, "tcp");
  EXPECT_EQ(s.aliases[1].port, 5080);
}

TEST(Settings, AliasTexts) {
  EXPECT_EQ(parse_alias("udp:[2001:DB8::1]:5060").host, "2001:db8::1");
  EXPECT_EQ(parse_alias("udp:[2001:db8::1]:5060").port, 5060);
  EXPECT_EQ(parse_alias("2001:db8::1").host, "2001:db8::1");
  EXPECT_EQ(parse_alias("h:5061").port, 5061);
  EXPECT_EQ(parse_alias("h").port, 0);
}

TEST(Settings, ModulesOfOneParam) {
  auto c = read("loadmodule \"a.so\"\nloadmodule \"a.so\"\nmodparam(\"auth_db|usrloc | x\", \"db_url\", 'u')\nmodparam(\"a\", \"n\", -3)\n");
  ASSERT_EQ(c.modules.size(), 1u);
  ASSERT_EQ(c.params.size(), 4u);
  EXPECT_EQ(c.params[1].module, "usrloc");
  EXPECT_EQ(c.params[2].module, "x");
  EXPECT_EQ(c.params[2].value.text, "u");
  EXPECT_EQ(c.params[3].value.number, -3);
}

TEST(Settings, OthersAndCustom) {
  auto s = read("tcp_connection_lifetime=3605\ndns_try_naptr=on\ntos=IPTOS_LOWDELAY\nuid=\"kamailio\"\nmhomed=1\npstn.gw_ip = \"1.2.3.4\" desc \"x\"\n"
                "server_header=\"Server: me\"\nmpath=\"/usr/lib\"\n")
               .settings;
  EXPECT_EQ(s.number("tcp_connection_lifetime", 0), 3605);
  EXPECT_EQ(s.number("dns_try_naptr", 0), 1);
  EXPECT_EQ(s.number("not_there", 7), 7);
  EXPECT_EQ(s.tos, 16);
  EXPECT_EQ(s.user, "kamailio");
  EXPECT_TRUE(s.mhomed);
  EXPECT_EQ(s.server_header, "Server: me");
  ASSERT_EQ(s.custom.size(), 1u);
  EXPECT_EQ(s.custom[0].group, "pstn");
  EXPECT_EQ(s.custom[0].value.text, "1.2.3.4");
  EXPECT_EQ(s.custom[0].description, "x");
}

TEST(Settings, WrongTypesAreReported) {
  read("children=\"four\"\n", 1);
  read("port=70000\n", 1);
  read("listen=udp:10.0.0.1:99999\n", 1);
}

}  // namespace
}  // namespace kukini::script
