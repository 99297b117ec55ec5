// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Paths through the blocks of a script: what can have happened when a statement runs. Shared by the rules of group flow.
#pragma once

namespace kukini::lint {
class Context;
}

namespace kukini::lint::flow {

class Analysis {
 public:
  explicit Analysis(const Context& context) : context_(context) {}
  const Context& context() const { return context_; }

 private:
  const Context& context_;
};

}  // namespace kukini::lint::flow
