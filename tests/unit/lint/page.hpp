// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// A rule's page taken apart: its bad and good examples as files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kukini::lint::test {

struct ExampleFile {
  std::string name;
  std::string text;
  unsigned mode = 0644;
};
/// The fences below "## Bad" or "## Good", in order. The one that is linted is the last without a name of its own: test.cfg of
/// ```kamailio, dispatcher.list of ```dispatcher.list. ```kamailio file=NAME mode=0600 target=5.6 makes a further file, sets its
/// permissions (octal), or the target.
struct Example {
  std::vector<ExampleFile> files;
  std::string main;
  std::string target;
};
/// Empty: the page has no such heading, or no fence below it.
std::vector<Example> examples(std::string_view page, std::string_view heading);

}  // namespace kukini::lint::test
