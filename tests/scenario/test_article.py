# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tutorial with not one character changed: its addresses, its paths, its commands, on hosts made of network namespaces."""
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import tutorial
from netns import Network
from servers import BIN, Sipp, ended, need, wait_for

START = """
set -e
mount --make-rprivate /
mkdir -p /etc/kamailio /run/kamailio
mount -t tmpfs tmpfs /etc/kamailio
mount -t tmpfs tmpfs /run/kamailio
cp "$FILES/kamailio.cfg" "$FILES/dispatcher.list" /etc/kamailio/
. "$FILES/default"
chmod 755 /run/kamailio /etc/kamailio
"$KUKINI" -P /run/kamailio/kamailio.pid -f $CFGFILE -m $SHM_MEMORY -M $MEMORY -u $USER -g $GROUP
cat /run/kamailio/kamailio.pid > "$FILES/pid"
"""


class Article(unittest.TestCase):
    def setUp(self):
        need("sipp", "kamcmd")
        if tutorial.shared() is None:
            raise unittest.SkipTest("the article is not here (reference material beside the checkout)")
        try:
            import pwd
            pwd.getpwnam("kamailio")
        except KeyError:
            raise unittest.SkipTest("there is no user kamailio (Debian's kamailio package makes it)") from None
        self.net = self.enterContext(Network({"proxy": "192.168.1.1/24", "a": "192.168.1.10/24", "b": "192.168.1.20/24", "caller": "192.168.1.100/24"}))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        for path, text in zip(("kamailio.cfg", "dispatcher.list", "default"), tutorial.article()):
            (self.folder / path).write_text(text)
        os.chmod(self.folder, 0o755)
        env = os.environ | {"FILES": str(self.folder), "KUKINI": str(BIN / "kukini")}
        started = subprocess.run([*self.net.on("proxy"), "unshare", "-m", "sh", "-c", START], env=env, capture_output=True, text=True, timeout=30)
        self.assertEqual(started.returncode, 0, started.stdout + started.stderr)
        self.warnings = started.stderr
        self.pid = int((self.folder / "pid").read_text())
        self.addCleanup(self.stop)

    def stop(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
            wait_for(lambda: ended(self.pid), 10, "the daemon did not end")
        except ProcessLookupError:
            pass

    def kamcmd(self, *words):
        """As printed in the article: no socket named, on the machine and with the files of the proxy."""
        done = subprocess.run(["nsenter", "-t", str(self.pid), "-m", "-n", "-r", "-w", "kamcmd", *words], capture_output=True, text=True, timeout=10)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def flags(self, uri):
        lines = self.kamcmd("dispatcher.list").splitlines()
        for i, line in enumerate(lines):
            if line.strip() == f"URI: {uri}":
                return next(later.split(":")[1].strip() for later in lines[i:] if "FLAGS:" in later)
        return None

    def callee(self, host, ip):
        return self.enterContext(Sipp(self.folder, "uas", "-aa", ip=ip, port=5060, prefix=self.net.on(host)))

    def call(self, calls, seconds):
        sipp = self.enterContext(Sipp(self.folder, "uac", "-r", "10", "-s", "1000", ip="192.168.1.100", port=5060, remote="192.168.1.1:5060", calls=calls,
                                      prefix=self.net.on("caller")))
        self.assertEqual(sipp.wait(seconds), 0, sipp.why())

    def test_the_article(self):
        for retired in ("dst_avp", "grp_avp", "cnt_avp", "sock_avp"):
            lines = [line for line in self.warnings.splitlines() if "warning:" in line and retired in line]
            self.assertEqual(len(lines), 1, f"not one warning about {retired}:\n{self.warnings}")
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        self.assertNotIn("Uid:\t0", status, "the daemon still runs as root")
        a, b = self.callee("a", "192.168.1.10"), self.callee("b", "192.168.1.20")
        self.call(10, 20)
        wait_for(lambda: (a.created(), b.created()) == (5, 5), 5, lambda: f"{a.created()} and {b.created()} calls")

        shown = self.kamcmd("dispatcher.list")
        for part in ("ID: 1", "URI: sip:192.168.1.10:5060", "URI: sip:192.168.1.20:5060", "PRIORITY: 0"):
            self.assertIn(part, shown)
        self.kamcmd("dispatcher.reload")
        self.kamcmd("dispatcher.set_state", "ip", "1", "sip:192.168.1.20:5060")
        self.assertEqual(self.flags("sip:192.168.1.20:5060"), "IP")
        self.call(4, 20)
        wait_for(lambda: (a.created(), b.created()) == (9, 5), 5, lambda: f"{a.created()} and {b.created()} calls after one was taken out")
        self.kamcmd("dispatcher.set_state", "ap", "1", "sip:192.168.1.20:5060")
        self.assertEqual(self.flags("sip:192.168.1.20:5060"), "AP")
        for level in ("4", "2"):
            self.kamcmd("cfg.set_now_int", "core", "debug", level)
            self.assertEqual(self.kamcmd("cfg.get", "core", "debug").strip(), level)

        b.stop()
        self.call(2, 60)  # one of them waits for fr_timer, 30 s, and goes to the other callee then
        wait_for(lambda: a.created() == 11, 5, lambda: f"{a.created()} of 11 calls at the callee that is left")
        self.assertEqual(self.flags("sip:192.168.1.20:5060"), "IP")
        self.callee("b", "192.168.1.20")
        wait_for(lambda: self.flags("sip:192.168.1.20:5060") == "AP", 40, "the callee that answers again is not used again")
        time.sleep(0.1)


if __name__ == "__main__":
    unittest.main()
