#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# fetch-cuda.sh FOLDER
#
# Brings the wheels of cmake/cuda-wheels.txt into FOLDER, as a CUDA tree in
# FOLDER/nvidia/cu13, unless they are there. FOLDER is whole or not there; of two
# that fetch at once the second waits for the first. Says in one line on standard
# error what hindered it, and ends with 1.
set -euo pipefail

folder=${1:?usage: fetch-cuda.sh FOLDER}
pins=$(dirname "$(realpath "$0")")/cuda-wheels.txt

is_whole() { cmp -s "$pins" "$folder/cuda-wheels.txt"; }
die() {
  echo "$*" >&2
  exit 1
}
! is_whole || exit 0

machine=$(uname -s)-$(uname -m)
[ "$machine" = Linux-x86_64 ] ||
  die "the pinned wheels are Linux-x86_64's, and this is $machine"
for python in /usr/bin/python3 python3 ""; do
  "$python" -m pip --version >/dev/null 2>&1 && break
done
[ -n "$python" ] || die "there is no pip (package python3-pip)"

mkdir -p "$(dirname "$folder")"
exec 9>"$folder.lock"
if ! flock --nonblock 9; then
  echo "waiting for the wheels of CUDA that another make fetches"
  flock 9
  ! is_whole || exit 0
fi

# What an interrupted one left; nobody works on it while the lock is ours.
part=$folder.part
rm -rf "$part"
trap 'rm -rf "$part"' EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$part/tree" "$part/tmp"

echo "no CUDA toolkit here: fetching NVIDIA's wheels of CUDA 13.0 (0.6 GB, once) into $folder"
if ! TMPDIR=$part/tmp PIP_ROOT_USER_ACTION=ignore PIP_USER=0 \
  "$python" -m pip install \
  --target "$part/tree" --requirement "$pins" --require-hashes --no-deps \
  --only-binary :all: --no-compile --no-input --quiet --retries 2 \
  --timeout 30 --disable-pip-version-check >"$part/log" 2>&1; then
  if grep -q 'connection broken' "$part/log"; then
    die "pip does not reach the package index"
  fi
  die "$(grep -m 1 '^ERROR: ' "$part/log" || tail -n 1 "$part/log")"
fi

# As in a toolkit: libraries without versions, and lib64.
(cd "$part/tree/nvidia/cu13" && ln -s lib lib64 && cd lib &&
  for library in lib*.so.*; do
    ln -s "$library" "${library%%.so.*}.so"
  done)
cp "$pins" "$part/tree"
rm -rf "$folder"
mv "$part/tree" "$folder"
