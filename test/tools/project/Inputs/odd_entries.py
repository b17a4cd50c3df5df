# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs PROGRAM over a database with an odd entry beside a good one.

usage: odd_entries.py PROGRAM STAND_IN
The current folder holds gemm.cpp, which has a finding.
"""
import json
import os
import resource
import subprocess
import sys

program, include = sys.argv[1:]
here = os.getcwd()
FINDING = "cublaslt-unbounded-workspace]"


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))


def run(name, *arguments):
    try:
        return subprocess.run([program, "--quiet", *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=60, preexec_fn=limited)
    except subprocess.TimeoutExpired:
        sys.exit(f"{name}: no end")


def odd(name, entry):
    entry = {"directory": here, "file": "odd.cpp", **entry}
    with open("compile_commands.json", "w") as out:
        json.dump([entry, {"directory": here, "file": "gemm.cpp", "command":
                           f"g++ -I{include} -c gemm.cpp"}], out)
    ended = run(name, "--no-cache")
    errors = [line for line in ended.stdout.split("\n") if "error: " in line]
    if ended.returncode != 1 or FINDING not in ended.stdout:
        sys.exit(f"{name}: ended with {ended.returncode}: {ended.stdout[-500:]}")
    print(f"{name}: {errors[0] if errors else 'analysed'}", flush=True)


def source(text):
    if os.path.lexists("odd.cpp"):
        os.remove("odd.cpp")
    with open("odd.cpp", "w") as out:
        out.write(text)


PLAIN = "#include <cublasLt.h>\n"
source(PLAIN)
odd("no arguments", {"arguments": []})
odd("an empty command", {"command": ""})
os.mkfifo("fifo")
os.mkfifo("fifo.h")


def command(words, compiler="g++"):
    return {"command": f"{compiler} {words} -I{include} -c odd.cpp"}


odd("@/dev/zero", command("@/dev/zero"))
odd("@fifo", command("@fifo"))
for i in range(10):
    with open(f"l{i}", "w") as out:
        out.write("-DX" if i == 0 else f"@{here}/l{i - 1} " * 9)
    with open(f"o{i}", "w") as out:
        out.write("-DX" if i == 0 else f"-optf {here}/o{i - 1} " * 10)
odd("response files that name each other", command(f"@{here}/l9"))
odd("nvcc's options files that name each other",
    command(f"-optf {here}/o8", "nvcc"))
odd("-include /dev/zero", command("-include /dev/zero"))
source(PLAIN + '#include "/dev/zero"\n')
odd('#include "/dev/zero"', command(""))
source(PLAIN + '#include "fifo.h"\n')
odd('#include "fifo"', command(""))
os.remove("odd.cpp")
os.mkfifo("odd.cpp")
odd("a pipe as the source", command(""))
source(PLAIN)
odd("-ivfsoverlay /dev/zero", command("-ivfsoverlay /dev/zero"))

os.mkdir("deep")
with open("deep/compile_commands.json", "w") as out:
    out.write("[" * 100000)
ended = run("deep", "--no-cache", "-p", "deep")
print("nested 100,000 deep:", ended.stdout.split("\n")[0])
if ended.returncode != 2:
    sys.exit(f"nested: ended with {ended.returncode}")

with open("compile_commands.json", "w") as out:
    json.dump([{"directory": here, "file": "odd.cpp", "arguments": []}], out)
ended = run("single", "-p", ".", "odd.cpp")
if ended.returncode not in (0, 1, 2):
    sys.exit(f"single: ended with {ended.returncode}: {ended.stdout}")
print(f"single files with no command: {ended.stdout.count(FINDING)} findings")
