#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The action's one step; its inputs are environment variables (action.yml).
set -uo pipefail

refuse() {
  echo "::error::$*"
  echo "exit-code=2" >>"$GITHUB_OUTPUT"
  exit 2
}
command -v -- "$PROGRAM" >/dev/null ||
  refuse "no '$PROGRAM' on this runner: install cublaslt-tidy in an" \
    "earlier step, or name it with 'program'"
case $SARIF in
*$'\n'*) refuse "the input 'sarif' has a line break; name one file" ;;
esac
case ${FAIL_ON_FINDINGS,,} in
true | false) ;;
*) refuse "the input 'fail-on-findings' is '$FAIL_ON_FINDINGS'; give true or false" ;;
esac
# Each value in one word with its option: it is nothing else, whatever it begins
# with.
options=("-p=$BUILD_FOLDER" "--level=$LEVEL" "--sarif=$SARIF")
[ -z "$CACHE_FOLDER" ] || options+=("--cache-dir=$CACHE_FOLDER")
[ -z "$CHANGED_SINCE" ] || options+=("--changed-since=$CHANGED_SINCE")
[ -z "$BASELINE" ] || options+=("--baseline=$BASELINE")
read -r -d '' -a further <<<"$ARGUMENTS"

rm -f -- "$SARIF"
# What is printed holds files' names, and one may be "::add-mask::x.cpp".
token=$(cat /proc/sys/kernel/random/uuid)
echo "::stop-commands::$token"
"$PROGRAM" "${options[@]}" "${further[@]}"
status=$?
echo "::$token::"
{
  echo "exit-code=$status"
  # Wrong use writes none, and a step that uploads it has nothing to do.
  [ ! -f "$SARIF" ] || echo "sarif=$SARIF"
} >>"$GITHUB_OUTPUT"
if [ "$status" = 1 ] && [ "${FAIL_ON_FINDINGS,,}" = false ]; then
  exit 0
fi
exit "$status"
