#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the doctor and hunts on a machine that has a GPU and the CUDA toolkit:
# the defects' own experiments, a sweep of 1,000 shapes, two shards of a search,
# throughput by number of processes, the split-K survey over all types, and the
# reproducers. Needs what run-on-gpu.sh needs. Files go to $OUT, and so does all
# that is printed (printed.txt).
#
#   test/runtime-check/run-hunt-on-gpu.sh [SEED [SECONDS-OF-SEARCH [OF-SURVEY]]]
set -u
if [ "${HUNT_IS_PRINTED:-}" != 1 ]; then
  mkdir -p "${OUT:=/tmp/cublaslt-hunt}"
  export OUT HUNT_IS_PRINTED=1
  sh "$0" "$@" 2>&1 | tee "$OUT/printed.txt"
  exit
fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seed=${1:-4051}
search=${2:-200}
survey=${3:-25}
out=$OUT
build=${BUILD:-${TMPDIR:-/tmp}/cublaslt-tidy-hunt}
begin=$(date +%s)
say() { printf '\n== %s (at %s s)\n' "$*" $(($(date +%s) - begin)); }

# CMake 3.25 and later look for a library of CUDA 12 that CUDA 13 lacks; then a
# copy asks for less.
configure() {
  cmake -S "$1" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCUBLASLT_TIDY_BUILD_CHECKS=OFF -DCUBLASLT_TIDY_BUILD_TESTS=OFF \
    >"$out/configure.txt" 2>&1
}
configure "$root" || {
  copy=$build-source
  rm -rf "$build" "$copy"
  mkdir -p "$copy"
  (cd "$root" && tar cf - --exclude=./build --exclude=./.git .) | (cd "$copy" && tar xf -)
  sed -i 's/cmake_minimum_required(VERSION 3.25)/cmake_minimum_required(VERSION 3.24)/' \
    "$copy/CMakeLists.txt"
  configure "$copy" || { tail -20 "$out/configure.txt"; exit 3; }
}
ninja -C "$build" cublaslt-doctor >"$out/build.txt" 2>&1 || {
  grep -E "error|FAILED" "$out/build.txt" | head -40
  exit 3
}
doctor=$build/bin/cublaslt-doctor
"$doctor" --version

say "the defects' experiments"
timeout 200 python3 "$here/Inputs/defect_trials.py" "$doctor" "$root/kb"
echo "exit $?"

say "sweep of 1,000 shapes"
python3 "$here/Inputs/sweep_shapes.py" 1000 "$seed" >"$out/shapes.txt"
timeout 100 "$doctor" sweep "$out/shapes.txt" -o "$out/sweep"
echo "exit $?"
say "SPLITK_NUM of K and more, by cluster shape"
python3 "$here/Inputs/sweep_shapes.py" --beyond-k >"$out/beyond-k.txt"
timeout 60 "$doctor" sweep "$out/beyond-k.txt" -o "$out/beyond-k" >"$out/beyond-k-printed.txt"
echo "exit $?"
sed -n 's/^[^ ]* [a-z, 0-9-]*: \([a-zA-Z ]*\) (.*SPLITK_NUM \([0-9]*\) .*cluster \([0-9]*\).*/cluster \3, SPLITK_NUM \2: \1/p' \
  "$out/beyond-k-printed.txt" | sort | uniq -c
tail -1 "$out/beyond-k-printed.txt"

for shard in 1 2; do
  say "search, shard $shard/2"
  timeout $((search / 2 + 40)) "$doctor" hunt --time=$((search / 2)) --jobs=8 \
    --seed="$seed" --shard=$shard/2 -o "$out/search-$shard"
  echo "exit $?"
done

for jobs in 1 2 4 8; do
  say "throughput, $jobs processes"
  timeout 40 "$doctor" hunt --time=5 --jobs=$jobs --seed="$seed$jobs" \
    -o "$out/speed-$jobs" | tail -1
done

say "split-K survey of $survey s"
timeout $((survey + 40)) "$doctor" hunt --survey --near=8 --time="$survey" \
  --jobs=8 --seed="$seed" -o "$out/survey" | tail -40
python3 "$here/Inputs/split_k_survey.py" "$out/survey/records.txt"

say "reproducers"
mkdir -p "$build/reproducers"
for program in "$out"/search-?/finding-*.cpp "$out"/sweep/wrong-*.cpp; do
  [ -f "$program" ] && echo "$program $(basename "$(dirname "$program")")-$(basename "$program" .cpp)"
done >"$build/reproducers/list"
xargs -P 16 -L 1 sh -c 'nvcc -std=c++17 -o "$0/$2" "$1" -lcublasLt >"$0/$2.txt" 2>&1' \
  "$build/reproducers" <"$build/reproducers/list"
while read -r program name; do
  printf '%s: ' "$name"
  if [ -x "$build/reproducers/$name" ]; then
    timeout 20 "$build/reproducers/$name" | tail -1
  else
    echo "does not compile: $(grep -m 1 error "$build/reproducers/$name.txt")"
  fi
done <"$build/reproducers/list"
gzip -f "$out"/*/records.txt "$out"/*/corpus.txt 2>/dev/null
say "done"
