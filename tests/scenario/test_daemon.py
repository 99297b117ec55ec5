# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""As a service: detached, pid file, another user for good, syslog with its facility and shape, TERM ends it."""
import os
import pathlib
import pwd
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from servers import BIN, ended, free_port, need, wait_for

# A private /dev whose log socket is ours.
START = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /dev
mknod -m 666 /dev/null c 1 3
mknod -m 666 /dev/urandom c 1 9
mknod -m 666 /dev/random c 1 8
ln -s "$FOLDER/log" /dev/log
exec "$KUKINI" -f "$FOLDER/kamailio.cfg" -Y "$FOLDER/run" -P "$FOLDER/run/pid" -u nobody -g nogroup
"""

CONFIG = """#!KAMAILIO
debug=2
log_stderror=no
log_facility=LOG_LOCAL3
log_name="sipcore"
listen=udp:127.0.0.1:%d
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "sl.so"
request_route { xlog("L_WARN", "seen $rm\n"); xlog("L_DBG", "not shown\n"); sl_send_reply("200", "OK"); exit; }
"""

OPTIONS = ("OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: d1\r\n"
           "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")


class Daemon(unittest.TestCase):
    def setUp(self):
        need("unshare", "nsenter")
        if os.geteuid() != 0:
            raise unittest.SkipTest("a private /dev and -u need root")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.folder.chmod(0o755)
        self.port = free_port()
        (self.folder / "kamailio.cfg").write_text(CONFIG % self.port)
        self.syslog = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.syslog.close)
        self.syslog.bind(str(self.folder / "log"))
        (self.folder / "log").chmod(0o666)
        # It has no standard error any more: a sanitizer's report goes into a file.
        self.reports = self.folder / "reports"
        self.reports.mkdir()
        self.reports.chmod(0o777)
        env = os.environ | {"FOLDER": str(self.folder), "KUKINI": str(BIN / "kukini")}
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"):
            env[name] = f"{os.environ.get(name, '')}:log_path={self.reports}/report".lstrip(":")
        self.started = subprocess.run(["unshare", "-m", "sh", "-c", START], env=env, capture_output=True, text=True, timeout=20)
        if "mount" in self.started.stderr and self.started.returncode == 32:
            raise unittest.SkipTest("mounts can't be made here")
        self.assertEqual(self.started.returncode, 0, self.started.stderr)
        self.pid = int((self.folder / "run/pid").read_text())
        self.addCleanup(self.stop)

    def stop(self):
        try:
            os.kill(self.pid, signal.SIGTERM)
        except ProcessLookupError:
            return
        wait_for(lambda: ended(self.pid), 10, "the daemon did not end at TERM")

    def lines(self, until, seconds=5):
        got, end = [], time.monotonic() + seconds
        self.syslog.settimeout(0.2)
        while time.monotonic() < end and not any(until in line for line in got):
            try:
                got.append(self.syslog.recv(65536).decode())
            except TimeoutError:
                pass
        return got

    def test_a_service(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        uid = pwd.getpwnam("nobody").pw_uid
        self.assertIn(f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}", status)
        self.assertRegex(status, r"Groups:\t(?!.*\b0\b)")
        self.assertEqual((self.folder / "run").stat().st_uid, uid, "a run directory that it made belongs to whom it became")
        self.assertEqual(os.getsid(self.pid), self.pid, "it has a session of its own")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", 0))
            s.settimeout(3)
            s.sendto((OPTIONS % s.getsockname()[1]).encode(), ("127.0.0.1", self.port))
            self.assertIn(b"200 OK", s.recv(4096))
        got = self.lines("seen OPTIONS")
        line = next((x for x in got if "seen OPTIONS" in x), None)
        self.assertIsNotNone(line, got)
        priority = int(re.match(r"<(\d+)>", line).group(1))
        self.assertEqual(priority, 19 * 8 + 4, "LOG_LOCAL3, warning")
        self.assertRegex(line, r"sipcore\[\d+\]: WARNING: <script>: seen OPTIONS")
        self.assertFalse([x for x in got if "not shown" in x])
        self.stop()
        self.assertTrue([x for x in self.lines("stopping") if "signal 15" in x])
        self.assertEqual(os.listdir(self.folder / "run"), [], "pid file and control socket go with it")
        self.assertEqual([p.read_text() for p in self.reports.iterdir()], [], "a sanitizer reports")


if __name__ == "__main__":
    unittest.main()
