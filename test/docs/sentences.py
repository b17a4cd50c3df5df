# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""No sentence stands on the pages of two checks, and the first two sentences of a
page have no figures of measurements: they name the mistake.

usage: sentences.py RULES_FOLDER
"""

import collections
import pathlib
import re
import sys

import yaml

PARTS = ("rationale", "advice", "avoid", "limits", "fixIt")
SHORTEST = 45  # characters; "Not reported: ..." may begin two lists
MEASURED = re.compile(r"\bcuBLAS \d|\bH[12]00\b|\d[\d,.]* (?:of|ms|MB|GB|times)\b")


def sentences(text):
    return re.split(r"(?<=[.!?])\s+", " ".join(text.split()))


def main():
    pages = collections.defaultdict(set)
    faults = []
    rules = sorted(pathlib.Path(sys.argv[1]).glob("*.yaml"))
    for path in rules:
        rule = yaml.safe_load(path.read_text())
        for sentence in sentences(rule["rationale"])[:2]:
            if MEASURED.search(sentence):
                faults.append(f"{path.stem}: figures before the mistake: {sentence}")
        for part in PARTS:
            for sentence in sentences(rule.get(part, "")):
                if len(sentence) >= SHORTEST:
                    pages[sentence].add(path.stem)
    for sentence, on in pages.items():
        if len(on) > 1:
            faults.append(f"{', '.join(sorted(on))}: the same sentence: {sentence}")
    print(*faults, sep="\n")
    print(f"{len(rules)} pages, {len(pages)} sentences, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
