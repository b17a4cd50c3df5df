# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A warning or a note is one line: none that the checks' own tests get has more
than 110 characters.

usage: message_lengths.py CUBLASLT_TIDY TESTS_FOLDER INCLUDE
"""

import collections
import pathlib
import re
import subprocess
import sys

LARGEST = 110
MESSAGE = re.compile(r"^\S+?:\d+:\d+: (warning|note): (.*?)(?: \[(cublaslt-[a-z0-9-]+)\])?$", re.M)


def main():
    program, tests, include = sys.argv[1:]
    groups = collections.defaultdict(list)
    for path in sorted(pathlib.Path(tests).iterdir()):
        if path.suffix in (".c", ".cpp", ".cu"):
            standards = re.findall(r"-std=\S+", path.read_text())
            own = standards[:1] or ([] if path.suffix == ".c" else ["-std=c++17"])
            groups[path.suffix, *own].append(str(path))
    warnings, too_long = collections.Counter(), set()
    for (suffix, *standard), files in groups.items():
        cuda = ["-nocudainc", "-nocudalib", "--cuda-host-only", "-Wno-unknown-cuda-version"]
        done = subprocess.run(
            [program, "--checks=-*,cublaslt-*", "--quiet", *files, "--", *standard,
             *(cuda if suffix == ".cu" else []), f"-I{tests}", f"-I{include}"],
            capture_output=True, text=True,
        )
        for kind, text, rule in MESSAGE.findall(done.stdout):
            if kind == "warning" and not rule:
                continue
            warnings[rule] += kind == "warning"
            if len(text) > LARGEST:
                too_long.add((len(text), text))
    for length, text in sorted(too_long):
        print(f"{length} characters: {text}")
    rules = len(+warnings)
    print(f"{warnings.total()} warnings of {rules} checks, {len(too_long)} messages too long")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
