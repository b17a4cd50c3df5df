# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the tests promise of every check: at least five flagged forms, some in C,
C++ and CUDA, notes that are asserted, and a call specification.

usage: catalogue.py RULES_FOLDER TESTS_FOLDER
"""

import pathlib
import re
import sys
from collections import Counter

COMMENT = re.compile(r"(?://|/\*) ?[A-Z]+(?:-[A-Z]+)?: .*(warning|note): ?(.*)")
NAMED = re.compile(r"\[(cublaslt-[a-z0-9-]+)\]")


def main():
    rules = sorted(path.stem for path in pathlib.Path(sys.argv[1]).glob("*.yaml"))
    tests = pathlib.Path(sys.argv[2])
    flagged = {rule: Counter() for rule in rules}
    notes = Counter()
    for path in sorted(tests.iterdir()):
        if path.suffix not in (".c", ".cpp", ".cu"):
            continue
        # A file that bears a check's name is about that check.
        own = max((rule for rule in rules if path.name.startswith(rule)), key=len, default=None)
        rule = own
        for comment in map(COMMENT.search, path.read_text().splitlines()):
            if not comment:
                continue
            if comment[1] == "warning":
                named = NAMED.search(comment[2])
                rule = named[1] if named else own
                if rule in flagged:
                    flagged[rule][path.suffix] += 1
            elif rule:
                notes[rule] += 1
    specified = set(re.findall(r"(?m)^CHECK: (\S+)", (tests / "call-specifications.test").read_text()))
    problems = 0
    for rule in rules:
        lacks = [f"a form in {suffix}" for suffix in (".c", ".cpp", ".cu") if not flagged[rule][suffix]]
        if sum(flagged[rule].values()) < 5:
            lacks.append("five flagged forms")
        if not notes[rule]:
            lacks.append("a note that is asserted")
        if rule not in specified:
            lacks.append("a call specification")
        for each in lacks:
            print(f"{rule}: its tests lack {each}")
        problems += len(lacks)
    print(f"{len(rules)} checks, {problems} lacks")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
