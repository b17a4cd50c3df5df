# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes shapes for `cublaslt-doctor sweep`: random ones (m, n multiples of 8 up
to 512, k one up to 131,072, half and bfloat16, all transpositions), the weight
gradient of Linear(128, 72) at 16,648 tokens first.

With --beyond-k: K 16 with a SPLITK_NUM of 16 and more, each cluster shape, each
with its algorithm: which of them end the context, and which are wrong.

usage: sweep_shapes.py COUNT SEED
       sweep_shapes.py --beyond-k
"""

import itertools
import random
import sys


def beyond_k():
    grid = itertools.product((26, 314), (16, 17, 24), range(2, 11), (2, 4))
    for tile, split, cluster, reduction in grid:
        print(
            "128 256 16 NT fp16 fp32\t"
            f"id=66 tile={tile} stages=35 splitk={split} reduction={reduction} "
            f"swizzle=0 custom=3 inner=0 cluster={cluster}"
        )


def main():
    if sys.argv[1:] == ["--beyond-k"]:
        return beyond_k()
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
