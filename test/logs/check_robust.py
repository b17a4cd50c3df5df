# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Input that nobody expects is read to its end, in bounded time and memory, and
nothing of it reaches the terminal as a control character.

usage: check_robust.py DOCTOR LOGS SCRATCH
"""

import gzip
import json
import pathlib
import random
import resource
import signal
import subprocess
import sys
import threading
import time

ERROR = (
    b"[2026-11-22 09:44:27][cublasLt][536][Error][cublasLtMatmulAlgoGetHeuristic]"
    b" FP8 matrix multiplications support only TN input layout. Got NN\n"
)
MOST_MEMORY = 200 << 20
# Runs a command and says the most memory it had, in KiB. A process of its own:
# what a child has before it becomes the command counts too.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def processor_time():
    """Of the children that have ended; the time that passes is the load's too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Checker:
    def __init__(self, doctor, scratch):
        self.doctor, self.scratch = doctor, scratch
        self.cases = self.failures = 0

    def expect(self, what, condition, detail=""):
        self.cases += 1
        if not condition:
            self.failures += 1
            print(f"{what}: {str(detail)[:500]}")

    def read(self, data, *arguments, name="input.log", limit=300):
        path = self.scratch / name
        path.write_bytes(data)
        before = processor_time()
        result = subprocess.run(
            [self.doctor, "log", *arguments, str(path)], capture_output=True, timeout=limit
        )
        self.seconds = processor_time() - before
        return result

    def diagnosed(self, what, data, **options):
        """Ends with 1 and the diagnosis of ERROR."""
        result = self.read(data, "--format=json", **options)
        found = []
        if result.returncode == 1:
            found = [p["diagnosis"] for p in json.loads(result.stdout)["problems"]]
        self.expect(what, found == ["cublaslt-fp8-layout"], (result.returncode, found, result.stderr))
        return result


def memory_of(doctor, path):
    command = [sys.executable, "-c", MEASURE, doctor, "log", str(path)]
    return int(subprocess.run(command, capture_output=True, timeout=300).stdout) << 10


def check_bytes(check, logs):
    check.diagnosed("plain", ERROR)
    check.diagnosed("no end of line", ERROR.rstrip())
    check.diagnosed("Windows line ends", ERROR.replace(b"\n", b"\r\n"))
    check.diagnosed("NUL around", b"\0" * 5000 + b"\n" + ERROR + b"\0" * 70000)
    check.diagnosed("Latin-1", "Prüfung é\n".encode("latin-1") + ERROR)
    for encoding in ("utf-16-le", "utf-16-be"):
        mark = "\ufeff".encode(encoding)
        check.diagnosed(encoding, mark + ERROR.decode().encode(encoding))
    check.diagnosed("a byte order mark", b"\xef\xbb\xbf" + ERROR)
    check.diagnosed("two lines in one", b"[cublasLt][1][Info][cublasLtCreate] hal" + ERROR)
    noise = random.Random(1).randbytes(1 << 20)
    check.diagnosed("random bytes around", noise + b"\n" + ERROR + noise)
    check.diagnosed("gzip", gzip.compress(ERROR), name="input.gz")
    check.diagnosed("two gzip members", gzip.compress(b"x\n") + gzip.compress(ERROR))
    cut = gzip.compress(ERROR * 10 + random.Random(2).randbytes(100000))[:-2000]
    result = check.diagnosed("cut gzip", cut)
    check.expect("cut gzip says so", b"ends early" in result.stdout, result.stdout)
    damaged = bytearray(gzip.compress(noise))
    damaged[2000:2100] = b"\0" * 100
    result = check.read(bytes(damaged))
    check.expect("damaged gzip", result.returncode == 2 and b"gzip file" in result.stdout, result)
    result = check.read(b"\x28\xb5\x2f\xfd" + noise[:1000])
    check.expect("damaged zst", result.returncode == 2 and b"Zstandard" in result.stdout, result)
    for name, data, code in (("empty", b"", 0), ("only marks", b"\x1f\x8b", 2), ("one byte", b"[", 0)):
        result = check.read(data)
        check.expect(name, result.returncode == code, result)


