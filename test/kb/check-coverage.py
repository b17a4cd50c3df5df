# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every workaround and dead end of every entry is covered by a rule that
exists, or says why no rule can cover it; every rule that covers a claim says
so itself in derivedFrom, and the other way round.

usage: check-coverage.py KB_FOLDER
"""

import pathlib
import sys

import yaml


def main():
    kb = pathlib.Path(sys.argv[1])
    rules = {
        path.stem: yaml.safe_load(path.read_text())
        for path in (kb / "rules").glob("*.yaml")
    }
    problems = []
    claims = 0
    for path in (kb / "entries").rglob("*.yaml"):
        entry = yaml.safe_load(path.read_text())
        workarounds = entry.get("workarounds", [])
        dead_ends = entry.get("deadEnds", [])
        if not workarounds or not dead_ends:
            problems.append(f"{path}: no workaround or no dead end")
        for claim in [entry["rootCause"], *workarounds, *dead_ends]:
            claims += 1
            where = f"{entry['id']} {claim['id']}"
            covered = claim.get("coveredBy", [])
            reason = claim.get("notCheckable", "").strip()
            if bool(covered) == bool(reason):
                problems.append(f"{where}: covered by a rule, or not checkable?")
            for name in covered:
                derived = rules.get(name, {}).get("derivedFrom", [])
                if not any(
                    item.get("entry") == entry["id"]
                    and item.get("claim") == claim["id"]
                    for item in derived
                ):
                    problems.append(f"{where}: {name} is not derived from it")
            for name, rule in rules.items():
                for item in rule["derivedFrom"]:
                    if (
                        item.get("entry") == entry["id"]
                        and item.get("claim") == claim["id"]
                        and name not in covered
                    ):
                        problems.append(f"{name}: {where} does not name it")
    for problem in problems:
        print(problem)
    print(f"{claims} claims, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
