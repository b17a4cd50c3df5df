# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A user's file of wrappers that is broken in one place is refused in one line
that names the place, with exit code 2.

usage: malformed-wrappers.py CUBLASLT_TIDY RIGHT_FILE SCRATCH_FOLDER
"""

import pathlib
import subprocess
import sys

# Text, what replaces its first occurrence, and the message.
CASES = [
    ("api: cublaslt", "api: cublasxt",
     "found the unknown API 'cublasxt', expected one that the knowledge base has"),
    ("api: cublaslt", "", "found a file of wrappers without the key 'api'"),
    ("wrappers:", "functions:",
     "found the unknown key 'functions' in a file of wrappers, expected one of"),
    ("action: requireSuccess", "action: check",
     "found 'check', expected action to be one of"),
    ("[{name: status, role: status}, {name: what}]", "[{name: what}]",
     "found no parameter that is a status, expected one with the role status"),
    (", sets: CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES", "",
     "found no parameter that sets an attribute, expected one with"),
    ("sets: CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES", "sets: LIMIT",
     "found the unknown attribute 'LIMIT'"),
    ("    object: matmulDesc\n", "",
     "found a wrapper that makes or destroys something, expected the key 'object'"),
    ("object: layout", "object: plan", "found the unknown object 'plan'"),
    ("parameters: [{name: desc, role: matmulDesc}]", "parameters: []",
     "found a wrapper that destroys nothing, expected a parameter"),
    ("lab::logStatus", "lab::requireSuccess",
     "found the wrapper 'lab::requireSuccess' a second time (first "),
    ("wrappers:", "wrappers: [", "found broken YAML"),
]


def main():
    program, right, scratch = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(), sys.argv[3]
    folder = pathlib.Path(scratch)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "wrappers.yaml"
    failures = 0
    for old, new, message in CASES:
        assert old in right, old
        file.write_text(right.replace(old, new, 1))
        run = subprocess.run(
            [program, f"--wrappers={file}", "--version"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        lines = run.stderr.splitlines()
        if run.returncode != 2 or len(lines) != 1 or message not in lines[0] or f"{file}:" not in lines[0]:
            print(f"{old!r} -> {new!r}: exit {run.returncode}: {run.stderr}")
            failures += 1
    absent = subprocess.run([program, f"--wrappers={folder}/absent", "--version"],
                            stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if absent.returncode != 2 or len(absent.stderr.splitlines()) != 1:
        print("absent file: " + absent.stderr)
        failures += 1
    print(f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
