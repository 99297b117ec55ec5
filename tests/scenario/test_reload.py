# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Signals: SIGHUP reloads without losing a call or changes nothing, SIGTERM lets calls finish, SIGUSR1 writes statistics; reload of lists."""
import os
import pathlib
import re
import signal
import socket
import tempfile
import time
import unittest

import tutorial
from servers import BIN, Kukini, Process, Sipp, free_port, need, wait_for


class Reload(unittest.TestCase):
    def setUp(self):
        need("sipp", "kamcmd")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.port, self.a, self.b = free_port(), free_port(), free_port()
        self.list = self.folder / "dispatcher.list"
        self.config, lists = tutorial.loopback((tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text(), self.port,
                                               (f"127.0.0.1:{self.a}", f"127.0.0.1:{self.b}"), self.list)
        self.list.write_text(lists)
        self.kukini = self.enterContext(Kukini(self.folder, self.config))

    def signal(self, number):
        os.kill(self.kukini.process.pid, number)

    def wait_log(self, pattern, count=1):
        wait_for(lambda: len(re.findall(pattern, self.kukini.log())) >= count, 10, lambda: f"no line with {pattern}:\n{self.kukini.log()[-3000:]}")

    def callees(self):
        return [self.enterContext(Sipp(self.folder, "uas", "-aa", port=p)) for p in (self.a, self.b)]

    def test_calls_survive_reloads(self):
        self.callees()
        caller = self.enterContext(Sipp(self.folder, "uac", "-r", "40", "-s", "1000", remote=f"127.0.0.1:{self.port}", calls=160, hold=1500))
        for i in range(8):
            time.sleep(0.5)
            self.kukini.config.write_text(self.config.replace("request_route {", f'request_route {{\nxlog("L_NOTICE", "script {i}\\n");'))
            self.signal(signal.SIGHUP)
            self.wait_log("configuration reloaded", i + 1)
        self.assertEqual(caller.wait(30), 0, caller.why() + self.kukini.log()[-2000:])
        for i in (0, 7):
            self.assertRegex(self.kukini.log(), f"script {i}\n")

    def test_a_broken_script_changes_nothing(self):
        self.callees()
        broken = self.config.replace("route[RELAY] {", "route[RELAY] {\nif (is_method(\"INVITE\") {\n")
        line = broken[:broken.index('if (is_method("INVITE") {')].count("\n") + 1
        for text, names in ((broken, f"kamailio.cfg:{line}:"), (self.config.replace("ds_select_dst(1, 4)", "ds_select_dts(1, 4)"), r"kamailio.cfg:\d+:.*ds_select_dts")):
            before = self.kukini.log().count("not reloaded")
            self.kukini.config.write_text(text)
            self.signal(signal.SIGHUP)
            wait_for(lambda: self.kukini.log().count("not reloaded") > before, 10, lambda: self.kukini.log()[-2000:])
            self.assertRegex(self.kukini.log(), "ERROR: .*" + names)
        os.unlink(self.kukini.config)
        before = self.kukini.log().count("not reloaded")
        self.signal(signal.SIGHUP)
        wait_for(lambda: self.kukini.log().count("not reloaded") > before, 10, lambda: self.kukini.log()[-2000:])
        caller = self.enterContext(Sipp(self.folder, "uac", "-r", "10", "-s", "1000", remote=f"127.0.0.1:{self.port}", calls=4))
        self.assertEqual(caller.wait(20), 0, caller.why())

    def test_what_needs_a_restart_is_said(self):
        """Each change that a reload cannot make is one line with its place; what it can make is none."""
        listen = re.search(r"^listen=.*$", self.config, re.M).group(0)
        more = free_port()
        before = 'mhomed=1\nserver_header="Server: One"\nalias="one.example"\ndebug=2\nmy.value=1\n' + self.config.replace(
            'loadmodule "sl.so"', 'loadmodule "sl.so"\nloadmodule "corex.so"\nmodparam("tm", "fr_timer", 20000)\nmodparam("tm", "wt_timer", 4000)')
        after = 'server_header="Server: Two"\nsip_warning=yes\nalias="two.example"\ndebug=3\nmy.value=2\nmax_while_loops=7\n' + self.config.replace(
            listen, f"{listen}\nlisten=udp:127.0.0.1:{more}").replace(
            'loadmodule "sl.so"', 'loadmodule "sl.so"\nloadmodule "cfg_rpc.so"\nmodparam("tm", "fr_timer", 10000)\nmodparam("tm", "fr_inv_timer", 90000)')
        (self.folder / "second").mkdir()
        self.kukini.__exit__(None, None, None)
        self.kukini = self.enterContext(Kukini(self.folder / "second", before))
        self.kukini.config.write_text(after)
        self.signal(signal.SIGHUP)
        self.wait_log("configuration reloaded")
        log = self.kukini.log()
        for pattern in (r"kamailio.cfg:1:\d+: warning: server_header was Server: One: it takes effect at the next start",
                        r"kamailio.cfg:2:\d+: warning: sip_warning is new: it takes effect at the next start", r"mhomed is gone: 1 stays in effect until the next start",
                        r"alias two\.example: it is known from the next start", r"alias one\.example is gone",
                        rf"kamailio.cfg:\d+:\d+: warning: listen udp:127\.0\.0\.1:{more}: it is listened on from the next start",
                        r"module cfg_rpc is loaded at the next start", r"module corex is gone: it stays loaded",
                        r"kamailio.cfg:\d+:\d+: warning: parameter tm\.fr_timer takes effect at the next start", r"parameter tm\.fr_inv_timer takes effect",
                        r"parameter tm\.wt_timer is gone"):
            self.assertEqual(len(re.findall(pattern, log)), 1, pattern + "\n" + log[-4000:])
        self.assertEqual(log.count("next start"), 11, log[-4000:])

    def test_a_broken_list_is_refused_whole(self):
        before = self.kukini.kamcmd("dispatcher.list")
        self.assertIn(f"127.0.0.1:{self.a}", before)
        good = self.list.read_text()
        other = free_port()
        self.list.write_text(f"1 sip:127.0.0.1:{other}\nthis is no destination\n")
        answer = self.kukini.kamcmd("dispatcher.reload")
        self.assertIn("error", answer)
        self.wait_log(r"dispatcher\.list:2")
        self.assertEqual(self.kukini.kamcmd("dispatcher.list"), before)
        time.sleep(5.2)  # dispatcher's reload_delta
        # SIGHUP reads lists as well: the same verdict.
        errors = len(re.findall(r"dispatcher\.list:2", self.kukini.log()))
        self.signal(signal.SIGHUP)
        self.wait_log(r"dispatcher\.list:2", errors + 1)
        self.assertEqual(self.kukini.kamcmd("dispatcher.list"), before)
        time.sleep(5.2)
        # A good one: what stays keeps its state.
        self.kukini.kamcmd("dispatcher.set_state", "ip", "1", f"sip:127.0.0.1:{self.b}")
        self.list.write_text(good + f"1 sip:127.0.0.1:{other}\n")
        self.assertNotIn("error", self.kukini.kamcmd("dispatcher.reload"))
        self.assertEqual(self.kukini.flags(f"sip:127.0.0.1:{self.b}"), "IP")
        self.assertIsNotNone(self.kukini.flags(f"sip:127.0.0.1:{other}"))

    def test_statistics_are_written(self):
        self.signal(signal.SIGUSR1)
        self.wait_log(r"core:rcv_requests = \d+")
        self.wait_log(r"tmx:inuse_transactions = 0")

    def test_a_call_being_set_up_gets_its_answer(self):
        """SIGTERM while the phone rings: the answer still goes through, a new call is refused, then the server is gone."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as a, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as b:
            caller.bind(("127.0.0.1", 0))
            a.bind(("127.0.0.1", self.a))
            b.bind(("127.0.0.1", self.b))
            for s in (caller, a, b):
                s.settimeout(5)
            port = caller.getsockname()[1]

            def invite(call):
                text = (f"INVITE sip:1000@127.0.0.1:{self.port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n"
                        f"From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:1000@127.0.0.1>\r\nCall-ID: {call}\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1:{port}>\r\n"
                        "Content-Length: 0\r\n\r\n")
                caller.sendto(text.encode(), ("127.0.0.1", self.port))

            def answer_of(call):
                while True:
                    data = caller.recv(65536).decode()
                    if f"Call-ID: {call}\r\n" in data and not data.startswith("SIP/2.0 1"):
                        return data

            invite("ringing")
            s = a if self.arrived(a, b) else b
            data, peer = s.recvfrom(65536)
            keep = [line for line in data.decode().split("\r\n") if re.match("(Via|From|To|Call-ID|CSeq|Record-Route):", line)]
            keep = [line + ";tag=2" if line.startswith("To:") else line for line in keep]
            s.sendto("\r\n".join(["SIP/2.0 180 Ringing", *keep, "Content-Length: 0", "", ""]).encode(), peer)
            time.sleep(0.2)
            self.signal(signal.SIGTERM)
            self.wait_log("signal 15 received")
            time.sleep(0.3)
            invite("new")
            self.assertRegex(answer_of("new"), "^SIP/2.0 503")
            s.sendto("\r\n".join(["SIP/2.0 200 OK", *keep, f"Contact: <sip:b@127.0.0.1:{s.getsockname()[1]}>", "Content-Length: 0", "", ""]).encode(), peer)
            self.assertRegex(answer_of("ringing"), "^SIP/2.0 200 OK")
        self.assertEqual(self.kukini.process.wait(10), 0)

    @staticmethod
    def arrived(*sockets):
        """True when the first of the two has something to read."""
        import select
        ready = select.select(sockets, [], [], 5)[0]
        assert ready, "no INVITE arrived"
        return ready[0] is sockets[0]

    def test_a_relative_path_is_found_again(self):
        """The working directory is / once the server runs."""
        self.kukini.stop()
        with Process([str(BIN / "kukini"), "-f", "kamailio.cfg", "-DD", "-E", "-Y", str(self.folder)], self.folder / "second.log", cwd=self.folder) as second:
            wait_for(lambda: "runs with" in second.log() or not second.running(), 10, lambda: second.log())
            os.kill(second.process.pid, signal.SIGHUP)
            wait_for(lambda: "configuration reloaded" in second.log(), 10, lambda: second.log()[-2000:])


if __name__ == "__main__":
    unittest.main()
