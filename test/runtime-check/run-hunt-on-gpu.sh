#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the doctor and hunts on a machine that has a GPU and the CUDA toolkit:
# the defects' own experiments, throughput by number of processes, a search, and
# the split-K survey. Needs what run-on-gpu.sh needs. Files go to $OUT.
#
#   test/runtime-check/run-hunt-on-gpu.sh [SECONDS-OF-SEARCH [SECONDS-OF-SURVEY]]
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
search=${1:-150}
survey=${2:-60}
out=${OUT:-/tmp/cublaslt-hunt}
build=${BUILD:-${TMPDIR:-/tmp}/cublaslt-tidy-hunt}
mkdir -p "$out"

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCUBLASLT_TIDY_BUILD_CHECKS=OFF -DCUBLASLT_TIDY_BUILD_TESTS=OFF \
  >"$out/configure.txt" 2>&1 || {
  # CMake 3.25 and later look for a library of CUDA 12 that CUDA 13 lacks.
  sed -i 's/cmake_minimum_required(VERSION 3.25)/cmake_minimum_required(VERSION 3.24)/' \
    "$root/CMakeLists.txt"
  rm -rf "$build"
  cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCUBLASLT_TIDY_BUILD_CHECKS=OFF -DCUBLASLT_TIDY_BUILD_TESTS=OFF \
    >"$out/configure.txt" 2>&1 || { tail -20 "$out/configure.txt"; exit 3; }
}
ninja -C "$build" cublaslt-doctor >"$out/build.txt" 2>&1 || {
  grep -E "error|FAILED" "$out/build.txt" | head -40
  exit 3
}
doctor=$build/bin/cublaslt-doctor
"$doctor" --version

say() { printf '\n== %s\n' "$*"; }
one() { say "$1"; shift; timeout 60 "$doctor" hunt "$@"; echo "exit $?"; }

half='compute=CUBLAS_COMPUTE_32F scale=CUDA_R_32F'
int8='compute=CUBLAS_COMPUTE_32I scale=CUDA_R_32I opA=T typeA=CUDA_R_8I typeB=CUDA_R_8I typeC=CUDA_R_32I typeD=CUDA_R_32I workspace=33554432 seed=1'
bf16="$half opB=T typeA=CUDA_R_16BF typeB=CUDA_R_16BF typeC=CUDA_R_32F typeD=CUDA_R_32F workspace=33554432 seed=1"
fp16="$half typeA=CUDA_R_16F typeB=CUDA_R_16F typeC=CUDA_R_16F typeD=CUDA_R_16F workspace=33554432 seed=1"
one "split-K, K 21512" --problem "m=72 n=128 k=21512 $bf16"
one "split-K, control K 21504" --problem "m=72 n=128 k=21504 $bf16"
one "INT8, C's leading dimension apart" --problem "m=64 n=64 k=64 padC=16 beta=1 $int8"
one "INT8, control" --problem "m=64 n=64 k=64 padC=16 padD=16 beta=1 $int8"
one "D less aligned than C" --problem "m=112 n=64 k=64 padD=1 $fp16"
one "D less aligned than C, 992 and 995" --problem "m=992 n=256 k=256 padD=3 $fp16"
one "control" --problem "m=112 n=64 k=64 padC=1 padD=1 $fp16"

for jobs in 1 2 4 8; do
  say "throughput, $jobs processes"
  timeout 60 "$doctor" hunt --time=12 --jobs=$jobs --seed=1$jobs \
    -o "$out/speed-$jobs" | tail -1
done

say "search of $search s"
timeout $((search + 60)) "$doctor" hunt --time="$search" --jobs=8 --seed=2026 \
  -o "$out/search"
echo "exit $?"

say "split-K survey of $survey s"
timeout $((survey + 60)) "$doctor" hunt --survey --near=8 --time="$survey" \
  --jobs=8 --seed=5 -o "$out/survey" | tail -40
python3 "$here/Inputs/split_k_survey.py" "$out/survey/records.txt"
say "reproducers"
for program in "$out"/search/finding-*.cpp; do
  [ -f "$program" ] || continue
  nvcc -std=c++17 -o "$build/finding" "$program" -lcublasLt >"$build/nvcc.txt" 2>&1 || {
    echo "$(basename "$program"): does not compile"
    head -5 "$build/nvcc.txt"
    continue
  }
  printf '%s: ' "$(basename "$program")"
  timeout 30 "$build/finding" | tail -1
done
gzip -f "$out"/*/records.txt "$out"/*/corpus.txt 2>/dev/null
ls -la "$out" "$out"/search
