# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The plugin in stock clang-tidy and cublaslt-tidy say the same of every file
# that the checks' own tests use.
#
# REQUIRES: checks
# RUN: %python %s %src/test/checks %stand_in %cublaslt_tidy %plugin %clang_tidy
import os
import re
import subprocess
import sys

EXTENSIONS = (".c", ".cpp", ".cu")


def language(file):
    """The arguments that the file is meant for, and some that it is not: code
    with compile errors must neither end a host nor make the two differ."""
    with open(file) as text:
        standards = re.findall(r"-std=\S+", text.read())
    extension = os.path.splitext(file)[1]
    own = standards[:1] or ([] if extension == ".c" else ["-std=c++17"])
    old = ["-std=c89" if extension == ".c" else "-std=c++98"]
    cuda = ["-nocudainc", "-nocudalib"] if extension == ".cu" else []
    return [own + cuda, old + cuda]


def diagnostics(command, file, arguments):
    """What is printed, without the counts on stderr, and the exit code."""
    if file.endswith(".cu"):
        command = command + [
            "--extra-arg-before=--cuda-host-only",
            "--extra-arg-before=-Wno-unknown-cuda-version",
        ]
    done = subprocess.run(
        command + ["--checks=-*,cublaslt-*", "--quiet", file, "--"] + arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert done.returncode in (0, 1), f"{command[0]} ended with {done.returncode} on {file} {arguments}"
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
        for arguments in language(file):
            arguments = arguments + ["-I" + tests, "-I" + include]
            ours = diagnostics([program], file, arguments)
            theirs = diagnostics(stock, file, arguments)
            assert ours == theirs, (
                f"{file} {arguments}\n--- {program}\n{ours[1]}\n--- {stock}\n{theirs[1]}"
            )
            seen += ours[1].count("warning: ")
    assert seen > 0, "no host reported anything: nothing was compared"
    print(f"{len(files)} files, {seen} findings, no difference")


if __name__ == "__main__":
    main()
