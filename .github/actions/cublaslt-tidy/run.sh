#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The action's one step; its inputs are environment variables (action.yml).
set -uo pipefail

if ! command -v "$PROGRAM" >/dev/null; then
  echo "::error::no '$PROGRAM' on this runner: install cublaslt-tidy in an" \
    "earlier step, or name it with 'program'"
  exit 2
fi
options=(-p "$BUILD_FOLDER" "--level=$LEVEL" "--sarif=$SARIF"
  "--cache-dir=$CACHE_FOLDER")
[ -z "$CHANGED_SINCE" ] || options+=("--changed-since=$CHANGED_SINCE")
[ -z "$BASELINE" ] || options+=("--baseline=$BASELINE")
read -ra further <<<"$ARGUMENTS"

rm -f "$SARIF"
"$PROGRAM" "${options[@]}" "${further[@]}"
status=$?
{
  echo "exit-code=$status"
  # Wrong use writes none, and a step that uploads it has nothing to do.
  [ ! -e "$SARIF" ] || echo "sarif=$SARIF"
} >>"$GITHUB_OUTPUT"
if [ "$status" = 1 ] && [ "$FAIL_ON_FINDINGS" = false ]; then
  exit 0
fi
exit "$status"
