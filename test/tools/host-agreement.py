# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The plugin in stock clang-tidy and cublaslt-tidy say the same of every file
# that the checks' own tests use.
#
# REQUIRES: checks
# RUN: %python %s %src/test/checks %stand_in %cublaslt_tidy %plugin %clang_tidy
import os
import subprocess
import sys

EXTENSIONS = (".c", ".cpp", ".cu")


def diagnostics(command, file, include):
    """Diagnostics and exit code. Counts on stderr are left out: a host's own
    default checks may differ."""
    language = {".c": [], ".cpp": ["-std=c++17"]}.get(os.path.splitext(file)[1])
    if language is None:
        language = ["-std=c++17", "-nocudainc", "-nocudalib"]
        command = command + ["--extra-arg-before=--cuda-host-only"]
    folder = os.path.dirname(file)
    done = subprocess.run(
        command
        + ["--checks=-*,cublaslt-*", "--quiet", file, "--"]
        + language
        + ["-I" + folder, "-I" + include],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.returncode, done.stdout


def main():
    tests, include, program, plugin, *clang_tidy = sys.argv[1:]
    stock = clang_tidy + ["--load=" + plugin]
    files = sorted(
        os.path.join(tests, name)
        for name in os.listdir(tests)
        if name.endswith(EXTENSIONS)
    )
    assert files, f"no inputs in {tests}"
    seen = 0
    for file in files:
        ours = diagnostics([program], file, include)
        theirs = diagnostics(stock, file, include)
        assert ours == theirs, f"{file}\n--- {program}\n{ours}\n--- {stock}\n{theirs}"
        seen += ours[1].count("warning: ")
    assert seen > 0, "no host reported anything: nothing was compared"
    print(f"{len(files)} files, {seen} findings, no difference")


if __name__ == "__main__":
    main()
