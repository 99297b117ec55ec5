# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""RFC 4475, RFC 5118 and attack messages as datagrams to a real server with the tutorial's script: verdicts as in vectors.tsv, and it lives on.

Runs in a network namespace of its own with nothing but loopback: whatever a message makes the server send stays inside."""
import csv
import ctypes
import fcntl
import os
import pathlib
import re
import selectors
import socket
import struct
import tempfile
import time
import unittest

import tutorial
from servers import Kukini

HERE = pathlib.Path(__file__).resolve().parent
SENDER = "127.0.0.77"   # an address of its own, so that its ports are free
KNOWN_CODES = {400, 413, 416, 420, 483, 505}


def lonely():
    """Moves this process into an empty network namespace with loopback up; skips where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    new_user, new_net = 0x10000000, 0x40000000
    if libc.unshare(new_net if os.geteuid() == 0 else new_user | new_net) != 0:
        raise unittest.SkipTest(f"no network namespace can be made here ({os.strerror(ctypes.get_errno())}), and the messages must not get out")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        request = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(s, 0x8913, request))[1]  # SIOCGIFFLAGS
        fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", flags | 1))      # SIOCSIFFLAGS, IFF_UP


def setUpModule():
    if tutorial.shared() is None:
        raise unittest.SkipTest("the vectors are not here (reference material beside the checkout, or KUKINI_SHARED)")
    lonely()


def table():
    """Verdicts other than "accept": {(folder, name or number): set of verdicts}."""
    rows = {}
    for row in csv.reader((line for line in open(HERE / "vectors.tsv") if line.strip() and not line.startswith("#")), delimiter="\t"):
        folder, names, verdicts = row[0], row[1], set(row[2].split("|"))
        for name in names.split(","):
            first, dash, last = name.partition("-")
            if dash and first.isdigit() and last.isdigit():
                for n in range(int(first), int(last) + 1):
                    rows[folder, f"{n:03}"] = verdicts
            else:
                rows[folder, name] = verdicts
    return rows


def call_id(data):
    m = re.search(rb"(?i)\n(?:call-id|i)[ \t]*:\s*([^\r\n]*)", data)
    return m.group(1).strip() if m else None


