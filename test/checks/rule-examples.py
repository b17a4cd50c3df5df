# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each rule's two examples: both compile; its check warns of the flagged one;
neither it nor any check of level 0 or 1 warns of the right one.

usage: rule-examples.py CLANG_TIDY_COMMAND KB_FOLDER INCLUDE SCRATCH_FOLDER
"""

import pathlib
import re
import shlex
import subprocess
import sys

import yaml


def findings(command, checks, path, include):
    """The cuBLASLt checks that warn of the file, and its compile errors."""
    result = subprocess.run(
        [
            *shlex.split(command),
            "-checks=-*," + ",".join(checks),
            str(path),
            "--",
            "-std=c++17",
            f"-I{include}",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    errors = re.findall(r"error: .*", result.stdout)
    if result.returncode and not errors:
        errors = [f"clang-tidy ends with {result.returncode}"]
    return re.findall(r"warning: .*\[(cublaslt-[a-z0-9-]+)\]", result.stdout), errors


def main():
    command, kb, include, scratch = sys.argv[1:]
    rules = [
        yaml.safe_load(path.read_text())
        for path in sorted(pathlib.Path(kb, "rules").glob("*.yaml"))
    ]
    on_by_default = {rule["name"] for rule in rules if rule["level"] <= 1}
    scratch = pathlib.Path(scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    problems = 0

    def problem(text):
        nonlocal problems
        problems += 1
        print(text)

    for rule in rules:
        name = rule["name"]
        for kind, text in rule["examples"].items():
            path = scratch / f"{name}-{kind}.cpp"
            path.write_text(text)
            checks = sorted(on_by_default | {name})
            warned, errors = findings(command, checks, path, include)
            for error in errors:
                problem(f"{path}: {error}")
            if kind == "flagged" and name not in warned:
                problem(f"{path}: {name} is silent")
            if kind == "right" and warned:
                problem(f"{path}: flagged by {', '.join(sorted(set(warned)))}")
    print(f"{len(rules)} rules, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
