# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs Debian's kamailio on loopback with a generated configuration, sends it messages and collects what it logs and answers."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BINARY = "/usr/sbin/kamailio"
MODULES = ("tm", "sl", "rr", "pv", "maxfwd", "textops", "textopsx", "siputils", "xlog", "sanity", "corex", "kex", "tmx", "usrloc", "registrar")
MARK = "<<oracle>>"


def free_port():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
    s.close()
    return port


class Server:
    """with Server(routes, ["modparam(…)"]) as server: server.exchange(bytes). `command` may name another binary with the same options."""

    def __init__(self, routes, params=(), modules=MODULES, globals_=(), command=(BINARY,), port=None):
        self.port = port or free_port()
        self.dir = tempfile.mkdtemp(prefix="oracle")
        head = ["debug=2", "log_stderror=yes", "children=1", "fork=yes", "disable_tcp=yes", "auto_aliases=no", f"listen=udp:127.0.0.1:{self.port}"]
        lines = head + list(globals_) + [f'loadmodule "{m}.so"' for m in modules] + list(params) + [routes, ""]
        self.config = os.path.join(self.dir, "kamailio.cfg")
        with open(self.config, "w") as f:
            f.write("\n".join(lines))
        self.command = list(command)

    def __enter__(self):
        self.log_path = os.path.join(self.dir, "log")
        self.log = open(self.log_path, "wb")
        args = self.command + ["-f", self.config, "-DD", "-E", "-w", self.dir, "-Y", self.dir, "-P", os.path.join(self.dir, "pid")]
        self.process = subprocess.Popen(args, stdout=self.log, stderr=self.log, start_new_session=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.own_port = self.socket.getsockname()[1]
        end = time.time() + 8
        while time.time() < end:
            if self.process.poll() is not None:
                raise RuntimeError("server did not start:\n" + self.text()[-3000:])
            with open("/proc/net/udp") as f:
                if f":{self.port:04X} " in f.read():
                    time.sleep(0.15)
                    return self
            time.sleep(0.05)
        raise RuntimeError("server does not listen:\n" + self.text()[-3000:])

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.socket.close()
        self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)

    def text(self):
        with open(self.log_path, errors="surrogateescape", newline="") as f:
            return f.read()

    def send(self, message):
        self.socket.sendto(message, ("127.0.0.1", self.port))

    def receive(self, timeout=0.5):
        self.socket.settimeout(timeout)
        try:
            return self.socket.recv(65535)
        except socket.timeout:
            return None

    def exchange(self, message, timeout=0.5):
        self.send(message)
        return self.receive(timeout)


def evaluate(expressions, message, routes_before="", params=(), reply_route=False, **kwargs):
    """{expression: text} of formats evaluated for one message, in order. `routes_before` is put in front of the log lines."""
    logs = "\n".join(f'xlog("L_ERR", "{MARK}{i}={e.replace(chr(34), chr(92) + chr(34))}{MARK}\\n");' for i, e in enumerate(expressions))
    kind = "onreply_route" if reply_route else "request_route"
    extra = "request_route { exit; }\n" if reply_route else ""
    out = {}
    with Server(f"{extra}{kind} {{\n{routes_before}\n{logs}\nxlog(\"L_ERR\", \"{MARK}end\\n\"); exit;\n}}", params, **kwargs) as server:
        server.send(message)
        end = time.time() + 5
        while time.time() < end and f"{MARK}end" not in server.text():
            time.sleep(0.05)
        text = server.text()
        for number, value in re.findall(re.escape(MARK) + r"(\d+)=(.*?)" + re.escape(MARK), text, re.S):
            out[expressions[int(number)]] = value
        if not out:
            raise RuntimeError("nothing evaluated:\n" + text[-3000:])
    return out
