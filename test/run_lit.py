# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs lit and ends with one plain line: "N passed, N failed".

usage: run_lit.py LIT BUILD_FOLDER [ARGUMENT OF LIT...]
"""

import json
import os
import subprocess
import sys
import tempfile

GOOD = {"PASS", "XFAIL", "FLAKYPASS"}
NOT_RUN = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    lit, folder, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "report.json")
        command = [sys.executable, lit, "-sv", "--output", report]
        status = subprocess.call(command + arguments + [folder])
        try:
            with open(report) as file:
                codes = [test["code"] for test in json.load(file)["tests"]]
        except (OSError, ValueError, KeyError):
            print(f"error: {lit} ended with {status} and left no report")
            return status or 2
    passed = sum(code in GOOD for code in codes)
    not_run = sum(code in NOT_RUN for code in codes)
    if not_run:
        print(f"{not_run} not run: they need what the notes above name")
    print(f"{passed} passed, {len(codes) - passed - not_run} failed", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
