# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How fast cublaslt-doctor log reads, on one core, and how much memory it has.

usage: logs.py DOCTOR [--megabytes N] [--runs N] [--logs FOLDER] [--keep FOLDER]

Two files are made: a log of ordinary lines with a line that concerns cuBLASLt
now and then, read by the doctor and by `grep -c cublasLt` in turn, and a pure
level-5 log, real lines with addresses, threads and sizes that change. Both lie
in the page cache when they are read. Medians of user and system time, which
what else the machine does hardly changes; nothing is asserted.
"""

import argparse
import gzip
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = (
    "INFO loss step epoch lr grad norm tokens per second saved checkpoint to "
    "/data/run/model worker shard memory allocated reserved throughput iteration "
    "W E rank device warning deprecated the is of validation accuracy perplexity"
).split()
CUBLASLT_LINE = (
    "[2026-11-22 09:44:24][cublasLt][520][Info][cublasLtCreate] cuBLASLt v13.1 device #0: "
    "multiProcessorCount=132 maxSharedMemPerBlock=49152 maxSharedMemoryPerBlockOptin=232448\n"
)


def write_ordinary(path, size):
    """One line in 10,000 is one that concerns cuBLASLt."""
    generator = random.Random(1)
    lines = []
    for number in range(200_000):
        words = generator.choices(WORDS, k=generator.randrange(4, 24))
        lines.append(f"2026-11-22 09:{number % 60:02}:24,{number % 1000:03} {' '.join(words)} {generator.random():.6f}\n")
        if number % 10_000 == 0:
            lines.append(CUBLASLT_LINE)
    block = "".join(lines).encode()
    with open(path, "wb") as file:
        while file.tell() < size:
            file.write(block)


def write_traced(path, size, logs):
    """Real logs again and again; each time the addresses lie elsewhere, and the
    sizes are others."""
    zstd = subprocess.run(
        ["zstd", "-dcq", logs / "training-step.log.zst"], capture_output=True, check=True
    ).stdout
    text = zstd + gzip.decompress((logs / "same-heuristic.log.gz").read_bytes())
    turn = 0
    with open(path, "wb") as file:
        while file.tell() < size:
            turn += 1
            moved = text.replace(b"0X7F", b"0X%XF" % (turn % 16)).replace(b"[622]", b"[%d]" % turn)
            file.write(re.sub(rb"(rows|cols|ld)=512\b", rb"\1=%d" % (512 + turn % 4000), moved))


def run(command):
    """Seconds of processor time, and the most memory in MiB."""
    # Not into /dev/null: grep then stops at the first line that it finds.
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    output = subprocess.run(
        [sys.executable, "-c", measure, *map(str, command)], capture_output=True, check=True
    ).stdout
    return tuple(map(float, output.split()))


def table(path, commands, runs):
    size = path.stat().st_size / 1e6
    times = {name: [] for name in commands}
    memory = {}
    for _ in range(runs + 1):
        for name, command in commands.items():
            seconds, memory[name] = run([*command, path])
            times[name].append(seconds)
    for name in commands:
        timed = times[name][1:]  # the first brings the file into the cache
        middle = statistics.median(timed)
        print(
            f"| {path.name} ({size:.0f} MB) | {name} | {middle:.2f} ({min(timed):.2f} to "
            f"{max(timed):.2f}) | {size / middle:.0f} | {memory[name]:.0f} |"
        )
    return {name: statistics.median(times[name][1:]) for name in commands}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("doctor")
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--logs", type=pathlib.Path, default=ROOT / "test/logs/real/h200"
    )
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the files")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    folder = arguments.keep or pathlib.Path(tempfile.mkdtemp())
    ordinary, traced = folder / "ordinary.log", folder / "level-5.log"
    size = arguments.megabytes * 1_000_000
    if not ordinary.exists():
        write_ordinary(ordinary, size)
    if not traced.exists():
        write_traced(traced, size, arguments.logs)
    doctor = [arguments.doctor, "log"]
    print("| file | program | processor seconds: median (least to greatest) | MB/s | MiB of memory |")
    print("| --- | --- | --- | --- | --- |")
    commands = {"doctor": doctor, "grep -c": ["grep", "-c", "cublasLt"]}
    times = table(ordinary, commands, arguments.runs)
    table(traced, {"doctor": doctor}, arguments.runs)
    print(f"\nordinary lines: {times['grep -c'] / times['doctor']:.2f} times grep's speed")
    if not arguments.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
