#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# A fresh root of another release: packages, build, demo and tests in it, from the commit that is checked out here.
set -uo pipefail
usage() {
  cat <<'T'
tools/dev try-distro NAME [--dir DIR] [--jobs N] [--only STEP]… [--fresh]

Makes a minimal root of a Debian or Ubuntu release (bookworm, trixie, jammy, noble …) with debootstrap, and in it does what a newcomer
does: clones the commit that is checked out here, tools/scripts/packages.sh, builds the preset release, tools/demo, tools/test.
  --dir DIR     where roots, compiler caches and logs are kept (build/distro)
  --jobs N      compilers at once (as many as there are processors)
  --only STEP   packages, build, demo or test; may be given more than once. Without it all of them, in this order
  --fresh       throw the root away first
Needs root, debootstrap and about 4 GB. Mounts and processes live in namespaces of their own and are gone at the end; demo and tests
run without a network but loopback. The last lines say how each step ended; the exit code is 0 when all went well.
T
}
die() { echo "try-distro: $*" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)

# Inside the namespaces: ROOT CACHE JOBS STEP SHARED
if [ "${1:-}" = --inside ]; then
  root=$2 cache=$3 jobs=$4 step=$5 shared=$6
  # A mount point of its own: only then can tests inside make namespaces.
  mount --bind "$root" "$root" && mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" || exit 1
  mount --rbind /sys "$root/sys" && mount -o remount,bind,ro "$root/sys"
  mkdir -p "$root/root/.cache/ccache" && mount --bind "$cache" "$root/root/.cache/ccache" || exit 1
  if [ -n "$shared" ]; then
    mkdir -p "$root/root/shared" && mount --bind "$shared" "$root/root/shared" && mount -o remount,bind,ro "$root/root/shared"
  fi
  case $step in
    packages) run="tools/scripts/packages.sh test" ;;
    build) run="tools/scripts/build.sh release" ;;
    demo) run="tools/demo" ;;
    test) run="tools/test --no-install" ;;
  esac
  case $step in demo | test) ip link set lo up ;; esac
  exec chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CMAKE_BUILD_PARALLEL_LEVEL="$jobs" \
    nice -n 5 bash -c "cd /root/kukini && exec $run"
fi

name="" dir=$top/build/distro jobs=$(nproc) fresh=no steps=()
while [ $# -gt 0 ]; do
  case "$1" in
    --dir) dir=$2; shift ;;
    --jobs) jobs=$2; shift ;;
    --only) steps+=("$2"); shift ;;
    --fresh) fresh=yes ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) name=$1 ;;
  esac
  shift
done
[ -n "$name" ] || { usage >&2; exit 2; }
[ ${#steps[@]} -gt 0 ] || steps=(packages build demo test)
for step in "${steps[@]}"; do
  case $step in packages | build | demo | test) ;; *) die "no step '$step'" ;; esac
done
[ "$(id -u)" = 0 ] || die "needs root (for chroot and mounts)"
for program in debootstrap unshare git ip; do
  command -v "$program" >/dev/null || die "$program is not installed"
done

mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || exit 2
exec 9>"$dir/$name.lock"
flock -n 9 || die "$dir/$name is in use by another run"
root=$dir/$name cache=$dir/ccache-$name
[ $fresh = no ] || rm -rf --one-file-system "$root"
if [ ! -e "$root/.complete" ]; then
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  case $name in
    buster | bullseye | bookworm | trixie | forky | sid) from=http://deb.debian.org/debian options=() ;;
    *) from=http://archive.ubuntu.com/ubuntu options=(--components=main,universe)
      [ -e /usr/share/keyrings/ubuntu-archive-keyring.gpg ] || options+=(--no-check-gpg) ;;
  esac
  script=()  # debootstrap's releases differ in nothing that matters here; an old debootstrap does not know new names
  if [ ! -e "/usr/share/debootstrap/scripts/$name" ]; then
    case $from in *ubuntu*) script=(/usr/share/debootstrap/scripts/gutsy) ;; *) script=(/usr/share/debootstrap/scripts/sid) ;; esac
  fi
  echo "debootstrap $name"
  debootstrap --variant=minbase "${options[@]}" "$name" "$root" "$from" "${script[@]}" >"$dir/$name.debootstrap.log" 2>&1 ||
    { tail -n 5 "$dir/$name.debootstrap.log" >&2; die "debootstrap failed: $dir/$name.debootstrap.log"; }
  touch "$root/.complete"
fi
[ ! -e /etc/resolv.conf ] || cp -L /etc/resolv.conf "$root/etc/resolv.conf"

# The clone is brought to the commit that is checked out here; what was built stays, so that a second run takes less.
commit=$(git -C "$top" rev-parse HEAD)
[ -d "$root/root/kukini/.git" ] || git clone -q --no-checkout "$top" "$root/root/kukini" || exit 2
git -C "$root/root/kukini" fetch -q "$top" HEAD && git -C "$root/root/kukini" checkout -q --force --detach "$commit" || exit 2
mkdir -p "$cache"
shared=${KUKINI_SHARED:-$top/../shared}  # reference data beside the checkout, which some tests read
[ -d "$shared" ] && shared=$(cd "$shared" && pwd) || shared=""
release=$(. "$root/etc/os-release" && echo "$PRETTY_NAME")
summary="" bad=0
for step in "${steps[@]}"; do
  log=$dir/$name.$step.log
  namespaces=(--mount --pid --fork --kill-child --propagation private)
  case $step in demo | test) namespaces+=(--net) ;; esac
  echo "$release: $step ($log)"
  start=$SECONDS
  unshare "${namespaces[@]}" "$top/tools/scripts/try_distro.sh" --inside "$root" "$cache" "$jobs" "$step" "$shared" >"$log" 2>&1
  rc=$?
  summary+="$release, ${commit:0:10}: $step $([ $rc = 0 ] && echo went well || echo "failed ($rc)") after $((SECONDS - start)) s"
  [ $step != test ] || summary+=": $(tail -n 1 "$log")"
  summary+=$'\n'
  [ $rc = 0 ] || { tail -n 15 "$log" >&2; bad=1; }
  [ $rc = 0 ] || [ $step = test ] || [ $step = demo ] || break
done
printf '%s' "$summary"
exit $bad
