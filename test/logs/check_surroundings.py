# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What terminals, launchers, collectors of logs and other processes do to the
library's lines must neither hide a problem nor make one.

usage: check_surroundings.py DOCTOR LOGS
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
failures = []
readings = 0


def read(text, *inputs):
    global readings
    readings += 1
    result = subprocess.run(
        [DOCTOR, "log", "--format=json", "--level=2", *(inputs or ["-"])],
        input=text,
        capture_output=True,
        timeout=60,
    )
    return json.loads(result.stdout)["problems"]


def diagnoses(text):
    return sorted({problem["diagnosis"] for problem in read(text)})


def expect(what, found, expected):
    if found != expected:
        failures.append(what)
        print(f"{what}: {found}, not {expected}")


def each_line(text, change):
    return b"".join(change(line) for line in text.splitlines())


WRAPPINGS = {
    "srun": lambda line: b"12: " + line + b"\n",
    "mpirun": lambda line: b"[1,0]<stdout>:" + line + b"\n",
    "docker compose": lambda line: b"worker-1  | " + line + b"\n",
    "containerd": lambda line: b"2026-11-23T23:34:57.123456789Z stdout F " + line + b"\n",
    "journald": lambda line: b"Nov 23 23:34:57 node7 train[4711]: " + line + b"\n",
    "Python logging": lambda line: b"2026-11-23 23:34:57,123 INFO worker: " + line + b"\n",
    "grep -n": lambda line: b"17:" + line + b"\n",
    "a progress bar": lambda line: b" 50%|####     | 3/6 [00:01<00:01]\r" + line + b"\n",
    "Windows": lambda line: line + b"\r\n",
    "colours": lambda line: b"\x1b[32m" + line.replace(b"cublasLt]", b"\x1b[1mcublasLt\x1b[0m]", 1) + b"\x1b[0m\n",
    "Docker's JSON": lambda line: json.dumps(
        {"log": line.decode() + "\n", "stream": "stdout", "time": "2026-11-23T23:34:57Z"}
    ).encode() + b"\n",
    "cut JSON": lambda line: b'2026-11-23 {"log":"' + line + b'\\n","stream":"stdo\n',
    "JSON in JSON": lambda line: json.dumps(
        {"a": {"b": ["x", {"message": "worker: " + line.decode() + "\u001b[0m"}]}}
    ).encode() + b"\n",
    "CSV": lambda line: b'"4711","' + line + b'","stdout"\n',
}


def check_wrappings(logs):
    for name, text in logs.items():
        expected = diagnoses(text)
        for wrapping, change in WRAPPINGS.items():
            expect(f"{name}, {wrapping}", diagnoses(each_line(text, change)), expected)
        whole = json.dumps({"output": text.decode()}).encode()
        expect(f"{name} in one JSON text", diagnoses(whole + b"\n"), expected)
        wide = text.decode().encode("utf-16-le")
        expect(f"{name} in UTF-16 without a mark", diagnoses(wide), expected)


