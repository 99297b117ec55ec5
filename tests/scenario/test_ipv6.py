# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls over IPv6, and from IPv6 to IPv4 and back: Record-Route stands for both sides (r2=on), in-dialog requests find their way."""
import socket
import tempfile
import unittest

import tutorial
from servers import Kukini, Sipp, free_port, need, wait_for


class Ipv6(unittest.TestCase):
    def setUp(self):
        need("sipp")
        try:
            with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as s:
                s.bind(("::1", 0))
        except OSError:
            raise unittest.SkipTest("this machine has no IPv6 loopback") from None
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-"))

    def place(self, callee_ip, caller_ip):
        port, at = free_port(), free_port(callee_ip)
        callee = self.enterContext(Sipp(self.folder, "uas", "-aa", ip=callee_ip, port=at))
        shown = f"[{callee_ip}]" if ":" in callee_ip else callee_ip
        config = tutorial.without_probing((tutorial.EXAMPLE / "kamailio.cfg").read_text())
        config = config.replace("listen=udp:0.0.0.0:5060", f"listen=udp:127.0.0.1:{port}\nlisten=udp:[::1]:{port}").replace("port=5060", f"port={port}")
        config = config.replace("/etc/kamailio/dispatcher.list", f"{self.folder}/dispatcher.list")
        with open(f"{self.folder}/dispatcher.list", "w") as f:
            f.write(f"1 sip:{shown}:{at} 0 0\n")
        with Kukini(self.folder, config) as kukini:
            remote = f"[{caller_ip}]:{port}" if ":" in caller_ip else f"{caller_ip}:{port}"
            caller = self.enterContext(Sipp(self.folder, "uac", "-r", "10", "-s", "1000", ip=caller_ip, remote=remote, calls=5))
            self.assertEqual(caller.wait(20), 0, caller.why() + kukini.log()[-2000:])
            wait_for(lambda: callee.created() == 5, 5, lambda: f"{callee.created()} of 5 calls arrived")

    def test_six_to_six(self):
        self.place("::1", "::1")

    def test_six_to_four(self):
        self.place("127.0.0.1", "::1")

    def test_four_to_six(self):
        self.place("::1", "127.0.0.1")


if __name__ == "__main__":
    unittest.main()
