# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs PROGRAM over commands that would run a program or write a file.

usage: hostile_commands.py PROGRAM STAND_IN
The current folder holds gemm.cpp, which has a finding.
"""
import json
import os
import subprocess
import sys

program, include = sys.argv[1:]
here = os.getcwd()
with open("evil", "w") as out:
    out.write(f"#!/bin/sh\ntouch {here}/RAN\necho sm_90\n")
os.chmod("evil", 0o755)
os.makedirs("bin", exist_ok=True)
for name in ("amdgpu-arch", "nvptx-arch", "offload-arch"):
    if not os.path.exists("bin/" + name):
        os.symlink("../evil", "bin/" + name)
RUNS = f"-x cuda --offload-arch=native --nvptx-arch-tool={here}/evil -nogpuinc -nogpulib"
with open("evil.cfg", "w") as out:
    out.write(RUNS + "\n")
with open("evil.rsp", "w") as out:
    out.write(RUNS + f" -B{here}/bin\n")
subprocess.run(["cc", "-shared", "-fPIC", "-o", "evil.so", "-x", "c", "-"],
               input=f'#include <stdio.h>\n__attribute__((constructor)) void f() '
               f'{{ fclose(fopen("{here}/RAN", "w")); }}\n', text=True, check=True)
COMMANDS = [
    RUNS,
    f"-x cuda --offload-arch=native --offload-arch-tool={here}/evil -nogpuinc -nogpulib",
    f"-x hip --offload-arch=native --amdgpu-arch-tool={here}/evil -nogpuinc -nogpulib",
    f"--target=amdgcn-amd-amdhsa -mcpu=native -B{here}/bin -nogpulib",
    f"--target=nvptx64-nvidia-cuda -march=native -B{here}/bin -nogpulib",
    f"--config={here}/evil.cfg",
    f"--config {here}/evil.cfg",
    f"@{here}/evil.rsp",
    f"-fplugin={here}/evil.so",
    f"-fpass-plugin={here}/evil.so",
    f"-Xclang -load -Xclang {here}/evil.so",
    f"-mllvm -load={here}/evil.so",
    "-Wp,-MD,victim",
    "-Xpreprocessor -MD -Xpreprocessor victim",
    "--serialize-diagnostics victim",
    "-Xclang -header-include-file -Xclang victim -H",
    "-Xclang -stats-file=victim",
    "-Xclang -diagnostic-log-file -Xclang victim -Xclang -v",
    "-Xclang -dump-minimization-hints=victim",
    "-MD -MF victim", "-MJ victim", "-ftime-trace=victim",
    "-fmodules -fmodules-cache-path=written", "-save-stats", "-save-temps",
    "-fproc-stat-report=victim", "-o victim",
]


def database(words, compiler="clang++"):
    with open("compile_commands.json", "w") as out:
        json.dump([{"directory": here, "file": "gemm.cpp", "arguments":
                    [compiler, *words.split(), "-I" + include, "-c",
                     "gemm.cpp"]}], out)


def run(arguments, what):
    with open("victim", "w") as out:
        out.write("precious")
    before = sorted(os.listdir("."))
    ended = subprocess.run([program, "--quiet", *arguments],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True, errors="replace", timeout=300)
    if os.path.exists("RAN"):
        sys.exit(f"{what}: a program ran or code was loaded")
    if open("victim").read() != "precious" or sorted(os.listdir(".")) != before:
        sys.exit(f"{what}: a file was written: "
                 f"{set(os.listdir('.')) - set(before)}")
    if ended.returncode not in (0, 1, 2, 3):
        sys.exit(f"{what}: ended with {ended.returncode}: {ended.stdout[-300:]}")
    return "cublaslt-unbounded-workspace" in ended.stdout


def tell(name, results):
    print(f"{name}: nothing ran, nothing was written, {sum(results)} times the "
          "finding", flush=True)


def over(arguments):
    results = []
    for words in COMMANDS:
        database(words)
        results.append(run(arguments, words))
    # Those that are not for a GPU's own code are analysed as ever.
    if sum(results) < len(COMMANDS) - 6:
        sys.exit(f"only {sum(results)} of {len(COMMANDS)} commands show it: "
                 + str([w for w, r in zip(COMMANDS, results) if not r]))
    return results


tell("project mode", over(["-p", ".", "--no-cache"]))
tell("single files", over(["-p", ".", "gemm.cpp"]))
results = []
for words in COMMANDS:
    database("")
    with open(".clang-tidy", "w") as out:
        json.dump({key: words.split()
                   for key in ("ExtraArgs", "ExtraArgsBefore")}, out)
    results.append(run(["-p", ".", "--no-cache"], "ExtraArgs: " + words))
    results.append(run(["-p", ".", "gemm.cpp"], "ExtraArgs: " + words))
os.remove(".clang-tidy")
if sum(results) < len(results) - 12:
    sys.exit(f".clang-tidy: only {sum(results)} of {len(results)} show it")
tell(".clang-tidy", results)
for name in ("clang++", "clang"):
    with open(f"bin/{name}.cfg", "w") as out:
        out.write(RUNS + "\n")
database("", here + "/bin/clang++")
tell("a configuration beside the compiler",
     [run(["-p", ".", "--no-cache"], "bin/clang++.cfg"),
      run(["-p", ".", "gemm.cpp"], "bin/clang++.cfg")])
