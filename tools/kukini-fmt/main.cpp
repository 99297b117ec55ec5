// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-fmt: formats configuration files; prints, rewrites, checks, or shows the difference.
#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "diag/unified_diff.hpp"
#include "format/format.hpp"
#include "lang/source/read_file.hpp"
#include "rewrite.hpp"

namespace {

using namespace kukini;

constexpr std::uint32_t kLargest = 64u << 20;
constexpr int kGood = 0, kWouldChange = 1, kFailed = 2;

constexpr const char* kHelp =
    "Usage: kukini-fmt [OPTIONS] FILE…\n"
    "       kukini-fmt [OPTIONS] --stdin [--stdin-filename NAME]\n\n"
    "Formats kamailio.cfg scripts. Only blanks and line ends change: indentation by blocks, one blank around operators,\n"
    "behind commas and before '{', no blanks at the end of a line, one empty line at most between others. Comments, strings,\n"
    "#!define bodies and the order of everything stay as they are, and so does what cannot be understood. Includes are not\n"
    "followed: each file is formatted by itself.\n\n"
    "What to do with the result:\n"
    "  (nothing)                print it to standard output (one file)\n"
    "  -w, --write              write it to the files, and print the names of those that changed; also -i, --in-place\n"
    "      --check              change nothing, print the names of files that would change, exit with 1 if there are any\n"
    "      --diff               change nothing, print the changes as a unified diff, exit with 1 if there are any\n"
    "  (with --check --diff, the diff is printed, and the names go to standard error)\n\n"
    "      --stdin              read standard input; so does the file name -\n"
    "      --stdin-filename NAME  what to call it in messages and diffs\n"
    "      --indent tab|N       a tab or N blanks per level (as most lines of the file have it; a tab where none is indented)\n"
    "      --max-blank-lines N  empty lines side by side that are left (1)\n"
    "  -h, --help               this text\n"
    "  -V, --version            the version\n\n"
    "A comment line `# kukini-fmt: off` leaves everything alone up to `# kukini-fmt: on`.\n\n"
    "Exit code: 0 done, and nothing to change with --check or --diff; 1 something would change; 2 a file could not be read or\n"
    "written, or the options are wrong.\n\n"
    "  kukini-fmt -w /etc/kamailio/*.cfg          format them all\n"
    "  kukini-fmt --diff kamailio.cfg | less      look first\n"
    "  git ls-files '*.cfg' | xargs kukini-fmt --check\n";

struct Command {
  bool write = false;
  bool check = false;
  bool diff = false;
  std::string stdin_name = "<stdin>";
  std::vector<std::string> files;
  format::Options options;
};

int wrong(const std::string& text) {
  std::fprintf(stderr, "kukini-fmt: %s\n(kukini-fmt --help tells more)\n", text.c_str());
  return kFailed;
}

// Fills the command; an exit code when the program ends here.
std::optional<int> parse(int argc, char** argv, Command& command) {
  bool from_stdin = false, only_files = false;
  for (int i = 1; i < argc; ++i) {
    std::string_view option = argv[i];
    std::optional<std::string> value;
    if (only_files || !option.starts_with('-') || option == "-") {
      command.files.emplace_back(option);
      continue;
    }
    if (auto equals = option.find('='); option.starts_with("--") && equals != option.npos) {
      value = std::string(option.substr(equals + 1));
      option = option.substr(0, equals);
    }
    bool takes_value = option == "--stdin-filename" || option == "--indent" || option == "--max-blank-lines";
    if (takes_value && !value) {
      if (i + 1 == argc) return wrong(std::string(option) + " needs a value");
      value = argv[++i];
    }
    if (!takes_value && value) return wrong(std::string(option) + " takes no value");

    if (option == "-h" || option == "--help") {
      std::fputs(kHelp, stdout);
      return kGood;
    } else if (option == "-V" || option == "--version") {
      std::printf("kukini-fmt %s\n", KUKINI_VERSION);
      return kGood;
    } else if (option == "-w" || option == "--write" || option == "-i" || option == "--in-place") {
      command.write = true;
    } else if (option == "--check") {
      command.check = true;
    } else if (option == "--diff") {
      command.diff = true;
    } else if (option == "--stdin") {
      from_stdin = true;
    } else if (option == "--stdin-filename") {
      command.stdin_name = *value;
    } else if (option == "--indent") {
      auto width = base::to_number<int>(*value);
      if (*value == "tab" || *value == "tabs") command.options.indent = format::Options::kTab;
      else if (width && *width >= 1 && *width <= 16) command.options.indent = *width;
      else return wrong("--indent is tab or a number from 1 to 16, not " + *value);
    } else if (option == "--max-blank-lines") {
      auto lines = base::to_number<unsigned>(*value);
      if (!lines || *lines > 1000) return wrong("--max-blank-lines is a number from 0 to 1000, not " + *value);
      command.options.max_blank_lines = *lines;
    } else if (option == "--") {
      only_files = true;
    } else {
      return wrong("there is no option " + std::string(option));
    }
  }
  if (from_stdin && !command.files.empty()) return wrong("--stdin and file names do not go together");
  if (from_stdin) command.files.emplace_back("-");
  if (command.files.empty()) return wrong("which file? (--stdin reads standard input)");
  if (command.write && (command.check || command.diff))
    return wrong("--write changes files, --check and --diff do not: choose one");
  bool prints = !command.write && !command.check && !command.diff;
  if (prints && command.files.size() > 1) return wrong("several files: say --write, --check or --diff");
  for (const auto& file : command.files)
    if (command.write && file == "-") return wrong("standard input cannot be written to; without --write the result is printed");
  return {};
}

int handle(const std::string& file, const Command& command) {
  const std::string& name = file == "-" ? command.stdin_name : file;
  auto fail = [&](const std::string& why) {
    std::fprintf(stderr, "kukini-fmt: %s: %s\n", name.c_str(), why.c_str());
    return kFailed;
  };
  auto text = lang::read_file(file, kLargest);
  if (!text) return fail(text.error());
  if (text->find('\0') != std::string::npos) return fail("it is a binary file, not a script");
  auto edits = format::format_edits(*text, command.options);
  if (!command.write && !command.check && !command.diff) {
    auto formatted = format::apply_edits(*text, edits);
    std::fwrite(formatted.data(), 1, formatted.size(), stdout);
    return kGood;
  }
  if (edits.empty()) return kGood;
  auto formatted = format::apply_edits(*text, edits);
  if (command.write) {
    if (auto done = tools::rewrite(file, formatted); !done) return fail("cannot be written: " + done.error());
    std::printf("%s\n", name.c_str());
    return kGood;
  }
  if (command.diff) {
    auto diff = diag::unified_diff(*text, formatted, name);
    std::fwrite(diff.data(), 1, diff.size(), stdout);
  }
  if (command.check) std::fprintf(command.diff ? stderr : stdout, "%s\n", name.c_str());
  return kWouldChange;
}

}  // namespace

int main(int argc, char** argv) {
  Command command;
  if (auto code = parse(argc, argv, command)) return *code;
  int worst = kGood;
  for (const auto& file : command.files) worst = std::max(worst, handle(file, command));
  if (std::fflush(stdout) != 0) {
    std::fputs("kukini-fmt: standard output cannot be written to\n", stderr);
    return kFailed;
  }
  return worst;
}
