# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini-lint on the corpus of real configurations, where it is at hand; and the table of findings that were judged by hand, tests/lint/review.tsv."""
import collections
import csv
import json
import pathlib
import subprocess
import sys
import unittest

from servers import BIN

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/scripts"))
import lint_corpus  # noqa: E402

REVIEW = ROOT / "tests/lint/review.tsv"
ROWS = 60
LEAST_RIGHT = 0.95


def known_codes():
    done = subprocess.run([str(BIN / "kukini-lint"), "--list-rules", "--format", "json"], capture_output=True, text=True, timeout=60, check=True)
    return {rule["code"] for rule in json.loads(done.stdout)}


class Corpus(unittest.TestCase):
    def test_every_main(self):
        folder = lint_corpus.shared() / "corpus"
        if not (folder / "mains.tsv").exists():
            self.skipTest("no corpus at hand")
        found, failed, seconds = lint_corpus.run(folder)
        self.assertEqual(failed, [], "exit codes are 0 and 1 only")
        counts = lint_corpus.per_rule(found)
        self.assertLessEqual({code for code, _, _ in counts}, known_codes())
        self.assertGreater(len(counts), 60, "the corpus has mistakes of all kinds")
        for finding in found:
            self.assertGreater(finding["line"], 0, finding)
            self.assertTrue(finding["message"], finding)
        print(f"\nkukini-lint: {len(found)} findings of {len(counts)} codes in {len(lint_corpus.mains(folder)[1])} configurations, {seconds:.2f} s together")

    def test_a_sample_is_the_same_with_the_same_seed(self):
        found = [{"path": f"{n % 7}.cfg", "line": n, "column": 1, "code": f"code-{n % 30}" if n % 3 else "module-not-provided"} for n in range(500)]
        one, again, other = (lint_corpus.sample(found, 60, seed) for seed in (1, 1, 2))
        self.assertEqual(one, again)
        self.assertNotEqual(one, other)
        self.assertEqual(len(one), 60)
        self.assertLessEqual(max(collections.Counter(f["code"] for f in one).values()), lint_corpus.MOST_OF_ONE_CODE)


class Review(unittest.TestCase):
    def test_table(self):
        with open(REVIEW, newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
        self.assertEqual(len(rows), ROWS)
        self.assertEqual({r["verdict"] for r in rows} - {"right", "wrong"}, set())
        self.assertTrue(all(r["path"] and int(r["line"]) > 0 and r["reason"] for r in rows))
        self.assertLessEqual({r["code"] for r in rows}, known_codes())
        self.assertLessEqual(max(collections.Counter(r["code"] for r in rows).values()), lint_corpus.MOST_OF_ONE_CODE)
        right = sum(r["verdict"] == "right" for r in rows)
        print(f"\n{right} of {len(rows)} findings judged by hand are right")
        self.assertGreaterEqual(right, LEAST_RIGHT * len(rows))


if __name__ == "__main__":
    unittest.main()
