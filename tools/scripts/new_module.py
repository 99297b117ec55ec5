#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/dev new-module NAME: a folder in modules/ with a table, code, page and test that build."""
import pathlib
import re
import sys

SPDX = "{0} SPDX-FileCopyrightText: The Kukini authors\n{0} SPDX-License-Identifier: GPL-2.0-or-later\n"


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    name = sys.argv[1]
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        sys.exit(f"'{name}': a module's name has lower-case letters, digits and _")
    folder = pathlib.Path(__file__).resolve().parents[2] / "modules" / name
    if folder.exists():
        sys.exit(f"{folder} is there already")
    cls = "".join(part.capitalize() for part in name.split("_"))
    folder.mkdir()
    (folder / "CMakeLists.txt").write_text(SPDX.format("#") + f"kukini_module({name})\n")
    (folder / "manifest.cpp").write_text(SPDX.format("//") + f'''// The table of module {name}.
#include "manifest/manifest.hpp"

namespace kukini::modules {{

namespace {{
using namespace manifest;

constexpr Param kParams[] = {{
    {{"greeting", ParamType::string, "hello", "What {name}_greet() writes."}},
}};

constexpr Function kFunctions[] = {{
    {{"{name}_greet", {{}}, kAnyRoute, "Writes the greeting to the log."}},
}};
}}  // namespace

extern const Manifest kManifest_{name};
const Manifest kManifest_{name} = {{
    .name = "{name}",
    .summary = "Says what this module is for in one line.",
    .maturity = Maturity::beta,
    .params = kParams,
    .functions = kFunctions,
}};

}}  // namespace kukini::modules
''')
    (folder / f"{name}.cpp").write_text(SPDX.format("//") + f'''// Code of module {name}.
#include "sdk/module.hpp"

namespace kukini::modules {{

extern const manifest::Manifest kManifest_{name};

namespace {{

class {cls} final : public sdk::Module {{
 public:
  void bind(sdk::Binder& binder) override {{
    binder.param("greeting", greeting_);
    binder.method<{cls}, &{cls}::greet>("{name}_greet", this);
  }}

 private:
  int greet(sdk::Context&, sdk::Args) {{
    sdk::log(sdk::Level::info, "{name}", "{{}}", greeting_);
    return 1;
  }}

  std::string greeting_ = "hello";
}};

}}  // namespace

}}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_{name}, kukini::modules::{cls});
''')
    (folder / "doc.md").write_text(f"# {name}\n\nSays what this module is for.\n\n## greeting (string, \"hello\")\n\nWhat {name}_greet() writes.\n\n"
                                   f"## {name}_greet()\n\nWrites the greeting to the log. Always true.\n")
    print(f"modules/{name}: now tools/dev build, then loadmodule \"{name}.so\"")


main()
