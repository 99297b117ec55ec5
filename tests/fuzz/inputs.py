#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fuzzers begin with: inputs.py FOLDER [NAME…] writes FOLDER/<name>/ (one file per input) and FOLDER/<name>.dict for
sip, lang, pv and lint, or those named.

The inputs are the scripts and messages of the tests, the examples of the linter's pages, and tests/fuzz/inputs/<name>/ (what fuzzers
found once, and shapes that nothing else has). The words of the dictionaries are the strings of the grammar."""
import hashlib
import os
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 16384
SIP_WORDS = """INVITE ACK BYE CANCEL OPTIONS REGISTER SIP/2.0 SIP/2.0/UDP SIP/2.0/TLS sip: sips: tel: Via: v: From: f: To: t: Call-ID: i: CSeq: Contact: m:
Route: Record-Route: Max-Forwards: Content-Length: l: Content-Type: c: Proxy-Require: Require: Expires: ;branch=z9hG4bK ;rport ;received= ;tag= ;lr ;transport=
;maddr= ;ttl= ;user=phone ;q= ;expires= <sip: [::1] 127.0.0.1 %00 %41 * application/sdp v=0 c=IN m=audio a=""".split()
LIST_WORDS = "weight= rweight= duid= socket= ping_from= maxload= obproxy= sip: ;transport=udp".split()


def texts(*patterns):
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def of_pages():
    """The examples of the linter's pages."""
    for text in texts("src/lint/rules/*.md", "src/lint/*/*.md"):
        for block in re.findall(rb"^```[a-z]*\n(.*?)^```$", text, re.M | re.S):
            yield block


def cases():
    """Expressions and pieces of script of the comparison with Kamailio."""
    for text in texts("tests/compat/lang/cases/*.cases"):
        yield from (line for line in text.splitlines() if line.strip() and not line.startswith(b"#"))


def vectors():
    shared = pathlib.Path(os.environ.get("KUKINI_SHARED", ROOT.parent / "shared")) / "vectors"
    for path in sorted(shared.rglob("*")):
        if path.suffix in (".dat", ".sip", ".bin") and path.is_file():
            yield path.read_bytes()


def scripts():
    yield from texts("etc/*.cfg", "etc/examples/**/*.cfg", "tests/lang/*/*.cfg", "tests/lang/*/*.inc", "tests/format/*.in.cfg", "tests/compat/lang/*.cfg")


def strings_of_grammar(folder):
    words = set()
    for path in sorted((ROOT / "grammar" / folder).glob("*.hpp")):
        for body in re.findall(r"(?:string|keyword|one)<((?:\s*'(?:\\.|[^'\\])+',?)+)\s*>", path.read_text()):
            words.add("".join(c.encode().decode("unicode_escape") for c in re.findall(r"'((?:\\.|[^'\\])+)'", body)))
    return words


def directives():
    text = (ROOT / "src/lang/preprocess/directives.cpp").read_text()
    words = {w for group in re.findall(r"is\(\{([^}]*)\}\)", text) for w in re.findall(r'"(\w+)"', group)}
    return {f"{mark}{word} " for word in words for mark in ("#!", "\n!!")} | {'include_file "a"\n', 'import_file "a"\n'}


def transformations():
    """Classes and functions as they stand in the tests."""
    found = set()
    for text in [*scripts(), *cases()]:
        found |= set(re.findall(rb"\{[a-z]+\.[a-z0-9.]+", text)) | set(re.findall(rb"\$\(?[a-zA-Z]{1,10}\(?", text))
    return {w.decode() for w in found}


def write(folder, inputs, words):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for data in inputs:
        if data and len(data) <= LIMIT:
            (folder / hashlib.sha1(data).hexdigest()[:16]).write_bytes(data)
    quoted = ("".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word.encode("utf-8", "surrogateescape")) for word in sorted(words) if word)
    folder.with_suffix(".dict").write_text("".join(f'"{word}"\n' for word in quoted))
    return len(list(folder.iterdir()))


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    script_words = strings_of_grammar("cfg") | strings_of_grammar("pv") | directives() | transformations()
    statements = [b"request_route { " + c + b" }" for c in cases()]
    formats = [m for text in scripts() for m in re.findall(rb'"([^"\n]*\$[^"\n]*)"', text)] + list(cases())
    kinds = {
        "sip": ([*texts("tests/compat/lang/*.sip", "tests/compat/lang/messages/*.sip"), *vectors()], {*SIP_WORDS}),
        "lang": ([*scripts(), *of_pages(), *statements], script_words),
        "pv": (formats, strings_of_grammar("pv") | transformations()),
        "lint": ([*scripts(), *of_pages(), *texts("etc/dispatcher.list")], script_words | {*LIST_WORDS}),
    }
    for name in sys.argv[2:] or kinds:
        inputs, words = kinds[name]
        print(f"{name}: {write(out / name, [*texts(f'tests/fuzz/inputs/{name}/*'), *inputs], words)} inputs, {len(words)} words")


main()
