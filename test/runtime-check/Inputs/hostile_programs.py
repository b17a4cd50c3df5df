# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Emits programs for findings whose words were made for them.

usage: hostile_programs.py DOCTOR RULES.sarif, in an empty folder
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

doctor, rules = sys.argv[1:]
failures = []


def expect(what, condition, detail=""):
    if not condition:
        failures.append(what)
        print(f"{what}: {str(detail)[:500]}")


def emit(findings, folder):
    return subprocess.run(
        [doctor, "verify", findings, "-o", "out.sarif", "--emit", folder],
        capture_output=True, text=True, check=False,
    ).stdout


# "n" is the variable of a growing loop's program: in others nothing declares it.
document = json.loads(pathlib.Path(rules).read_text(encoding="utf-8"))
results = []
for result in document["runs"][0]["results"]:
    if result["ruleId"] in ("cublaslt-attribute-size", "cublaslt-attribute-value"):
        for matrix in ("preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES",
                       "D.CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT", "A.CUBLASLT_MATRIX_LAYOUT_LD"):
            changed = json.loads(json.dumps(result))
            changed["properties"]["callSpecification"]["values"][matrix] = {"value": "n"}
            results.append(changed)
document["runs"][0]["results"] = results
pathlib.Path("n.sarif").write_text(json.dumps(document), encoding="utf-8")
emit("n.sarif", "n")
programs = list(pathlib.Path("n").glob("*.cpp"))
expect("programs are written", len(programs) > 5, len(programs))
for program in programs:
    text = re.sub(r"//.*", "", program.read_text(encoding="utf-8"))
    expect(f"{program.name} has no n", not re.search(r"[(,=] *n[,;)]", text), text)

# What is printed builds what was written, and does nothing else.
folder = "a b;touch stolen;'$(touch stolen)"
said = emit(rules, folder)
commands = re.findall(r"reproducer: (.*)", said)
expect("commands are printed", len(commands) > 5, said)
for command in commands:
    words = shlex.split(command)
    expect("one name", words[2].startswith(folder + "/") and os.path.exists(words[2]), command)

# A link and a pipe at the names that the program chooses.
names = sorted(pathlib.Path(folder).glob("*.cpp"))[:2]
pathlib.Path("victim").write_text("precious", encoding="utf-8")
for name in names:
    name.unlink()
names[0].symlink_to(pathlib.Path("victim").absolute())
os.mkfifo(names[1])
emit(rules, folder)
expect("a link is not followed", pathlib.Path("victim").read_text(encoding="utf-8") == "precious")
expect("a link is replaced", names[0].is_file() and not names[0].is_symlink())
expect("a pipe is replaced", names[1].is_file())
print(f"{len(failures)} failures")
