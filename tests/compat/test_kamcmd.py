# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's kamcmd against Kukini and against Kamailio: the same commands give replies of the same shape (names and nesting), and the
same words where something is wrong."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tutorial  # noqa: E402
from servers import Kamailio, Kukini, free_port, need_kamailio, wait_for  # noqa: E402

URI = "sip:127.0.0.1:9"
# Replies of which names and nesting must be equal.
SHAPES = ["dispatcher.list", "core.uptime", "core.info", "core.psx", "core.sockets_list", "tm.stats", "sl.stats", "dispatcher.ping_active"]
# Replies that must be equal to the letter.
EQUAL = [f"dispatcher.set_state ip 1 {URI}", f"dispatcher.set_state ap 1 {URI}", "dispatcher.set_state ap 7 sip:nobody@127.0.0.1", "dispatcher.set_state zz 1 " + URI,
         "dispatcher.set_state", "dispatcher.reload", "cfg.set_now_int core debug 4", "cfg.get core debug", "cfg.set_now_int core debug 2",
         "cfg.set_now_int core nosuch 4", "cfg.set_now_int nosuch debug 4", "cfg.set_now_int core debug x", "no.such.command", "core.echo a b", "dispatcher.ping_active 0",
         "dispatcher.ping_active 1"]
# Lists that must hold at least these names.
HAS = {"system.listMethods": ["core.version", "dispatcher.list", "dispatcher.reload", "tm.stats", "sl.stats", "cfg.set_now_int", "stats.get_statistics", "system.listMethods"],
       "stats.get_statistics all": ["core:rcv_requests", "tmx:UAS_transactions", "sl:sent_replies", "shmem:used_size"],
       "core.version": ["kukini"], "core.ps": ["attendant"]}


def shape(text):
    """Names and braces, values left out; the same entry many times over counts once."""
    out = []
    for line in text.splitlines():
        name = line.strip().split(":")[0] if ":" in line else line.strip() if line.strip() in "{}[]" else "value"
        block = ("\t" * (len(line) - len(line.lstrip("\t"))), name)
        out.append("".join(block) + (" {" if line.rstrip().endswith("{") and ":" in line else ""))
    text = "\n".join(out)
    once = []
    for entry in text.replace("\n}\n{", "\n}\x00\n{").split("\x00\n"):
        if entry not in once:
            once.append(entry)
    return "\n".join(once)


class Kamcmd(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        need_kamailio("kamcmd")
        cls.folders = [tempfile.TemporaryDirectory(prefix="kukini-") for _ in range(2)]
        cls.addClassCleanup(lambda: [f.cleanup() for f in cls.folders])
        cls.servers = {}
        for server, folder in zip((Kamailio, Kukini), cls.folders):
            config, lists = (tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text()
            config, lists = tutorial.loopback(config, lists, free_port(), ("127.0.0.1:9", "127.0.0.1:10"), f"{folder.name}/dispatcher.list", ping_interval=600)
            pathlib.Path(folder.name, "dispatcher.list").write_text(lists)
            config = tutorial.for_kamailio(config, 'loadmodule "ctl.so"\nloadmodule "cfg_rpc.so"\nloadmodule "kex.so"\nloadmodule "tmx.so"\n')
            cls.servers[server] = server(folder.name, config)
            cls.addClassCleanup(cls.servers[server].stop)
        sockets = [pathlib.Path(f.name, "kamailio_ctl") for f in cls.folders]
        wait_for(lambda: all(s.exists() for s in sockets), 10, "a control socket is missing")

    def ask(self, server, command):
        done = subprocess.run(["kamcmd", "-s", f"unixs:{self.servers[server].folder}/kamailio_ctl", *command.split()], capture_output=True, text=True, timeout=10)
        return done.stdout + done.stderr

    def test_shapes(self):
        for command in SHAPES:
            with self.subTest(command):
                self.assertEqual(shape(self.ask(Kukini, command)), shape(self.ask(Kamailio, command)))

    def test_words(self):
        for command in EQUAL:
            with self.subTest(command):
                self.assertEqual(self.ask(Kukini, command), self.ask(Kamailio, command))

    def test_lists(self):
        for command, names in HAS.items():
            with self.subTest(command):
                reply = self.ask(Kukini, command)
                for name in names:
                    self.assertIn(name, reply)

    def test_help(self):
        """kamcmd's own help asks the server."""
        reply = self.ask(Kukini, "help dispatcher.list")
        self.assertTrue(reply.strip() and "error" not in reply, reply)


if __name__ == "__main__":
    unittest.main()
