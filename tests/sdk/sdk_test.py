#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""sdk_test.py sample|headers SOURCE BUILD: installs the SDK into a temporary prefix and uses it as an author of a module would."""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CONFIG = """#!KAMAILIO
listen=udp:127.0.0.1:5060
loadmodule "{module}"
modparam("hello", "greeting", "Aloha")
request_route {{
    if (hello("$var(name)")) {{ exit; }}
    drop;
}}
"""


def run(*command, **kwargs):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **kwargs)
    if done.returncode != 0:
        raise SystemExit(f"failed: {' '.join(map(str, command))}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def flags(build):
    """Sanitizers of the SDK's build: a module without them could not be linked against it."""
    for line in (build / "CMakeCache.txt").read_text().splitlines():
        if line.startswith("KUKINI_SANITIZE:") and line.split("=", 1)[1]:
            return [f"-DCMAKE_CXX_FLAGS=-fsanitize={line.split('=', 1)[1]}"]
    return []


def sample(source, build, work):
    prefix = work / "prefix"
    run("cmake", "--install", build, "--prefix", prefix, "--component", "sdk")
    copy = work / "hello"
    shutil.copytree(source / "etc/examples/module-hello", copy)
    run("cmake", "-S", copy, "-B", copy / "build", f"-DCMAKE_PREFIX_PATH={prefix}", *flags(build))
    run("cmake", "--build", copy / "build")
    module = copy / "build" / "hello.so"
    if " kukini_module" not in run("nm", "-D", "--defined-only", module):
        raise SystemExit("hello.so does not export kukini_module")
    run("cmake", "--install", copy / "build")
    if not list(prefix.glob("lib*/**/kukini/modules/hello.so")):
        raise SystemExit("hello.so was not installed with the other modules")
    daemon = build / "bin" / "kukini"
    if not daemon.exists():
        print("the daemon is not built: loading is not tried")
        return
    config = work / "kamailio.cfg"
    config.write_text(CONFIG.format(module=module))
    print(run(daemon, "-c", "-f", config, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}))


def headers(source, build, work):
    prefix = work / "prefix"
    run("cmake", "--install", build, "--prefix", prefix, "--component", "sdk")
    root = prefix / "include" / "kukini"
    found = sorted(root.rglob("*.hpp"))
    if len(found) < 40:
        raise SystemExit(f"only {len(found)} headers are installed")

    def compile_alone(header):
        unit = work / (str(header.relative_to(root)).replace("/", "_") + ".cpp")
        unit.write_text(f'#include "{header.relative_to(root)}"\n')
        done = subprocess.run(["c++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-I", str(root), str(unit)], capture_output=True, text=True)
        return header, done.returncode, done.stderr

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        bad = [(h, text) for h, code, text in pool.map(compile_alone, found) if code != 0]
    for header, text in bad:
        print(f"{header.relative_to(root)} does not compile alone:\n{text[:1500]}")
    print(f"{len(found)} headers, {len(bad)} do not compile alone")
    if bad:
        raise SystemExit(1)


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    source, build = pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    with tempfile.TemporaryDirectory(prefix="kukini-sdk") as work:
        {"sample": sample, "headers": headers}[sys.argv[1]](source, build, pathlib.Path(work))


main()
