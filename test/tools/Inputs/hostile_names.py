# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Files whose names look like options, and what must not come of them.

usage: hostile_names.py make INPUTS CLANG++      in an empty folder
       hostile_names.py list                     names, each ended by a NUL
       hostile_names.py check REPORT             after a run over all of them

Each source holds the findings of gemm.cpp. One file is a shared object that
leaves a mark when it is loaded."""

import os
import shlex
import subprocess
import sys

SOURCES = [
    "src/main.cpp",
    "--load=x/evil.cpp",
    "--sarif=src/main.cpp",
    "--gitlab=src/main.cpp",
    "--export-fixes=src/main.cpp",
    "--cache-dir=src/stolen.cpp",
    "--help.cpp",
    "--hook.cpp",
    "--list-checks.c++",
    "--/x.cpp",
    "-p=x.cpp",
    "-x.cpp",
    "@options.cpp",
    "line\nbreak.cpp",
    "a b.cpp",
    "per%41cent#?.cpp",
    'quo"te.cpp',
    "back\\slash.cpp",
    "$(touch LOADED).cpp",
    "*.cpp",
]
# No sources by their names; a hook may be given them all the same.
OTHERS = ["--version", "--list-checks", "--", "-", "--hook", "--load=x"]
MARK = """#include <cstdio>
struct Mark { Mark() { std::fclose(std::fopen("%s", "w")); } } TheMark;
"""


def write(name, text):
    name = os.path.join(".", name)
    os.makedirs(os.path.dirname(name), exist_ok=True)
    if not os.path.isdir(name):
        with open(name, "w", encoding="utf-8") as out:
            out.write(text)


def make(inputs, compiler):
    with open(os.path.join(inputs, "gemm.cpp"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(inputs, "gemm.h"), encoding="utf-8") as file:
        write("src/gemm.h", file.read())
    for name in SOURCES:
        write(name, text)
    write("options.cpp", "--load=x/evil.cpp --sarif=src/main.cpp --version\n")
    for name in OTHERS:
        write(name, "")
    os.makedirs("x", exist_ok=True)
    subprocess.run(
        shlex.split(compiler) + ["-shared", "-fPIC", "-x", "c++", "-", "-o", "x/evil.cpp"],
        input=(MARK % os.path.realpath("LOADED")).encode(), check=True,
    )


def check(report):
    assert not os.path.exists("LOADED"), "code of the repository ran"
    with open(report, encoding="utf-8") as file:
        said = file.read()
    texts = set()
    for name in SOURCES:
        with open(os.path.join(".", name), encoding="utf-8") as file:
            texts.add(file.read())
        line = name.replace("\n", "?") + ":11:61: warning: workspace limit"
        assert any(each.startswith(line) for each in said.splitlines()), line
    assert len(texts) == 1, "a source was written to"
    assert "stolen.cpp" not in os.listdir("src")
    print("names are names")


if sys.argv[1] == "make":
    make(*sys.argv[2:])
elif sys.argv[1] == "list":
    sys.stdout.write("".join(name + "\0" for name in SOURCES + OTHERS))
else:
    check(*sys.argv[2:])
