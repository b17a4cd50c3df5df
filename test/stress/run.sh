#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the plugin with address and undefined-behaviour sanitizers and runs all
# checks, following every function, over clang's own test inputs and our own.
#
#   run.sh LLVM_VERSION BUILD-FOLDER [CLANG-TESTS]
#
# CLANG-TESTS is the folder clang/test of LLVM's sources. Without it, Debian's
# source package of LLVM 19 is fetched (160 MB) into BUILD-FOLDER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
llvm=$1 build=$2 tests=${3:-}
mkdir -p "$build"
build=$(cd "$build" && pwd)

if [ -z "$tests" ]; then
  tests=$build/clang-tests
  [ -d "$tests" ] || "$here/fetch-clang-tests.sh" "$tests"
fi
if [ ! -d "$tests/SemaCXX" ]; then
  echo "error: stress: $tests is not the folder clang/test of LLVM's sources:" \
    "it has no SemaCXX" >&2
  exit 2
fi

# All in a few units: clang's headers are most of the work.
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O1 -g1" -DCMAKE_UNITY_BUILD=ON \
  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON \
  -DCUBLASLT_TIDY_LLVM_VERSION="$llvm" \
  -DCUBLASLT_TIDY_SANITIZE=address,undefined \
  -DCUBLASLT_TIDY_BUILD_TESTS=OFF -DCUBLASLT_TIDY_BUILD_RUNTIME=OFF \
  >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --target cublaslt-tidy-plugin

places=("$here/Inputs/own")
for folder in Sema SemaCXX SemaCUDA SemaTemplate CodeGen CodeGenCXX CodeGenCUDA \
  CodeGenCoroutines Parser CXX Modules; do
  [ ! -d "$tests/$folder" ] || places+=("$tests/$folder")
done
"$here/stress.py" "clang-tidy-$llvm" "$build/lib/libCublasLtTidy.so" \
  "${places[@]}" --preload "$(g++ -print-file-name=libasan.so)" --at-least 3000
