# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each public report must get the diagnosis that stands beside it.

usage: check_reports.py DOCTOR REPORTS.yaml [--least-reports N]
"""

import collections
import json
import subprocess
import sys

import yaml


def run(doctor, text, *options):
    return subprocess.run(
        [doctor, "log", *options, "-"],
        input=text.encode(),
        capture_output=True,
        timeout=60,
    )


def diagnose(doctor, text, level=1):
    result = run(doctor, text, "--format=json", f"--level={level}")
    report = json.loads(result.stdout)
    assert result.returncode == (1 if report["problems"] else 0), result.returncode
    return report["problems"]


def faults(doctor, report):
    """What is wrong with what the doctor says to it."""
    text = "\n".join(report["lines"]) + "\n"
    problems = diagnose(doctor, text, report.get("level", 1))
    found = sorted({problem["diagnosis"] for problem in problems})
    expected = sorted({report["diagnosis"]} - {"none"})
    if found != expected:
        yield f"{found}, not {expected}"
    words = " ".join(problem["words"] for problem in problems)
    if report.get("words", "") not in words:
        yield f"'{words}' without '{report['words']}'"
    if len(problems) != report.get("problems", len(problems)):
        yield f"{len(problems)} problems, not {report['problems']}"
    if report.get("status") not in {None, *(problem.get("status") for problem in problems)}:
        yield f"not {report['status']}"
    can_be = {name for problem in problems for name in problem.get("canBe", [])}
    for name in report.get("canBe", []):
        if name not in can_be:
            yield f"{name} is not said to be possible"
    for name in report.get("cannotBe", []):
        if name in can_be:
            yield f"{name} is said to be possible"
    if "with" in report or "without" in report:
        shown = " ".join(run(doctor, text).stdout.decode().split())
        if report.get("with", "") not in shown:
            yield f"'{report['with']}' is not said"
        if "without" in report and report["without"] in shown:
            yield f"'{report['without']}' is said"


def main():
    doctor, path = sys.argv[1:3]
    least = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    with open(path) as file:
        reports = yaml.safe_load(file)["reports"]
    counts, first = collections.Counter(), collections.Counter()
    failures = 0
    for report in reports:
        kind = report["diagnosis"]
        counts[kind if kind in ("unknown", "none") else "diagnosed"] += 1
        first[report.get("first")] += 1
        found = list(faults(doctor, report))
        failures += bool(found)
        for fault in found:
            print(f"{report['link']}: {fault}")
    links = {report["link"] for report in reports}
    frameworks = {report["framework"] for report in reports}
    print(
        f"{len(links)} reports of {len(frameworks)} frameworks:",
        f"{counts['diagnosed']} to be diagnosed, {counts['unknown']} rightly unknown,",
        f"{counts['none']} without a problem, {failures} wrong",
    )
    if set(first) != {None}:
        print("on first sight:", ", ".join(f"{first[kind]} {kind}" for kind in sorted(first)))
    return 1 if failures or len(links) < least else 0


if __name__ == "__main__":
    sys.exit(main())
