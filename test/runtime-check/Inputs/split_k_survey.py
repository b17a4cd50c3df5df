# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the records of `cublaslt-doctor hunt --survey` say of split-K: which
conditions hold for all wrong runs and for no right one, the share of wrong
first choices by transposition and type, and what the workarounds give and cost.

usage: split_k_survey.py RECORDS
"""

import collections
import gzip
import math
import sys


def records(path):
    """(kind, shape, settings) of each line."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as lines:
        for line in lines:
            words = line.split()
            kind = words.pop(0)
            name = words.pop(0) if kind == "workaround" else ""
            ops, a, d, m, n, k = words[:6]
            settings = dict(word.split("=") for word in words[6:] if "=" in word)
            settings["refused"] = "refused" in words
            yield kind, name, (ops, a, d, int(m), int(n), int(k)), settings


def percent(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none"


def main():
    first = collections.defaultdict(lambda: [0, 0])
    runs = []
    workarounds = collections.defaultdict(list)
    refused = collections.Counter()
    for kind, name, shape, settings in records(sys.argv[1]):
        if kind == "workaround":
            if settings["refused"]:
                refused[name] += 1
            else:
                workarounds[name].append(settings)
            continue
        wrong = settings["wrong"] == "1"
        if settings["result"] == "0":
            for key in ("all", shape[0], shape[1] + " " + shape[2]):
                first[key][0] += wrong
                first[key][1] += 1
        runs.append((shape, {k: v for k, v in settings.items()}, wrong))
    print("first choices that are wrong:")
    for key, (wrong, all_) in sorted(first.items()):
        print(f"  {key}: {percent(wrong, all_)}")

    every = collections.Counter()
    bad = collections.Counter()
    for shape, settings, is_wrong in runs:
        if int(settings["splitk"]) > 1:
            key = f"{shape[0]} {shape[1]} {shape[2]}"
            every[key] += 1
            bad[key] += is_wrong
    print("split-K runs by transposition and types, wrong ones of all:")
    for key in sorted(every):
        print(f"  {key}: {percent(bad[key], every[key])}")

    split = [r for r in runs if int(r[1]["splitk"]) > 1]
    wrong = [r for r in split if r[2]]
    print(f"split-K runs: {len(split)}, wrong {len(wrong)}; wrong without split-K: "
          f"{sum(r[2] for r in runs if int(r[1]['splitk']) <= 1)}")
    for key in ("id", "stages", "splitk", "tile", "reduction", "cluster", "custom", "inner"):
        by = collections.defaultdict(lambda: [0, 0])
        for _, s, w in split:
            by[s[key]][0] += w
            by[s[key]][1] += 1
        shown = {v: c for v, c in by.items() if c[0]}
        print(f"  {key}: " + ", ".join(f"{v}: {c[0]}/{c[1]}" for v, c in sorted(
            shown.items(), key=lambda item: int(item[0]))))

    # Conditions on K and SPLITK_NUM alone, for the algorithm that is concerned.
    ids = {s["id"] for _, s, w in wrong}
    own = [(shape, s, w) for shape, s, w in split if s["id"] in ids]

    def lost(k, s, unit):
        return k - s * (k // s // unit * unit) if k // s >= unit else k

    conditions = {"S does not divide K": lambda k, s: k % s != 0}
    for unit in (8, 16, 32, 64, 128, 256):
        conditions[f"S does not divide K, floor(K/S) % {unit} == 0"] = (
            lambda k, s, unit=unit: k % s != 0 and k // s % unit == 0)
        conditions[f"floor(K/S) % {unit} == 0 and K % {unit} != 0"] = (
            lambda k, s, unit=unit: k // s % unit == 0 and k % unit != 0)
        conditions[f"0 < K mod ({unit} S) < {unit}"] = (
            lambda k, s, unit=unit: 0 < k % (unit * s) < unit)
        conditions[f"0 < K mod ({unit} S) < S"] = (
            lambda k, s, unit=unit: 0 < k % (unit * s) < s)
    types = sorted({(shape[1], s["stages"]) for shape, s, _ in wrong})
    for label, chosen in [("all", own)] + [
        (f"A of {a}, stages {stage}",
         [r for r in own if (r[0][1], r[1]["stages"]) == (a, stage)])
        for a, stage in types
    ]:
        print(f"conditions, {label}: holds and wrong / holds and right / "
              "does not hold and wrong")
        table = []
        for name, holds in conditions.items():
            a = sum(holds(shape[5], int(s["splitk"])) and w for shape, s, w in chosen)
            b = sum(holds(shape[5], int(s["splitk"])) and not w for shape, s, w in chosen)
            c = sum(w for _, _, w in chosen) - a
            table.append((b + c, name, a, b, c))
        for _, name, a, b, c in sorted(table)[:10]:
            print(f"  {name}: {a} / {b} / {c}")
    print("some wrong runs:")
    for shape, s, _ in wrong[:25]:
        k, n = shape[5], int(s["splitk"])
        print(f"  {' '.join(map(str, shape))} S={n} K//S={k // n} K%S={k % n} "
              f"K//S%64={k // n % 64} id={s['id']} tile={s['tile']} stages={s['stages']} "
              f"reduction={s['reduction']} cluster={s['cluster']} result={s['result']}")

    print("workarounds:")
    for name, rows in sorted(workarounds.items()):
        right = sum(r["right"] == "1" for r in rows)
        costs = sorted(float(r["ms"]) / float(r["first"]) for r in rows)
        mean = math.exp(sum(map(math.log, costs)) / len(costs))
        print(f"  {name}: right {percent(right, len(rows))}, refused {refused[name]}; "
              f"time against the wrong first choice: median {costs[len(costs) // 2]:.3f}, "
              f"mean {mean:.3f}, {costs[0]:.3f} to {costs[-1]:.3f}")


if __name__ == "__main__":
    main()
