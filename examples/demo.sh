#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# demo.sh BUILD_FOLDER: the way from source code to proof, on the example.
# Lints examples/gemm_wrapper.cpp (three findings), executes the flagged calls
# (a verdict for each; most need a GPU), lints the corrected version (silent).
# Ends with 0 when it showed all that.
set -uo pipefail
cd "$(dirname "$0")/.."

build=${1:?usage: examples/demo.sh BUILD_FOLDER}
tidy=$build/bin/cublaslt-tidy
doctor=$build/bin/cublaslt-doctor
out=$build/demo
mkdir -p "$out" || exit 2

rules="cublaslt-unbounded-workspace cublaslt-unchecked-heuristic-status
  cublaslt-growing-batch"
problems=0
fail() {
  echo "NOT AS EXPECTED: $*"
  problems=$((problems + 1))
}
title() { printf '\n== %s\n' "$*"; }
count() { grep -c -- "$1" "$2"; }

# The headers that the build found (cmake/CudaTree.cmake), or the tests' small
# stand-ins.
of_build() { sed -n "s/^CUBLASLT_TIDY_CUDA_$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
include=$(of_build INCLUDE)
if [ -n "$include" ]; then
  echo "CUDA headers: $include"
else
  include=test/Inputs/include
  echo "$(of_build MISSING): linting against the small stand-in headers in $include."
fi

lint() { # source, SARIF file, file for the diagnostics
  "$tidy" --checks='-*,cublaslt-*' --quiet --sarif="$2" "$1" -- \
    -std=c++17 -I"$include" >"$3" 2>"$3.errors"
}

title "1. Static: $ cublaslt-tidy examples/gemm_wrapper.cpp"
sarif=$out/gemm_wrapper.sarif
if ! lint examples/gemm_wrapper.cpp "$sarif" "$out/gemm_wrapper.txt"; then
  cat "$out/gemm_wrapper.txt.errors"
  fail "cublaslt-tidy failed on examples/gemm_wrapper.cpp"
fi
cat "$out/gemm_wrapper.txt"
found=$(count 'warning: ' "$out/gemm_wrapper.txt")
for rule in $rules; do
  [ "$(count "warning: .*\[$rule\]" "$out/gemm_wrapper.txt")" -eq 1 ] ||
    fail "one finding of $rule"
done
echo
echo "$found findings, written to $sarif"

title "2. Proof: $ cublaslt-doctor verify $sarif"
verified=$out/gemm_wrapper.verified.sarif
verdicts="no verifier in this build (CUBLASLT_TIDY_BUILD_RUNTIME=OFF)"
if [ ! -x "$doctor" ]; then
  echo "$verdicts"
elif [ "$found" -gt 0 ]; then
  rm -f "$verified"
  "$doctor" verify "$sarif" -o "$verified"
  code=$?
  case $code in
  0 | 1 | 3) ;;
  *) fail "cublaslt-doctor ended with $code" ;;
  esac
  [ -s "$verified" ] || fail "cublaslt-doctor wrote no $verified"
  confirmed=$(count '"kind": "confirmed"' "$verified")
  holding=$(count '"kind": "holds"' "$verified")
  verdicts="of $found findings $confirmed confirmed and $holding that hold"
  if [ $code -eq 3 ]; then
    verdicts="$verdicts; this machine lacks what the rest needs (see above)"
  elif [ $((confirmed + holding)) -ne "$found" ]; then
    fail "on a GPU the form of every finding fails"
  fi
fi

title "3. Mended: $ cublaslt-tidy examples/gemm_wrapper_fixed.cpp"
if ! lint examples/gemm_wrapper_fixed.cpp "$out/gemm_wrapper_fixed.sarif" \
  "$out/gemm_wrapper_fixed.txt"; then
  cat "$out/gemm_wrapper_fixed.txt.errors"
  fail "cublaslt-tidy failed on examples/gemm_wrapper_fixed.cpp"
fi
if [ -s "$out/gemm_wrapper_fixed.txt" ]; then
  cat "$out/gemm_wrapper_fixed.txt"
  fail "no findings in the corrected version"
else
  echo "no findings"
fi

title "Summary"
echo "static:  $found findings in examples/gemm_wrapper.cpp"
echo "proof:   $verdicts"
echo "mended:  $(count 'warning: ' "$out/gemm_wrapper_fixed.txt")" \
  "findings in examples/gemm_wrapper_fixed.cpp"
if [ $problems -gt 0 ]; then
  echo "$problems things were not as expected (see NOT AS EXPECTED above)"
  exit 1
fi
