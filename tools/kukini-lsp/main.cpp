// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-lsp: the language server on standard input and output.
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include "lsp/frame.hpp"
#include "lsp/server.hpp"

namespace {

constexpr const char* kHelp =
    "Usage: kukini-lsp [--stdio]\n\n"
    "A language server (LSP 3.17) for Kamailio scripts and dispatcher lists, on standard input and output. Editors start it.\n"
    "Diagnostics and quick fixes are those of kukini-lint (with its .kukini-lint.toml), formatting is that of kukini-fmt.\n\n"
    "  Neovim   vim.lsp.buf_attach_client(0, vim.lsp.start_client({ name = 'kukini', cmd = { 'kukini-lsp' }, root_dir = vim.fn.getcwd() }))\n"
    "  Emacs    (add-to-list 'eglot-server-programs '(kamailio-mode . (\"kukini-lsp\")))\n"
    "  VS Code  any generic LSP client extension, with the command kukini-lsp\n";

bool send(const std::string& message) {
  auto bytes = kukini::lsp::frame(message);
  for (std::size_t done = 0; done < bytes.size();) {
    auto n = write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::string option = argv[i];
    if (option == "--stdio") continue;
    if (option == "--version" || option == "-V") return std::printf("kukini-lsp %s\n", KUKINI_VERSION), 0;
    bool help = option == "--help" || option == "-h";
    std::fputs(kHelp, help ? stdout : stderr);
    return help ? 0 : 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  kukini::lsp::FrameReader reader;
  kukini::lsp::Server server;
  char buffer[65536];
  while (!server.done()) {
    auto n = read(STDIN_FILENO, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return server.exit_code();
    reader.feed({buffer, static_cast<std::size_t>(n)});
    while (auto message = reader.next()) {
      for (const auto& out : server.handle(*message))
        if (!send(out)) return 1;
      if (server.done()) break;
    }
    if (reader.broken()) {
      std::fputs("kukini-lsp: what comes in is not framed as the language server protocol wants it (Content-Length: …)\n", stderr);
      return 1;
    }
  }
  return server.exit_code();
}
