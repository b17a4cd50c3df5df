# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# REQUIRES: gpu, runtime, experiments
# RUN: %python %s %cublaslt_doctor
"""What cublaslt-doctor must find on a real GPU. Run by lit, and without lit by
run-on-gpu.sh:  gpu_cases.py DOCTOR [OUTPUT-FOLDER]

Every case writes a findings file, has it verified, and looks at the verdicts in
the file that comes back. All of the doctor's lines are printed."""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time

DOCTOR = sys.argv[1]
FOLDER = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
HERE = os.path.dirname(os.path.abspath(__file__))
MIB = 1 << 20

UNCHECKED = "cublaslt-unchecked-heuristic-status cublasLtMatmulAlgoGetHeuristic "
UNBOUNDED = "cublaslt-unbounded-workspace cublasLtMatmulPreferenceSetAttribute "
GROWING = "cublaslt-growing-batch cublasLtMatmul "
FP16 = (
    " A.TYPE=CUDA_R_16F B.TYPE=CUDA_R_16F C.TYPE=CUDA_R_16F D.TYPE=CUDA_R_16F"
    " matmulDesc.COMPUTE_TYPE=CUBLAS_COMPUTE_32F matmulDesc.SCALE_TYPE=CUDA_R_32F"
)

# 15 for an algorithm that nothing wrote, 7 where the library sees before that
# that the problem is none.
MATMUL_REFUSES = [("cublasLtMatmul", 15), ("cublasLtMatmul", 7)]

failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)
        print(f"  FAILED: {text}")


def verify(name, findings, *options):
    """The verdicts, in order, and the exit code."""
    source = os.path.join(FOLDER, name + ".sarif")
    target = os.path.join(FOLDER, name + ".verified.sarif")
    subprocess.run(
        [sys.executable, os.path.join(HERE, "Inputs", "make_sarif.py"), source]
        + findings,
        check=True,
    )
    print(f"== {name}", flush=True)
    run = subprocess.run(
        [DOCTOR, "verify", source, "-o", target, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(run.stdout, end="", flush=True)
    with open(target, encoding="utf-8") as file:
        results = json.load(file)["runs"][0]["results"]
    return [r["properties"].get("verdict") for r in results], run.returncode


class DeviceMemory:
    """Free device memory, asked of the driver itself."""

    def __init__(self):
        self.cuda = ctypes.CDLL("libcuda.so.1")
        context = ctypes.c_void_p()
        assert self.cuda.cuInit(0) == 0
        assert self.cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0) == 0
        assert self.cuda.cuCtxSetCurrent(context) == 0

    def free(self):
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        assert self.cuda.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(total)) == 0
        return free.value


def expect_kind(verdict, kind, case):
    expect(verdict["kind"] == kind, f"{case}: {verdict['kind']}, expected {kind}")


def names(run):
    return [(s["function"], s["number"]) for s in run.get("statuses", [])]


memory = DeviceMemory()
before = memory.free()

# Holds: an unchecked status, of a problem that the witness gives.
cases = [
    "heuristic.statusTested=false heuristic.countTested=false",
    # the source fixes the types, and leaves the leading dimensions open
    "heuristic.statusTested=false heuristic.countTested=false A.LD=?lda" + FP16,
    # and where these are the rows, by the same expression
    "heuristic.statusTested=false heuristic.countTested=false A.ROWS=?m A.LD=?m"
    " B.ROWS=?k B.LD=?k C.ROWS=?m C.LD=?m D.ROWS=?m D.LD=?m" + FP16,
]
verdicts, code = verify("unchecked", [UNCHECKED + c for c in cases])
expect(code == 1, f"unchecked: exit code {code}, expected 1")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "holds", case)
    figures = verdict["flagged"]["figures"]
    expect(figures["countAfter"] == figures["countBefore"], f"{case}: count written")
    last = names(verdict["flagged"])[-1]
    expect(last in MATMUL_REFUSES, f"{case}: matmul gave {last}")
    expect(not verdict["control"]["failed"], f"{case}: control failed")
    expect(bool(verdict["flagged"].get("libraryLog")), f"{case}: no reason line")
    expect(bool(verdict["filledByWitness"]), f"{case}: nothing filled by the witness")
    for key in ("device", "computeCapability", "driver", "runtime", "library", "date"):
        expect(bool(verdict.get(key)), f"{case}: no {key}")

