# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini -c: what is valid is accepted, also where this Kukini could not run it, and that is said."""
import pathlib
import subprocess
import tempfile
import unittest

from servers import BIN

LACKING = """#!KAMAILIO
loadmodule "ims_diameter_server.so"
loadmodule "pv.so"
loadmodule "ims_qos.so"
request_route {
  $var(x) = $diameter_command;
  diameter_request("a", "b", "c", 1);
  drop;
}
route[NOBODY] { Rx_AAR("a", "b", "c", 1); }
"""


class Check(unittest.TestCase):
    def setUp(self):
        self.file = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-"))) / "kamailio.cfg"

    def run_kukini(self, text, *options):
        self.file.write_text(text)
        done = subprocess.run([str(BIN / "kukini"), "-f", str(self.file), "-Y", str(self.file.parent), *options], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=15)
        return done.returncode, done.stderr

    def test_valid_but_cannot_run(self):
        code, text = self.run_kukini(LACKING, "-c")
        self.assertEqual(code, 0, text)
        self.assertIn("the file is valid, but this Kukini cannot run it yet: no module ims_diameter_server (used 2 times)\n", text)
        self.assertNotIn("ims_qos (used", text, "a block that no message can reach keeps nobody from running")
        self.assertTrue(text.endswith("config file ok, exiting...\n"), text)

    def test_the_same_does_not_start(self):
        code, text = self.run_kukini(LACKING, "-DD", "-E")
        self.assertNotEqual(code, 0)
        self.assertRegex(text, r"kamailio.cfg:6:13: error: \$diameter_command .*variable-not-provided")
        self.assertRegex(text, r"kamailio.cfg:7:3: error: diameter_request.*function-not-provided")

    def test_an_error_stays_one(self):
        code, text = self.run_kukini(LACKING.replace("drop;", "route(MISSING);"), "-c")
        self.assertNotEqual(code, 0)
        self.assertRegex(text, r"kamailio.cfg:8:9: error: .*MISSING")

    def test_one_that_runs(self):
        code, text = self.run_kukini("request_route { drop; }\n", "-c")
        self.assertEqual((code, text), (0, "config file ok, exiting...\n"))


if __name__ == "__main__":
    unittest.main()
