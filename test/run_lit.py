# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs lit, says which tests were left out, and ends with one plain line: "N
passed, N failed". A run of all tests leaves its results in
BUILD_FOLDER/results.json.

usage: run_lit.py LIT BUILD_FOLDER [ARGUMENT OF LIT...]
"""

import json
import os
import subprocess
import sys
import tempfile

from left_out import NOT_RUN, read_results

GOOD = {"PASS", "XFAIL", "FLAKYPASS"}


def print_left_out(report):
    by_reason = {}
    _, left_out = read_results(report)
    for name, why in sorted(left_out.items()):
        by_reason.setdefault(why, []).append(name)
    for why, names in sorted(by_reason.items()):
        print(f"left out, {why}: {', '.join(names)}")
    if left_out:
        print(f"{len(left_out)} left out: see above")


def main():
    lit, folder, *arguments = sys.argv[1:]
    results = os.path.join(folder, "results.json")
    if os.path.exists(results) and not arguments:
        os.remove(results)
    with tempfile.TemporaryDirectory() as scratch:
        report = results if not arguments else os.path.join(scratch, "report.json")
        command = [sys.executable, lit, "-sv", "--output", report]
        status = subprocess.call(command + arguments + [folder])
        try:
            with open(report, encoding="utf-8") as file:
                codes = [test["code"] for test in json.load(file)["tests"]]
        except (OSError, ValueError, KeyError):
            print(f"error: {lit} ended with {status} and left no report")
            return status or 2
        print_left_out(report)
    passed = sum(code in GOOD for code in codes)
    not_run = sum(code in NOT_RUN for code in codes)
    print(f"{passed} passed, {len(codes) - passed - not_run} failed", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