class Wire:
    """Sender's sockets on every port a Via of the vectors names, and the callee's."""

    def __init__(self, ports):
        self.selector = selectors.DefaultSelector()
        self.sockets = {}
        for port in ports:
            s = self.sockets[port] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((SENDER, port))
            self.selector.register(s, selectors.EVENT_READ, "sender")
        self.callees = []
        for port in (0, 0, 5060, 5080):  # the last two are where R-URIs and Routes point
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", port))
            self.callees.append(s)
            self.selector.register(s, selectors.EVENT_READ, "callee")

    def close(self):
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()

    def received(self, seconds):
        """("sender" or "callee", bytes) in turn, for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                data, peer = key.fileobj.recvfrom(65536)
                if key.data == "callee":
                    self.answer(key.fileobj, data, peer)
                yield key.data, data

    @staticmethod
    def answer(s, data, peer):
        """486, so that the call ends at once."""
        if data.startswith(b"ACK "):
            return
        head = re.split(rb"\r?\n\r?\n", data, 1)[0].replace(b"\r\n", b"\n")
        lines = re.sub(rb"\n[ \t]+", b" ", head).split(b"\n")[1:]
        wanted = re.compile(rb"(via|v|from|f|to|t|call-id|i|cseq)[ \t]*:", re.I)
        out = [b"SIP/2.0 200 OK" if data.startswith(b"OPTIONS") else b"SIP/2.0 486 Busy Here"]
        for line in lines:
            if wanted.match(line):
                if re.match(rb"(to|t)[ \t]*:", line, re.I) and b"tag=" not in line:
                    line += b";tag=callee"
                out.append(line)
        s.sendto(b"\r\n".join([*out, b"Content-Length: 0", b"", b""]), peer)


class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vectors = tutorial.shared() / "vectors"
        cls.table = table()
        ports = {5060}
        for f in cls.vectors.rglob("*"):
            if f.is_file() and f.parent.name in ("rfc4475", "rfc5118", "cve-derived"):
                for m in re.finditer(rb"(?im)^v(?:ia)?\s*:[^\n]*?(?:\.\w+|\]):(\d{4,5})\b", f.read_bytes()[:4000]):
                    if 1024 < int(m.group(1)) < 65536:
                        ports.add(int(m.group(1)))
        cls.ports = ports

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-"))
        self.wire = Wire(self.ports)
        self.addCleanup(self.wire.close)
        self.server = ("127.0.0.1", 15060)
        path = f"{self.folder}/dispatcher.list"
        callees = [f"127.0.0.1:{s.getsockname()[1]}" for s in self.wire.callees[:2]]
        config, lists = tutorial.loopback((tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text(), self.server[1],
                                          callees, path)
        pathlib.Path(path).write_text(lists)
        self.kukini = self.enterContext(Kukini(self.folder, config))
        self.alive = 0

    def check_alive(self, after):
        """An OPTIONS whose hops are used up is answered with 483."""
        self.alive += 1
        call = f"alive-{self.alive}"
        text = (f"OPTIONS sip:127.0.0.1:{self.server[1]} SIP/2.0\r\nVia: SIP/2.0/UDP {SENDER};branch=z9hG4bK{call}\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\n"
                f"Call-ID: {call}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\nContent-Length: 0\r\n\r\n").encode()
        for _ in range(3):
            self.wire.sockets[5060].sendto(text, self.server)
            for _, data in self.wire.received(2):
                if data.startswith(b"SIP/2.0 483") and call.encode() in data:
                    return
        self.fail(f"no answer after {after}; running: {self.kukini.running()}\n{self.kukini.log()[-4000:]}")

    def verdict(self, data, seconds):
        self.wire.sockets[5060].sendto(data, self.server)
        call, reply = call_id(data), data.lstrip().startswith(b"SIP/2.0")
        for who, got in self.wire.received(seconds):
            # Something of an earlier message that is repeated does not count.
            if call_id(got) != call or (reply and not got.startswith(data.lstrip()[:11])):
                continue
            if who == "callee" and not got.startswith(b"ACK "):
                body = data.partition(b"\r\n\r\n")[2]
                length = re.search(rb"(?im)^(?:content-length|l)[ \t]*:\s*(\d+)\s*$", data)
                whole = not length or int(length.group(1)) != len(body) or got.partition(b"\r\n\r\n")[2] == body
                return "accept" if whole else "another body"
            if who == "sender" and re.match(rb"SIP/2.0 [2-6]\d\d", got):
                return got[8:11].decode() if int(got[8:11]) in KNOWN_CODES else "accept"
        return "drop"

    def run_folder(self, folder, pattern, repair=False):
        files = sorted((self.vectors / folder).glob(pattern))
        self.assertGreater(len(files), 10)
        wrong = []
        for f in files:
            key = f.stem[:3] if folder == "cve-derived" else f.stem
            data = f.read_bytes()
            if repair:
                data = self.repaired(data)
            if len(data) > 65000:
                data = data[:65000]
            want = self.table.get((folder, key), {"accept"})
            got = self.verdict(data, 0.15 if want == {"drop"} else 0.6)
            if got == "drop" and got not in want:  # slow machine?
                got = self.verdict(data, 2.0)
            if "any" not in want and got not in want:
                wrong.append(f"{folder}/{f.name}: {got}, not {' or '.join(sorted(want))}")
            self.check_alive(f.name)
        self.assertTrue(self.kukini.running())
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))
        self.assertEqual(self.kukini.stop(), 0, self.kukini.log()[-4000:])

    @staticmethod
    def repaired(data):
        """Some files of the archive have a body shorter than Content-Length says: fill it up with line ends."""
        head, _, body = data.partition(b"\r\n\r\n")
        m = re.search(rb"(?im)^(?:content-length|l)\s*:\s*(\d+)", head)
        return head + b"\r\n\r\n" + body + b"\r\n" * ((int(m.group(1)) - len(body) + 1) // 2 if m and int(m.group(1)) > len(body) else 0)

    def test_rfc4475(self):
        self.run_folder("rfc4475", "*.dat")

    def test_rfc5118(self):
        self.run_folder("rfc5118", "*.sip", repair=True)

    def test_attacks(self):
        self.run_folder("cve-derived", "[0-9]*")


if __name__ == "__main__":
    unittest.main()
