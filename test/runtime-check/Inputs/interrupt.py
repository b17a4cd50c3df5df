# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Real signals to a doctor whose runs take time: what is finished is in the
file, no process is left, and --resume goes on with the rest.

usage: interrupt.py COPY-OF-MISBEHAVING-DOCTOR FOLDER"""

import json
import os
import signal
import subprocess
import sys
import time

doctor, folder = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
findings, output = (os.path.join(folder, name) for name in ("slow.sarif", "slow.verified.sarif"))
# 0.4 s each, four at a time: 4 s at the least, whatever the machine.
COUNT = 40
subprocess.run(
    [sys.executable, os.path.join(here, "make_sarif.py"), findings]
    # Each its own question, or it would be run once.
    + [f"cublaslt-growing-batch f test.behaviour=slow test.number={number}" for number in range(COUNT)],
    check=True,
)


def verdicts():
    with open(output, encoding="utf-8") as file:
        results = json.load(file)["runs"][0]["results"]
    return sum("verdict" in result["properties"] for result in results)


def started(*options):
    if os.path.exists(output) and "--resume" not in options:
        os.remove(output)
    return subprocess.Popen(
        [doctor, "verify", findings, "-o", output, *options], stdout=subprocess.PIPE, text=True
    )


def lines_of(process, count):
    return [process.stdout.readline() for _ in range(count)]


def check_resumed(kept):
    run = started("--resume")
    said = run.stdout.read()
    assert run.wait() == 1, (run.returncode, said)
    assert f"{kept} verdicts kept from" in said, said
    assert said.count("; flagged: behaved") == COUNT - kept, said
    assert verdicts() == COUNT
    with open(output, encoding="utf-8") as file:
        assert file.read().count('"kind": "holds"') == COUNT


def check_nothing_runs():
    subprocess.run([sys.executable, os.path.join(here, "no_process_of.py"), doctor], check=True)


for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    run = started()
    lines_of(run, 2)
    run.send_signal(number)
    said = run.stdout.read()
    assert run.wait(60) == 130, (number, run.returncode, said)
    assert "left: go on with --resume" in said, said
    kept = verdicts()
    assert 2 <= kept < COUNT, kept
    check_nothing_runs()
    check_resumed(kept)

# A kill cannot be caught: the first verdict is written at once.
run = started()
lines_of(run, 2)
deadline = time.monotonic() + 60
while not os.path.exists(output) and time.monotonic() < deadline:
    time.sleep(0.05)
run.kill()
run.wait()
kept = verdicts()
assert 1 <= kept < COUNT, kept
check_nothing_runs()
check_resumed(kept)

# How long it takes to the first verdict depends on the machine and its load.
for seconds in (2, 4, 8, 16, 32):
    run = started(f"--total-timeout={seconds}")
    said = run.stdout.read()
    assert run.wait(60) == 130, (run.returncode, said)
    if verdicts() > 0:
        break
assert 1 <= verdicts() < COUNT, verdicts()
check_resumed(verdicts())



def children_of(process):
    for task in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{task}/children", encoding="ascii") as file:
                yield from file.read().split()
        except OSError:
            pass  # ended meanwhile


def is_run(process):
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return b"__run" in file.read()
    except OSError:
        return False


# A child that is killed from outside is its own finding's affair.
run = started()
lines_of(run, 1)
while not (runs := [child for child in children_of(run.pid) if is_run(child)]):
    time.sleep(0.02)
os.kill(int(runs[0]), signal.SIGKILL)
said = run.stdout.read()
assert run.wait() == 1, said
assert said.count("was killed by signal 9 (SIGKILL)") == 1, said
assert said.count(": holds: ") == COUNT - 2, said
print("interrupts right")
