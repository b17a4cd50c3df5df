#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cublaslt-tidy.sh [OPTION...] -- FILE...
#
# The pre-commit hook `cublaslt-tidy`: runs the cublaslt-tidy that this machine
# has. Looked for in $CUBLASLT_TIDY, in PATH, in the usual prefixes, and in the
# build folder of this checkout. cublaslt-tidy --hook sees to it that options end
# where the names begin.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

find_program() {
  if [ -n "${CUBLASLT_TIDY:-}" ]; then
    echo "$CUBLASLT_TIDY"
    return
  fi
  local name folder
  for name in cublaslt-tidy cublaslt-tidy-{22,21,20,19}; do
    command -v "$name" && return
  done
  for folder in /usr/local/bin /opt/cublaslt-tidy/bin "${HOME:-}/.local/bin" \
    "$root"/build/*/bin; do
    if [ -x "$folder/cublaslt-tidy" ]; then
      echo "$folder/cublaslt-tidy"
      return
    fi
  done
}

program=$(find_program)
if [ -z "$program" ] || ! command -v -- "$program" >/dev/null; then
  echo "error: pre-commit hook: no cublaslt-tidy${program:+ at '$program'};" \
    "install its package or run 'make install' in a checkout, or name it in" \
    "CUBLASLT_TIDY" >&2
  exit 2
fi
exec -- "$program" --hook "$@"