# Holds: a limit that no buffer backs, and SIZE_MAX.
cases = [
    "limit=1099511627776 workspace.origin=constant",
    "limit=2147483648 workspace.origin=constant",
    "limit=1073741824 workspace.origin=constant",
    "limit=?freeBytes workspace.origin=free-memory",
    "limit=?prop.totalGlobalMem workspace.origin=total-memory",
    "limit=?workspaceSize workspace.origin=outside",
]
verdicts, code = verify("workspace-memory", [UNBOUNDED + c for c in cases])
expect(code == 1, f"workspace-memory: exit code {code}, expected 1")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "holds", case)
    flagged, control = verdict["flagged"], verdict["control"]
    expect(("cudaMalloc", 2) in names(flagged), f"{case}: cudaMalloc not 2")
    expect(("cublasLtMatmul", 7) in names(flagged), f"{case}: matmul not 7")
    expect(("cublasLtMatmul", 0) in names(control), f"{case}: control's matmul not 0")
    for run in (flagged, control):
        figures = run["figures"]
        difference = (
            figures["deviceBytesFreeBeforePressure"]
            - figures["deviceBytesFreeAfterRelease"]
        )
        # The kernels that the library has loaded meanwhile stay.
        expect(abs(difference) < 256 * MIB, f"{case}: {difference} bytes not released")

verdicts, code = verify(
    "workspace-size-max",
    [
        UNBOUNDED + "limit=18446744073709551615 workspace.origin=constant",
        UNBOUNDED + "limit=9223372036854775808 workspace.origin=constant",
    ],
)
expect(code == 1, f"size-max: exit code {code}, expected 1")
for verdict in verdicts:
    expect_kind(verdict, "holds", "size-max")
    figures = verdict["flagged"]["figures"]
    expect(figures["slowdownRatioLow"] > 1, "size-max: the spread does not exclude 1")
    expect(figures["repetitions"] >= 10, "size-max: fewer than 10 repetitions")

# Holds: growing loops.
cases = [
    "growth.quantity=batch-count growth.operation=multiply growth.amount=2"
    " growth.initial=?batch growth.trigger=failure",
    "growth.quantity=batch-count growth.operation=multiply growth.amount=2"
    " growth.initial=1 growth.trigger=failure A.ROWS=1024 A.COLS=1024 B.COLS=1024",
    "growth.quantity=batch-count growth.operation=add growth.amount=16"
    " growth.initial=16 growth.trigger=until-failure",
    "growth.quantity=rows growth.operation=shift growth.amount=1"
    " growth.initial=65536 growth.trigger=failure",
    "growth.quantity=columns growth.operation=multiply growth.amount=1.5"
    " growth.trigger=until-failure",
    "growth.quantity=workspace-limit growth.operation=multiply growth.amount=4"
    " growth.initial=1048576 growth.trigger=failure",
    "growth.quantity=allocation-size growth.operation=multiply growth.amount=2"
    " growth.initial=33554432 growth.trigger=until-failure",
]
verdicts, code = verify("growing", [GROWING + c for c in cases])
expect(code == 1, f"growing: exit code {code}, expected 1")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "holds", case)
    expect(("cudaMalloc", 2) in names(verdict["flagged"]), f"{case}: no cudaMalloc 2")
    figures = verdict["flagged"]["figures"]
    expect("attempt01RequestedBytes" in figures, f"{case}: no memory figures")

# Holds: an index that the count does not bound.
cases = [
    "heuristic.statusTested=true heuristic.countTested=true heuristic.index=?i"
    " argument.requestedAlgoCount=?n",
    "heuristic.statusTested=true heuristic.countTested=false heuristic.index=7"
    " argument.requestedAlgoCount=8",
]
verdicts, code = verify("index", [UNCHECKED + c for c in cases])
expect(code == 1, f"index: exit code {code}, expected 1")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "holds", case)
    last = names(verdict["flagged"])[-1]
    expect(last in MATMUL_REFUSES, f"{case}: matmul gave {last}")

