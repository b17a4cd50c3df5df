# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whether every test that did not run is accounted for.

usage: left_out.py RESULTS...            what is not, a line each; then exit 1
       left_out.py --record RESULTS...   writes test/tests-that-run.txt

RESULTS are what run_lit.py leaves in a build folder, test/results.json. A test
that is left out needs a reason in test/left-out.txt, under its own name or that
of a feature that it lacks; so does one of tests-that-run.txt, the tests that
ran in the last release, that is no longer there.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
REASONS = os.path.join(HERE, "left-out.txt")
RECORD = os.path.join(HERE, "tests-that-run.txt")
NOT_RUN = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def read_results(path):
    """(names of the tests that ran, {name: why not} of the others); why not is
    "no " or "with ", and features."""
    with open(path, encoding="utf-8") as file:
        tests = json.load(file)["tests"]
    ran, left_out = set(), {}
    for test in tests:
        name = test["name"].split(" :: ", 1)[-1]
        if test["code"] in NOT_RUN:
            why, _, features = test["output"].strip().partition(": ")
            left_out[name] = ("no " if "unavailable" in why else "with ") + features
        else:
            ran.add(name)
    return ran, left_out


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and line[0] != "#"]


def read_reasons():
    reasons = {}
    for line in lines_of(REASONS):
        name, separator, reason = line.partition(": ")
        if not separator or not reason:
            sys.exit(f"error: {REASONS}: expected 'test or feature: reason', found '{line}'")
        reasons[name] = reason
    return reasons


def unaccounted(path, reasons):
    ran, left_out = read_results(path)
    for name, why in sorted(left_out.items()):
        features = why.split(" ", 1)[1].split(", ")
        if not any(each in reasons for each in [name, *features]):
            yield f"{name} is left out ({why})"
    for name in lines_of(RECORD):
        if name not in ran and name not in left_out and name not in reasons:
            yield f"{name} ran in the last release and is not there"


def record(paths):
    ran = set().union(*(read_results(path)[0] for path in paths))
    with open(RECORD, "w", encoding="utf-8") as file:
        file.write("# The tests that ran in the last release, with some LLVM: written by\n"
                   "# `make record-tests`, read by test/left_out.py.\n")
        file.writelines(f"{name}\n" for name in sorted(ran))
    print(f"{len(ran)} tests recorded in {RECORD}")


def main():
    paths = sys.argv[1:]
    try:
        if paths[:1] == ["--record"]:
            return record(paths[1:])
        reasons = read_reasons()
        problems = [f"{path}: {each}" for path in paths for each in unaccounted(path, reasons)]
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"error: left_out.py: {error}; run make check first")
    for problem in problems:
        print(f"{problem}: let it run, or write the reason into test/left-out.txt")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
