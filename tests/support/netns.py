# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Network namespaces joined by a bridge: small machines of a test's own, gone when it ends."""
import os
import shutil
import subprocess
import unittest


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


class Network:
    """hosts: {"proxy": "192.168.1.1/24", …}. Skips the test where namespaces can't be made."""

    def __init__(self, hosts):
        if os.geteuid() != 0:
            raise unittest.SkipTest("network namespaces need root")
        for program in ("ip", "unshare", "nsenter"):
            if shutil.which(program) is None:
                raise unittest.SkipTest(f"{program} is not installed")
        self.tag = f"kk{os.getpid() % 100000}"
        self.made = []
        try:
            self.switch = self._add("sw")
            run("ip", "-n", self.switch, "link", "add", "br0", "type", "bridge")
            run("ip", "-n", self.switch, "link", "set", "br0", "up")
            self.names = {}
            for i, (host, address) in enumerate(hosts.items()):
                ns = self.names[host] = self._add(host)
                run("ip", "-n", ns, "link", "add", "eth0", "type", "veth", "peer", "name", f"p{i}", "netns", self.switch)
                run("ip", "-n", self.switch, "link", "set", f"p{i}", "master", "br0", "up")
                run("ip", "-n", ns, "addr", "add", address, "dev", "eth0")
                run("ip", "-n", ns, "link", "set", "eth0", "up")
                run("ip", "-n", ns, "link", "set", "lo", "up")
        except OSError as e:
            self.close()
            raise unittest.SkipTest(f"network namespaces can't be made here: {e}") from e

    def _add(self, name):
        ns = f"{self.tag}-{name}"
        run("ip", "netns", "add", ns)
        self.made.append(ns)
        return ns

    def on(self, host):
        """Words to put before a command that runs on this host."""
        return ("ip", "netns", "exec", self.names[host])

    def close(self):
        for ns in self.made:
            subprocess.run(["ip", "netns", "del", ns], capture_output=True)
        self.made = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
