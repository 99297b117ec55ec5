# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""An installed Kukini: the programs find their modules and libraries, pages and unit are there, and so are Kamailio's names where asked for."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import tutorial
from servers import BIN, SOURCE, Kukini, free_port

BUILD = BIN.parent


class Install(unittest.TestCase):
    def test_it_runs_where_it_was_installed(self):
        with tempfile.TemporaryDirectory(prefix="kukini-install-") as root:
            done = subprocess.run(["cmake", "--install", str(BUILD), "--prefix", f"{root}/usr"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"ExecStart={root}/usr/sbin/kukini -P", pathlib.Path(root, "usr/lib/systemd/system/kukini.service").read_text())
            for part in ("lib/sysusers.d/kukini.conf", "sbin/kukini", "sbin/kukini-ctl", "bin/kukini-lint", "bin/kukini-lsp", "share/man/man1/kukini-lint.1", "bin/kukini-fmt", "share/man/man1/kukini-fmt.1", "lib/kukini/modules/tm.so", "lib/kukini/libkukini-sdk.so.1", "share/man/man8/kukini.8",
                         "share/man/man7/kukini-dispatcher.7", "lib/systemd/system/kukini.service", "share/kukini/etc/kamailio.cfg"):
                self.assertTrue(pathlib.Path(root, "usr", part).exists(), part)
            port = free_port()
            config, lists = tutorial.loopback((tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text(), port,
                                              ("127.0.0.1:9", "127.0.0.1:10"), f"{root}/dispatcher.list")
            pathlib.Path(root, "dispatcher.list").write_text(lists)
            with Kukini(root, config, program=f"{root}/usr/sbin/kukini") as kukini:
                maps = pathlib.Path(f"/proc/{kukini.process.pid}/maps").read_text()
                self.assertIn(f"{root}/usr/lib/kukini/modules/tm.so", maps)
                self.assertNotIn(str(BUILD / "lib"), maps)
                shown = subprocess.run([f"{root}/usr/sbin/kukini-ctl", "-s", f"{root}/kamailio_ctl", "core.version"], capture_output=True, text=True)
                self.assertIn("kukini", shown.stdout)

    def test_the_unit_names_what_was_installed(self):
        with tempfile.TemporaryDirectory(prefix="kukini-install-") as root:
            build = f"{root}/build"
            done = subprocess.run(["cmake", "-S", str(SOURCE), "-B", build, "-DKUKINI_KAMAILIO_NAMES=ON", "-DKUKINI_TESTS=OFF", "-DKUKINI_BENCH=OFF"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            prefix = pathlib.Path(root, "opt/kukini")
            (prefix / "sbin").mkdir(parents=True)
            done = subprocess.run(["cmake", f"-DCMAKE_INSTALL_PREFIX={prefix}", "-P", f"{build}/etc/cmake_install.cmake"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            unit = (prefix / "lib/systemd/system/kamailio.service").read_text()
            self.assertIn(f"ExecStart={prefix}/sbin/kamailio -P", unit)
            self.assertNotIn("@", unit)
            self.assertNotIn("Conflicts", unit, "it would conflict with itself")
            self.assertEqual((os.readlink(prefix / "sbin/kamailio"), os.readlink(prefix / "sbin/kamcmd")), ("kukini", "kukini-ctl"))

    def test_the_default_configuration_is_fine(self):
        done = subprocess.run([str(BIN / "kukini"), "-c", "-f", str(SOURCE / "etc/kamailio.cfg")], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("error", done.stderr)

    def test_the_resolved_configuration_is_printed(self):
        with tempfile.TemporaryDirectory(prefix="kukini-") as folder:
            pathlib.Path(folder, "more.cfg").write_text("route[MORE] { exit; }\n")
            pathlib.Path(folder, "a.cfg").write_text('#!ifdef X\ndebug=1\n#!else\ndebug=2\n#!endif\ninclude_file "more.cfg"\nrequest_route { route(MORE); }\n')
            done = subprocess.run([str(BIN / "kukini"), "--cfg-print", "-A", "X", "-f", f"{folder}/a.cfg"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("debug=1", done.stdout)
            self.assertNotIn("debug=2", done.stdout)
            self.assertIn("route[MORE]", done.stdout)

    def test_listen_on_the_command_line_adds_to_the_script(self):
        with tempfile.TemporaryDirectory(prefix="kukini-") as folder:
            one, two = free_port(), free_port()
            with Kukini(folder, f"listen=udp:127.0.0.1:{one}\nrequest_route {{ exit; }}\n", "-l", f"udp:127.0.0.1:{two}") as kukini:
                shown = kukini.kamcmd("core.sockets_list")
                self.assertIn(str(one), shown)
                self.assertIn(str(two), shown)

    def test_the_tour_of_help(self):
        for arguments in (["-h"], ["-v"], ["-I"], ["-h", "dispatcher"], ["-h", "modules"]):
            done = subprocess.run([str(BIN / "kukini"), *arguments], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0)
            self.assertTrue(done.stdout)
        bad = subprocess.run([str(BIN / "kukini"), "-h", "no_such"], capture_output=True, text=True)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("dispatcher", bad.stderr)
        for arguments, says in ((["--nonsense"], "--nonsense"), (["-f"], "-f"), (["-DDq"], "-q"), (["file.cfg"], "file.cfg"), (["--modparam=x"], "--modparam")):
            bad = subprocess.run([str(BIN / "kukini"), *arguments], capture_output=True, text=True)
            self.assertEqual(bad.returncode, 255, arguments)
            self.assertIn(says, bad.stderr)


if __name__ == "__main__":
    os.environ.pop("KUKINI_MODULE_PATH", None)
    unittest.main()
