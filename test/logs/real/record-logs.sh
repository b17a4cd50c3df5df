#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Records cuBLASLt's own logs (level 5) of each mistake in mistakes.cpp and of
# a healthy PyTorch training step, on a machine with a GPU, nvcc's headers and
# PyTorch. What the programs print goes beside them.
#
#   record-logs.sh OUTPUT-FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
cuda=${CUDA_HOME:-/usr/local/cuda}
mkdir -p "$out"

libraries=$(dirname "$(find -L "$cuda" /opt /usr -name libcublasLt.so.13 \
  2>/dev/null | head -n 1)")
g++ -std=c++17 -O1 "$here/mistakes.cpp" -I"$cuda/include" -o "$out/mistakes" \
  -L"$cuda/lib64" -lcudart "$libraries/libcublasLt.so.13"
export LD_LIBRARY_PATH="$libraries:$cuda/lib64:${LD_LIBRARY_PATH:-}"
export CUBLASLT_LOG_LEVEL=5

for name in $("$out/mistakes" --list); do
  CUBLASLT_LOG_FILE="$out/$name.log" "$out/mistakes" "$name" \
    >"$out/$name.out" 2>&1 || echo "$name ended with $?"
done
CUBLASLT_LOG_LEVEL=1 "$out/mistakes" fp8-not-tn >"$out/level-1.log" 2>&1 || :
CUBLASLT_LOG_FILE="$out/training-step.log" python3 "$here/training_step.py" \
  >"$out/training-step.out" 2>&1 || echo "training step ended with $?"
rm -f "$out/mistakes"
