# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything that can be wrong at the start: a message naming what and where, an exit code other than 0, in the foreground and as a daemon."""
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import unittest

import tutorial
from servers import BIN, ended, free_port, wait_for


class Startup(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.port = free_port()
        self.list = self.folder / "dispatcher.list"
        self.config, lists = tutorial.loopback((tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text(), self.port,
                                               ("127.0.0.1:9", "127.0.0.1:10"), self.list)
        self.list.write_text(lists)
        self.file = self.folder / "kamailio.cfg"
        self.file.write_text(self.config)

    def start(self, *options, run_dir=None):
        """(exit code, stderr) of a start that ends by itself."""
        done = subprocess.run([str(BIN / "kukini"), "-f", str(self.file), "-Y", str(run_dir or self.folder / "run"), "-P", str(self.folder / "pid"), *options],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=15)
        return done.returncode, done.stderr

    def refused(self, *patterns, **how):
        """Both ways of starting end with a code other than 0 and say all of this."""
        for options in (("-DD", "-E"), ("-D", "-E"), ()):
            with self.subTest(options=options):
                code, text = self.start(*options, **how)
                self.assertNotEqual(code, 0, text)
                for p in patterns:
                    self.assertRegex(text, p)

    def change(self, old, new):
        self.assertIn(old, self.config)
        self.config = self.config.replace(old, new)
        self.file.write_text(self.config)

    def test_config_that_is_not_there(self):
        self.file.unlink()
        self.refused("kamailio.cfg", "(?i)no such file")

    def test_config_that_is_a_folder(self):
        self.file.unlink()
        self.file.mkdir()
        self.refused("kamailio.cfg", "(?i)directory")

    def test_config_that_must_not_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.file.chmod(0)
        self.refused("kamailio.cfg", "(?i)permission")

    def test_syntax_error(self):
        self.change("if (!t_relay()) {", "if (!t_relay() {")
        line = self.config[:self.config.index("if (!t_relay() {")].count("\n") + 1
        self.refused(rf"kamailio.cfg:{line}:\d+: error")

    def test_unknown_module(self):
        self.change('loadmodule "xlog.so"', 'loadmodule "xlogg.so"')
        self.refused(r"kamailio.cfg:\d+:\d+: error.*xlogg")

    def test_unknown_route(self):
        self.change("route(DISPATCH);", "route(DISPTACH);")
        self.refused(r"kamailio.cfg:\d+:\d+: error.*DISPTACH")

    def test_wrong_type_of_parameter(self):
        self.change('"ds_ping_interval", 30', '"ds_ping_interval", "often"')
        self.refused(r"kamailio.cfg:\d+:\d+: error.*ds_ping_interval")

    def test_all_errors_at_once(self):
        self.change("route(DISPATCH);", "route(DISPTACH);")
        self.change("record_route();", "record_rout();")
        self.refused("DISPTACH", "record_rout")

    def test_port_in_use(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", self.port))
            self.refused(rf"127\.0\.0\.1:{self.port}", "(?i)in use")

    def test_address_that_is_not_ours(self):
        self.change(f"127.0.0.1:{self.port}", f"192.0.2.1:{self.port}")
        self.refused(rf"192\.0\.2\.1:{self.port}", "(?i)cannot assign|not.*(our|local|this)")

    def test_no_dispatcher_list(self):
        self.list.unlink()
        self.refused("dispatcher.list", "(?i)no such file")

    def test_garbage_in_the_list(self):
        with open(self.list, "a") as f:
            f.write("one sip:127.0.0.1\n2 nonsense 0 0\n")
        self.refused(r"dispatcher\.list:5", r"dispatcher\.list:6")

    def test_binary_garbage_as_list(self):
        self.list.write_bytes(bytes(range(256)) * 8)
        self.refused(r"dispatcher\.list:\d")

    def test_run_directory_that_cannot_be_made(self):
        (self.folder / "file").write_text("")
        self.refused("file/run", "run directory", run_dir=self.folder / "file/run")

    def test_unknown_user(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        for options in (("-DD", "-E"), ()):
            code, text = self.start("-u", "no-such-user-here", *options)
            self.assertNotEqual(code, 0)
            self.assertIn("no-such-user-here", text)

    def test_unknown_option(self):
        code, text = self.start("--no-such-option")
        self.assertNotEqual(code, 0)
        self.assertIn("no-such-option", text)

    def test_second_instance(self):
        """A second server with the same port says so and leaves the first alone."""
        code, text = self.start("-L", str(self.folder))
        self.assertEqual(code, 0, text)
        pid = int((self.folder / "pid").read_text())
        try:
            code, text = self.start("-P", str(self.folder / "pid2"), run_dir=self.folder / "run2")
            self.assertNotEqual(code, 0)
            self.assertRegex(text, rf"127\.0\.0\.1:{self.port}")
            os.kill(pid, 0)
        finally:
            os.kill(pid, signal.SIGTERM)
        wait_for(lambda: ended(pid), 10, "the daemon did not end")
        self.assertFalse((self.folder / "pid").exists())

    def test_check_only_opens_nothing(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", self.port))
            code, text = self.start("-c")
        self.assertEqual(code, 0, text)
        self.assertIn("config file ok", text)


if __name__ == "__main__":
    unittest.main()
