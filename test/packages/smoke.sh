#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# smoke.sh LLVM_VERSION BUILD_FOLDER: installs BUILD_FOLDER's packages in a bare
# Debian 12 and runs them there. As root, with a network; some minutes. The
# Debian is made in a folder by debootstrap and removed afterwards; SMOKE_ROOT
# names one that is kept and used again.
set -euo pipefail

llvm=$1
build=$(realpath "$2")
here=$(realpath "$(dirname "$0")")

die() {
  echo "error: smoke.sh: $*" >&2
  exit 2
}
[ "$(id -u)" -eq 0 ] || die "debootstrap and chroot need root: sudo make smoke"
command -v debootstrap >/dev/null || die "no debootstrap: apt-get install debootstrap"
for package in "$build"/cublaslt-tidy-"$llvm"_*.deb "$build"/cublaslt-doctor_*.deb; do
  [ -e "$package" ] || die "'$package' is missing: make package"
done

# The mirrors that this machine itself takes Debian 12 from.
sources() { apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
  'Created-By: Packages' | sort -u | grep -E ' bookworm(-[a-z]+)? main$'; }
mirror=$(sources | sed -nE 's/^([^ ]+) bookworm main$/\1/p' | head -n 1)
[ -n "$mirror" ] || die "apt has no source for bookworm main"

root=${SMOKE_ROOT:-}
if [ -z "$root" ]; then
  root=$(mktemp -d)
fi
finish() {
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  [ -n "${SMOKE_ROOT:-}" ] || rm -rf --one-file-system "$root"
}
trap finish EXIT
mkdir -p "$root" && chmod 755 "$root"
if [ ! -e "$root/etc/debian_version" ]; then
  echo "making a bare Debian 12"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$build/debootstrap.log" ||
    die "debootstrap failed: $(tail -n 3 "$build/debootstrap.log")"
fi
sources | sed 's/^/deb /' >"$root/etc/apt/sources.list"
cp /etc/resolv.conf "$root/etc/"
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
in_debian() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} "$@"; }
mount -t proc proc "$root/proc" || die "proc cannot be mounted here"
in_debian apt-get update -qq

rm -rf "$root/packages" && mkdir "$root/packages"
cp "$build"/cublaslt-tidy-"$llvm"_*.deb "$build"/cublaslt-doctor_*.deb \
  "$here/try-installed.sh" "$here/ask_server.py" "$root/packages"

install() { in_debian sh -c "apt-get install -y -qq --no-install-recommends $1 >/tmp/log 2>&1 || { tail -n 5 /tmp/log; exit 1; }"; }
installed() { in_debian dpkg-query --show --showformat='${Package}\n'; }

install /packages/cublaslt-doctor_*.deb
if installed | grep -E '^(libllvm|libclang|cuda)'; then
  die "cublaslt-doctor brought these"
fi
echo "cublaslt-doctor alone: $(in_debian cublaslt-doctor --version)"

install "/packages/cublaslt-tidy-*.deb g++ clang-$llvm clang-tidy-$llvm python3-minimal"
installed | grep -E '^(libllvm|libclang|cublaslt)' | sed 's/^/installed: /'
in_debian /packages/try-installed.sh /usr
in_debian apt-get purge -y -qq "cublaslt-tidy-$llvm" cublaslt-doctor >/dev/null 2>&1
left=$(in_debian find / -xdev -name '*cublaslt*' -not -path '/packages/*' -not -path '/proc/*')
[ -z "$left" ] || die "left after removal: $left"
echo "removed without a trace"
