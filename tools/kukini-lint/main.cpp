// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// kukini-lint: checks scripts and dispatcher lists and prints what is wrong with them.
#include <cstdio>

#include "diag/render.hpp"
#include "lint/linter.hpp"

int main(int argc, char** argv) {
  using namespace kukini;
  bool found = false;
  for (int i = 1; i < argc; ++i)
    for (const auto& d : lint::lint_file(argv[i], {})) {
      found = true;
      std::fputs(diag::render(d).c_str(), stdout);
    }
  return found ? 1 : 0;
}
