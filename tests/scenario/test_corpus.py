# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini -c on the main files of the corpus of real configurations, where it is at hand: which are accepted, and why the others are not.

The others stand in tests/lang/corpus_rejected.tsv with the code of their first error and a reason; KUKINI_LIST=1 prints those that differ.
"""
import csv
import os
import pathlib
import re
import resource
import subprocess
import time
import unittest

from servers import BIN

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/lang/corpus_rejected.tsv"
MUST = ("accepted", "accepted-without-retired-names")


def shared():
    if "KUKINI_SHARED" in os.environ:
        return pathlib.Path(os.environ["KUKINI_SHARED"])
    return next((p / "shared" for p in ROOT.parents if (p / "shared/corpus").is_dir()), ROOT / "shared")


def rows(path):
    with open(path, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def time_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Corpus(unittest.TestCase):
    def setUp(self):
        self.corpus = shared() / "corpus"
        if not (self.corpus / "mains.tsv").exists():
            self.skipTest("no corpus at hand")

    def test_every_main(self):
        expected = {r["file"]: r["first_code"] for r in rows(TABLE)}
        self.assertTrue(all(r["reason"] for r in rows(TABLE)))
        env = {k: v for k, v in os.environ.items() if k != "PUBLIC_IP"}
        rejected, retired, runs, seconds = {}, 0, 0, 0.0
        mains = rows(self.corpus / "mains.tsv")
        used = time_of_children()
        for main in mains:
            begin = time.monotonic()
            done = subprocess.run([str(BIN / "kukini"), "-c", "-f", main["path"]], cwd=self.corpus / "configs", env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", timeout=30)
            seconds += time.monotonic() - begin
            retired += "[retired-" in done.stderr
            runs += "cannot run it yet" not in done.stderr and done.returncode == 0
            if done.returncode != 0:
                self.assertIn(done.returncode, (1, 255), f"{main['path']}\n{done.stderr[-2000:]}")
                first = re.search(r" error: .*\[([a-z-]+)\]$", done.stderr, re.M)
                rejected[main["path"]] = first.group(1) if first else ""
            self.assertTrue(done.returncode != 0 or done.stderr.endswith("config file ok, exiting...\n"), main["path"])
        cpu = time_of_children() - used
        print(f"\ncorpus: kukini -c accepts {len(mains) - len(rejected)} of {len(mains)} ({retired} use retired names), {runs} of them run as Kukini is now; "
              f"{len(rejected)} are rejected, each for a reason in {TABLE.name}; {seconds:.2f} s together, {cpu:.2f} s of the processor")
        must = [m["path"] for m in mains if m["kamailio_5_6_3"] in MUST]
        self.assertEqual(len(must), 75)
        print(f"of the {len(must)} that Kamailio accepts, or accepts without retired names, {sum(m not in rejected for m in must)} are accepted")
        self.assertEqual({p: rejected.get(p) for p in rejected.keys() | expected.keys()}, {p: expected.get(p) for p in rejected.keys() | expected.keys()})
        damaged = [p for p in must if p in rejected]
        self.assertLessEqual(len(damaged), 1, "only the one that was damaged by masking: " + str(damaged))


if __name__ == "__main__":
    unittest.main()
