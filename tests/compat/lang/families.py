# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The generated cases: a family's case number I of seed S is always the same."""
import random

import gen_expr
import gen_flow
import gen_format
import gen_program
import gen_store
import gen_transform

FAMILIES = {"expr": gen_expr.case, "transform": gen_transform.case, "store": gen_store.case, "flow": gen_flow.case, "format": gen_format.case,
            "program": gen_program.case, "arith": gen_program.arithmetic}
SHARE = {"expr": 3, "transform": 3, "store": 2, "flow": 3, "format": 1, "program": 3, "arith": 1}


def one(seed, family, index):
    case = FAMILIES[family](random.Random(f"{seed}:{family}:{index}"))
    case.where = f"{family}:{index}"
    return case


def some(seed, count, only=None):
    """About `count` cases, each family its share."""
    families = [only] if only else list(FAMILIES)
    whole = sum(SHARE[f] for f in families)
    return [one(seed, f, i) for f in families for i in range(max(1, count * SHARE[f] // whole))]