# Confirmed: all that decides is the call's own; one value less, and it holds.
SHAPE = "cublaslt-layout-shape cublasLtMatmul problem.condition=ld-of-a-below-rows "
CASES = [
    (SHAPE + "A.ORDER=CUBLASLT_ORDER_COL A.ROWS=256 A.LD=128", "confirmed"),
    (SHAPE + "A.ORDER=CUBLASLT_ORDER_COL A.ROWS=?m A.LD=128", "holds"),
    (
        "cublaslt-scale-type cublasLtMatmul"
        " matmulDesc.COMPUTE_TYPE=CUBLAS_COMPUTE_16F"
        " matmulDesc.SCALE_TYPE=CUDA_R_32F",
        "confirmed",
    ),
    (
        "cublaslt-type-combination cublasLtMatmul A.TYPE=CUDA_R_16F"
        " B.TYPE=CUDA_R_16BF C.TYPE=CUDA_R_16F D.TYPE=CUDA_R_16F"
        " matmulDesc.COMPUTE_TYPE=CUBLAS_COMPUTE_32F"
        " matmulDesc.SCALE_TYPE=CUDA_R_32F",
        "confirmed",
    ),
    (
        "cublaslt-type-combination cublasLtMatmul A.TYPE=CUDA_R_16F"
        " B.TYPE=CUDA_R_16BF",
        "holds",
    ),
    (
        "cublaslt-workspace-mismatch cublasLtMatmul argument.workspace=null"
        " argument.workspaceSizeInBytes=33554432",
        "confirmed",
    ),
]
verdicts, code = verify("deciding", [case for case, _ in CASES])
expect(code == 1, f"deciding: exit code {code}, expected 1")
for (case, kind), verdict in zip(CASES, verdicts):
    expect_kind(verdict, kind, case)
    witness = verdict["deciding"]["fromWitness"]
    expect((kind == "holds") == bool(witness), f"{case}: witness {witness}")

# A type that the device lacks says nothing of it.
fp4 = ["cublaslt-type-combination cublasLtMatmul A.TYPE=CUDA_R_4F_E2M1"]
verdicts, code = verify("lacking", fp4)
capability = float(verdicts[0]["computeCapability"])
expect_kind(verdicts[0], "not-applicable" if capability < 10 else "inconclusive", fp4[0])
expect(code == (0 if capability < 10 else 1), f"lacking: exit code {code}")

# The calls of a path, in their order; each function that the rules of statuses flag.
CREATE = "@cublasLtCreate:3:succeeds argument.lightHandle=#1"
PATHS = [
    (
        "cublaslt-unchecked-status cublasLtMatmulAlgoInit status.tested=false "
        + CREATE
        + " @cublasLtMatmulAlgoInit:5:untested! argument.lightHandle=#1",
        "path-confirmed",
    ),
    (
        "cublaslt-descriptor-leak cublasLtMatrixLayoutCreate lifetime.form=path"
        " @cublasLtMatrixLayoutCreate:7:succeeds! argument.matLayout=#1"
        " @cublasLtMatrixLayoutCreate:9:fails argument.matLayout=#2",
        "path-confirmed",
    ),
    (
        "cublaslt-descriptor-leak cublasLtCreate lifetime.form=path"
        " @cublasLtCreate:7:succeeds! argument.lightHandle=#1"
        " @cublasLtDestroy:9:succeeds argument.lightHandle=#1",
        "refuted",
    ),
    (
        "cublaslt-unchecked-status cublasLtMatmulDescSetAttribute"
        " status.tested=false "
        + CREATE
        + " @cublasLtMatmulDescCreate:4:succeeds argument.matmulDesc=#2"
        " @cublasLtMatrixLayoutCreate:5:succeeds argument.matLayout=#3"
        " @cublasLtMatmulDescSetAttribute:6:untested! argument.matmulDesc=#2"
        " argument.attr=3 argument.sizeInBytes=4"
        " @cublasLtMatmul:7:untested argument.lightHandle=#1"
        " argument.computeDesc=#2 argument.Adesc=#3 argument.Bdesc=#3"
        " argument.Cdesc=#3 argument.Ddesc=#3",
        "path-confirmed",
    ),
]
verdicts, code = verify("paths", [case for case, _ in PATHS])
expect(code == 1, f"paths: exit code {code}, expected 1")
for (case, kind), verdict in zip(PATHS, verdicts):
    expect_kind(verdict, kind, case)

