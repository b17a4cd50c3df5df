#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Makes HuntKernels.ptx of HuntKernels.cu with nvcc, to be run by hand after a
# change: the build itself needs no nvcc. The first line says of which sources
# it was made, and a test compares it with them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
nvcc=${1:-nvcc}
sources="$root/runtime-check/hunt/HuntData.h $here/HuntKernels.cu"
{
  echo "// Made by make-ptx.sh of $(cat $sources | sha256sum | cut -d' ' -f1)"
  # Nothing in it is newer than PTX 7.5: older drivers take it too.
  "$nvcc" -std=c++17 --ptx -arch=compute_75 -I"$root" \
    -o /dev/stdout "$here/HuntKernels.cu" |
    sed -e 's/^\.version .*/.version 7.5/' -e '/^\/\//d' -e '/^$/d'
} >"$here/HuntKernels.ptx"
