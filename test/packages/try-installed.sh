#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# try-installed.sh PREFIX: the demo with the programs installed below PREFIX,
# on the examples and the stand-in headers installed there, from a scratch
# folder. Works in a system that has nothing else of ours. The plugins are tried
# where the clang-tidy and the clang of their LLVM are installed, and
# cublaslt-clangd where it was built and python3 is there.
set -euo pipefail

prefix=$1
tidy=$prefix/bin/cublaslt-tidy
doctor=$prefix/bin/cublaslt-doctor
here=$(dirname "$(realpath "$0")")
examples=$prefix/share/doc/cublaslt-tidy/examples
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

die() {
  echo "error: $*" >&2
  exit 1
}
flags=(-std=c++17 "-I$examples/include")
count() { grep -c 'warning: .*\[cublaslt-' "$1" || true; }

"$tidy" --version >version
"$doctor" --version >>version
llvm=$(sed -nE 's/.*LLVM version ([0-9.]+).*/\1/p' version)
echo "versions: cublaslt-tidy $(sed -n 's/^cublaslt-tidy //p' version), LLVM $llvm," \
  "knowledge base $(sed -nE 's/^ *knowledge base (.*)/\1/p' version | cut -c1-12);" \
  "$(sed -nE 's/^(cublaslt-doctor [0-9.]+) \((knowledge base [^,]*).*/\1, \2/p' version)"

clang_tidy=/usr/lib/llvm-${llvm%%.*}/bin/clang-tidy
if [ -x "$clang_tidy" ]; then
  "$clang_tidy" --load="$(echo "$prefix"/lib/cublaslt-tidy/libCublasLtTidy.so)" \
    --checks='-*,cublaslt-*' "$examples/gemm_wrapper.cpp" -- "${flags[@]}" \
    >plugin 2>&1 || die "the plugin: $(cat plugin)"
  echo "plugin: $(count plugin) findings"
fi

clang=/usr/lib/llvm-${llvm%%.*}/bin/clang++
if [ -x "$clang" ]; then
  "$clang" -fplugin="$(echo "$prefix"/lib/cublaslt-tidy/libCublasLtClang.so)" \
    "${flags[@]}" -fsyntax-only "$examples/gemm_wrapper.cpp" >clang 2>&1 ||
    die "the clang plugin: $(cat clang)"
  echo "clang plugin: $(count clang) findings"
fi

if [ -x "$prefix/bin/cublaslt-clangd" ] && command -v python3 >/dev/null; then
  python3 "$here/ask_server.py" "$prefix/bin/cublaslt-clangd" \
    "$examples/gemm_wrapper.cpp" "${flags[@]}" || die "cublaslt-clangd"
fi

for source in gemm_wrapper gemm_wrapper_fixed; do
  "$tidy" --checks='-*,cublaslt-*' --sarif=$source.sarif \
    "$examples/$source.cpp" -- "${flags[@]}" >$source 2>$source.errors ||
    die "cublaslt-tidy: $(cat $source $source.errors)"
done
echo "linter: $(count gemm_wrapper) findings, then $(count gemm_wrapper_fixed)"

code=0
"$doctor" verify gemm_wrapper.sarif -o verified.sarif >verdicts || code=$?
case $code in
0 | 1 | 3) ;;
*) die "cublaslt-doctor ended with $code" ;;
esac
echo "verifier: $(grep -c '^\[' verdicts) verdicts: $(tail -n 1 verdicts)"
"$doctor" explain cuda/cublas-alloc-failed-cublaslt >entry
grep -q CUBLAS_STATUS_ALLOC_FAILED entry && echo "entry explained"
