# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs many cases with one start of a server: one message each, all in one configuration, results read from what xlog wrote."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from node import CLOSE, OPEN

HERE = pathlib.Path(__file__).resolve().parent
KAMAILIO = "/usr/sbin/kamailio"
REFUSED, CRASHED, SILENT = "refused", "crashed", "not routed"
WINDOW = 40
MARK = re.compile(re.escape(OPEN) + "(.*?)" + re.escape(CLOSE), re.S)
WANTED = ("kex", "tm", "sl", "rr", "pv", "xlog", "maxfwd", "textops", "textopsx", "siputils", "tmx", "corex", "sdpops")


def kukini_bin():
    return pathlib.Path(os.environ.get("KUKINI_BIN", HERE.parents[2] / "build/release/bin"))


def modules():
    """Those of WANTED that are built."""
    folder = kukini_bin().parent / "lib/kukini/modules"
    return [m for m in WANTED if (folder / f"{m}.so").exists()]


HEAD = """#!KAMAILIO
#!define DEF_TEXT "defined text"
#!define DEF_NUMBER 42
debug=-1
log_stderror=yes
children=1
disable_tcp=yes
auto_aliases=no
listen=udp:127.0.0.1:%(port)d
%(modules)s
flags named:5, other:6;
request_route {
  if ($hdr(X-Case) == "sync") { sl_send_reply("200", "OK"); exit; }
  route(SETUP);
  xlog("L_ERR", "[[[B $hdr(X-Case)]]]\\n");
  route("C" + $hdr(X-Case));
  xlog("L_ERR", "[[[R $rc]]]\\n");
  exit;
}
"""


def configuration(cases, port):
    """The text, and for each line the case it belongs to (or None)."""
    text = HEAD % {"port": port, "modules": "\n".join(f'loadmodule "{m}.so"' for m in modules())}
    text += (HERE / "shared.cfg").read_text()
    owners = [None] * (text.count("\n") + 1)
    for number, case in cases.items():
        part = f"route[C{number:05d}] {{\n{case.body()}\n}}\n"
        text += part
        owners += [number] * part.count("\n")
    return text, owners


def message(name, number, port):
    """The file messages/NAME.sip with the case's number in front of its headers, and a Call-ID of its own where it says CALLID."""
    data = (HERE / "messages" / f"{name}.sip").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    data = data.replace(b"CALLID", f"case-{number:05d}".encode()).replace(b"OURPORT", str(port).encode())
    first, _, rest = data.partition(b"\r\n")
    return first + f"\r\nX-Case: {number:05d}\r\n".encode() + rest


def bound_socket():
    """A socket on a port that is prime, so that no product a case shows is taken for it: -7 * 5070 is the number of a port, too."""
    while True:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
        if all(port % n for n in range(2, 256)):
            return s
        s.close()


