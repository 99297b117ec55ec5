# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini-fmt as a command: what it prints, what it writes and how, what it refuses, and its exit codes."""
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile
import unittest

from servers import BIN, SOURCE

UGLY = "route{\n  if(x){\n  exit;}\n}"
GOOD = "route {\n  if (x) {\n    exit; }\n}\n"


def fmt(*arguments, text=None, cwd=None):
    done = subprocess.run([str(BIN / "kukini-fmt"), *map(str, arguments)], input=text, stdin=None if text is not None else subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=30, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


class Fmt(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-fmt-")))
        self.ugly = self.folder / "ugly.cfg"
        self.ugly.write_text(UGLY)
        self.good = self.folder / "good.cfg"
        self.good.write_text(GOOD)

    def test_prints_one_file(self):
        self.assertEqual(fmt(self.ugly), (0, GOOD, ""))
        self.assertEqual(self.ugly.read_text(), UGLY)

    def test_standard_input(self):
        self.assertEqual(fmt("--stdin", text=UGLY), (0, GOOD, ""))
        self.assertEqual(fmt("-", text=UGLY), (0, GOOD, ""))
        code, out, _ = fmt("--stdin", "--stdin-filename", "a/b.cfg", "--diff", text=UGLY)
        self.assertEqual(code, 1)
        self.assertTrue(out.startswith("--- a/b.cfg\n+++ a/b.cfg\n@@ "), out)
        self.assertEqual(fmt("--stdin", "--check", text=UGLY), (1, "<stdin>\n", ""))
        self.assertEqual(fmt("--stdin", "--check", text=GOOD), (0, "", ""))

    def test_check_lists_files(self):
        self.assertEqual(fmt("--check", self.ugly, self.good), (1, f"{self.ugly}\n", ""))
        self.assertEqual(fmt("--check", self.good), (0, "", ""))
        self.assertEqual(self.ugly.read_text(), UGLY)

    def test_diff_is_what_patch_takes(self):
        code, out, err = fmt("--diff", "ugly.cfg", "good.cfg", cwd=self.folder)
        self.assertEqual((code, err), (1, ""))
        self.assertIn("\n-route{\n", out)
        self.assertIn("\\ No newline at end of file\n", out)
        self.assertNotIn("good.cfg", out)
        self.assertEqual(fmt("--diff", self.good), (0, "", ""))
        code, out, err = fmt("--diff", "--check", "ugly.cfg", cwd=self.folder)
        self.assertEqual((code, err), (1, "ugly.cfg\n"))
        if shutil.which("patch") is None:
            self.skipTest("patch is not installed")
        done = subprocess.run(["patch", "-p0"], input=out, text=True, cwd=self.folder, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.ugly.read_text(), GOOD)

    def test_write(self):
        for option in ("-w", "--write", "-i", "--in-place"):
            self.ugly.write_text(UGLY)
            before = self.good.stat()
            self.assertEqual(fmt(option, self.ugly, self.good), (0, f"{self.ugly}\n", ""))
            self.assertEqual(self.ugly.read_text(), GOOD)
            self.assertEqual((before.st_ino, before.st_mtime_ns), (self.good.stat().st_ino, self.good.stat().st_mtime_ns))
        self.assertEqual(sorted(os.listdir(self.folder)), ["good.cfg", "ugly.cfg"])

    def test_write_keeps_mode_and_owner(self):
        self.ugly.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(self.ugly, 12345, 23456)
        fmt("-w", self.ugly)
        after = self.ugly.stat()
        self.assertEqual(stat.S_IMODE(after.st_mode), 0o640)
        if os.geteuid() == 0:
            self.assertEqual((after.st_uid, after.st_gid), (12345, 23456))

    def test_write_replaces_the_file_at_once(self):
        with open(self.ugly) as reader:
            self.assertEqual(fmt("-w", self.ugly)[0], 0)
            self.assertEqual(reader.read(), UGLY)  # who had it open reads on in the old one

    def test_write_follows_links(self):
        link = self.folder / "link.cfg"
        link.symlink_to("ugly.cfg")
        self.assertEqual(fmt("-w", link), (0, f"{link}\n", ""))
        self.assertTrue(link.is_symlink())
        self.assertEqual(self.ugly.read_text(), GOOD)

    def test_write_keeps_other_names_of_the_file(self):
        other = self.folder / "other.cfg"
        os.link(self.ugly, other)
        self.assertEqual(fmt("-w", self.ugly)[0], 0)
        self.assertEqual(other.read_text(), GOOD)

    def test_files_that_cannot_be_read(self):
        code, out, err = fmt("--check", self.folder / "none.cfg", self.folder, self.ugly)
        self.assertEqual((code, out), (2, f"{self.ugly}\n"))
        self.assertIn("none.cfg: no such file", err)
        self.assertIn("it is a directory", err)
        binary = self.folder / "binary"
        binary.write_bytes(b"\x7fELF\0\0\0\1" * 100)
        self.assertEqual(fmt("-w", binary)[0], 2)
        self.assertEqual(binary.read_bytes(), b"\x7fELF\0\0\0\1" * 100)
        big = self.folder / "big.cfg"
        with open(big, "wb") as f:
            f.truncate(1 << 30)
        code, _, err = fmt("--check", big)
        self.assertEqual(code, 2)
        self.assertIn("MiB", err)
        self.assertLess(len(err), 200)

    def test_files_that_cannot_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everything")
        self.ugly.chmod(0o444)
        code, _, err = fmt("-w", self.ugly)
        self.assertEqual(code, 2)
        self.assertIn("Permission", err)
        self.assertEqual(self.ugly.read_text(), UGLY)

    def test_wrong_options(self):
        for arguments, says in (((), "which file"), (("--nonsense", "x"), "--nonsense"), (("--check", "-w", "x"), "choose one"), (("a", "b"), "several files"),
                                (("--stdin", "x"), "--stdin"), (("--indent", "wide", "x"), "--indent"), (("--indent",), "needs a value"),
                                (("--max-blank-lines=-1", "x"), "--max-blank-lines"), (("-w", "-"), "standard input"), (("--check=yes", "x"), "takes no value")):
            code, out, err = fmt(*arguments)
            self.assertEqual((code, out), (2, ""), arguments)
            self.assertIn(says, err)

    def test_options(self):
        self.assertEqual(fmt("--indent=tab", self.ugly)[1], "route {\n\tif (x) {\n\t\texit; }\n}\n")
        self.assertEqual(fmt("--indent", "8", self.ugly)[1].splitlines()[1], " " * 8 + "if (x) {")
        self.assertEqual(fmt("--max-blank-lines", "0", "-", text="a=1\n\nb=2\n")[1], "a=1\nb=2\n")
        code, out, err = fmt("--help")
        self.assertEqual((code, err), (0, ""))
        for option in ("--check", "--diff", "--write", "--stdin", "--indent", "kukini-fmt: off"):
            self.assertIn(option, out)
        self.assertRegex(fmt("--version")[1], r"^kukini-fmt \d")

    def test_every_option_is_in_the_page(self):
        page = (SOURCE / "man/kukini-fmt.1").read_text().replace("\\-", "-")
        for word in fmt("--help")[1].replace(",", " ").replace(";", " ").split():
            if word.startswith("--"):
                self.assertIn(word, page)

    def test_line_ends_and_marks_are_kept(self):
        self.ugly.write_bytes(b"\xef\xbb\xbfroute{\r\nexit;\r\n}")
        self.assertEqual(fmt("-w", self.ugly)[0], 0)
        self.assertEqual(self.ugly.read_bytes(), b"\xef\xbb\xbfroute {\r\n\texit;\r\n}\r\n")


if __name__ == "__main__":
    unittest.main()
