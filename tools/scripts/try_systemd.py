#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/dev try-systemd [--dir DIR] [--keep]: boots a minimal root of this release with systemd as process 1 in namespaces of its own, installs
the build of build/release into it with `cmake --install`, and takes the unit through its life: verify, enable, start, status, reload,
a bad reload, a crash, stop. Needs root, debootstrap and about 600 MB below DIR (build/systemd). --keep leaves the root booted and
says how to enter it. Exit code 0 when every step went as it must."""
import argparse
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / "build/release"
TUTORIAL = TOP / "etc/examples/tutorial"

# The new root becomes / of process 1; nothing of this machine is left in sight but its kernel.
BOOT = """
set -e
mount --bind "$ROOT" "$ROOT"
cd "$ROOT"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mknod -m 666 dev/null c 1 3; mknod -m 666 dev/zero c 1 5; mknod -m 666 dev/full c 1 7
mknod -m 666 dev/random c 1 8; mknod -m 666 dev/urandom c 1 9; mknod -m 666 dev/tty c 5 0
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
ip link set lo up
for host in 1 10 20; do ip addr add 192.168.1.$host/24 dev lo; done
mkdir -p .old
pivot_root . .old
umount -l .old
exec env -i container=kukini-try PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
"""

# A caller and two callees: the call rings, and is answered a second and a half later.
RINGING = """
import select, socket, time
callees = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
for s, host in zip(callees, (10, 20)): s.bind(("192.168.1.%d" % host, 5070))
caller = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
caller.bind(("192.168.1.1", 0))
caller.settimeout(10)
caller.sendto(("INVITE sip:x@192.168.1.1 SIP/2.0\\r\\nVia: SIP/2.0/UDP 192.168.1.1:%d;branch=z9hG4bKring\\r\\nFrom: <sip:a@b>;tag=1\\r\\nTo: <sip:x@b>\\r\\nCall-ID: ring\\r\\n"
    "CSeq: 1 INVITE\\r\\nContact: <sip:a@192.168.1.1>\\r\\nMax-Forwards: 70\\r\\nContent-Length: 0\\r\\n\\r\\n" % caller.getsockname()[1]).encode(), ("192.168.1.1", 5060))
while True:
    callee = select.select(callees, [], [], 10)[0][0]
    invite, proxy = callee.recvfrom(8192)
    if invite.startswith(b"INVITE"): break
copied = [line for line in invite.decode().split("\\r\\n") if line.split(":")[0] in ("Via", "From", "Call-ID", "CSeq", "Record-Route")]
def reply(status):
    lines = ["SIP/2.0 " + status, *copied, "To: <sip:x@b>;tag=2", "Contact: <sip:x@192.168.1.10>", "Content-Length: 0", "", ""]
    callee.sendto("\\r\\n".join(lines).encode(), proxy)
def got(status):
    while True:
        line = caller.recv(8192).decode().split("\\r\\n")[0]
        if status in line: return print(line, flush=True)
