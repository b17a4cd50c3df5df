# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The plugin in stock clang-tidy and cublaslt-tidy say the same of every file
# that the checks' own tests use, and clang with its plugin says it in a build.
#
# REQUIRES: checks
# RUN: %python %s %src/test/checks %stand_in %cublaslt_tidy %plugin %clang_plugin -- %clang -- %clang_tidy
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


def findings(text, file):
    """(line, column, message) of our warnings in the file itself."""
    return sorted(re.findall(
        rf"^{re.escape(file)}:(\d+):(\d+): warning: (.*\[cublaslt-[a-z0-9-]+\])$", text, re.M))


def built(clang, file, arguments):
    """What a build by clang prints; None where the file does not compile."""
    if file.endswith(".cu"):
        arguments = arguments + ["--cuda-host-only", "-Wno-unknown-cuda-version"]
    done = subprocess.run(
        clang + ["-fplugin-arg-cublaslt-level=2", "-fsyntax-only", file] + arguments,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode in (0, 1), f"clang ended with {done.returncode} on {file} {arguments}"
    return done.stderr if done.returncode == 0 else None


def main():
    tests, include, program, plugin, clang_plugin, _, *commands = sys.argv[1:]
    border = commands.index("--")
    clang = commands[:border] + ["-fplugin=" + clang_plugin]
    stock = commands[border + 1:] + ["--load=" + plugin]
    files = sorted(
        os.path.join(tests, name)
        for name in os.listdir(tests)
        if name.endswith(EXTENSIONS)
    )
    assert files, f"no inputs in {tests}"
    seen = compiled = 0
    for file in files:
        for arguments in language(file):
            arguments = arguments + ["-I" + tests, "-I" + include]
            ours = diagnostics([program], file, arguments)
            theirs = diagnostics(stock, file, arguments)
            assert ours == theirs, (
                f"{file} {arguments}\n--- {program}\n{ours[1]}\n--- {stock}\n{theirs[1]}"
            )
            seen += ours[1].count("warning: ")
            build = built(clang, file, arguments)
            if build is not None:
                compiled += 1
                expected, found = findings(ours[1], file), findings(build, file)
                assert found == expected, f"{file} {arguments}: {expected} {found}"
    assert seen > 0, "no host reported anything: nothing was compared"
    assert compiled >= len(files), "hardly a file compiled"
    print(f"{len(files)} files, {seen} findings, no difference")


if __name__ == "__main__":
    main()
