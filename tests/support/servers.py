# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Starting the servers and sipp peers of the scenario tests on loopback, and stopping just those."""
import csv
import os
import pathlib
import re
import shutil
import signal
import socket
import string
import subprocess
import tempfile
import time
import unittest

import kamailio_release

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("KUKINI_BIN", SOURCE / "build/release/bin"))
SANITIZER_REPORT = re.compile(r"(WARNING|ERROR|FATAL): (Thread|Address|Leak|UndefinedBehavior)Sanitizer|runtime error:")
SIPP_FILES = SOURCE / "tests/scenario/sipp"


def need(*programs):
    """Skips the test, naming what is absent."""
    for p in programs:
        if shutil.which(p) is None:
            raise unittest.SkipTest(f"{p} is not installed")


def need_kamailio(*more):
    """Skips the test, saying why, without the Kamailio that behaviour was recorded with."""
    if why := kamailio_release.unfit():
        raise unittest.SkipTest(why)
    need(*more)


def free_port(ip="127.0.0.1"):
    with socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((ip, 0))
        return s.getsockname()[1]


def wait_for(what, seconds, message):
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(message() if callable(message) else message)
        time.sleep(0.05)


def ended(pid):
    """Also when nobody has asked for its exit code, as under a container's process 1 that does not wait for orphans."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


class Process:
    """A child in its own process group; `with` ends it."""

    def __init__(self, command, log, cwd=None):
        self.log_path = log
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=open(log, "w"), stderr=subprocess.STDOUT, cwd=cwd,
                                        start_new_session=True)

    def running(self):
        return self.process.poll() is None

    def log(self):
        return pathlib.Path(self.log_path).read_text(errors="replace")

    def stop(self, seconds=10, sig=signal.SIGTERM):
        if self.running():
            os.killpg(self.process.pid, sig)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Kukini(Process):
    """kukini with this configuration text, its run directory in `folder`."""

    def __init__(self, folder, config, *options, program=None):
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "kamailio.cfg"
        if config is not None:
            self.config.write_text(config)
        super().__init__([str(program or BIN / "kukini"), "-f", str(self.config), "-DD", "-E", "-Y", str(self.folder), *options],
                         self.folder / "kukini.log")
        self.socket = self.folder / "kamailio_ctl"
        wait_for(lambda: self.socket.exists() or not self.running(), 10, lambda: "no control socket:\n" + self.log())
        if not self.running():
            raise AssertionError("kukini did not start:\n" + self.log())

    def __exit__(self, *_):
        super().__exit__()
        if found := self.sanitizer_report():
            raise AssertionError("a sanitizer reports:\n" + found)

    def sanitizer_report(self):
        """What a sanitizer said in the log, or None."""
        log = self.log()
        found = SANITIZER_REPORT.search(log)
        return log[max(0, found.start() - 200):found.start() + 8000] if found else None

    def kamcmd(self, *words):
        done = subprocess.run(["kamcmd", "-s", f"unixs:{self.socket}", *words], capture_output=True, text=True, timeout=10)
        return done.stdout + done.stderr

    def flags(self, uri):
        """FLAGS of one destination in dispatcher.list."""
        lines = self.kamcmd("dispatcher.list").splitlines()
        for i, line in enumerate(lines):
            if line.strip().startswith("URI:") and uri in line:
                for later in lines[i:i + 4]:
                    if "FLAGS:" in later:
                        return later.split("FLAGS:")[1].strip()
        return None


class Kamailio(Process):
    """Debian's Kamailio, the one that behaviour is compared with."""

    def __init__(self, folder, config, *options):
        self.folder = pathlib.Path(folder)
        (self.folder / "kamailio.cfg").write_text(config)
        super().__init__(["kamailio", "-f", str(self.folder / "kamailio.cfg"), "-DD", "-E", "-m", "64", "-M", "8", "-Y", str(self.folder),
                          *options], self.folder / "kamailio.log")
        time.sleep(1.5)
        if not self.running():
            raise AssertionError("kamailio did not start:\n" + self.log())


class Sipp(Process):
    """sipp with one of tests/scenario/sipp, $name in it replaced by values."""

    def __init__(self, folder, scenario, *arguments, ip="127.0.0.1", port=None, remote=None, calls=None, prefix=(), **values):
        self.port = port or free_port(ip)
        self.folder = folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{scenario}-", dir=folder))
        folder.chmod(0o755)
        values = {"hold": 100, "code": 200} | values
        text = string.Template((SIPP_FILES / f"{scenario}.xml").read_text()).safe_substitute(values)
        (folder / "scenario.xml").write_text(text)
        command = [*prefix, "sipp", "-sf", str(folder / "scenario.xml"), "-i", ip, "-p", str(self.port), "-nostdin", "-trace_counts", "-fd", "1",
                   "-trace_err", "-error_file", str(folder / "errors"), *arguments]
        if calls is not None:
            command += ["-m", str(calls)]
        if remote:
            command.append(remote)
        self.errors = folder / "errors"
        super().__init__(command, folder / "screen", cwd=folder)

    def count(self, column):
        """Of a column of sipp's message counts, such as 0_INVITE_Recv; they are written once a second."""
        try:
            with open(next(self.folder.glob("*_counts.csv"))) as f:
                return int(list(csv.DictReader(f, delimiter=";"))[-1][column])
        except (OSError, StopIteration, IndexError, KeyError, ValueError, TypeError):
            return 0

    def created(self):
        """Calls that a callee got; probes that it answered by itself are none."""
        return self.count("0_INVITE_Recv")

    def wait(self, seconds):
        """The exit code; 0 when every call went as the scenario says."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            code = 255
        self.process.returncode = code
        return code

    def why(self):
        errors = self.errors.read_text(errors="replace")[-2000:] if self.errors.exists() else ""
        return f"sipp: {errors or self.log()[-1500:]}"
