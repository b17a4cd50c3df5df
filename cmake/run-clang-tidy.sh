#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# run-clang-tidy.sh LLVM_VERSION BUILD FILE...
# clang-tidy over our own sources, as .clang-tidy says, on all cores.
set -euo pipefail

tidy=clang-tidy-$1
build=$2
shift 2
printf '%s\0' "$@" |
  xargs -0 -n 1 -P "$(nproc)" "$tidy" -p "$build" --quiet \
    --warnings-as-errors='*'
