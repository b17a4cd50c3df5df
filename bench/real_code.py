#!/usr/bin/env python3
# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the checks report on a list of sources, and how much of it is right.

SOURCES is a JSON list of {"file": path, "flags": [...]}. Each file is given to
clang-tidy with the checks of CONFIGURATION; REPORTS is written again after each
one: the outcome, errors of parsing and reports by file. With --labels, lines
`file:line:check<TAB>right or wrong<TAB>reason`, the reports are counted by
check; a report in a header that several units include counts once.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys

DIAGNOSTIC = re.compile(
    r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<kind>warning|error|fatal error|note): "
    r"(?P<message>.*?)(?: \[(?P<check>[\w.,-]+)\])?$")


def outcome(returned, errors):
    if returned in (124, 137):
        return "time-out"
    if returned not in (0, 1):
        return "crash"
    return "parsed with errors" if errors else "parsed"


def run(source, options, checks):
    command = ["timeout", "-k", "5", str(options.limit), options.clang_tidy,
               f"--load={options.plugin}", f"--checks=-*,{checks}",
               "--config={}", f"--header-filter={options.header_filter}",
               *options.extra, source["file"], "--", *source["flags"]]
    done = subprocess.run(command, capture_output=True, text=True,
                          errors="replace")
    reports, errors = [], []
    for line in done.stdout.splitlines():
        found = DIAGNOSTIC.match(line)
        if not found:
            continue
        file = os.path.relpath(found["file"], options.root)
        if found["kind"] == "note":
            if reports:
                reports[-1]["notes"].append(
                    f"{file}:{found['line']}: {found['message']}")
        elif (found["check"] or "").startswith("cublaslt-"):
            reports.append({
                "file": file, "line": int(found["line"]),
                "column": int(found["column"]), "check": found["check"],
                "message": found["message"], "notes": []})
        elif "error" in found["kind"]:
            errors.append(f"{file}:{found['line']}: {found['message']}")
    return {"outcome": outcome(done.returncode, errors), "errors": errors,
            "reports": reports}


def write(path, results):
    with open(path + ".new", "w") as out:
        json.dump(results, out, indent=1)
    os.replace(path + ".new", path)


def count(results, labels):
    seen, counts = set(), collections.Counter()
    for result in results.values():
        for report in result["reports"]:
            key = (report["file"], report["line"], report["column"],
                   report["check"], report["message"])
            if key in seen:
                continue
            seen.add(key)
            place = f"{report['file']}:{report['line']}:{report['check']}"
            counts[report["check"], labels.get(place, "unlabelled")] += 1
    return counts


def read_labels(path):
    if not path:
        return {}
    with open(path) as lines:
        return dict(line.split("\t")[:2] for line in lines if "\t" in line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sources", metavar="SOURCES")
    parser.add_argument("reports", metavar="REPORTS")
    parser.add_argument("--clang-tidy", default="clang-tidy")
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--configuration", required=True,
                        help="such as checks/config/level-1.clang-tidy")
    parser.add_argument("--root", default=".", help="paths are told from here")
    parser.add_argument("--header-filter", default=".*")
    parser.add_argument("--extra", action="append", default=[],
                        help="argument for clang-tidy; may be repeated")
    parser.add_argument("--labels")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, default=300,
                        help="seconds a file")
    options = parser.parse_args()
    with open(options.configuration) as configuration:
        checks = ",".join(re.findall(r"^  (cublaslt-[\w-]+)",
                                     configuration.read(), re.M))
    if not checks:
        sys.exit(f"real_code.py: {options.configuration} names no check")
    with open(options.sources) as sources:
        sources = json.load(sources)
    results = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = {pool.submit(run, source, options, checks): source
                   for source in sources}
        for done in concurrent.futures.as_completed(waiting):
            file = os.path.relpath(waiting[done]["file"], options.root)
            results[file] = done.result()
            print(f"{file}: {results[file]['outcome']}, "
                  f"{len(results[file]['reports'])} reports", flush=True)
            write(options.reports, results)
    counts = count(results, read_labels(options.labels))
    for check in sorted({check for check, _ in counts}):
        print(check, *(f"{label} {counts[check, label]}"
                       for label in ("right", "wrong", "unlabelled")))
    outcomes = collections.Counter(r["outcome"] for r in results.values())
    print(", ".join(f"{n} {what}" for what, n in outcomes.most_common()))


if __name__ == "__main__":
    main()
