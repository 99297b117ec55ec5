# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tutorial's flows on loopback with real sipp and kamcmd: sharing out, failover, recovery, refusal, CANCEL, draining."""
import tempfile
import time
import unittest

import tutorial
from servers import Kukini, Sipp, free_port, need, wait_for


class Tutorial(unittest.TestCase):
    def setUp(self):
        need("sipp", "kamcmd")
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-"))
        self.port, self.a, self.b = free_port(), free_port(), free_port()
        self.uri_a, self.uri_b = f"sip:127.0.0.1:{self.a}", f"sip:127.0.0.1:{self.b}"
        config = (tutorial.EXAMPLE / "kamailio.cfg").read_text()
        lists = (tutorial.EXAMPLE / "dispatcher.list").read_text()
        path = f"{self.folder}/dispatcher.list"
        # A probe would bring a destination back that was taken out by hand: the article's 30 s there, 1 s for the others.
        interval = 30 if "set_state" in self.id() else 1
        config, lists = tutorial.loopback(config, lists, self.port, (f"127.0.0.1:{self.a}", f"127.0.0.1:{self.b}"), path, interval)
        # Dead callees are given up soon, so that the tests end soon.
        config = config.replace('"fr_timer", 30000', '"fr_timer", 1000')
        with open(path, "w") as f:
            f.write(lists)
        self.kukini = self.enterContext(Kukini(self.folder, config))

    def callee(self, port, scenario="uas", **values):
        return self.enterContext(Sipp(self.folder, scenario, "-aa", port=port, **values))

    def call(self, scenario="uac", calls=1, rate=10, seconds=20, **values):
        sipp = self.enterContext(Sipp(self.folder, scenario, "-r", str(rate), "-s", "1000", remote=f"127.0.0.1:{self.port}", calls=calls, **values))
        code = sipp.wait(seconds)
        self.assertEqual(code, 0, sipp.why() + "\n" + self.kukini.log()[-3000:])
        return sipp

    def wait_flags(self, uri, flags, seconds=10):
        wait_for(lambda: self.kukini.flags(uri) == flags, seconds, lambda: f"{uri} is not {flags}:\n{self.kukini.kamcmd('dispatcher.list')}\n{self.kukini.log()[-2000:]}")

    def test_calls_are_shared_out(self):
        a, b = self.callee(self.a), self.callee(self.b)
        self.call(calls=20)
        wait_for(lambda: a.created() + b.created() == 20, 5, lambda: f"{a.created()} + {b.created()} calls arrived, not 20")
        self.assertEqual((a.created(), b.created()), (10, 10))

    def test_a_dead_callee_is_left_out_and_comes_back(self):
        a, b = self.callee(self.a), self.callee(self.b)
        self.wait_flags(self.uri_a, "AP")
        self.wait_flags(self.uri_b, "AP")
        a.stop()
        self.call(calls=6)
        wait_for(lambda: b.created() == 6, 5, lambda: f"{b.created()} of 6 calls reached the living callee")
        self.wait_flags(self.uri_a, "IP")
        self.wait_flags(self.uri_b, "AP")
        a = self.callee(self.a)
        self.wait_flags(self.uri_a, "AP")
        self.call(calls=4)
        wait_for(lambda: a.created() >= 2, 5, lambda: f"{a.created()} calls reached the callee that came back")

    def test_nobody_is_left(self):
        self.wait_flags(self.uri_a, "IP")
        self.wait_flags(self.uri_b, "IP")
        self.call("uac_refused", code=503)

    def test_both_die_while_the_call_is_placed(self):
        # The article arms its failure route once: the second timeout reaches the caller as it is, on Kamailio as well.
        self.call("uac_refused", code=408)

    def test_cancel_while_ringing(self):
        self.callee(self.a, "uas_ring")
        self.callee(self.b, "uas_ring")
        self.call("uac_cancel", calls=2)

    def test_busy_is_passed_on(self):
        a, b = self.callee(self.a, "uas_refuse", code=486), self.callee(self.b, "uas_refuse", code=486)
        self.call("uac_refused", code=486)
        wait_for(lambda: a.created() + b.created() == 1, 5, "busy was tried at the other callee")

    def test_503_goes_to_the_other_and_marks_the_first(self):
        for code in (503, 603):
            with self.subTest(code=code):
                a = self.callee(self.a, "uas_refuse", code=code)
                b = self.callee(self.b)
                self.wait_flags(self.uri_a, "AP")
                self.wait_flags(self.uri_b, "AP")
                self.call(calls=2)
                wait_for(lambda: b.created() == 2 and a.created() == 1, 5, lambda: f"{a.created()} and {b.created()} calls")
                a.stop()
                b.stop()

    def test_set_state_drains_one(self):
        a, b = self.callee(self.a), self.callee(self.b)
        long_call = self.enterContext(Sipp(self.folder, "uac", "-r", "10", "-s", "1000", remote=f"127.0.0.1:{self.port}", calls=2, hold=3000))
        wait_for(lambda: a.created() == 1 and b.created() == 1, 5, "the long calls did not start")
        self.kukini.kamcmd("dispatcher.set_state", "ip", "1", self.uri_b)
        self.assertEqual(self.kukini.flags(self.uri_b), "IP")
        self.call(calls=4)
        wait_for(lambda: a.created() == 5, 5, lambda: f"{a.created()} calls at the one that is left")
        self.assertEqual(b.created(), 1)
        self.assertEqual(long_call.wait(10), 0, long_call.why())
        self.kukini.kamcmd("dispatcher.set_state", "ap", "1", self.uri_b)
        self.assertEqual(self.kukini.flags(self.uri_b), "AP")
        time.sleep(0.1)
        self.call(calls=2)
        wait_for(lambda: b.created() == 2, 5, "no call went to the callee that was enabled again")


if __name__ == "__main__":
    unittest.main()
