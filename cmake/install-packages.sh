#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# install-packages.sh LLVM_VERSION PURPOSE...
#
# Installs the Debian packages that the purposes (build, check, docs, fuzz,
# format, package, smoke, stress) need and that are missing; says which. Does
# nothing when all are there, and on other systems leaves it to CMake to say what
# it does not find.
set -euo pipefail

llvm=$1
shift

packages=()
for purpose in "$@"; do
  case $purpose in
  build)
    packages+=(cmake ninja-build g++ libyaml-cpp-dev nlohmann-json3-dev
      libcli11-dev libjs-chart.js libre2-dev zlib1g-dev libzstd-dev pkg-config
      lowdown
      "clang-$llvm" "clang-tidy-$llvm" "libclang-$llvm-dev"
      "llvm-$llvm-dev")
    ;;
  check)
    packages+=("llvm-$llvm-tools" libgtest-dev git python3 python3-yaml
      python3-pip python3-jsonschema python3-markdown-it pre-commit chromium
      neovim vim vim-ale emacs-nox elpa-eglot dpkg-dev file man-db mandoc
      zsh fish bazel-bootstrap bazel-rules-java bazel-rules-proto
      bazel-platforms)
    # nodejs from elsewhere brings its own npm and excludes Debian's.
    command -v npm >/dev/null || packages+=(npm)
    ;;
  docs) packages+=(python3 python3-yaml) ;;
  package) packages+=(dpkg-dev file) ;;
  smoke) packages+=(debootstrap) ;;
  fuzz) packages+=("clang-$llvm" "libclang-rt-$llvm-dev") ;;
  stress) packages+=(dpkg-dev xz-utils) ;;
  format) packages+=("clang-format-$llvm") ;;
  *)
    echo "error: install-packages.sh: unknown purpose '$purpose'" >&2
    exit 2
    ;;
  esac
done

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" \
    2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: these packages are missing: ${missing[*]}; there is no sudo" \
      "here: as root, run: apt-get install ${missing[*]}" >&2
    exit 3
  fi
  as_root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The lists may be old or absent; an update that fails (no network) is fatal
# only when the packages cannot be had without it.
"${as_root[@]}" apt-get update >"$log" 2>&1 || true
unknown=()
for package in "${missing[@]}"; do
  candidate=$(LC_ALL=C apt-cache policy "$package" | sed -n 's/^ *Candidate: //p')
  [ -n "$candidate" ] && [ "$candidate" != "(none)" ] || unknown+=("$package")
done
if [ ${#unknown[@]} -gt 0 ]; then
  advice="add Debian's suites updates and security to apt's sources"
  if said=$(grep -m 1 -E '^(E:|W: Failed to fetch)' "$log"); then
    advice="apt-get update said: $said"
  elif [[ " ${unknown[*]} " == *-"$llvm"[\ -]* ]]; then
    advice="$advice (of LLVM, Debian 12 has 19 in main, 22 in bookworm-security)"
    advice="$advice, or choose another LLVM, as in: LLVM_VERSION=19 make"
  fi
  echo "error: apt has no package ${unknown[*]}: $advice" >&2
  exit 3
fi
echo "installing: ${missing[*]}"
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y \
  --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "error: apt-get could not install: ${missing[*]} (its last lines are" \
    "above); install them by hand, then run make again" >&2
  exit 3
fi
