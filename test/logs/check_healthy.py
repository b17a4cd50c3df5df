# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where nothing failed there is no problem: each log, and each of its lines alone.

usage: check_healthy.py DOCTOR HEALTHY.yaml
"""

import sys

import yaml
from check_reports import diagnose


def main():
    doctor, path = sys.argv[1:3]
    with open(path) as file:
        logs = yaml.safe_load(file)["logs"]
    wrong = 0
    for log in logs:
        for lines in [log["lines"], *([line] for line in log["lines"])]:
            for problem in diagnose(doctor, "\n".join(lines) + "\n"):
                wrong += 1
                print(f"{log['program']}: {problem['diagnosis']}: {problem['line']}")
    lines = sum(len(log["lines"]) for log in logs)
    print(f"{len(logs)} healthy logs, {lines} lines, {wrong} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
