// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Everything the catalog says a configuration may hold is understood: a sample is made for each global parameter, core function,
// directive, form of a statement and operator, and must have no mistake.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "base/text.hpp"
#include "support.hpp"

namespace kukini::sema::test {
namespace {

std::string judge(const std::string& text) {
  diag::Emitter emitter;
  lang::ParseOptions parse;
  parse.environment = [](const std::string&) { return std::optional<std::string>("value"); };
  parse.reader = [](const std::string&) -> base::Result<std::string> { return std::string("# nothing\n"); };
  Options options;
  options.assume_modules = true;
  auto script = lang::parse_text("sample.cfg", text, parse, emitter);
  check(*script, catalog(), options, emitter);
  std::string out;
  for (const auto& d : emitter.all())
    if (d.severity == diag::Severity::error) out += diag::render(d);
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

TEST(Coverage, EveryGlobalParameter) {
  const std::map<std::string_view, std::vector<std::string>> values{
      {"int", {"1", "yes", "-1", "(2 + 3) * 4", "0x10"}}, {"bool", {"yes", "off", "1"}}, {"string", {"\"text\"", "'text'", "\"a\" \"b\""}},
      {"id", {"word"}},        {"addr", {"10.0.0.1", "[::1]", "\"host\"", "gw.example.com"}},
      {"ipv4", {"10.0.0.1"}}, {"ipv6", {"::1", "[::1]"}}, {"proto", {"TCP", "udp"}}, {"addr_list", {"udp:10.0.0.1:5060"}},
      {"\"tlsv1\"", {"TLSv1"}}, {"\"sslv2\"", {"SSLv2"}}, {"\"sslv23\"", {"SSLv23"}}, {"\"sslv3\"", {"SSLv3"}}};
  std::size_t samples = 0;
  for (const auto& fact : catalog().facts().globals) {
    if (fact.name == "socket") continue;  // among the forms
    std::string_view rest = fact.type;
    EXPECT_FALSE(rest.empty()) << fact.name;
    while (!rest.empty()) {
      auto bar = rest.find('|');
      auto kind = rest.substr(0, bar);
      rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
      auto found = values.find(kind);
      ASSERT_NE(found, values.end()) << fact.name << " takes " << kind;
      for (const auto& value : found->second)
        for (const auto& text : {std::string(fact.name) + "=" + value + "\n", std::string(fact.name) + " = " + value + ";\n\nfork=no\n"}) {
          EXPECT_EQ(judge(text), "") << text;
          ++samples;
        }
    }
  }
  std::cout << samples << " samples of " << catalog().facts().globals.size() << " global parameters\n";
}

TEST(Coverage, EveryCoreFunction) {
  const std::map<std::string_view, std::vector<std::string>> own{
      {"force_send_socket", {"udp:10.0.0.1:5060", "10.0.0.1", "\"10.0.0.1\""}}, {"set_advertised_address", {"10.0.0.1", "\"a.b\"", "gw.example.com"}},
      {"set_advertised_port", {"5060"}}, {"route", {"A", "1", "\"A\"", "$var(x)"}}, {"udp_mtu_try_proto", {"TCP"}},
      {"forward", {"uri:host", "10.0.0.1", "\"a.b\", 5060", "10.0.0.1:5060", "uri:host, uri:port", "gw.example.com, 5060"}}};
  std::size_t samples = 0;
  for (const auto& fact : catalog().facts().functions) {
    if (fact.module != "core") continue;
    std::vector<std::string> calls;
    if (fact.bare) calls.push_back(std::string(fact.name));
    for (std::size_t n = 0; n < 7; ++n) {
      if (!fact.arity.takes(n)) continue;
      bool flag = fact.name.find("flag") != std::string_view::npos;
      std::string arguments;
      for (std::size_t i = 0; i < n; ++i) arguments += std::string(i == 0 ? "" : ", ") + (flag ? "1" : "\"1\"");
      calls.push_back(std::string(fact.name) + "(" + arguments + ")");
    }
    for (const auto& [name, lists] : own)
      if (fact.name.starts_with(name) && (fact.name == name || name == "forward"))
        for (const auto& list : lists) calls.push_back(std::string(fact.name) + "(" + list + ")");
    bool jump = fact.name == "break" || fact.name == "drop" || fact.name == "exit" || fact.name == "return";
    for (const auto& call : calls) {
      auto text = "avpflags x;\nrequest_route { while (1) { " + call + "; } " + (jump || !call.ends_with(')') ? "" : "if (!" + call + ") exit; ") +
                  "}\nroute[A] { drop; }\nroute[1] { drop; }\n";
      auto found = judge(text);
      // "1" stands for whatever the function takes: only the form is judged.
      EXPECT_TRUE(found.find("[syntax-") == std::string::npos && found.find("[unknown-function") == std::string::npos &&
                  found.find("[argument-count") == std::string::npos && found.find("[undefined-name") == std::string::npos)
          << text << found;
      ++samples;
    }
  }
  std::cout << samples << " samples of core functions\n";
}

TEST(Coverage, EveryDirective) {
  const std::map<std::string_view, std::string> samples{
      {"define", "#!define A 1\n"},          {"def", "#!def A 1\n"},
      {"redefine", "#!define A 1\n#!redefine A 2\n"}, {"redef", "#!define A 1\n#!redef A 2\n"},
      {"trydefine", "#!trydefine A 1\n"},    {"trydef", "#!define A 1\n#!trydef A 2\n"},
      {"undef", "#!define A\n#!undef A\n"},  {"undefine", "#!define A\n#!undefine A\n"},
      {"tryundef", "#!tryundef A\n"},        {"tryundefine", "#!tryundefine A\n"},
      {"defenv", "#!defenv A\n#!defenv B=HOME\n"}, {"defenvs", "#!defenvs A\nlog_name=A\n"},
      {"trydefenv", "#!trydefenv A\n"},      {"trydefenvs", "#!trydefenvs A=HOME\n"},
      {"defexp", "#!defexp A 1 + 2\n"},      {"defexps", "#!defexps A \"x\" + \"y\"\nlog_name=A\n"},
      {"ifdef", "#!ifdef A\nx\n#!endif\n"},  {"ifndef", "#!ifndef A\n#!endif\n"},
      {"ifexp", "#!ifexp KAMAILIO_VERSION >= 5006000 && !defined(A)\n#!endif\n"},
      {"else", "#!ifdef A\nx\n#!else\n#!endif\n"}, {"endif", "#!ifdef A\n#!endif\n"},
      {"subst", "#!subst \"/a/b/\"\n"},      {"substdef", "#!substdef \"!A!b!g\"\n"},
      {"substdefs", "#!substdefs \"!A!b!g\"\n"}, {"include_file", "#!include_file \"other.cfg\"\n"},
      {"import_file", "#!import_file \"other.cfg\"\n"}};
  for (const auto& fact : catalog().facts().directives) {
    bool header = fact.name == "ALL" || fact.name == "KAMAILIO" || fact.name == "SER" || fact.name == "OPENSER" || fact.name == "MAXCOMPAT";
    auto at = samples.find(fact.name);
    ASSERT_TRUE(header || at != samples.end()) << fact.name;
    std::string text = header ? "#!" + std::string(fact.name) + "\n" : at->second;
    for (int twice = 0; twice < 2; ++twice) {
      diag::Emitter emitter;
      lang::ParseOptions options;
      options.environment = [](const std::string&) { return std::optional<std::string>("value"); };
      options.reader = [](const std::string&) -> base::Result<std::string> { return std::string("debug=1\n"); };
      auto script = lang::parse_text("x.cfg", text + "request_route { drop; }\n", options, emitter);
      EXPECT_EQ(emitter.all().size(), 0u) << text << diag::render_all(emitter);
      bool seen = false;
      for (const auto& use : script->directives()) seen = seen || use.name == fact.name;
      EXPECT_TRUE(seen) << text;
      replace_all(text, "#!", "!!");
    }
  }
}

TEST(Coverage, EveryForm) {
  const std::map<std::string_view, std::string_view> words{
      {"<STRING>", "\"text\""}, {"<NUMBER>", "7"},        {"<intno>", "-7"},       {"<ID>", "iuid"},          {"<PVAR>", "$def(A)"},
      {"<route_name>", "NAME-1"}, {"<EVENT_RT_NAME>", "core:worker-one-init"},      {"<actions>", "drop;"},  {"<stm>", "{ exit; }"},
      {"<rval_expr>", "(1 == 1)"}, {"<case_stms>", "case 1: break;"}, {"<ct_rval>", "\"a\""}, {"<cfg_var_idn>", "debug"},
      {"<cfg_var_id>", "group"}, {"<flag_list>", "A, B:3"}, {"<avpflag_list>", "A, B"}, {"<listen_id2>", "10.0.0.1"}, {"<listen_id>", "10.0.0.1"},
      {"<proto>", "udp"},      {"<xproto>", "tls"},      {"<port>", "5060"},      {"<socket_lattrs>", "bind = udp:10.0.0.1:5060"},
      {"<WORKERS>", "workers"}};
  std::size_t samples = 0;
  for (const auto& fact : catalog().facts().forms) {
    std::string form(fact.form);
    for (const auto& [word, value] : words) replace_all(form, word, value);
    if (fact.rule == "listen") {
      for (const char* word : {"advertise", "name", "virtual"}) replace_all(form, "\"" + std::string(word) + "\"", word);
      replace_all(form, " string", " \"text\"");
      replace_all(form, " addr", " 192.0.2.1");
      replace_all(form, " int", " 5060");
      replace_all(form, "addr_list", "listen = udp:10.0.0.1:5060");
    }
    if (fact.rule == "coreparam") {
      bool number = form.ends_with('7');
      replace_all(form, "[ iuid ]", number ? "[ timer_sanity_check ]" : "[ iuid ]");
      replace_all(form, "[ \"text\" ]", number ? "[ \"timer_sanity_check\" ]" : "[ \"iuid\" ]");
    }
    if (fact.rule == "preprocess_stm") replace_all(form, "\"text\"", "\"!A!b!g\"");
    if (fact.rule == "module_stm") {
      replace_all(form, "loadmodule \"text\"", "loadmodule \"tm.so\"");
      replace_all(form, "loadmodulex \"text\"", "loadmodulex \"tm.so\"");
      replace_all(form, "( \"text\" )", "( \"tm.so\" )");
      replace_all(form, "( \"text\" , \"text\" )", "( \"tm.so\", \"g\" )");
      replace_all(form, "( \"text\" , \"text\" , -7 )", "( \"tm\", \"fr_timer\", -7 )");
      replace_all(form, "( \"text\" , \"text\" , \"text\" )", "( \"tm\", \"rich_redirect\", 1 )");
      replace_all(form, "( \"text\" , \"text\" , $def(A) )", "( \"tm\", \"fr_timer\", $def(A) )");
      if (form.starts_with("modparam")) form = "loadmodule \"tm.so\"\n" + form;
    }
    if (fact.rule == "single_case") form = "loadmodule \"pv.so\"\nrequest_route { switch ($rU) { " + form + (form.find("drop") == std::string::npos ? " drop;" : "") + " } }";
    if (fact.rule == "socket_lattr") form = "socket = { bind = udp:10.0.0.1:5060; " + form + " }";
    // A numbered group needs the group itself.
    if (fact.rule == "cfg_var" && form.find('[') != std::string::npos) form = "group.first = 1\n" + form;
    if (fact.rule == "listen_phostport") form = "listen = " + form;
    if (fact.rule == "if_cmd" || fact.rule == "while_cmd" || fact.rule == "switch_cmd") form = "request_route { " + form + " }";
    // Alternative spellings.
    std::vector<std::string> all{form};
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto bar = all[i].find('|');
      if (bar == std::string::npos) continue;
      auto begin = all[i].find_last_of(" \n", bar), end = all[i].find_first_of(" |", bar + 1);
      begin = begin == std::string::npos ? 0 : begin + 1;
      auto first = all[i], second = all[i];
      first.erase(bar, all[i].find_first_of(" \n", bar) - bar);
      second.erase(begin, bar + 1 - begin);
      (void)end;
      all.push_back(first);
      all.push_back(second);
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i--));
    }
    for (const auto& text : all) {
      EXPECT_EQ(judge(text + "\n"), "") << fact.rule << ": " << fact.form << "\n" << text;
      ++samples;
    }
  }
  std::cout << samples << " samples of " << catalog().facts().forms.size() << " forms\n";
}

TEST(Coverage, EveryOperator) {
  for (const auto& fact : catalog().facts().operators) {
    std::string op(fact.name);
    std::string expression = "$var(a) " + op + " $var(b)";
    if (op == "!" || op == "~" || op == "not" || op == "defined" || op == "strempty" || op == "strlen" || op == "(int)" || op == "(str)")
      expression = op + " $var(a)";
    if (op == "=~") expression = "$var(a) =~ \"^a\"";
    if (op == "selval") expression = "selval($var(a) == 1, \"x\", \"y\")";
    auto text = "loadmodule \"pv.so\"\nrequest_route { " +
                (op == "=" ? "$var(a) = 1;" : "if (" + expression + ") exit; $var(c) = " + expression + "; while (" + expression + ") break;") + " }\n";
    EXPECT_EQ(judge(text), "") << text;
  }
}

}  // namespace
}  // namespace kukini::sema::test
