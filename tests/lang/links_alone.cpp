// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Parses a script with nothing but the front end linked in.
#include "lang/front_end.hpp"

int main() {
  kukini::diag::Emitter emitter;
  auto script = kukini::lang::parse_text("x.cfg", "request_route { exit; }", {}, emitter);
  return script->items().size() == 1 && !emitter.failed() ? 0 : 1;
}