def check_sizes(check):
    line = b"x" * (100 << 20) + b"\n"
    check.diagnosed("a line of 100 MB before", line + ERROR)
    check.expect("a line of 100 MB is quick", check.seconds < 20, check.seconds)
    memory = memory_of(check.doctor, check.scratch / "input.log")
    check.expect("memory of a line of 100 MB", memory <= MOST_MEMORY, memory)
    check.diagnosed("a line of 30 MB of brackets", b"[cublasLt" * (30 << 17) + b"\n" + ERROR)
    check.diagnosed("a line of 30 MB of anchors", b"blas " * (6 << 20) + b"\n" + ERROR)
    nested = b"[cublasLt][1][Api][cublasLtMatmulAlgoGetHeuristic] Adesc=" + b"[" * 60000 + b"\n"
    check.diagnosed("brackets in brackets", nested * 100 + ERROR)
    fields = b"".join(b" k%d=%d" % (i, i) for i in range(6000))
    head = b"[cublasLt][1][Api][cublasLtMatmulAlgoGetHeuristic] Adesc=[type=R_16F"
    check.diagnosed("unknown fields", (head + fields + b"]" + fields + b"\n") * 50 + ERROR)
    # as many threads, objects, problems and calls as there are lines
    lines = []
    for i in range(30000):
        start = b"[cublasLt][%d]" % i
        lines.append(start + b"[Api][cublasLtMatrixLayoutCreate] matLayout=0X%X\n" % i)
        lines.append(start + b"[Api][cublasLtMatrixLayoutDestroy] matLayout=0X%X\n" % (i + 1))
        lines.append(start + b"[Error][cublasLtMatmul] Trouble %d\n" % i)
        lines.append(
            start + b"[Trace][cublasLtMatmul] Adesc=[type=R_16F rows=%d cols=%d ld=%d]"
            b" computeDesc=[computeType=COMPUTE_32F scaleType=R_32F] workSpace=0X0\n" % (i, i, i)
        )
    result = check.read(b"".join(lines), "--format=json")
    report = json.loads(result.stdout)
    check.expect("bounded problems", len(report["problems"]) <= 1000, len(report["problems"]))
    check.expect("left out are counted", report["summary"]["leftOut"] > 0, report["summary"])
    memory = memory_of(check.doctor, check.scratch / "input.log")
    check.expect("memory", memory <= MOST_MEMORY, memory)


