#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runs every fuzz target for SECONDS, all at once, with two workers each. Prints
# for each how many inputs it tried and what it kept: inputs that crashed, hung,
# leaked or took too much memory, in FOLDER/found. The exit code is 1 if there
# are any.
#
#   run.sh SECONDS [FOLDER]
#
# FOLDER has `fuzzers` and `corpora` as build.sh leaves them, and `lib` where
# they bring libraries along; without one it is this script's.
set -eu
seconds=$1 folder=$(cd "${2:-$(dirname "$0")}" && pwd)
[ ! -d "$folder/lib" ] || export LD_LIBRARY_PATH="$folder/lib"
mkdir -p "$folder/found" "$folder/logs"

for fuzzer in "$folder"/fuzzers/*Fuzzer; do
  name=$(basename "$fuzzer")
  mkdir -p "$folder/corpora/$name"
  # A crash is kept, and the search goes on.
  "$fuzzer" -fork=2 -ignore_crashes=1 -ignore_ooms=1 -ignore_timeouts=1 \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="$folder/found/$name-" "$folder/corpora/$name" \
    >"$folder/logs/$name" 2>&1 || true &
done
wait

status=0
for fuzzer in "$folder"/fuzzers/*Fuzzer; do
  name=$(basename "$fuzzer")
  tried=$(sed -n 's/^#\([0-9]*\): cov.*/\1/p' "$folder/logs/$name" | tail -n 1)
  kept=$(find "$folder/found" -name "$name-*" | wc -l)
  echo "$name: ${tried:-0} inputs tried, $kept kept"
  find "$folder/found" -name "$name-*" | head -n 5 | sed 's/^/  /'
  # None tried: the target does not run, which is no success.
  [ "$kept" = 0 ] && [ "${tried:-0}" -gt 0 ] || status=1
done
exit $status
