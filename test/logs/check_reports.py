# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each public report must get the diagnosis that stands beside it.

usage: check_reports.py DOCTOR REPORTS.yaml
"""

import collections
import json
import subprocess
import sys

import yaml


def diagnose(doctor, text):
    result = subprocess.run(
        [doctor, "log", "--format=json", "-"],
        input=text.encode(),
        capture_output=True,
        timeout=60,
    )
    report = json.loads(result.stdout)
    assert result.returncode == (1 if report["problems"] else 0), result.returncode
    return report["problems"]


def main():
    doctor, path = sys.argv[1:]
    with open(path) as file:
        reports = yaml.safe_load(file)["reports"]
    counts = collections.Counter()
    failures = 0
    for report in reports:
        problems = diagnose(doctor, "\n".join(report["lines"]) + "\n")
        found = {problem["diagnosis"] for problem in problems}
        words = " ".join(problem["words"] for problem in problems)
        expected = {report["diagnosis"]} - {"none"}
        counts[report["diagnosis"] if report["diagnosis"] in ("unknown", "none") else "diagnosed"] += 1
        statuses = {problem.get("status") for problem in problems}
        if (
            found != expected
            or report.get("words", "") not in words
            or len(problems) != report.get("problems", len(problems))
            or report.get("status") not in {None, *statuses}
        ):
            failures += 1
            print(f"{report['link']}: {sorted(found)} ({words}), not {report['diagnosis']}")
    links = {report["link"] for report in reports}
    frameworks = {report["framework"] for report in reports}
    print(
        f"{len(links)} reports of {len(frameworks)} frameworks:",
        f"{counts['diagnosed']} to be diagnosed, {counts['unknown']} rightly unknown,",
        f"{counts['none']} without a problem, {failures} wrong",
    )
    return 1 if failures or len(links) < 40 or len(frameworks) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