def check_memory(check):
    """Whatever is kept of a log is bounded: streams of some 250 MB."""
    call = b"Adesc=[type=R_16F rows=%d" + b" x=1" * 5000 + b"] preference=[maxWavesCount=0.0] computeDesc=[y=1]\n"

    def long_calls():
        for thread in range(4096):
            start = b"[cublasLt][%d]" % thread
            heuristic = start + b"[Api][cublasLtMatmulAlgoGetHeuristic] " + call % thread
            yield heuristic + start + b"[Info][cublasLtMatmulAlgoGetHeuristic]  heuristicResults=[66]\n"
            yield heuristic + start + b"[Api][cublasLtMatmul] " + call % thread

    def reasons():
        yield b"[cublasLt][1][Api][cublasLtMatmulAlgoGetHeuristic] " + call % 1
        reason = b"[cublasLt][1][Info][cublasLtMatmulAlgoGetHeuristic] Unsupported M dimension for FP8 matrix multiplication"
        for number in range(150000):
            yield reason + b" %d" % number + b"." * 1500 + b"\n"

    def words():
        generator = random.Random(4)
        parts = [b"CUDA error: CUBLAS_STATUS_", b"when calling `cublasLt", b"failed to run cuBLAS", b"Hint: 'CUBLAS_",
                 b"[Error][cublasLt", b"] ", b"INTERNAL: ", b"leading dimension", b"0", b"a", b" m ", b"(", b"\x1b[", b"{\""]
        for _ in range(4000):
            yield b"".join(generator.choices(parts, k=400)) + b"\n"

    for what in (long_calls, reasons, words):
        process = subprocess.Popen(
            [sys.executable, "-c", MEASURE, check.doctor, "log", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for data in what():
            process.stdin.write(data)
        memory = int(process.communicate(timeout=300)[0]) << 10
        print(f"{what.__name__}: {memory >> 20} MiB")
        check.expect(f"memory of {what.__name__}", memory <= MOST_MEMORY, memory)


def check_terminal(check):
    evil = (
        b"\x1b]0;owned\x07\x1b[2J\x9b31m\xc2\x9b31m \xe2\x80\xae \r\x08 CUBLAS_STATUS_NOT_SUPPORTED"
        b" \x1b[31m" + b"\n" + ERROR.replace(b"Got NN", b"Got \x1b[31mNN\x9b")
        + b"CUDA error: CUBLAS_STATUS_INVALID_VALUE when calling `evil\x1b[1m`\n"
    )
    for form in ("text", "json", "sarif"):
        result = check.read(evil, f"--format={form}", name="\x1b[31mevil.log")
        text = result.stdout.decode("utf-8")  # valid UTF-8, or this throws
        bad = [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"]
        check.expect(f"no control characters in {form}", not bad and result.returncode == 1, bad)
    result = subprocess.run(
        [check.doctor, "log", "\x1b[31mnone"], capture_output=True, timeout=300
    )
    check.expect("no escape in a complaint", b"\x1b" not in result.stderr, result.stderr)


def check_changes(check, logs):
    """Real logs, changed at random and cut anywhere."""
    generator = random.Random(3)
    samples = [path.read_bytes() for path in sorted(logs.glob("*.log"))]
    for turn in range(150):
        data = bytearray(generator.choice(samples))
        for _ in range(generator.choice([1, 5, 50])):
            at = generator.randrange(len(data))
            kind = generator.randrange(4)
            if kind == 0:
                data[at] = generator.randrange(256)
            elif kind == 1:
                del data[at : at + generator.randrange(1, 200)]
            elif kind == 2:
                data[at:at] = generator.choice([b"[", b"]", b"=", b"\0", b"\n", b"0X", b"9" * 40])
            else:
                data = data[: at + 1]
            if not data:
                data = bytearray(b"[")
        result = check.read(bytes(data), "--format=json")
        check.expect(f"turn {turn}", result.returncode in (0, 1), result)
        if result.returncode in (0, 1):
            json.loads(result.stdout)


def check_following(check):
    path = check.scratch / "growing.log"
    path.write_bytes(b"x\n" * 1000)
    process = subprocess.Popen(
        [check.doctor, "log", "--follow", str(path)], stdout=subprocess.PIPE
    )
    time.sleep(1)
    half = len(ERROR) // 2
    with open(path, "ab") as file:
        file.write(ERROR[:half])
        file.flush()
        time.sleep(0.6)
        file.write(ERROR[half:])
    line = process.stdout.readline()
    check.expect("a line in two parts", b"growing.log:1001: cublaslt-fp8-layout" in line, line)
    path.write_bytes(b"RuntimeError: CUBLAS_STATUS_INTERNAL_ERROR\n")
    rest = b""
    guard = threading.Timer(60, process.kill)
    guard.start()
    for line in process.stdout:  # the diagnosis is the last that comes by itself
        rest += line
        if b"growing.log:1: unknown" in line:
            break
    process.send_signal(signal.SIGINT)
    rest += process.communicate(timeout=60)[0]
    guard.cancel()
    check.expect("a file that shrinks", b"growing.log:1: unknown" in rest, rest)
    check.expect("it is said", b"became shorter" in rest, rest)
    check.expect("Ctrl-C", process.returncode == 1 and b"2 problems" in rest, rest)


def main():
    doctor, logs, scratch = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    check = Checker(doctor, scratch)
    check_bytes(check, logs)
    check_sizes(check)
    check_memory(check)
    check_terminal(check)
    check_changes(check, logs)
    check_following(check)
    print(f"{check.cases} cases, {check.failures} failures")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
