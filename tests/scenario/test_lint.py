# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini-lint as people and build services use it: options, formats, exit codes, settings files, fixes."""
import json
import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

from servers import BIN

GOOD = 'loadmodule "sl.so"\nrequest_route {\n\tsl_send_reply("404", "Not Found");\n\texit;\n}\n'
BAD = 'loadmodule "sl.so"\nrequest_route {\n\tsl_send_replay("404", "Not Found");\n\troute(NOBODY);\n}\n'
OLD = 'loadmodule "mi_fifo.so"\n' + GOOD


class Lint(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.file = self.folder / "kamailio.cfg"

    def lint(self, *options, text=None, stdin=None):
        """(exit code, stdout, stderr)"""
        if text is not None:
            self.file.write_text(text)
        done = subprocess.run([str(BIN / "kukini-lint"), *map(str, options)], input=stdin if stdin is not None else "", capture_output=True,
                              text=True, timeout=120, cwd=self.folder)
        return done.returncode, done.stdout, done.stderr

    def findings(self, *options, **how):
        code, out, err = self.lint("--format", "json", *options, **how)
        self.assertEqual(err, "")
        found = json.loads(out)
        self.assertEqual(code, 1 if any(f["severity"] != "note" for f in found) else 0)
        return found

    def codes(self, *options, **how):
        return {f["code"] for f in self.findings(*options, **how)}

    def test_exit_codes(self):
        self.assertEqual(self.lint("--select", "names", self.file, text=GOOD)[0], 0)
        self.assertEqual(self.lint(self.file, text=BAD)[0], 1)
        for wrong in (["--no-such-option"], [], ["no-such-file.cfg"], ["--select", "no-such-code", self.file], ["--target", "kamailio-9", self.file],
                      [self.folder], ["--explain", "no-such-code"], ["--config", "no-such.toml", self.file]):
            code, out, err = self.lint(*wrong)
            self.assertEqual((code, out), (2, ""), wrong)
            self.assertNotEqual(err, "", wrong)

    def test_all_mistakes_in_one_run(self):
        found = self.findings(self.file, text=BAD)
        self.assertLessEqual({("unknown-function", 3), ("unknown-route", 4)}, {(f["code"], f["line"]) for f in found})

    def test_help_and_pages(self):
        code, out, _ = self.lint("--help")
        self.assertEqual(code, 0)
        self.assertIn("Examples:", out)
        self.assertNotIn("{", out.split("Examples:")[0], "no inner values of the options")
        code, out, _ = self.lint("--list-rules")
        self.assertEqual(code, 0)
        rows = [line.split() for line in out.splitlines()]
        self.assertGreaterEqual(len(rows), 60)
        table = json.loads(self.lint("--list-rules", "--format", "json")[1])
        self.assertEqual([r["code"] for r in table], [r[0] for r in rows])
        code, out, _ = self.lint("--explain", "unknown-route")
        self.assertEqual(code, 0)
        self.assertIn("## Bad", out)
        self.assertIn("did you mean 'unknown-route'", self.lint("--explain", "unknwon-route")[2])

    def test_formats(self):
        self.file.write_text(BAD)
        code, out, _ = self.lint("--format", "gcc", "kamailio.cfg")
        self.assertRegex(out, r"(?m)^kamailio\.cfg:3:2: error: .* \[unknown-function\]$")
        _, out, _ = self.lint("--format", "github", "kamailio.cfg")
        self.assertRegex(out, r"(?m)^::error file=kamailio\.cfg,line=3,col=2,endColumn=\d+,title=unknown-function::")
        _, out, _ = self.lint("--format", "sarif", "kamailio.cfg")
        log = json.loads(out)
        run = log["runs"][0]
        self.assertEqual((log["version"], run["tool"]["driver"]["name"]), ("2.1.0", "kukini-lint"))
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            region = result["locations"][0]["physicalLocation"]["region"]
            self.assertGreater(region["endColumn"], region["startColumn"])
        self.file.write_text('request_route {\n\tif ($rU == "1")\n\t\tsl_send_reply("404", "Not Found");\n\tsl_send_reply("500", "Server Internal Error");\n}\n')
        _, out, _ = self.lint("--format", "sarif", "--select", "double-reply", "kamailio.cfg")
        path = json.loads(out)["runs"][0]["results"][0]["relatedLocations"]
        self.assertEqual([p["physicalLocation"]["region"]["startLine"] for p in path], [1, 2, 4], "the path of the request")
        self.file.write_text(BAD)
        _, out, _ = self.lint("--color", "always", "kamailio.cfg")
        self.assertIn("\x1b[1;31m", out)
        _, out, _ = self.lint("kamailio.cfg")
        self.assertNotIn("\x1b", out, "no colours into a pipe")

    def test_include_stack(self):
        (self.folder / "inner.cfg").write_text("route[A] { no_such(); }\n")
        _, out, _ = self.lint("kamailio.cfg", text=GOOD + 'include_file "inner.cfg"\n')
        self.assertIn("in file included from kamailio.cfg:6:\n", out)

    def test_standard_input(self):
        found = self.findings("--stdin", "--stdin-filename", "x.cfg", stdin=BAD)
        self.assertEqual({f["file"] for f in found}, {"x.cfg"})
        self.assertIn("list-set-id", self.codes("--stdin", "--type", "list", stdin="x sip:192.0.2.1\n"))
        self.assertEqual(self.lint("--stdin", "--fix", stdin=BAD)[0], 2)

    def test_target(self):
        self.assertIn("retired-module", self.codes(self.file, text=OLD))
        self.assertIn("removed-in-target", self.codes("--target", "kamailio-5.4", self.file))
        self.assertFalse({"retired-module", "removed-in-target"} & self.codes("--target", "4.4", self.file))

    def test_target_of_events_and_algorithms(self):
        text = 'loadmodule "dispatcher.so"\nrequest_route {\n\tds_select_dst("1", "13");\n\texit;\n}\nevent_route[siptrace:msg] {\n\texit;\n}\n'
        lines = {f["line"] for f in self.findings("--target", "kamailio-5.4", "--select", "not-in-target", self.file, text=text)}
        self.assertEqual(lines, {3, 6})
        self.assertEqual(self.findings("--target", "kamailio-5.5", "--select", "not-in-target", self.file), [])

    def test_fix_of_what_is_off(self):
        text = 'loadmodule "xlog.so"\nrequest_route {\n\txlog("L_INFO", "a call");\n\texit;\n}\n'
        self.assertNotIn("xlog-newline", self.codes(self.file, text=text))
        self.assertEqual(self.lint("--select", "xlog-newline", "--fix", self.file)[0], 0)
        self.assertEqual(self.file.read_text(), text.replace("a call", "a call\\n"))

    def test_switching_off(self):
        self.assertNotIn("unknown-route", self.codes("--ignore", "unknown-route", self.file, text=BAD))
        self.assertEqual(self.codes("--select", "unknown-route", self.file), {"unknown-route"})
        self.assertEqual(self.codes("--select", "names", "--ignore", "unknown-route", self.file), {"unknown-function"})
        text = BAD.replace("route(NOBODY);", "route(NOBODY); # kukini-lint: disable=unknown-route it comes with the other file")
        self.assertNotIn("unknown-route", self.codes(self.file, text=text))
        text = BAD.replace("\troute(NOBODY);", "\t# kukini-lint: disable=unknown-route\n\troute(NOBODY);")
        self.assertNotIn("unknown-route", self.codes(self.file, text=text))
        self.assertIn("unknown-route", self.codes(self.file, text=text.replace("disable=unknown-route", "disable=unused-route")))
        self.assertNotIn("unknown-route", self.codes(self.file, text=BAD + "# kukini-lint: disable-file=unknown-route\n"))

    def test_settings_file(self):
        (self.folder / ".kukini-lint.toml").write_text('ignore = ["unknown-route"]\n[severity]\nunknown-function = "note"\n')
        below = self.folder / "a" / "b"
        below.mkdir(parents=True)
        self.file = below / "kamailio.cfg"
        found = {f["code"]: f["severity"] for f in self.findings(self.file, text=BAD)}
        self.assertNotIn("unknown-route", found)
        self.assertEqual(found["unknown-function"], "note")
        self.assertIn("unknown-route", self.codes("--no-config", self.file))
        for wrong, message in (("targt = 1\n", "did you mean 'target'"), ('target = "5.99"\n', "there is no target '5.99'"), ("ignore = 5\n", "list of texts"),
                               ('[severity]\nunknown-route = "bad"\n', "a severity is"), ("ignore = [\n", ":"), ('ignore = ["nope"]\n', "no code or group 'nope'")):
            (self.folder / ".kukini-lint.toml").write_text(wrong)
            code, out, err = self.lint(self.file)
            self.assertEqual((code, out), (2, ""), wrong)
            self.assertIn(message, err)
            self.assertIn(".kukini-lint.toml", err)
        (self.folder / ".kukini-lint.toml").write_text('define = ["WITH_X"]\n[per-file-ignores]\n"*/b/*" = ["unknown-function"]\n')
        codes = self.codes(self.file, text="#!ifdef WITH_X\n" + BAD + "#!endif\n")
        self.assertIn("unknown-route", codes)
        self.assertNotIn("unknown-function", codes)

    def test_fix(self):
        text = GOOD.replace('loadmodule "sl.so"', 'loadmodule "sl.so"\nloadmodule "tm.so"\nmodparam("tm", "fr_timer", "5000")')
        found = self.findings("--select", "modparam-type", self.file, text=text)
        self.assertEqual([(f["code"], f["fixes"][0]["safe"]) for f in found], [("modparam-type", True)])
        self.file.chmod(0o640)
        code, out, _ = self.lint("--select", "modparam-type", "--diff", self.file)
        self.assertEqual(code, 1)
        self.assertIn('-modparam("tm", "fr_timer", "5000")\n+modparam("tm", "fr_timer", 5000)\n', out)
        self.assertEqual(self.file.read_text(), text, "--diff changes nothing")
        link = self.folder / "link.cfg"
        link.symlink_to(self.file)
        code, out, _ = self.lint("--select", "modparam-type", "--fix", link)
        self.assertEqual(code, 0, out)
        self.assertEqual(self.file.read_text(), text.replace('"5000"', "5000"))
        self.assertTrue(link.is_symlink())
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o640)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["kamailio.cfg", "link.cfg"], "nothing is left behind")
        self.assertEqual(self.lint("--select", "modparam-type", "--diff", self.file)[:2], (0, ""))

    def test_file_that_cannot_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everything")
        text = GOOD.replace('loadmodule "sl.so"', 'loadmodule "tm.so"\nmodparam("tm", "fr_timer", "5000")')
        self.file.write_text(text)
        self.folder.chmod(0o500)
        code, _, err = self.lint("--fix", self.file)
        self.folder.chmod(0o700)
        self.assertEqual(code, 2)
        self.assertIn("cannot write", err)
        self.assertEqual(self.file.read_text(), text)

    def test_bad_input(self):
        for name, content in (("binary", os.urandom(200_000)), ("zeroes", bytes(100_000)), ("one long line", b'x = "' + b"a" * 5_000_000),
                              ("mistakes", b"= 5\n" * 100_000), ("deep", b"request_route { " + b"if (1) { " * 20_000), ("empty", b"")):
            with self.subTest(name):
                self.file.write_bytes(content)
                code, out, err = self.lint(self.file)
                self.assertIn(code, (0, 1), err)
                self.assertLess(len(out), 1_000_000)


if __name__ == "__main__":
    unittest.main()
