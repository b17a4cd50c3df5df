#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The share of each verdict by rule, over SARIF files with verdicts.

usage: verdicts.py SARIF... > table.md

Findings without a verdict ("no verdict": not verifiable, or not verified yet)
and findings that hand over a path ("path") are counted too. A finding with the
same fingerprint in two files, or the same rule, place and message, counts once.
"""
import collections
import json
import sys

KINDS = ("confirmed", "path-confirmed", "holds", "refuted", "inconclusive",
         "needs-gpu", "not-applicable", "no verdict")


def findings(paths):
    seen = set()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            runs = json.load(file)["runs"]
        for result in (r for run in runs for r in run.get("results", [])):
            place = result["locations"][0]["physicalLocation"]
            key = json.dumps([result["ruleId"], result["message"]["text"],
                              place["artifactLocation"]["uri"],
                              place["region"].get("startLine"),
                              place["region"].get("startColumn")])
            if key not in seen:
                seen.add(key)
                yield result


def kind_of(result):
    verdict = result.get("properties", {}).get("verdict")
    return verdict["kind"] if verdict else "no verdict"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    by_rule = collections.defaultdict(collections.Counter)
    paths = collections.Counter()
    for result in findings(sys.argv[1:]):
        call = result.get("properties", {}).get("callSpecification", {})
        for rule in (result["ruleId"], "all"):
            by_rule[rule][kind_of(result)] += 1
            paths[rule] += bool(call.get("path"))
    used = [kind for kind in KINDS if by_rule["all"][kind]]
    print("| rule | findings | with a path |", " | ".join(used), "|")
    print("| --- " * (3 + len(used)) + "|")
    for rule in sorted(by_rule, key=lambda name: (name == "all", name)):
        count = sum(by_rule[rule].values())
        shares = (f"{by_rule[rule][kind]} ({by_rule[rule][kind] / count:.0%})"
                  if by_rule[rule][kind] else "" for kind in used)
        name = f"**{rule}**" if rule == "all" else f"`{rule}`"
        print(f"| {name} | {count} | {paths[rule]} |", " | ".join(shares), "|")


if __name__ == "__main__":
    main()
