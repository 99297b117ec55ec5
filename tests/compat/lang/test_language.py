# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Expressions and fragments of script, generated and hand-written, run by Debian's Kamailio and by Kukini with the same message:
what they show is equal, but for what accepted.tsv accepts."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import compare  # noqa: E402
import families  # noqa: E402
import gen_expr  # noqa: E402
import written  # noqa: E402
from servers import need_kamailio  # noqa: E402

SEED, COUNT = 1, 3000


class Language(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need_kamailio()
        cls.accepted = compare.Accepted()
        cls.sets = {"written": written.all_cases(), "pairs": list(gen_expr.pairs()), "generated": families.some(SEED, COUNT)}
        cls.found, cls.crashed = {}, 0
        for name, cases in cls.sets.items():
            cls.found[name], crashed = compare.differences(cases, cls.accepted)
            cls.crashed += crashed
        print(f"{ {n: len(c) for n, c in cls.sets.items()} } cases; accepted: {sum(cls.accepted.used)}; Kamailio crashed on {cls.crashed}")

    def equal(self, name):
        found = self.found[name]
        small = [compare.minimised(d, self.accepted) for d in found[:5]] if name == "generated" else found[:40]
        self.assertFalse(found, f"{len(found)} differ:\n" + "\n".join(str(d) for d in small) +
                         f"\ntools/dev compat-lang --seed {SEED} --count {COUNT} shows them made small")

    def test_written(self):
        self.equal("written")

    def test_pairs(self):
        self.equal("pairs")

    def test_generated(self):
        self.equal("generated")

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(self.sets["written"]), 300)
        self.assertGreaterEqual(len(self.sets["generated"]), 600)

    def test_every_row_of_the_table_is_needed_accepts_few_and_has_a_reason(self):
        self.assertEqual(self.accepted.complaints(), [])


if __name__ == "__main__":
    unittest.main()
