#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the run-time half and runs its GPU tests on a machine that has a GPU
# and the CUDA toolkit but neither LLVM nor lit. Needs cmake, ninja, g++,
# yaml-cpp, nlohmann-json, CLI11 and python3; for the replay of logs also RE2, zlib
# and Zstandard.
#
#   test/runtime-check/run-on-gpu.sh [--table FILE.md] [BUILD-FOLDER]
#
# With --table it runs every rule's experiments instead and writes their table.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
table=
if [ "${1:-}" = --table ]; then
  table=$2
  shift 2
fi
build=${1:-${TMPDIR:-/tmp}/cublaslt-tidy-gpu}

for program in cmake ninja g++ python3; do
  command -v "$program" >/dev/null || {
    echo "run-on-gpu.sh: $program is missing: install it" >&2
    exit 3
  }
done

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCUBLASLT_TIDY_BUILD_CHECKS=OFF
ninja -C "$build" cublaslt-doctor
doctor=$build/bin/cublaslt-doctor
"$doctor" --version

if [ -n "$table" ]; then
  "$doctor" rules -o "$build/rules.sarif"
  "$doctor" verify "$build/rules.sarif" -o "$build/rules.verified.sarif" ||
    [ $? -eq 1 ]
  "$doctor" report "$build/rules.verified.sarif" -o "$table"
  exit
fi

if python3 -c 'import lit' 2>/dev/null && [ -f "$build/test/lit.site.cfg.py" ]
then
  ninja -C "$build" cublaslt-test-dependencies
  python3 -m lit -a "$build/test/runtime-check"
else
  echo "no lit here: running the GPU cases alone"
  mkdir -p "$build/gpu-cases"
  python3 "$here/gpu_cases.py" "$doctor" "$build/gpu-cases"
fi
# Each rule's reproducers, built and run.
mkdir -p "$build/reproducers"
"$doctor" rules -o "$build/rules.sarif"
python3 "$here/run_reproducers.py" "$doctor" "$build/rules.sarif" \
  "$build/reproducers"
