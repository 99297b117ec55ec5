#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a large configuration takes to be read: Kukini against Kamailio (the whole process with -c), and Kukini's
own phases (bench_config: read, check, bind). The configuration is made here; --write FILE keeps it."""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
HEAD = """#!KAMAILIO
debug=2
log_stderror=yes
listen=udp:127.0.0.1:5060
#!define FLT_ACC 1
#!define FLAG_NAT 5
{modules}
modparam("rr", "enable_full_lr", 1)
modparam("tm", "fr_timer", 30000)

request_route {{
  if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
  if (!sanity_check("1511", "7")) exit;
  route(R0);
}}
"""
MODULES = "tm sl rr pv maxfwd textops siputils xlog sanity".split()
# Twenty lines of what real configurations consist of.
BLOCK = r"""route[R{i}] {{
  # customer {i}
  if ($rU =~ "^\+?[0-9]{{{digits}}}{i}$" && is_method("INVITE|SUBSCRIBE")) {{
    xlog("L_INFO", "call {i} from $fu to $ru at $si:$sp, $(hdr(User-Agent)[0]{{s.tolower}})\n");
    $var(length) = $(rU{{s.len}}) + {i};
    $avp(s:customer) = "c{i}-" + $fU;
    $(avp(trunks)[*]) = $null;
    if (has_totag() and not uri == myself) {{
      record_route();
      append_hf("X-Customer: {i}\r\n");
    }} else if ($var(length) > 20 || $hdr(X-Block) != $null) {{
      sl_send_reply("404", "Not here");
      exit;
    }}
    switch ($rd) {{
      case "a{i}.example.com": setflag(FLT_ACC); break;
      default: resetflag(FLAG_NAT);
    }}
  }}
  route(R{next});
}}
"""


def big_config(lines):
    """A configuration of about `lines` lines."""
    head = HEAD.format(modules="\n".join(f'loadmodule "{m}.so"' for m in MODULES))
    count = max(1, (lines - head.count("\n")) // BLOCK.count("\n"))
    blocks = [BLOCK.format(i=i, next=i + 1, digits=i % 7 + 3) for i in range(count)]
    return head + "".join(blocks) + f"route[R{count}] {{ if (!t_relay()) sl_reply_error(); exit; }}\n"


def seconds(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def main():
    p = argparse.ArgumentParser(prog="tools/dev bench-config", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--lines", type=int, default=10000)
    p.add_argument("--repeat", type=int, default=9)
    p.add_argument("--preset", default="release")
    p.add_argument("--write", type=pathlib.Path, help="write the configuration here and end")
    args = p.parse_args()
    text = big_config(args.lines)
    if args.write:
        args.write.write_text(text)
        return
    if subprocess.run([TOP / "tools/scripts/build.sh", args.preset, "kukini", "bench_config"]).returncode:
        sys.exit(1)
    bin_ = TOP / "build" / args.preset / "bin"
    with tempfile.TemporaryDirectory(prefix="kukini-bench-") as folder:
        file = pathlib.Path(folder) / "big.cfg"
        file.write_text(text)
        commands = {"kamailio": ["kamailio", "-M", "256", "-c", "-f", file], "kukini": [bin_ / "kukini", "-c", "-f", file]}
        commands = {name: c for name, c in commands.items() if shutil.which(c[0])}
        times = {name: [] for name in commands}
        for _ in range(args.repeat):
            for name, command in commands.items():
                times[name].append(seconds(command))
        medians = {name: statistics.median(t) * 1000 for name, t in times.items()}
        print(f"{text.count(chr(10))} lines, whole process with -c, median of {args.repeat}: "
              + ", ".join(f"{name} {ms:.0f} ms" for name, ms in medians.items()))
        if "kamailio" in medians:
            print(f"ratio: Kukini takes {medians['kukini'] / medians['kamailio']:.2f} of Kamailio's time")
        else:
            print("no kamailio on this machine: nothing to compare with")
        subprocess.run([bin_ / "bench_config", file, f"--benchmark_repetitions={args.repeat}", "--benchmark_report_aggregates_only"], check=True)


if __name__ == "__main__":
    main()
