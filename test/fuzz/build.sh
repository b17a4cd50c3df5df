#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the fuzz targets with clang, address and undefined behaviour
# sanitizers, and makes a corpus for each from the project's own data: logs,
# reports, the knowledge base, findings of all rules.
#
#   build.sh LLVM_VERSION BUILD-FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
llvm=$1 build=$2

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -gline-tables-only" \
  -DCMAKE_C_COMPILER="clang-$llvm" -DCMAKE_CXX_COMPILER="clang++-$llvm" \
  -DCMAKE_CXX_FLAGS=-fsanitize=fuzzer-no-link \
  -DCUBLASLT_TIDY_SANITIZE=address,undefined -DCUBLASLT_TIDY_FUZZ=ON \
  -DCUBLASLT_TIDY_LLVM_VERSION="$llvm" -DCUBLASLT_TIDY_BUILD_TESTS=OFF \
  -DCUBLASLT_TIDY_CUDA=OFF >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --target fuzzers cublaslt-doctor
python3 "$here/make_corpora.py" "$root" "$build/bin/cublaslt-doctor" \
  "$build/corpora"