print("== functions", flush=True)
rules = os.path.join(FOLDER, "rules.sarif")
subprocess.run([DOCTOR, "rules", "-o", rules], check=True)
for rule in (
    "cublaslt-unchecked-status",
    "cublaslt-unchecked-heuristic-status",
    "cublaslt-uninitialized-algo-count",
):
    run = subprocess.run(
        [DOCTOR, "verify", rules, "-o", rules + ".out", "--only=" + rule],
        stdout=subprocess.PIPE,
        text=True,
    )
    print(run.stdout, end="", flush=True)
    lines = [line for line in run.stdout.splitlines() if line.startswith("[")]
    expect(bool(lines), f"{rule}: no forms")
    for line in lines:
        expect(": holds: " in line, f"a form does not hold: {line[:200]}")

# Refuted.
cases = [
    UNBOUNDED + "limit=33554432 workspace.origin=constant",
    UNBOUNDED + "limit=18446744073709551615 A.ROWS=4096 A.COLS=4096 B.COLS=4096" + FP16,
    UNCHECKED + "heuristic.statusTested=true heuristic.countTested=false",
]
verdicts, code = verify("refuted", cases)
expect(code == 0, f"refuted: exit code {code}, expected 0")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "refuted", case)

# Inconclusive: out of bounds, too large for the device.
cases = [
    UNBOUNDED + "limit=-1",
    UNBOUNDED + "limit=1099511627776 A.ROWS=2147483647 A.COLS=2147483647",
    GROWING + "growth.amount=1e300",
]
verdicts, code = verify("refused", cases)
expect(code == 1, f"refused: exit code {code}, expected 1")
for case, verdict in zip(cases, verdicts):
    expect_kind(verdict, "inconclusive", case)
    expect(not verdict["flagged"]["ran"], f"{case}: was run")

# The log reader replays the calls that it diagnoses in the library's own logs.
# What an error line leaves out is the witness's. Confirmed where the diagnosis
# says the condition, else the form holds.
print("== logs", flush=True)
STANDING = ("confirmed", "holds")
cases = {
    "ld-below-rows": [STANDING],
    "scale-type": ["confirmed"],
    "type-combination": ["confirmed"],
    "workspace-null": ["confirmed"],
    "bias-without-pointer": [STANDING],
    "misaligned-pointer": ["holds"],
    "null-algorithm-no-workspace": ["holds"],
    "used-after-destruction": [None],  # no call to replay
    "healthy": [],
}
for name, kinds in cases.items():
    log = os.path.join(HERE, "..", "logs", "real", "h200", name + ".log")
    run = subprocess.run(
        [DOCTOR, "log", "--verify", "--level=2", "--format=json", log],
        capture_output=True,
        text=True,
    )
    if run.returncode == 3:
        print(f"not run: {run.stderr}", end="")
        break
    problems = json.loads(run.stdout)["problems"]
    found = [p.get("verdict", {}).get("kind") for p in problems]
    print(f"{name}: {found}")
    expect(
        len(found) == len(kinds)
        and all(
            kind in wanted if wanted == STANDING else kind == wanted
            for kind, wanted in zip(found, kinds)
        ),
        f"{name}: {found}, expected {kinds}",
    )
    expect(run.returncode == (1 if kinds else 0), f"{name}: exit code {run.returncode}")

# The doctor is killed while the memory is full: the run goes with it, and the
# memory comes back.
print("== killed", flush=True)
source = os.path.join(FOLDER, "killed.sarif")
subprocess.run(
    [sys.executable, os.path.join(HERE, "Inputs", "make_sarif.py"), source]
    + [GROWING + "growth.initial=?n"] * 20,
    check=True,
)
doctor = subprocess.Popen([DOCTOR, "verify", source], stdout=subprocess.DEVNULL)
least, deadline = before, time.monotonic() + 30
while least > before // 10 and time.monotonic() < deadline:
    least = min(least, memory.free())
doctor.kill()
doctor.wait()
print(f"killed with {least} bytes of device memory free")
expect(least <= before // 10, "the memory never was full")
deadline = time.monotonic() + 15
while before - memory.free() > 64 * MIB and time.monotonic() < deadline:
    time.sleep(0.1)
expect(not os.path.exists(source.replace(".sarif", ".verified.sarif")), "half-written")

after = memory.free()
print(f"device memory free before {before}, after {after}")
expect(abs(before - after) < 64 * MIB, f"{before - after} bytes of device memory lost")

print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
