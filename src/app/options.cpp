// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Parsing by getopt_long over one table, so that bundled and repeated letters (-DDE, -ddd) work as operators type them.
#include "app/options.hpp"

#include <getopt.h>

#include <cstring>

#include "base/text.hpp"
#include "fmt/format.h"
#include "sdk/version.hpp"

namespace kukini::app {

namespace {

struct Entry {
  char letter;             ///< 0: long form only
  const char* long_name;   ///< null: letter only
  const char* argument;    ///< null: takes none
  const char* meaning;     ///< null: accepted, without a meaning here
};

enum LongOnly : int { kAlias = 256, kAtExit, kCfgPrint, kDebug, kLoadModule, kLogEngine, kModParam, kServerId, kSubst, kSubstDef, kSubstDefs, kAllErrors };

constexpr Entry kEntries[] = {
    {'f', nullptr, "FILE", "configuration file (/etc/kamailio/kamailio.cfg)"},
    {'c', nullptr, nullptr, "check the configuration, print everything that is wrong with it, and leave"},
    {0, "cfg-print", nullptr, "print the configuration with its includes and conditions resolved, and leave"},
    {0, "all-errors", nullptr, "show every error, without the usual limit"},
    {'D', nullptr, nullptr, "stay in the foreground (-D and -DD; -DDD detaches, as without it)"},
    {'E', nullptr, nullptr, "log to stderr instead of syslog"},
    {'e', nullptr, nullptr, "colours in the log on stderr"},
    {'d', nullptr, nullptr, "debug level, one more for each -d (from 0)"},
    {0, "debug", "LEVEL", "debug level, -5 to 9"},
    {'A', nullptr, "NAME[=VALUE]", "preprocessor define, as #!define in the configuration"},
    {0, "subst", "EXPR", "preprocessor #!subst, \"/from/to/\""},
    {0, "substdef", "EXPR", "preprocessor #!substdef, \"!NAME!value!\""},
    {0, "substdefs", "EXPR", "preprocessor #!substdefs"},
    {'l', nullptr, "[PROTO:]ADDR[:PORT][/ADV]", "listen here as well (may be repeated)"},
    {0, "alias", "[PROTO:]HOST[:PORT]", "a further name of this server"},
    {'a', nullptr, "yes|no", "auto_aliases"},
    {'n', nullptr, "COUNT", "at most this many workers (one per core otherwise)"},
    {'L', nullptr, "DIR[:DIR…]", "further places to look for modules"},
    {0, "loadmodule", "NAME", "load a module"},
    {0, "modparam", "MODULE:NAME:s|i:VALUE", "set a module parameter"},
    {'P', nullptr, "FILE", "write the process id here"},
    {'G', nullptr, "FILE", "write the process group id here"},
    {'u', nullptr, "USER", "run as this user"},
    {'g', nullptr, "GROUP", "run as this group"},
    {'w', nullptr, "DIR", "working directory (/)"},
    {'t', nullptr, "DIR", "chroot to this directory"},
    {'Y', nullptr, "DIR", "run directory: the control socket kamailio_ctl is made here (/run/kamailio)"},
    {'v', "version", nullptr, "print the version and leave"},
    {'V', nullptr, nullptr, nullptr},
    {'I', nullptr, nullptr, "print how this program was built and leave"},
    {'h', "help", nullptr, "this help; followed by the name of a module: what that module offers; by \"modules\": all of them; by \"params\": what each global parameter does"},
    {'m', nullptr, "MB", nullptr},
    {'M', nullptr, "MB", nullptr},
    {'x', nullptr, "NAME", nullptr},
    {'X', nullptr, "NAME", nullptr},
    {'N', nullptr, "COUNT", nullptr},
    {'O', nullptr, "LEVEL", nullptr},
    {'Q', nullptr, "COUNT", nullptr},
    {'W', nullptr, "METHOD", nullptr},
    {'b', nullptr, "BYTES", nullptr},
    {'k', nullptr, nullptr, nullptr},
    {'K', nullptr, nullptr, nullptr},
    {'r', nullptr, nullptr, nullptr},
    {'R', nullptr, nullptr, nullptr},
    {'S', nullptr, nullptr, nullptr},
    {'T', nullptr, nullptr, nullptr},
    {0, "atexit", "YESNO", nullptr},
    {0, "log-engine", "NAME", nullptr},
    {0, "server-id", "NUMBER", nullptr},
};

constexpr struct {
  const char* name;
  int id;
} kLongIds[] = {{"alias", kAlias}, {"atexit", kAtExit}, {"cfg-print", kCfgPrint}, {"debug", kDebug}, {"loadmodule", kLoadModule},
                {"log-engine", kLogEngine}, {"modparam", kModParam}, {"server-id", kServerId}, {"subst", kSubst},
                {"substdef", kSubstDef}, {"substdefs", kSubstDefs}, {"all-errors", kAllErrors}};

int id_of(const Entry& e) {
  if (e.letter != 0) return e.letter;
  for (const auto& l : kLongIds)
    if (std::strcmp(l.name, e.long_name) == 0) return l.id;
  return '?';
}

base::Result<Options::ModParam> parse_modparam(const std::string& text) {
  auto first = text.find(':'), second = text.find(':', first + 1), third = text.find(':', second + 1);
  if (first == text.npos || second == text.npos || third == text.npos || third != second + 2 ||
      (text[second + 1] != 's' && text[second + 1] != 'i'))
    return base::Error{"--modparam " + text + ": write it as MODULE:NAME:s:TEXT or MODULE:NAME:i:NUMBER"};
  Options::ModParam p{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(third + 1), text[second + 1] == 'i'};
  if (p.integer && !base::to_number(p.value)) return base::Error{"--modparam " + text + ": the value is not a number"};
  return p;
}

base::Result<> number_into(const char* option, const char* text, int& out) {
  auto n = base::to_number<int>(text);
  if (!n) return base::Error{fmt::format("{} {}: a number is needed", option, text)};
  out = *n;
  return {};
}

base::Result<> apply(int id, const char* arg, Options& o) {
  switch (id) {
    case 'f': o.config_file = arg; break;
    case 'c': o.check = true; break;
    case kCfgPrint: o.print_config = true; break;
    case kAllErrors: o.all_errors = true; break;
    case 'D': ++o.foreground; break;
    case 'E': o.log_stderr = true; break;
    case 'e': o.log_colour = true; break;
    case 'd': o.debug = o.debug == -100 ? 1 : o.debug + 1; break;
    case kDebug: return number_into("--debug", arg, o.debug);
    case 'A': o.defines.emplace_back(arg); break;
    case kSubst: o.subst.emplace_back(arg); break;
    case kSubstDef: o.substdef.emplace_back(arg); break;
    case kSubstDefs: o.substdefs.emplace_back(arg); break;
    case 'l': o.listen.emplace_back(arg); break;
    case kAlias: o.aliases.emplace_back(arg); break;
    case 'a': o.auto_aliases = arg; break;
    case 'n': return number_into("-n", arg, o.workers);
    case 'L': o.module_paths.emplace_back(arg); break;
    case kLoadModule: o.load_modules.emplace_back(arg); break;
    case kModParam: {
      auto p = parse_modparam(arg);
      if (!p) return base::Error{p.error()};
      o.mod_params.push_back(*p);
      break;
    }
    case 'P': o.pid_file = arg; break;
    case 'G': o.pgid_file = arg; break;
    case 'u': o.user = arg; break;
    case 'g': o.group = arg; break;
    case 'w': o.work_dir = arg; break;
    case 't': o.chroot_dir = arg; break;
    case 'Y': o.run_dir = arg; break;
    case 'v':
    case 'V': o.version = true; break;
    case 'I': o.internals = true; break;
    case 'h': o.help = true; break;
    default: break;  // accepted, without a meaning here
  }
  return {};
}

}  // namespace

base::Result<Options> parse_options(int argc, char** argv) {
  std::string letters = ":";
  std::vector<option> longs;
  for (const auto& e : kEntries) {
    if (e.letter != 0) letters += std::string(1, e.letter) + (e.argument != nullptr ? ":" : "");
    if (e.long_name != nullptr) longs.push_back({e.long_name, e.argument != nullptr ? required_argument : no_argument, nullptr, id_of(e)});
  }
  longs.push_back({nullptr, 0, nullptr, 0});

  Options o;
  opterr = 0;
  optind = 0;
  for (;;) {
    int id = getopt_long(argc, argv, letters.c_str(), longs.data(), nullptr);
    if (id == -1) break;
    // A wrong letter is in optopt; a wrong long form is the word just passed.
    std::string seen = optopt > 0 && optopt < 256 ? fmt::format("-{}", static_cast<char>(optopt)) : argv[optind - 1];
    if (id == '?') return base::Error{"unknown option " + seen + "; kukini -h lists them"};
    if (id == ':') return base::Error{"option " + seen + " needs a value; kukini -h tells which"};
    if (auto r = apply(id, optarg, o); !r) return base::Error{r.error()};
  }
  if (o.help && optind < argc) o.help_module = argv[optind++];
  if (optind < argc) return base::Error{fmt::format("'{}' is no option; a configuration file is given with -f", argv[optind])};
  return o;
}

std::string help_text() {
  std::string out = version_text() +
                    "\nUsage: kukini [options]\n\nRuns a SIP server from a kamailio.cfg. A first look:\n"
                    "  kukini -c -f kamailio.cfg     check a configuration\n"
                    "  kukini -DD -E -f kamailio.cfg run it here, log on the terminal\n"
                    "  kukini -h dispatcher          what a module offers\n\nOptions:\n";
  std::string ignored;
  for (const auto& e : kEntries) {
    if (e.meaning == nullptr) {
      ignored += e.letter != 0 ? fmt::format(" -{}", e.letter) : fmt::format(" --{}", e.long_name);
      continue;
    }
    std::string left = e.letter != 0 ? fmt::format("-{}", e.letter) : "";
    if (e.long_name != nullptr) left += (left.empty() ? "--" : ", --") + std::string(e.long_name);
    if (e.argument != nullptr) left += std::string(e.letter == 0 ? "=" : " ") + e.argument;
    out += left.size() > 27 ? fmt::format("  {}\n  {:27} {}\n", left, "", e.meaning) : fmt::format("  {:27} {}\n", left, e.meaning);
  }
  return out + "\nAccepted and without a meaning here (no fixed memory pools, no process per socket):" + ignored +
         "\n\nSignals: TERM and INT finish what is in flight and stop, HUP reloads the configuration, USR1 writes statistics to the log.\n";
}

std::string version_text() { return "version: kukini " KUKINI_VERSION " (x86_64/linux)\n"; }

std::string internals_text() {
  return version_text() + "module interface: " KUKINI_ABI_STAMP "\ncompiler: " __VERSION__ "\n";
}

}  // namespace kukini::app
