// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The options of kukini-lint and what --help says of them.
#include "options.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace kukini::lint_tool {
namespace {

constexpr const char* kFooter = R"(
Files that end in .list are dispatcher lists, all others scripts.

Examples:
  kukini-lint /etc/kamailio/kamailio.cfg
  kukini-lint --target kamailio-5.8 kamailio.cfg      before an upgrade
  kukini-lint --fix --diff kamailio.cfg               what the safe fixes would change
  kukini-lint --format sarif kamailio.cfg > out.sarif for a code scanning service
  kukini-lint --explain open-relay

To switch a code off, for one line or (alone on a line) the next one:
  t_relay();  # kukini-lint: disable=CODE
for a file, anywhere in it:
  # kukini-lint: disable-file=CODE
and for a project, in .kukini-lint.toml in its folder or above:
  target = "kamailio-5.8"
  ignore = ["style", "unused-module"]
  define = ["WITH_TLS"]
  [severity]
  unused-route = "error"
  [per-file-ignores]
  "*/legacy/*" = ["all"]

Exit codes: 0 nothing found (notes do not count), 1 errors or warnings, 2 could not do its work.)";

bool wants_color(const std::string& when) {
  if (when == "always") return true;
  if (when == "never") return false;
  const char* no = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (no == nullptr || *no == '\0');
}

}  // namespace

int parse(int argc, char** argv, CommandLine& out) {
  CLI::App app{"Finds everything that is wrong with a Kamailio script, in one run, before it runs."};
  app.name("kukini-lint");
  app.footer(kFooter);
  std::string color = "auto", target, type;
  bool version = false;
  app.add_option("FILE", out.files, "scripts and dispatcher lists; - is standard input")->type_name("");
  app.add_option("--target", target, "judge for kukini (the default) or for a release, kamailio-3.3 to kamailio-6.1")->type_name("NAME");
  app.add_option("--format", out.format, "text (the default), json, sarif, github or gcc")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Format>{
          {"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}, {"github", Format::github}, {"gcc", Format::gcc}})
                      .description(""))
      ->type_name("FORMAT");
  app.add_flag("--fix", out.fix, "mend what can be mended safely, in the files");
  app.add_flag("--unsafe", out.unsafe, "with --fix or --diff: also what needs a second look");
  app.add_flag("--diff", out.diff, "show what --fix would change, change nothing");
  app.add_option("--select", out.options.select, "only these codes or groups (all: also those that are off)")->delimiter(',')->allow_extra_args(false)->type_name("CODE[,CODE…]");
  app.add_option("--ignore", out.options.ignore, "all but these codes or groups")->delimiter(',')->allow_extra_args(false)->type_name("CODE[,CODE…]");
  app.add_option("-A,--define", out.options.parse.defines, "a define, as -A of the server")->allow_extra_args(false)->type_name("NAME[=VALUE]");
  app.add_option("--explain", out.explain, "print the page of a code")->delimiter(',')->allow_extra_args(false)->type_name("CODE");
  app.add_flag("--list-rules", out.list_rules, "print all codes");
  app.add_flag("--stdin", out.from_stdin, "read the text from standard input");
  app.add_option("--stdin-filename", out.stdin_name, "the name that text has (and where its includes are looked for)")->type_name("NAME");
  app.add_option("--type", type, "script or list: in place of looking at the name")->type_name("WHAT")->check(CLI::IsMember({"script", "list"}).description(""));
  app.add_option("--config", out.settings_file, "this settings file in place of the nearest .kukini-lint.toml")->type_name("FILE");
  app.add_flag("--no-config", out.no_settings, "no settings file");
  app.add_option("--color", color, "auto, always or never")->type_name("WHAT")->check(CLI::IsMember({"auto", "always", "never"}).description(""));
  app.add_flag("-q,--quiet", out.quiet, "no summary");
  app.add_flag("-V,--version", version, "print the version");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (version) {
    std::printf("kukini-lint %s\n", KUKINI_VERSION);
    return 0;
  }
  out.color = wants_color(color);
  if (type == "script") out.kind = lint::Kind::script;
  if (type == "list") out.kind = lint::Kind::dispatcher_list;
  auto found = lint::parse_target(target);
  if (!found) {
    std::fprintf(stderr, "kukini-lint: %s\n", found.error().c_str());
    return 2;
  }
  out.target_given = !target.empty();
  out.options.target = *found;
  if (auto wrong = lint::check_names(out.options); !wrong.empty()) {
    std::fprintf(stderr, "kukini-lint: %s (--list-rules prints all)\n", wrong.c_str());
    return 2;
  }
  for (auto& file : out.files)
    if (file == "-") out.from_stdin = true;
  std::erase(out.files, "-");
  if (out.files.empty() && !out.from_stdin && !out.list_rules && out.explain.empty()) {
    std::fprintf(stderr, "kukini-lint: no file given\nTry: kukini-lint kamailio.cfg   (--help tells more)\n");
    return 2;
  }
  return -1;
}

}  // namespace kukini::lint_tool