def check_cuts(logs):
    """Lines that are all cut at one column: less is known, nothing else."""
    for name, text in logs.items():
        allowed = set(diagnoses(text)) | {"unknown"}
        for width in (60, 72, 80, 88, 95, 100, 110, 120, 132, 150, 160, 200, 256, 300, 320, 340, 400, 500, 600):
            found = set(diagnoses(each_line(text, lambda line: line[:width] + b"\n")))
            expect(f"{name} cut at {width}", sorted(found - allowed), [])
        for part in range(1, 25):
            found = set(diagnoses(text[: len(text) * part // 25]))
            expect(f"{name}, its first {part} of 25 parts", sorted(found - allowed), [])
            found = set(diagnoses(text[len(text) * part // 25 :]))
            expect(f"{name}, all but {part} of 25 parts", sorted(found - allowed), [])


def check_cut_reasons():
    """What the library says, cut at any column, is said by its own rule or none."""
    messages = yaml.safe_load((ROOT / "kb/messages/cublaslt-library.yaml").read_text())["messages"]
    lines = [message["example"].encode() for message in messages]
    lines.append(
        b"[2026-11-23 23:34:54][cublasLt][468][Info][cublasLtMatmulAlgoGetHeuristic] Unsupported leading"
        b" dimension for matrix A. The leading dimension of matrix A must be divisible by 16. Got 250."
    )
    for line in lines:
        cut = b"".join(line[:length] + b"\n" for length in range(len(line)))
        found = set(diagnoses(cut)) - set(diagnoses(line)) - {"unknown"}
        expect(f"cut anywhere: {line.decode()}", sorted(found), [])


def check_processes(healthy):
    """Two healthy processes that share a file, in pieces of some size."""
    one = healthy.replace(b"[498]", b"[1]")
    other = healthy.replace(b"[498]", b"[2]")
    for size in (37, 100, 333, 512, 1000, 4096):
        pieces = []
        for at in range(0, len(one), size):
            pieces += [one[at : at + size], other[at : at + size]]
        expect(f"two processes in pieces of {size}", diagnoses(b"".join(pieces)), [])
    # The same number of a thread on several machines.
    lines = healthy.splitlines()
    mixed = b"".join(b"%d: %s\n" % (rank, line) for line in lines for rank in range(4))
    expect("four machines under srun", diagnoses(mixed), [])
    ray = b"(RayTrainWorker pid=520, ip=10.0.0.%d) %s\n"
    mixed = b"".join(ray % (rank, line) for line in lines for rank in range(4))
    expect("four machines under Ray", diagnoses(mixed), [])
    # Ray shows one of several lines that differ in numbers only.
    seen, shown = set(), []
    for line in lines:
        form = re.sub(rb"[0-9A-F]{3,}|[0-9]+", b"", line)
        shown += [] if form in seen else [line + b" [repeated 5x across cluster]\n"]
        seen.add(form)
    expect("lines that Ray left out", diagnoses(b"".join(shown)), [])
    mixed = b"".join(b"[rank%d]: %s\n" % (rank, line) for line in lines for rank in range(4))
    expect("four machines under torchrun", diagnoses(mixed), [])


def check_files(healthy, scratch):
    """A log that is cut, and after it another process's."""
    first, second = scratch / "first.log", scratch / "second.log"
    lines = healthy.splitlines(keepends=True)
    heuristic = next(i for i, line in enumerate(lines) if b"maxWorkspaceSizeinBytes" in line)
    first.write_bytes(b"".join(lines[: heuristic + 1]))
    second.write_bytes(healthy)
    found = [problem["diagnosis"] for problem in read(b"", str(first), str(second))]
    expect("two files with one number of a thread", found, [])


def check_long_lines():
    """A message that stands across the end of a piece of a long line."""
    message = b"RuntimeError: CUDA error: CUBLAS_STATUS_NOT_SUPPORTED when calling `cublasLtMatmul( handle, x)`"
    error = (
        b"[2026-11-22 09:44:27][cublasLt][536][Error][cublasLtMatmulAlgoGetHeuristic]"
        b" FP8 matrix multiplications support only TN input layout. Got NN"
    )
    for before in (*range(65536 - 120, 65536 + 20, 7), 61440 - 30, 61440 + 5, 200000, 400000):
        for what, text, words in (
            ("message", message, "cublasLtMatmul ended with CUBLAS_STATUS_NOT_SUPPORTED"),
            ("line of the log", error, "FP8"),
        ):
            problems = read(b"x" * before + b" " + text + b" " + b"y" * 200000 + b"\n")
            found = [(problem["count"], words in problem["words"]) for problem in problems]
            expect(f"a {what} behind {before} characters", found, [(1, True)])
            if what == "message" and "CUDA error" not in problems[0]["line"]:
                expect(f"its line behind {before} characters", problems[0]["line"], "shown")


def check_wrapped_reports():
    """A terminal breaks lines at any column, a launcher writes its own before each
    part: the diagnosis is the same, or unknown, and never nothing, unless the one word
    by which the line is found is broken itself."""
    words = ("blas", "kernel execution error", "had an illegal value")
    # What they say takes three lines.
    lost = ("openxla/xla/issues/6370", "vllm/pull/4691", "AlphaGo-Zero-Gobang", "sdnext/issues/2880")
    for name in ("reports", "more-reports", "report-kinds"):
        reports = yaml.safe_load((ROOT / f"test/logs/{name}.yaml").read_text())["reports"]
        for report in reports:
            if report["diagnosis"] == "none":
                continue
            for width in (60, 80, 113):
                for prefix in ("", "[rank3]: "):
                    text = ""
                    for line in report["lines"]:
                        parts = [line[at : at + width] for at in range(0, len(line), width)]
                        text += "".join(f"{prefix}{part}\n" for part in parts or [""])
                    found = set(diagnoses(text.encode()))
                    is_found = any(word in part for part in text.lower().splitlines() for word in words)
                    allowed = {report["diagnosis"], "unknown"}
                    if report["diagnosis"] == "cuda/earlier-fault":
                        allowed.add("cuda/cublas-alloc-failed-cublaslt") # the status's own
                    is_found &= not any(name in report["link"] for name in lost)
                    if not found <= allowed or (is_found and not found):
                        expect(f"{report['link']} broken at {width}", sorted(found), report["diagnosis"])


def check_earlier_faults():
    """The fault of another process, or one too far away, explains nothing."""
    fault = b"../aten/Indexing.cu:975: f: block: [85,0,0], thread: [1,0,0] Assertion `i < n` failed.\n"
    status = b"RuntimeError: CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`\n"
    other = b"RuntimeError: CUDA error: CUBLAS_STATUS_NOT_SUPPORTED when calling `cublasLtMatmul( a)`\n"
    between = b"2026-01-02 03:04:05 INFO step 12 loss 0.3\n"
    earlier, unknown = ["cuda/earlier-fault"], ["unknown"]
    for what, text, expected in (
        ("at once", fault + status, earlier),
        ("within a block", fault + between * 1000 + status, earlier),
        ("across blocks", between * 6390 + fault + between * 40 + status, earlier),
        ("at a block's end", b"".join(between * 7800 + fault + status for _ in range(1)), earlier),
        ("too far away", fault + between * 3000 + status, unknown),
        ("of the same rank", b"[rank1]: " + fault + b"[rank1]: " + status, earlier),
        ("of another rank", b"[rank1]: " + fault + b"[rank0]: " + status, unknown),
        ("that does not explain the status", fault + other, unknown),
        ("alone", fault, []),
    ):
        expect(f"a fault {what}", diagnoses(text), expected)
        expect(f"a fault {what}, CRLF", diagnoses(text.replace(b"\n", b"\r\n")), expected)


def main():
    global DOCTOR
    DOCTOR, folder, scratch = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    names = ("healthy", "healthy-fp8", "fp8-not-tn", "limit-size-max", "used-after-destruction", "misaligned-pointer", "fp8-k")
    logs = {name: (folder / f"{name}.log").read_bytes() for name in names}
    logs["never-destroyed"] = gzip.decompress((folder / "never-destroyed.log.gz").read_bytes())
    check_wrappings(logs)
    check_cuts({name: logs[name] for name in ("healthy", "healthy-fp8", "fp8-k", "limit-size-max", "misaligned-pointer")})
    check_cut_reasons()
    check_processes(logs["healthy"])
    check_files(logs["healthy"], scratch)
    check_long_lines()
    check_wrapped_reports()
    check_earlier_faults()
    print(f"{readings} readings, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
