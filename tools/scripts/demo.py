#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/demo shows: calls shared out over two callees, one dying, failover, recovery."""
import pathlib
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/support"))
import tutorial  # noqa: E402
from servers import BIN, Kukini, Sipp, free_port, wait_for  # noqa: E402


def say(text):
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def show(command):
    print("$ " + " ".join(str(c).replace(str(BIN), "build/release/bin") for c in command), flush=True)
    subprocess.run(command, check=False)


def main():
    with tempfile.TemporaryDirectory(prefix="kukini-demo-") as folder:
        port, a, b = free_port(), free_port(), free_port()
        config, lists = tutorial.loopback((tutorial.EXAMPLE / "kamailio.cfg").read_text(), (tutorial.EXAMPLE / "dispatcher.list").read_text(), port,
                                          (f"127.0.0.1:{a}", f"127.0.0.1:{b}"), f"{folder}/dispatcher.list", ping_interval=1)
        config = config.replace('"fr_timer", 30000', '"fr_timer", 1000')
        pathlib.Path(folder, "dispatcher.list").write_text(lists)
        pathlib.Path(folder, "kamailio.cfg").write_text(config)
        say("1. The tutorial's configuration on loopback (probing every second, callees given up after one): is it fine?")
        show([BIN / "kukini", "-c", "-f", f"{folder}/kamailio.cfg"])
        ctl = [BIN / "kukini-ctl", "-s", f"{folder}/kamailio_ctl"]
        with Kukini(folder, config) as kukini:

            def flags(callee):
                return kukini.flags(f"sip:127.0.0.1:{callee}")

            def callee(at):
                return Sipp(folder, "uas", "-aa", port=at)

            def call(count):
                with Sipp(folder, "uac", "-r", "10", "-s", "1000", remote=f"127.0.0.1:{port}", calls=count) as sipp:
                    code = sipp.wait(30)
                    print(f"{count} calls placed: " + ("all of them were answered and ended" if code == 0 else "not all went well\n" + sipp.why()), flush=True)
                    return code

            say("2. Kukini runs, and two callees stand in for the Asterisk servers. 20 calls:")
            first, second = callee(a), callee(b)
            bad = call(20)
            time.sleep(1.1)
            print(f"callee A took {first.created()}, callee B took {second.created()}")
            show([*ctl, "dispatcher.list"])

            say("3. Callee A dies. 10 calls:")
            first.stop()
            bad |= call(10)
            time.sleep(1.1)
            print(f"callee B has taken {second.created()} by now; callee A is {flags(a)}")

            say("4. Callee A comes back; a probe notices:")
            first = callee(a)
            wait_for(lambda: flags(a) == "AP", 10, "callee A was not noticed")
            bad |= call(10)
            time.sleep(1.1)
            print(f"callee A is {flags(a)} and took {first.created()} of them")

            say("5. Callee B is taken out by hand, as for maintenance:")
            show([*ctl, "dispatcher.set_state", "dx", "1", f"sip:127.0.0.1:{b}"])
            bad |= call(4)
            show([*ctl, "dispatcher.list"])
            first.stop()
            second.stop()
        say("That was it. Next: build/release/bin/kukini -h, and the tutorial's files in etc/examples/tutorial.")
        sys.exit(1 if bad else 0)


main()
