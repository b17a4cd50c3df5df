#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the fuzz targets of the log reader with clang, address and undefined
# behaviour sanitizers, and runs each for SECONDS from a corpus of real logs and
# reports.
#
#   run.sh LLVM_VERSION BUILD-FOLDER SECONDS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
llvm=$1 build=$2 seconds=$3

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DCMAKE_C_COMPILER="clang-$llvm" -DCMAKE_CXX_COMPILER="clang++-$llvm" \
  -DCMAKE_CXX_FLAGS="-O1 -fsanitize=fuzzer-no-link" \
  -DCUBLASLT_TIDY_SANITIZE=address,undefined -DCUBLASLT_TIDY_FUZZ=ON \
  -DCUBLASLT_TIDY_BUILD_CHECKS=OFF -DCUBLASLT_TIDY_BUILD_TESTS=OFF \
  -DCUBLASLT_TIDY_CUDA=OFF >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --target TraceFuzzer LogFuzzer

corpus=$build/corpus
mkdir -p "$corpus"
cp "$here"/../real/h200/* "$corpus/"
# one seed for each public report
python3 - "$here/../reports.yaml" "$corpus" <<'END'
import pathlib
import sys
import yaml

reports = yaml.safe_load(open(sys.argv[1]))["reports"]
for number, report in enumerate(reports):
    path = pathlib.Path(sys.argv[2]) / f"report-{number}"
    path.write_text("\n".join(report["lines"]) + "\n")
END
for fuzzer in TraceFuzzer LogFuzzer; do
  echo "== $fuzzer, $seconds seconds"
  "$(find "$build" -name $fuzzer -type f -perm -u+x | head -n 1)" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/" "$corpus"
done
echo "no crash, no hang"
