# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the Kamailio that is installed is the one that the recorded texts and the tables of accepted differences were made with."""
import os
import re
import shutil
import subprocess

RECORDED = "5.6"


def unfit():
    """Why it can't be compared with, or None."""
    program = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        return "kamailio is not installed"
    said = subprocess.run([program, "-v"], capture_output=True, text=True, errors="replace").stdout
    found = re.search(r"version: \S+ (\S+)", said)
    release = found.group(1) if found else "of an unknown release"
    if release.startswith(RECORDED + ".") or os.environ.get("KUKINI_ANY_KAMAILIO"):
        return None
    return f"comparisons were recorded with Kamailio {RECORDED}, here it is {release}; with KUKINI_ANY_KAMAILIO=1 they are run all the same"
