#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Kukini against Kamailio: the tutorial's configuration (probing off), the same generator, each server pinned to one core.

Steps the call rate up and prints, for both: calls/s at 99.9 % success, CPU per call, p50 and p99 of INVITE to 200, memory when
idle and at its peak, memory per call in flight, and the ratios. Medians of several runs. Needs two cores and Debian's kamailio."""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/support"))
import tutorial  # noqa: E402

PORT, CALLEES = 15060, ("127.0.0.1:15071", "127.0.0.1:15072")
SERVER_CORE, LOAD_CORE = "0", "1"


def tree(pid):
    pids = [pid]
    for p in pids:
        try:
            pids += [int(c) for c in pathlib.Path(f"/proc/{p}/task/{p}/children").read_text().split()]
        except OSError:
            pass
    return pids


class Server:
    def __init__(self, name, command, env=None):
        self.name, self.log = name, tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdout=self.log, stderr=self.log, env=env,
                                        start_new_session=True)
        time.sleep(2)
        if self.process.poll() is not None:
            sys.exit(f"{name} did not start:\n{pathlib.Path(self.log.name).read_text()[-2000:]}")

    def cpu_s(self):
        ticks = 0
        for p in tree(self.process.pid):
            try:
                f = pathlib.Path(f"/proc/{p}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(f[11]) + int(f[12])
            except OSError:
                pass
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory_kb(self):
        """Proportional set size of all processes: what the server costs the machine."""
        total = 0
        for p in tree(self.process.pid):
            try:
                total += int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{p}/smaps_rollup").read_text(), re.M).group(1))
            except (OSError, AttributeError):
                pass
        return total

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        time.sleep(0.5)


def load(rate, seconds, hold=0.1, watch=None):
    command = ["taskset", "-c", LOAD_CORE, str(BIN / "kukini-load"), "--proxy", f"127.0.0.1:{PORT}", "--caller", "127.0.0.1:15070",
               "--rate", str(rate), "--seconds", str(seconds), "--hold", str(hold), "--json"]
    for c in CALLEES:
        command += ["--callee", c]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        if watch:
            peak = max(peak, watch.memory_kb())
        time.sleep(0.2)
    out = process.stdout.read()
    if not out:
        sys.exit("kukini-load gave no result")
    return json.loads(out) | {"peak_kb": peak}


def servers(folder):
    config = (tutorial.EXAMPLE / "kamailio.cfg").read_text()
    lists = (tutorial.EXAMPLE / "dispatcher.list").read_text()
    config, lists = tutorial.loopback(config, lists, PORT, CALLEES, folder / "dispatcher.list")
    (folder / "dispatcher.list").write_text(lists)
    config = re.sub("(?m)^children=.*$", "children=2", config).replace("debug=2", "debug=-1")
    (folder / "kukini.cfg").write_text(tutorial.without_probing(config))
    (folder / "kamailio.cfg").write_text(tutorial.for_kamailio(config, probing=False))
    return {
        "kamailio": ["kamailio", "-f", str(folder / "kamailio.cfg"), "-DD", "-E", "-m", "1024", "-M", "16", "-Y", str(folder), "-P",
                     str(folder / "k.pid")],
        "kukini": [str(BIN / "kukini"), "-f", str(folder / "kukini.cfg"), "-DD", "-E", "-Y", str(folder)],
    }


def measure(name, command, args):
    server = Server(name, command)
    result = {"idle_kb": server.memory_kb(), "steps": []}
    try:
        load(50, 2)
        before = server.memory_kb()
        held = load(args.hold_rate, args.hold_seconds, hold=args.hold_seconds, watch=server)
        result["kb_per_call"] = max(0, held["peak_kb"] - before) / max(1, held["started"])
        result["peak_kb"] = held["peak_kb"]
        best = None
        rate = args.start
        while rate <= args.most:
            cpu = server.cpu_s()
            run = load(rate, args.seconds)
            spent = server.cpu_s() - cpu
            ok = run["success"] >= 99.9
            print(f"  {name:9} {rate:6.0f} calls/s: {run['success']:7.3f} %  p50 {run['p50_us'] / 1000:7.2f} ms  p99 {run['p99_us'] / 1000:7.2f} ms"
                  f"  CPU {spent / max(1, run['completed']) * 1e6:6.1f} us/call", flush=True)
            if not ok:
                break
            best = {"rate": rate, "cpu_us": spent / run["completed"] * 1e6, "p50_ms": run["p50_us"] / 1000, "p99_ms": run["p99_us"] / 1000}
            result["steps"].append(best)
            rate *= args.step
        result |= best or {"rate": 0, "cpu_us": float("nan"), "p50_ms": float("nan"), "p99_ms": float("nan")}
        result["peak_kb"] = max(result["peak_kb"], server.memory_kb())
    finally:
        server.stop()
    return result


def at_common_rate(results, key):
    """Medians of both servers at the highest rate that both reached in every run."""
    reached = [{step["rate"]: step[key] for step in r["steps"]} for runs in results.values() for r in runs]
    common = max(set.intersection(*(set(r) for r in reached)), default=None)
    if common is None:
        return None, float("nan"), float("nan")
    pick = {name: statistics.median(next(s[key] for s in r["steps"] if s["rate"] == common) for r in runs) for name, runs in results.items()}
    return common, pick["kamailio"], pick["kukini"]


def table(results):
    version = subprocess.run(["kamailio", "-v"], capture_output=True, text=True).stdout.split("\n")[0].replace("version: ", "").split(" (")[0]

    def row(title, a, b, shape):
        more = b > a
        ratio = (b / a if more else a / b) if a and b else float("nan")
        print(f"| {title} | {shape.format(a)} | {shape.format(b)} | {ratio:.1f} × {'more' if more else 'less'} |")

    def median(key, divisor=1):
        return [statistics.median(r[key] for r in results[name]) / divisor for name in ("kamailio", "kukini")]

    print(f"\n| one core, tutorial configuration | {version} | Kukini | ratio |\n|---|---|---|---|")
    row("calls/s at 99.9 % success", *median("rate"), "{:.0f}")
    row("CPU per call at that rate, us", *median("cpu_us"), "{:.0f}")
    for key, title, shape in (("cpu_us", "CPU per call at {:.0f} calls/s, us", "{:.0f}"), ("p50_ms", "INVITE to 200 at {:.0f} calls/s, p50, ms", "{:.2f}"),
                              ("p99_ms", "INVITE to 200 at {:.0f} calls/s, p99, ms", "{:.2f}")):
        rate, a, b = at_common_rate(results, key)
        row(title.format(rate or 0), a, b, shape)
    row("memory per answered call in flight, kB", *median("kb_per_call"), "{:.2f}")
    row("memory when idle, MB", *median("idle_kb", 1024), "{:.1f}")
    row("peak memory, each at its own highest rate, MB", *median("peak_kb", 1024), "{:.0f}")


def main():
    global BIN
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--quick", action="store_true", help="one run, short steps: for a look, not for quoting")
    p.add_argument("--only", choices=("kukini", "kamailio"))
    p.add_argument("--preset", default="release")
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--start", type=float, default=1000)
    p.add_argument("--step", type=float, default=1.25)
    p.add_argument("--most", type=float, default=40000)
    p.add_argument("--seconds", type=float, default=5)
    p.add_argument("--hold-rate", type=float, default=2000)
    p.add_argument("--hold-seconds", type=float, default=4)
    p.add_argument("--json", type=pathlib.Path, help="also write all figures here")
    args = p.parse_args()
    if args.quick:
        args.repeat, args.seconds, args.step = 1, 2, 1.6
    if os.cpu_count() < 2:
        sys.exit("bench: two cores are needed, one for the server and one for the generator")
    subprocess.run([TOP / "tools/scripts/packages.sh", "test"], check=True)
    if subprocess.run([TOP / "tools/scripts/build.sh", args.preset]).returncode:
        sys.exit(1)
    BIN = TOP / "build" / args.preset / "bin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kukini-bench-"))
    results = {"kamailio": [], "kukini": []}
    try:
        commands = servers(folder)
        for i in range(args.repeat):
            print(f"run {i + 1} of {args.repeat}")
            for name in commands:
                if args.only in (None, name):
                    results[name].append(measure(name, commands[name], args))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if args.json:
        args.json.write_text(json.dumps(results, indent=1))
    if args.only:
        print(json.dumps(results[args.only], indent=1))
    else:
        table(results)


BIN = None
if __name__ == "__main__":
    main()