class Server:
    def __init__(self, cases):
        self.folder = tempfile.mkdtemp(prefix="kukini-lang-")
        self.socket = bound_socket()
        self.peer = self.socket.getsockname()[1]
        with bound_socket() as s:
            self.port = s.getsockname()[1]
        self.config = pathlib.Path(self.folder, "kamailio.cfg")
        text, self.owners = configuration(cases, self.port)
        self.config.write_bytes(text.encode("utf-8", "surrogateescape"))
        self.log_path = pathlib.Path(self.folder, "log")
        self.syncs, self.process = 0, None

    def command(self):
        raise NotImplementedError

    def start(self):
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        return self.sync(15)

    def sync(self, seconds=4.0):
        """True when the server has worked on all that was sent."""
        self.syncs += 1
        branch = f"z9hG4bKsync{self.syncs}"
        ask = (f"OPTIONS sip:sync@127.0.0.1 SIP/2.0\r\nX-Case: sync\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.peer};branch={branch}\r\n"
               "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: sync\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode()
        end = time.monotonic() + seconds
        wait = 0.02
        while time.monotonic() < end:
            if self.process.poll() is not None:
                return False
            self.socket.sendto(ask, ("127.0.0.1", self.port))
            self.socket.settimeout(wait)
            wait = min(1.0, wait * 1.5)
            try:
                while branch.encode() not in self.socket.recv(65535):
                    pass
                return True
            except OSError:  # time is up, or nobody listens yet
                time.sleep(0.01)
        return False

    def log(self):
        return self.log_path.read_bytes().decode("utf-8", "surrogateescape")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, self.end_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.socket.close()

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def refused(self):
        """Cases on whose lines the start failed."""
        lines = {int(n) for n in re.findall(r"line[: ]+(\d+)|kamailio\.cfg:(\d+)", self.log()) for n in n if n}
        return {self.owners[n - 1] for n in lines if 0 < n <= len(self.owners)} - {None}


class Kamailio(Server):
    end_signal = signal.SIGKILL  # nothing of it is looked at any more

    def command(self):
        return [KAMAILIO, "-f", str(self.config), "-DD", "-E", "-m", "64", "-M", "64", "-w", self.folder, "-Y", self.folder,
                "-P", self.folder + "/pid"]


class Kukini(Server):
    end_signal = signal.SIGTERM

    def command(self):
        return [str(kukini_bin() / "kukini"), "-f", str(self.config), "-DD", "-E", "-w", self.folder, "-Y", self.folder]


def texts_of(log, server):
    """{number: [text, …]} of what a log shows; the last one says how the case ended."""
    out, current = {}, None
    for mark in MARK.findall(log):
        if mark.startswith("B "):
            current = out.setdefault(int(mark[2:]), [])
        elif mark.startswith("R ") and current is not None:
            current.append("returned " + mark[2:])
            current = None
        elif current is not None:
            text = mark.replace(str(server.port), "<OURS>").replace(str(server.peer), "<PEER>")
            current.append(text)
    for texts in out.values():
        if not texts or not texts[-1].startswith("returned "):
            texts.append("ended the script")
    return out


def evaluate(kind, cases):
    """{number: [text, …]} of {number: case}. A case that the server does not start with is [REFUSED]."""
    results, left = {}, dict(cases)
    while left:
        server = kind(left)
        try:
            if not server.start():
                server.stop()
                need_base(kind)
                bad = server.refused() & set(left)
                if not bad and len(left) == 1:
                    bad = set(left)
                if len(bad) == 1 or (bad and len(left) == len(bad)):
                    confirmed = bad if len(left) == 1 else {n for n in bad if not starts(kind, {n: left[n]})}
                else:
                    confirmed = {n for n in bad if not starts(kind, {n: left[n]})}
                if not confirmed:  # no line tells: halve
                    keys = sorted(left)
                    if len(keys) == 1:
                        raise RuntimeError(f"{kind.__name__} does not start:\n{server.log()[-3000:]}")
                    for half in (keys[:len(keys) // 2], keys[len(keys) // 2:]):
                        results |= evaluate(kind, {n: left[n] for n in half})
                    return results
                results |= {n: [REFUSED] for n in confirmed}
                left = {n: c for n, c in left.items() if n not in confirmed}
                continue
            alive = run(server, left)
            server.stop()
            log = server.log()
            seen = texts_of(log, server)
            if "Sanitizer" in log or "runtime error:" in log:
                raise RuntimeError("a sanitizer reports:\n" + log[-6000:])
            if alive:
                return results | {n: seen.get(n, [SILENT]) for n in left}
            last = list(seen)[-1] if seen else next(iter(left))
            seen[last] = [CRASHED]
            results |= seen
            left = {n: c for n, c in left.items() if n not in seen}
        finally:
            server.stop()
            server.clean()
    return results


def need_base(kind, seen=set()):
    """Raises when the server does not even start without cases."""
    if kind in seen:
        return
    server = kind({})
    try:
        if not server.start():
            raise RuntimeError(f"{kind.__name__} does not start:\n{server.log()[-3000:]}")
        seen.add(kind)
    finally:
        server.stop()
        server.clean()


def starts(kind, cases):
    server = kind(cases)
    try:
        return server.start()
    finally:
        server.stop()
        server.clean()


def run(server, cases):
    """False when the server died or hangs."""
    for i, (number, case) in enumerate(cases.items()):
        server.socket.sendto(message(case.message, number, server.port), ("127.0.0.1", server.port))
        if i % WINDOW == WINDOW - 1 and not server.sync():
            return False
    return server.sync()
