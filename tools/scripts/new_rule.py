#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/dev new-rule CODE: a rule of the linter and its page, to be filled in; CODE is lower-case words joined by '-'."""
import pathlib
import re
import sys

SPDX = "// SPDX-FileCopyrightText: The Kukini authors\n// SPDX-License-Identifier: GPL-2.0-or-later\n"
PAGE = """# {code}

Why it matters.

## Bad

```kamailio
request_route {{
	exit;
}}
```

## Good

```kamailio
request_route {{
	drop;
}}
```
"""
RULE = """#include "lint/context.hpp"

namespace kukini::lint {{
namespace {{

void check(Context& context) {{
  for (const auto& site : context.calls("name_of_the_function"))
    context.report(site.call->name_span, "what is wrong").with_hint("what to do");
}}

}}  // namespace

extern const Rule kRule_{name};
const Rule kRule_{name} = {{"{code}", Group::values, diag::Severity::warning, "what it finds, in one line", check}};

}}  // namespace kukini::lint
"""


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    code = sys.argv[1]
    if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", code):
        sys.exit(f"'{code}': a code is lower-case words joined by '-'")
    folder = pathlib.Path(__file__).resolve().parents[2] / "src/lint/rules"
    name = code.replace("-", "_")
    for file, text in ((folder / f"{name}.cpp", SPDX + RULE.format(code=code, name=name)), (folder / f"{code}.md", PAGE.format(code=code))):
        if file.exists():
            sys.exit(f"{file} is there already")
        file.write_text(text)
        print(file)
    print("Write the page's examples first, then the check, then: tools/dev build release unit_lint && KUKINI_UPDATE_GOLDEN=1 build/release/bin/unit_lint")


if __name__ == "__main__":
    main()
