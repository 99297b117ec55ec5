# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Input that is no configuration: a bounded, readable report, an exit code other than 0. How the time grows is tests/unit/lang/growth_test.cpp's."""
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from servers import BIN

MOST_BYTES = 1 << 20


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.file = self.folder / "kamailio.cfg"

    def check(self, *options, path=None, stdin=subprocess.DEVNULL):
        """(exit code, stderr) of a check; the report must be bounded and printable."""
        done = subprocess.run([str(BIN / "kukini"), "-c", "-f", str(path or self.file), *options], stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              timeout=120)
        self.assertLess(len(done.stderr), MOST_BYTES)
        self.assertEqual([b for b in set(done.stderr) if b < 32 and b not in b"\n\t"], [], "control characters in a report")
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def refused(self, *patterns, **how):
        code, text = self.check(**how)
        self.assertIn(code, (1, 255), text[-2000:])
        for p in patterns:
            self.assertRegex(text, p)
        return text

    def test_program(self):
        self.refused("sh.*error.*not a text file.*source-binary", path=pathlib.Path("/bin/sh"))

    def test_random_bytes(self):
        self.file.write_bytes(bytes((i * 7919 >> 3) & 0xFF or 1 for i in range(200_000)))
        self.refused("error")

    def test_zero_bytes(self):
        self.file.write_bytes(b"debug=1\n" + bytes(100_000))
        self.refused(r"kamailio.cfg:2:1: error.*source-binary")

    def test_a_gigabyte_of_nothing(self):
        with open(self.file, "wb") as f:
            f.truncate(1 << 30)
        self.refused("kamailio.cfg.*larger than 64 MiB")

    def test_a_gigabyte_in_one_line_through_a_pipe(self):
        read, write = os.pipe()

        def fill():
            block = b"a" * 65536
            try:
                for _ in range((1 << 30) // len(block)):
                    os.write(write, block)
            except BrokenPipeError:
                pass
            finally:
                os.close(write)

        writer = threading.Thread(target=fill)
        writer.start()
        try:
            self.refused("larger than 64 MiB", path="-", stdin=read)
        finally:
            os.close(read)
            writer.join()

    def test_sixty_megabytes_in_one_line(self):
        with open(self.file, "wb") as f:
            f.write(b"x = ")
            for _ in range(60):
                f.write(b"a" * (1 << 20))
            f.write(b")\n")
        text = self.refused("error")
        self.assertLess(len(text), 5000)

    def test_files_that_include_one_another(self):
        self.file.write_text('include_file "a.cfg"\n')
        (self.folder / "a.cfg").write_text('include_file "b.cfg"\n')
        (self.folder / "b.cfg").write_text('debug=1\ninclude_file "a.cfg"\ninclude_file "kamailio.cfg"\n')
        text = self.refused(r"b.cfg:2:14: error.*pp-include-loop", r"b.cfg:3:14: error.*pp-include-loop", "in file included from .*a.cfg:1")
        self.assertLess(len(text), 5000)

    def test_an_include_of_many_of_an_include_of_many(self):
        # 10 to the power of 8 lines, were there no bound.
        for n in range(8):
            (self.folder / f"{n}.cfg").write_text(f'include_file "{n + 1}.cfg"\n' * 10 if n < 7 else "debug=1\n" * 10000)
        self.refused("pp-too-large", path=self.folder / "0.cfg")

    def test_folder(self):
        self.refused("(?i)directory", path=self.folder)
        self.file.write_text(f'include_file "{self.folder}"\n')
        self.refused(r"kamailio.cfg:1:14: error.*(?i:directory)")

    def test_no_permission(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.file.write_text("debug=1\n")
        self.file.chmod(0)
        self.refused("(?i)permission")

    def test_no_file(self):
        self.refused("(?i)no such file", path=self.folder / "nothing.cfg")
        self.file.write_text('include_file "nothing.cfg"\n')
        self.refused(r"kamailio.cfg:1:14: error.*no such file")

    def test_a_hundred_thousand_mistakes(self):
        for line in ("route(\n", "request_route { if ; }\n", "#!endif\n", "@@@@\n", "}\n", "nonsense = 1\n", 'loadmodule "no.so"\n', 'modparam("a", "b", 1)\n',
                     "request_route { nothing_like_this(); }\n", 'request_route { xlog("$nope"); }\n', "request_route { route(X); }\n"):
            with self.subTest(line=line):
                self.file.write_text(line * 100_000)
                text = self.refused("error", "bad config file")
                self.assertLess(len(text), 500_000)


if __name__ == "__main__":
    unittest.main()
