# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything at once on the tutorial's configuration: calls, control commands, reloads of script and list, signals, garbage on all
sockets, and TERM under load. Most calls succeed, the server lives, leaves with 0, and no sanitizer has anything to say.

KUKINI_STORM_RATE (calls/s) and KUKINI_STORM_SECONDS make it longer or harder; KUKINI_STORM_SEED repeats one;
KUKINI_STORM_LOG keeps the server's log in that file."""
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import binrpc
import garbage
import tutorial
from servers import BIN, Kukini, Process, free_port, wait_for

RATE = float(os.environ.get("KUKINI_STORM_RATE", "100"))
SECONDS = float(os.environ.get("KUKINI_STORM_SECONDS", "5"))
SEED = int(os.environ.get("KUKINI_STORM_SEED", "1"))


class Storm(unittest.TestCase):
    def setUp(self):
        if not (BIN / "kukini-load").exists():
            raise unittest.SkipTest("kukini-load is not built")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-storm-")))
        self.port, self.callees = free_port(), [f"127.0.0.1:{free_port()}" for _ in range(2)]
        config = (tutorial.EXAMPLE / "kamailio.cfg").read_text()
        lists = (tutorial.EXAMPLE / "dispatcher.list").read_text()
        self.list = self.folder / "dispatcher.list"
        self.config, lists = tutorial.loopback(config, lists, self.port, self.callees, self.list, ping_interval=1)
        self.config = self.config.replace('loadmodule "dispatcher.so"\n', 'loadmodule "dispatcher.so"\nloadmodule "ctl.so"\nloadmodule "cfg_rpc.so"\n'
                                          'loadmodule "kex.so"\nmodparam("dispatcher", "reload_delta", 0)\n')
        self.list.write_text(lists)
        self.lists = lists
        self.stop = threading.Event()
        self.problems, self.faults, self.counts = [], set(), {}
        self.callee_process = self.load_process("callees", 0.001, 300, *[w for c in self.callees for w in ("--callee", c)], proxy=9)
        self.kukini = self.enterContext(Kukini(self.folder, self.config, "-n", "3"))

    def load_process(self, name, rate, seconds, *more, proxy=None):
        return self.enterContext(Process([str(BIN / "kukini-load"), "--proxy", f"127.0.0.1:{proxy or self.port}", "--rate", str(rate), "--seconds", str(seconds),
                                          "--hold", "0.2", "--json", *more], self.folder / f"{name}.log"))

    def threads(self, *bodies):
        def guarded(body):
            rng = random.Random(f"{SEED}-{body.__name__}")
            while not self.stop.is_set():
                try:
                    body(rng)
                except Exception as e:  # told at the end
                    if not self.stop.is_set():
                        self.problems.append(f"{body.__name__}: {e!r}")
                    return
                self.counts[body.__name__] = self.counts.get(body.__name__, 0) + 1
        started = [threading.Thread(target=guarded, args=(b,)) for b in bodies]
        for t in started:
            t.start()
        return started

    # ---- what goes on beside the calls
    def commands(self, rng):
        connection = binrpc.Connection(self.kukini.socket)
        uri = "sip:" + self.callees[1]
        for words in (("dispatcher.list",), ("dispatcher.reload",), ("dispatcher.set_state", "ip", "1", uri), ("stats.get_statistics", "all"),
                      ("cfg.set_now_int", "core", "debug", rng.choice((-1, 2))), ("tm.stats",), ("dispatcher.set_state", "ap", "1", uri),
                      ("tm.list",), ("tm.hash_stats",), ("sl.stats",), ("core.psx",), ("core.info",), ("core.sockets_list",), ("ctl.who",),
                      ("stats.reset_statistics", "all"), ("dispatcher.ping_active", "1"), ("cfg.list",), ("system.listMethods",)):
            kind, body = connection.ask(*words)
            if kind == binrpc.FAULT:
                self.faults.add(f"{words}: {body!r}")
            time.sleep(0.002)
        connection.close()

    def programs(self, rng):
        command = ["kamcmd", "-s", f"unixs:{self.kukini.socket}"] if shutil.which("kamcmd") else [str(BIN / "kukini-ctl"), "-s", str(self.kukini.socket)]
        done = subprocess.run([*command, rng.choice(("dispatcher.list", "tm.stats", "core.uptime"))], capture_output=True, text=True, timeout=20)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        self.stop.wait(0.3)

    def replace(self, path, text):
        """At once: half a list is a valid list."""
        new = path.with_suffix(".new")
        new.write_text(text)
        new.rename(path)

    def signals(self, rng):
        text = self.config + f'route[N{rng.randrange(1000)}] {{ xlog("L_INFO", "$rm $var(x{rng.randrange(1000)})\\n"); }}\n'
        self.replace(self.kukini.config, rng.choice((text, text, text, "request_route { no_such_function(); }\n")))
        self.replace(self.list, self.lists + rng.choice(("", "2 sip:127.0.0.1:9 8 0\n", "3 sip:127.0.0.1:9 0 0 duid=x;weight=50\n", "nonsense\n")))
        os.kill(self.kukini.process.pid, rng.choice((signal.SIGHUP, signal.SIGHUP, signal.SIGUSR1)))
        self.stop.wait(0.25)

    def spoiled_messages(self, rng):
        self.party.turn()
        self.stop.wait(0.02)

    def spoiled_commands(self, rng):
        valid = b"".join(binrpc.request(n, *rng.choice((("dispatcher.list",), ("core.echo", "x" * 300, "y"), ("tm.stats",), ("no.such",),
                                                        ("cfg.get", "core", "debug")))) for n in range(rng.randrange(1, 4)))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
            s.settimeout(0.05)
            s.connect(str(self.kukini.socket))
            try:
                s.sendall(garbage.spoil(rng, valid))
                if rng.random() < 0.7:
                    s.recv(65536)
            except (TimeoutError, ConnectionError):
                pass
        self.stop.wait(0.02)

    # ---- the test
    def test_storm(self):
        self.party = garbage.Party(SEED, self.port)
        self.addCleanup(self.party.close)
        load = self.load_process("load", RATE, SECONDS)
        threads = self.threads(self.commands, self.programs, self.signals, self.spoiled_messages, self.spoiled_commands)
        wait_for(lambda: not load.running() or not self.kukini.running(), SECONDS + 30, "the calls do not end")
        self.load_process("load-until-the-end", RATE, 3)
        time.sleep(0.5)
        self.assertTrue(self.kukini.running(), "the server is gone:\n" + self.report())
        os.kill(self.kukini.process.pid, signal.SIGTERM)
        time.sleep(0.3)
        self.stop.set()
        for t in threads:
            t.join()
        self.kukini.process.wait(30)
        if "KUKINI_STORM_LOG" in os.environ:
            shutil.copy(self.kukini.log_path, os.environ["KUKINI_STORM_LOG"])
        result = json.loads(load.log().strip().splitlines()[-1])
        print(f"seed {SEED}: {result['completed']} of {result['started']} calls, {self.party.sent} datagrams of the spoiling party, {self.party.got} came to it; "
              f"rounds: {self.counts}")
        self.assertIsNone(self.kukini.sanitizer_report(), self.report())
        self.assertEqual(self.kukini.process.returncode, 0, self.report())
        self.assertEqual(self.problems, [], self.report())
        self.assertGreaterEqual(result["completed"], 0.95 * result["started"], f"{result}\n{self.report()}")
        for body in ("commands", "programs", "signals", "spoiled_messages", "spoiled_commands"):
            self.assertGreater(self.counts.get(body, 0), 2, f"{body} hardly ran: {self.counts}")
        expected = {f for f in self.faults if not f.startswith(("('dispatcher.reload", "('dispatcher.set_state"))}
        self.assertEqual(expected, set(), "commands that were refused")
        self.assertIn("configuration reloaded", self.kukini.log())
        self.assertIn("statistics: ", self.kukini.log())

    def report(self):
        return self.kukini.sanitizer_report() or self.kukini.log()[-3000:]


if __name__ == "__main__":
    unittest.main()