reply("180 Ringing")
got("180")
time.sleep(1.5)
reply("200 OK")
got("200")
"""


def run(*command, check=True, **kwargs):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **kwargs)
    if check and done.returncode:
        sys.exit(f"try-systemd: {' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()[-1500:]}")
    return done


class Machine:
    """The root, booted; `with` stops it."""

    def __init__(self, root):
        self.root = root
        base = next((p for p in (pathlib.Path("/sys/fs/cgroup/unified"), pathlib.Path("/sys/fs/cgroup")) if (p / "cgroup.procs").exists()), None)
        if base is None:
            sys.exit("try-systemd: no cgroup2 hierarchy is mounted here")
        self.cgroup = base / f"kukini-try-{os.getpid()}"
        self.cgroup.mkdir()

        def enter():
            (self.cgroup / "cgroup.procs").write_text("0")

        self.console = open(root.parent / "console.log", "w")
        self.process = subprocess.Popen(["unshare", "--cgroup", "--mount", "--pid", "--uts", "--ipc", "--net", "--fork", "--kill-child", "--propagation", "private",
                                         "sh", "-c", BOOT], env=os.environ | {"ROOT": str(root)}, stdin=subprocess.DEVNULL, stdout=self.console,
                                        stderr=subprocess.STDOUT, preexec_fn=enter, start_new_session=True)
        self.init = None

    def wait_for_boot(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            if children:
                self.init = children[0]
                state = self.on("systemctl", "is-system-running", check=False).stdout.strip()
                if state in ("running", "degraded"):
                    return state
            time.sleep(0.3)
        sys.exit("try-systemd: the root did not boot:\n" + pathlib.Path(self.console.name).read_text()[-3000:])

    def words(self):
        return ["nsenter", "--target", self.init, "--cgroup", "--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--wd"]

    def on(self, *command, check=True):
        """Runs a command in the machine."""
        return run(*self.words(), *command, check=check, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "SYSTEMD_COLORS": "0"}, timeout=120)

    def stop(self):
        if self.init and self.process.poll() is None:
            os.kill(int(self.init), signal.SIGRTMIN + 4)  # poweroff.target
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                pass
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for folder in sorted(self.cgroup.rglob("*"), key=lambda p: -len(p.parts)):
            if folder.is_dir():
                folder.rmdir()
        for _ in range(50):
            try:
                self.cgroup.rmdir()
                break
            except OSError:
                time.sleep(0.1)


def make_root(folder):
    """A root of this machine's release with systemd and the libraries that the programs need."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)', pathlib.Path("/etc/os-release").read_text(), re.M))
    root = folder / "root"
    if not (folder / "complete").exists():
        run("rm", "-rf", "--one-file-system", root)
        print(f"debootstrap {release['VERSION_CODENAME']}", flush=True)
        mirror = "http://archive.ubuntu.com/ubuntu" if release["ID"] == "ubuntu" else "http://deb.debian.org/debian"
        run("debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus,rsyslog,procps,iproute2,python3-minimal", release["VERSION_CODENAME"], root, mirror)
        (folder / "complete").touch()
    libraries = set()
    for program in (BUILD / "bin/kukini", BUILD / "bin/kukini-ctl", *(BUILD / "lib/kukini/modules").glob("*.so")):
        libraries.update(re.findall(r"=> (/\S+)", run("ldd", program).stdout))
    absent = [p for p in libraries if not p.startswith(str(BUILD)) and not (root / p.lstrip("/")).exists()]
    if absent:
        owners = run("dpkg", "-S", *[os.path.realpath(p) for p in absent]).stdout
        packages = sorted({line.split(":")[0] for line in owners.splitlines()})
        print("installing", *packages, flush=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        run("chroot", root, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    return root


def install(root):
    for old in ("usr/sbin/kukini", "usr/lib/kukini"):
        run("rm", "-rf", root / old)
    run("cmake", "--install", BUILD, "--prefix", "/usr", env=os.environ | {"DESTDIR": str(root)})
    config = root / "etc/kamailio"
    config.mkdir(exist_ok=True)
    shutil.copy(TUTORIAL / "kamailio.cfg", config)
    # The callees are on the same machine: 5060 is the proxy's.
    (config / "dispatcher.list").write_text((TUTORIAL / "dispatcher.list").read_text().replace(":5060", ":5070"))
    (root / "etc/hostname").write_text("kukini-try\n")
    (root / "etc/default/kamailio").write_text("MEMORY=128\nSHM_MEMORY=256\nCFGFILE=/etc/kamailio/kamailio.cfg\nUSER=kamailio\nGROUP=kamailio\nDUMP_CORE=no\n")


class Checks:
    def __init__(self, machine):
        self.machine, self.bad = machine, 0

    def check(self, what, good, shown=""):
        self.bad += not good
        print(f"{'ok  ' if good else 'BAD '} {what}" + (f"\n       {str(shown).strip()[-1500:]}" if shown and not good else ""), flush=True)

    def property(self, name):
        return self.machine.on("systemctl", "show", "-P", name, "kukini").stdout.strip()

    def settles(self, what, wanted, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if wanted():
                return self.check(what, True)
            time.sleep(0.2)
        self.check(what, False, self.journal())

    def journal(self):
        return self.machine.on("journalctl", "-u", "kukini", "--no-pager", "-n", "60", check=False).stdout

    def answer(self, method="OPTIONS", forwards=70, headers=""):
        """The status line that the proxy gives a request sent inside the machine."""
        script = ("import socket,sys\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\ns.bind(('127.0.0.1',0))\ns.settimeout(3)\n"
                  f"m='{method} sip:x@127.0.0.1 SIP/2.0\\r\\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKa%d\\r\\nFrom: <sip:a@b>;tag=1\\r\\nTo: <sip:a@b>\\r\\nCall-ID: c%d\\r\\n"
                  f"CSeq: 1 {method}\\r\\nMax-Forwards: {forwards}\\r\\n{headers}Content-Length: 0\\r\\n\\r\\n' % ((s.getsockname()[1],)*3)\n"
                  "s.sendto(m.encode(),('127.0.0.1',5060))\n"
                  "try: print(s.recv(4096).decode().split('\\r\\n')[0])\nexcept OSError as e: print(e)\n")
        return self.machine.on("python3", "-c", script).stdout.strip()

    def all(self):
        m = self.machine
        verified = m.on("systemd-analyze", "verify", "kukini.service", check=False)
        said = [line for line in (verified.stdout + verified.stderr).splitlines() if "kukini" in line and "man kukini" not in line]  # no man in a minimal root
        self.check("systemd-analyze verify has nothing to say", not said, "\n".join(said))
        m.on("systemd-sysusers")
        self.check("the user kamailio is there", m.on("id", "kamailio", check=False).returncode == 0)
        self.check("enable", m.on("systemctl", "enable", "kukini", check=False).returncode == 0)
        self.start()
        self.reload()
        self.crash()
        self.stop()
        self.bad_start()
        text = m.on("systemd-analyze", "security", "--no-pager", "kukini", check=False).stdout.strip().splitlines()
        print(text[-1] if text else "systemd-analyze security says nothing")

    def start(self):
        m = self.machine
        started = m.on("systemctl", "start", "kukini", check=False)
        self.check("start", started.returncode == 0, started.stderr + self.journal())
        self.check("it is active", self.property("ActiveState") == "active", self.journal())
        status = m.on("systemctl", "status", "kukini", "--no-pager", check=False)
        self.check("status", status.returncode == 0, status.stdout)
        pid = self.property("MainPID")
        self.check("the pid file names the main process", m.on("cat", "/run/kamailio/kamailio.pid", check=False).stdout.strip() == pid)
        of = m.on("cat", f"/proc/{pid}/status", check=False).stdout
        uid = m.on("id", "-u", "kamailio").stdout.strip()
        self.check("user and group are kamailio's for good", re.search(rf"^Uid:\t{uid}\t{uid}\t{uid}\t{uid}$", of, re.M) is not None, of)
        self.check("of root's capabilities there are just low ports and priorities", re.search(r"^CapPrm:\t0*800400$", of, re.M) and re.search(r"^CapBnd:\t0*800400$", of, re.M), of)
        self.check("and no new ones can be had", re.search(r"^NoNewPrivs:\t1$", of, re.M), of)
        self.check("the run directory is kamailio's", m.on("stat", "-c", "%U %a", "/run/kamailio").stdout.strip() == "kamailio 770")
        files = int(re.search(r"Max open files +\d+ +(\d+)", m.on("cat", f"/proc/{pid}/limits").stdout).group(1))
        self.check("LimitNOFILE holds, as far as this machine lets it", files >= min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]), files)
        version = m.on("kukini-ctl", "core.version", check=False)
        self.check("kukini-ctl finds the control socket", version.returncode == 0 and "kukini" in version.stdout, version.stderr)
        listed = m.on("runuser", "-u", "kamailio", "--", "/usr/sbin/kukini-ctl", "dispatcher.list", check=False)
        self.check("and the user kamailio, too", "sip:192.168.1.10:5070" in listed.stdout, listed.stdout + listed.stderr)
        self.check("a request is answered", " 483 " in self.answer(forwards=0), self.answer(forwards=0))
        call = self.answer("INVITE")
        self.check("a call is taken", call.startswith("SIP/2.0 "), call)
        self.settles("its log line is in the journal", lambda: re.search(r"kukini\[\d+\]: .*Routing call|kukini\[\d+\]: .*No (more )?destinations", self.journal()))
        self.check("and in syslog with its facility", "kukini[" in m.on("cat", "/var/log/local0.log", check=False).stdout)

    def reload(self):
        m = self.machine
        config = m.root / "etc/kamailio/kamailio.cfg"
        text = config.read_text()
        pid = self.property("MainPID")
        config.write_text(text.replace("Too Many Hops", "Hops Are Over"))
        done = m.on("systemctl", "reload", "kukini", check=False)
        self.check("reload", done.returncode == 0, done.stderr + self.journal())
        self.settles("the new script answers", lambda: "Hops Are Over" in self.answer(forwards=0))
        config.write_text(text.replace("t_relay()", "t_relai()"))
        done = m.on("systemctl", "reload", "kukini", check=False)
        self.check("a file with a mistake fails the reload", done.returncode != 0)
        self.check("the journal says why", "t_relai" in self.journal(), self.journal())
        self.check("and nothing has changed", "Hops Are Over" in self.answer(forwards=0) and self.property("MainPID") == pid and self.property("ActiveState") == "active")
        config.write_text(text)

    def crash(self):
        pid = self.property("MainPID")
        self.machine.on("kill", "-9", pid)
        self.settles("after kill -9 it runs again", lambda: self.property("ActiveState") == "active" and self.property("MainPID") not in ("0", pid))
        self.check("and answers", " 483 " in self.answer(forwards=0), self.journal())

    def stop(self):
        m = self.machine
        ringing = subprocess.Popen([*m.words(), "python3", "-c", RINGING], stdout=subprocess.PIPE, text=True)
        self.check("a call rings", ringing.stdout.readline().startswith("SIP/2.0 180"))
        stopped = m.on("systemctl", "stop", "kukini", check=False)
        self.check("stop", stopped.returncode == 0, stopped.stderr)
        answered = ringing.communicate(timeout=30)[0]
        self.check("the call that rang was answered before it ended", "SIP/2.0 200" in answered, answered + self.journal())
        self.check("it ended with success", self.property("Result") == "success" and self.property("ExecMainStatus") == "0" and self.property("ActiveState") == "inactive", self.journal())
        self.check("the journal says that it finished what was in flight", "finishing what is in flight" in self.journal(), self.journal())
        self.check("the run directory is gone", m.on("test", "-e", "/run/kamailio", check=False).returncode != 0)

    def bad_start(self):
        m = self.machine
        config = m.root / "etc/kamailio/kamailio.cfg"
        text = config.read_text()
        config.write_text(text.replace("route[RELAY]", "route[RELAI]"))
        started = m.on("systemctl", "start", "kukini", check=False)
        self.check("a bad file makes start fail", started.returncode != 0)
        self.check("and the journal says why", "RELAY" in self.journal(), self.journal())
        config.write_text(text)
        m.on("systemctl", "stop", "kukini", check=False)
        m.on("systemctl", "reset-failed", "kukini", check=False)


def main():
    parser = argparse.ArgumentParser(prog="tools/dev try-systemd", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=pathlib.Path, default=TOP / "build/systemd")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("try-systemd: needs root (namespaces, mounts)")
    for program in ("debootstrap", "unshare", "nsenter", "ip", "cmake"):
        if shutil.which(program) is None:
            sys.exit(f"try-systemd: {program} is not installed")
    if not (BUILD / "bin/kukini").exists():
        sys.exit("try-systemd: nothing is built in build/release (tools/dev build)")
    options.dir.mkdir(parents=True, exist_ok=True)
    root = make_root(options.dir.resolve())
    install(root)
    (root / "etc/rsyslog.d/kukini.conf").write_text("local0.* /var/log/local0.log\n")
    for old in ("var/log/local0.log", "var/log/syslog"):
        (root / old).unlink(missing_ok=True)
    machine = Machine(root)
    try:
        print("booted:", machine.wait_for_boot(), flush=True)
        checks = Checks(machine)
        checks.all()
        if options.keep:
            print("enter it:", *machine.words(), "bash\nReturn ends it.")
            sys.stdin.readline()
    finally:
        machine.stop()
    print("every step went as it must" if not checks.bad else f"{checks.bad} steps went wrong")
    sys.exit(1 if checks.bad else 0)


main()
