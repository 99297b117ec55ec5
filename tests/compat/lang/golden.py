#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Evaluates the expressions of *.golden files with Debian's kamailio and compares (or, with --write, records) the texts it logs.

A golden file: "# comment" lines, "@message FILE", "@before script" lines, then "expression<TAB>text" lines. In texts, \\r \\n \\t \\\\
are escapes; <PEER> and <OURS> stand for the port numbers of both sides."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "support"), str(HERE.parents[1] / "support" / "oracle")]
import kamailio  # noqa: E402
import kamailio_release  # noqa: E402


def escape(text):
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")


def read(path):
    """(header lines, message name, script before, [(expression, text or None)])"""
    head, message, before, rows = [], "request.sip", [], []
    for line in path.read_text().splitlines():
        if line.startswith("#") or not line:
            head.append(line)
        elif line.startswith("@message "):
            head.append(line)
            message = line.split(" ", 1)[1]
        elif line.startswith("@before "):
            head.append(line)
            before.append(line.split(" ", 1)[1])
        else:
            expression, _, text = line.partition("\t")
            rows.append((expression, text if "\t" in line else None))
    return head, message, "\n".join(before), rows


def evaluate(path):
    _, message, before, rows = read(path)
    data = (HERE / message).read_text().replace("\n", "\r\n").encode()
    expressions = [e for e, _ in rows]
    logs = "\n".join(f'xlog("L_ERR", "{kamailio.MARK}{i}={e.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}{kamailio.MARK}\\n");'
                     for i, e in enumerate(expressions))
    reply = data.startswith(b"SIP/2.0")
    routes = f'request_route {{ exit; }}\nonreply_route {{\n{before}\n{logs}\nxlog("L_ERR", "{kamailio.MARK}end\\n"); drop; }}' if reply else \
        f'request_route {{\n{before}\n{logs}\nxlog("L_ERR", "{kamailio.MARK}end\\n"); exit; }}'
    import re
    import time
    out = {}
    with kamailio.Server(routes) as server:
        if reply:
            data = data.replace(b"127.0.0.1:7777", f"127.0.0.1:{server.port}".encode(), 1)
        server.send(data)
        end = time.time() + 8
        while time.time() < end and f"{kamailio.MARK}end" not in server.text():
            time.sleep(0.05)
        text = server.text()
        for number, value in re.findall(re.escape(kamailio.MARK) + r"(\d+)=(.*?)" + re.escape(kamailio.MARK), text, re.S):
            value = value.replace(str(server.own_port), "<PEER>")
            if not reply:
                value = value.replace(str(server.port), "<OURS>")
            out[expressions[int(number)]] = escape(value)
    if not out:
        raise SystemExit(f"{path.name}: nothing evaluated\n{text[-2000:]}")
    return out


def main():
    if "--help" in sys.argv:
        print(__doc__)
        return 0
    if why := kamailio_release.unfit():
        print("SKIP:", why)
        return 77
    names = [a for a in sys.argv[1:] if not a.startswith("-")]
    wrong = total = 0
    for path in sorted(HERE.glob("*.golden")):
        if names and path.stem not in names:
            continue
        seen = evaluate(path)
        head, _, _, rows = read(path)
        if "--write" in sys.argv:
            path.write_text("\n".join(head + [f"{e}\t{seen.get(e, '')}" for e, _ in rows if e in seen]) + "\n")
        for expression, text in rows:
            total += 1
            if text is not None and seen.get(expression) != text and "--write" not in sys.argv:
                wrong += 1
                print(f"{path.name}: {expression}: recorded {text!r}, kamailio says {seen.get(expression)!r}")
    print(f"{total} expressions, {wrong} differ")
    return 1 if wrong else 0


sys.exit(main())
