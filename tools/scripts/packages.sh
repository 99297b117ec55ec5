#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs the Debian packages that building (and, with "test", testing) needs and that are missing. Silent when nothing is.
set -euo pipefail

build="g++ cmake make ninja-build pkg-config ccache tao-pegtl-dev libspdlog-dev libfmt-dev libre2-dev libssl-dev libc-ares-dev
  libcli11-dev libtomlplusplus-dev libxxhash-dev libgtest-dev libgmock-dev libbenchmark-dev python3"
peers="kamailio sip-tester sipsak iproute2 procps"

missing() {
  for p in "$@"; do
    dpkg-query -W -f='${Status}\n' "$p" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$p"
  done
}

if ! command -v apt-get >/dev/null; then
  echo "packages.sh: no apt-get here. Install by hand: $build libboost (Asio, Context)" >&2
  exit 0
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"

want="$build"
[ "${1:-}" = test ] && want="$want $peers"
# shellcheck disable=SC2086
need=$(missing $want)
if ! dpkg-query -W -f='${Status}\n' 'libboost-context1.*-dev' 2>/dev/null | grep -q 'install ok installed'; then
  need="$need boost"
fi
[ -n "${need// /}" ] || exit 0

echo "Installing: $need"
$as_root apt-get update -q >/dev/null || echo "packages.sh: apt-get update failed; going on with the lists that are here" >&2
if [[ "$need" == *boost* ]]; then
  need=${need/boost/}
  if [ -n "$(apt-cache madison libboost-context1.81-dev 2>/dev/null)" ]; then  # "show" knows names without a package, too
    need="$need libboost1.81-dev libboost-context1.81-dev"
  else
    need="$need libboost-dev libboost-context-dev"
  fi
fi
# A freshly installed peer must not start as a service and take port 5060.
policy=/usr/sbin/policy-rc.d
made_policy=""
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
  $as_root chmod +x $policy
  made_policy=yes
fi
trap '[ -z "$made_policy" ] || $as_root rm -f $policy' EXIT
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $need >/tmp/kukini-apt.log 2>&1 || {
  tail -n 20 /tmp/kukini-apt.log >&2
  echo "packages.sh: could not install: $need" >&2
  exit 1
}
