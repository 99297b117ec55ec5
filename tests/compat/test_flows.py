# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same configuration and the same messages through Debian's Kamailio and through Kukini: what leaves each is equal, header by
header, but for what differences.tsv accepts."""
import csv
import fnmatch
import os
import pathlib
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import flow_config  # noqa: E402
import flows  # noqa: E402, F401
from play import FLOWS  # noqa: E402
from servers import Kamailio, Kukini, free_port, need_kamailio  # noqa: E402
from wire import Wire, order, parts  # noqa: E402

ACCEPTED = list(csv.DictReader(open(HERE / "differences.tsv"), delimiter="\t"))


OPEN = set((HERE / "open.txt").read_text().split())  # flows that still differ: a test fails when one of them does no more
NEEDED = set()  # rows that accepted a difference


def accepted(flow, header):
    rows = [i for i, row in enumerate(ACCEPTED) if fnmatch.fnmatch(flow, row["flow"]) and row["header"] == header]
    NEEDED.update(rows)
    return bool(rows)


def record(server_class, flows):
    """{flow: {party: [message, …]} or the error that ended it}."""
    port, parties = free_port(), [free_port() for _ in range(3)]
    out = {}
    with tempfile.TemporaryDirectory(prefix="kukini-compat-") as folder:
        pathlib.Path(folder, "dispatcher.list").write_text(flow_config.dispatcher(*parties[1:]))
        with server_class(folder, flow_config.config(port, folder, *parties[1:])) as server:
            for name, run in flows.items():
                wire = Wire(port, name, parties)
                try:
                    run(wire)
                    out[name] = wire.record()
                except AssertionError as e:
                    out[name] = str(e)
                finally:
                    wire.close()
            if os.environ.get("KUKINI_SHOW_LOG"):
                print(server.log())
    return out


def compare(flow, ours, theirs):
    """The differences that are not accepted, as lines."""
    found = []
    if isinstance(ours, str) or isinstance(theirs, str):
        return [] if isinstance(ours, str) and isinstance(theirs, str) and ours == theirs else [f"Kamailio: {theirs}"[:600], f"Kukini:   {ours}"[:600]]
    for party in theirs:
        a, b = theirs[party], ours[party]
        if len(a) != len(b):
            if accepted(flow, "messages"):
                continue
            found.append(f"{party} got {[m.split(chr(13))[0] for m in a]} from Kamailio, {[m.split(chr(13))[0] for m in b]} from Kukini")
            continue
        for one, two in zip(a, b):
            (line1, fields1, body1), (line2, fields2, body2) = parts(one), parts(two)
            if line1 != line2 and not accepted(flow, "start-line"):
                found.append(f"{party}: {line1!r} from Kamailio, {line2!r} from Kukini")
            for name in sorted(set(fields1) | set(fields2)):
                if fields1.get(name) != fields2.get(name) and not accepted(flow, name):
                    found.append(f"{party}, {line1}: {name}: {fields1.get(name)} from Kamailio, {fields2.get(name)} from Kukini")
            if order(one) != order(two) and sorted(order(one)) == sorted(order(two)) and not accepted(flow, "order"):
                found.append(f"{party}, {line1}: order {order(one)} from Kamailio, {order(two)} from Kukini")
            if body1 != body2:
                found.append(f"{party}, {line1}: body {body1!r} from Kamailio, {body2!r} from Kukini")
    return found


class Flows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need_kamailio()
        only = os.environ.get("KUKINI_FLOWS")
        flows = {n: f for n, f in FLOWS.items() if only is None or fnmatch.fnmatch(n, only)}
        recorded = {}
        threads = [threading.Thread(target=lambda s=s: recorded.update({s: record(s, flows)})) for s in (Kamailio, Kukini)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        cls.theirs, cls.ours = recorded[Kamailio], recorded[Kukini]

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(FLOWS), 30)

    def test_kamailio_does_what_each_flow_expects(self):
        """A flow that fails on Kamailio compares nothing."""
        broken = {n: r for n, r in self.theirs.items() if isinstance(r, str)}
        self.assertEqual(broken, {})

    def test_every_row_of_the_table_names_flows_and_a_reason(self):
        names = list(FLOWS)
        for row in ACCEPTED:
            self.assertTrue(fnmatch.filter(names, row["flow"]), f"no flow is called {row['flow']}")
            self.assertTrue(row["reason"])

    def test_every_row_of_the_table_is_needed(self):
        if "KUKINI_FLOWS" in os.environ:
            self.skipTest("not all flows were run")
        for name in FLOWS:
            compare(name, self.ours[name], self.theirs[name])
        idle = [row for i, row in enumerate(ACCEPTED) if i not in NEEDED]
        self.assertEqual(idle, [], "there is no such difference any more")


def add(name):
    def test(self):
        if name not in self.theirs:
            self.skipTest("not asked for")
        found = compare(name, self.ours[name], self.theirs[name])
        if name in OPEN:
            self.assertTrue(found, "does not differ any more: take it out of open.txt")
        else:
            self.assertEqual(found, [], "\n" + "\n".join(found))

    setattr(Flows, f"test_flow_{name}", test)


for flow_name in FLOWS:
    add(flow_name)

if __name__ == "__main__":
    unittest.main()
