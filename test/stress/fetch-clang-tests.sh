#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# fetch-clang-tests.sh FOLDER: clang's test inputs from Debian's source package
# of LLVM 19, into FOLDER. Uses the mirror that the system installs from.
set -euo pipefail
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial"
{
  sed -n 's/^Types: .*/Types: deb-src/; p' /etc/apt/sources.list.d/debian.sources \
    2>/dev/null || true
} >"$work/debian.sources"
{
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list 2>/dev/null || true
} >"$work/debian.list"
mkdir "$work/parts"
mv "$work/debian.sources" "$work/debian.list" "$work/parts"
apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null
  -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::lists=$work/lists")
cd "$work"
if ! "${apt[@]}" update >log 2>&1 ||
  ! "${apt[@]}" source --download-only llvm-toolchain-19 >>log 2>&1; then
  echo "error: stress: the source package llvm-toolchain-19 could not be" \
    "fetched: $(grep -m 1 '^E:' log || tail -n 1 log)" >&2
  exit 3
fi
mkdir sources
tar xf llvm-toolchain-19_*.orig.tar.xz -C sources --wildcards '*/clang/test/*'
mkdir -p "$(dirname "$folder")"
mv sources/*/clang/test "$folder"
