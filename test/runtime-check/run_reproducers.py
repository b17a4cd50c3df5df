# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every reproducer of verified findings, built by the command that is printed
for it, and run: each must end with 1, the flagged form failing and the control
working.

  run_reproducers.py DOCTOR FINDINGS.sarif FOLDER [OPTION-OF-VERIFY...]"""

import concurrent.futures
import os
import shlex
import shutil
import subprocess
import sys

doctor, findings, folder, *options = sys.argv[1:]
verify = subprocess.run(
    [doctor, "verify", findings, "-o", os.path.join(folder, "emitted.sarif"), "--emit", folder, *options],
    stdout=subprocess.PIPE,
    text=True,
)
print(verify.stdout.splitlines()[-1])
commands = [line.split(" reproducer: ")[1] for line in verify.stdout.splitlines() if " reproducer: nvcc " in line]
# nvcc's own libraries, which may be neither on the linker's way nor the loader's.
nvcc = shutil.which("nvcc") or sys.exit("error: nvcc is not in PATH")
root = os.path.dirname(os.path.dirname(os.path.realpath(nvcc)))
libraries = [path for path in (f"{root}/lib64", f"{root}/lib") if os.path.isdir(path)]
paths = [f"-L{path}" for path in libraries]
environment = dict(os.environ, LD_LIBRARY_PATH=os.pathsep.join([*libraries, os.environ.get("LD_LIBRARY_PATH", "")]))
failures = []


def build(command):
    return subprocess.run(shlex.split(command) + paths, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    built = list(pool.map(build, commands))
for command, made in zip(commands, built):
    program = shlex.split(command)[4]
    with open(program + ".cpp", encoding="utf-8") as file:
        lines = len(file.readlines())
    if lines >= 120:
        failures.append(f"{program}: has {lines} lines, expected fewer than 120")
    if made.returncode != 0:
        failures.append(f"{program}: not built: {made.stdout}")
        continue
    # Each alone: some fill the device's memory.
    run = subprocess.run(
        [os.path.abspath(program)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, cwd=folder,
        env=environment,
    )
    if run.returncode != 1:
        failures.append(f"{program}: ended with {run.returncode}: {run.stdout}")
for failure in failures:
    print("FAILED", failure)
print(f"{len(commands)} reproducers, {len(failures)} failures")
sys.exit(1 if failures or not commands else 0)
