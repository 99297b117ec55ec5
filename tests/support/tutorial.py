# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tutorial's configuration, and the small changes that let it run on loopback or on a current Kamailio."""
import os
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = SOURCE / "etc/examples/tutorial"


def shared():
    """The folder with reference material beside the checkout, None where there is none (as for users)."""
    path = pathlib.Path(os.environ.get("KUKINI_SHARED", SOURCE.parent / "shared"))
    return path if (path / "tutorial.txt").exists() else None


def article():
    """(kamailio.cfg, dispatcher.list, /etc/default/kamailio) cut out of the article, not one character changed."""
    text = (shared() / "tutorial.txt").read_text()
    config = text[text.index("#!KAMAILIO\n"):text.index("3. The dispatcher.list file")]
    lists = text[text.index("# /etc/kamailio/dispatcher.list"):text.index("The group number (1)")]
    defaults = text[text.index("MEMORY=128"):text.index("Now replace the contents")]
    return config, lists, defaults


def loopback(config, lists, port, callees, list_path, ping_interval=30):
    """The same on loopback: other addresses, ports, list path and probing interval; nothing else."""
    config = config.replace("port=5060", f"port={port}").replace("0.0.0.0:5060", f"127.0.0.1:{port}")
    config = config.replace("/etc/kamailio/dispatcher.list", str(list_path))
    config = config.replace('"ds_ping_interval", 30', f'"ds_ping_interval", {ping_interval}')
    for old, new in zip(("192.168.1.10:5060", "192.168.1.20:5060"), callees):
        lists = lists.replace(old, new)
    return config, lists


def for_kamailio(config, extra="", probing=True):
    """What Kamailio 5.6 needs to start with it: no retired parameters, and `extra` lines (a control socket)."""
    config = re.sub(r'(?m)^modparam\("dispatcher", "(dst|grp|cnt|sock)_avp".*\n', "", config)
    if not probing:
        config = without_probing(config)
    return config.replace('loadmodule "dispatcher.so"\n', 'loadmodule "dispatcher.so"\n' + extra)


def without_probing(config):
    return re.sub(r'(?m)^modparam\("dispatcher", "ds_(ping_interval|probing_mode)".*\n', "", config)
