# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes shapes for `cublaslt-doctor sweep`: random ones (m, n multiples of 8 up
to 512, k one up to 131,072, half and bfloat16, all transpositions), the weight
gradient of Linear(128, 72) at 16,648 tokens first.

usage: sweep_shapes.py COUNT SEED
"""

import random
import sys


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    print("# the weight gradient of Linear(128, 72) over 16,648 tokens")
    print("72 128 16648 NT bf16")
    for _ in range(count - 1):
        m, n = (8 * dice.randint(1, 64) for _ in range(2))
        k = 8 * dice.randint(1, 16384)
        ops = dice.choice(["NN", "NT", "TN", "TT"])
        types = dice.choice(["fp16", "bf16", "fp16 fp32", "bf16 fp32"])
        print(m, n, k, ops, types)


if __name__ == "__main__":
    main()
