# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a library does that is decided without a GPU: each question and its
answer, as JSON. Every question is asked in a process of its own, because the
library reads its environment once and some calls end the process.

usage: ask-host.py LIBRARY
"""

import ctypes
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from library import Library, make

NULL = ctypes.c_void_p(None)
I, U64, I64, SIZE = ctypes.c_int, ctypes.c_uint64, ctypes.c_int64, ctypes.c_size_t

# Names that people set, and that the library itself was seen to read in some
# version.
VARIABLES = [
    "CUBLASLT_HEURISTIC_MODE",
    "CUBLASLT_WORKSPACE_SIZE",
    "CUBLASLT_LOG_LEVEL",
    "CUBLASLT_LOG_MASK",
    "CUBLASLT_LOG_FILE",
    "CUBLASLT_NVTX_LEVEL",
    "CUBLASLT_HEURISTICS_CACHE_CAPACITY",
    "CUBLASLT_DISABLE_CPU_INSTRUCTIONS_MASK",
    "CUBLASLT_HEURISTICS_LUT_FILE",
    "CUBLAS_AUTOTUNING_CACHE_CAPACITY",
    "CUBLAS_FORCE_XMMA_KERNEL_INIT",
    "CUBLAS_EMULATION_STRATEGY",
    "CUBLAS_EMULATE_SINGLE_PRECISION",
    "CUBLAS_EMULATE_DOUBLE_PRECISION",
    "CUBLAS_FIXEDPOINT_EMULATION_MANTISSA_BIT_COUNT",
    "CUBLAS_EMULATION_SPECIAL_VALUES_SUPPORT_MASK",
    "CUBLAS_BATCH_INVARIANCE_FLAGS",
    "NVIDIA_TF32_OVERRIDE",
]


def create(lt):
    handle = ctypes.c_void_p()
    return lt("cublasLtCreate", ctypes.byref(handle))


def destroy_null(lt):
    return lt("cublasLtDestroy", NULL)


def destroy_null_preference(lt):
    return lt("cublasLtMatmulPreferenceDestroy", NULL)


def create_nowhere(lt):
    return lt("cublasLtMatmulPreferenceCreate", NULL)


def heuristic_null_handle(lt):
    count = I(77)
    results = ctypes.create_string_buffer(96)
    d = make(lt, "MatmulDesc", [I(68), I(0)])
    a = make(lt, "MatrixLayout", [I(0), U64(16), U64(16), I64(16)])
    p = make(lt, "MatmulPreference", [])
    status = lt(
        "cublasLtMatmulAlgoGetHeuristic",
        *(NULL, d, a, a, a, a, p, I(1), results, ctypes.byref(count)),
    )
    return f"{status}, count {'not written' if count.value == 77 else count.value}"


def matmul_null_handle(lt):
    return lt(
        "cublasLtMatmul", *([NULL] * 14), SIZE(0), NULL
    )


def set_value(name, arguments, number, value):
    def ask(lt):
        thing = make(lt, name, arguments)
        return lt(
            f"cublasLt{name}SetAttribute",
            *(thing, I(number), ctypes.byref(value), SIZE(ctypes.sizeof(value))),
        )

    return ask


def set_null(lt):
    thing = make(lt, "MatmulDesc", [I(68), I(0)])
    return lt("cublasLtMatmulDescSetAttribute", thing, I(3), NULL, SIZE(4))


def make_layout(rows, columns, leading):
    def ask(lt):
        made = ctypes.c_void_p()
        return lt(
            "cublasLtMatrixLayoutCreate",
            *(ctypes.byref(made), I(0), U64(rows), U64(columns), I64(leading)),
        )

    return ask


def half_scale(lt):
    made = ctypes.c_void_p()
    return lt("cublasLtMatmulDescCreate", ctypes.byref(made), I(68), I(2))


def least_size(name, arguments):
    """The least number of bytes that Init takes."""

    def ask(lt):
        space = ctypes.create_string_buffer(4096)
        for size in range(0, 513):
            status = lt(f"cublasLt{name}Init_internal", space, SIZE(size), *arguments)
            if status == 0:
                return f"from {size} bytes on"
            refused = status
        return f"never ({refused})"

    return ask


def cache_capacity(lt):
    capacity = SIZE(0)
    status = lt("cublasLtHeuristicsCacheGetCapacity", ctypes.byref(capacity))
    return capacity.value if status == 0 else f"status {status}"


def logger_level(level):
    return lambda lt: lt("cublasLtLoggerSetLevel", I(level))


def status_string(lt):
    return lt("cublasLtGetStatusString", I(15), result=ctypes.c_char_p).decode()


LAYOUT = [I(0), U64(16), U64(16), I64(16)]
DESC = [I(68), I(0)]
QUESTIONS = {
    "cublasLtCreate without a GPU and driver": create,
    "cublasLtDestroy(NULL)": destroy_null,
    "cublasLtMatmulPreferenceDestroy(NULL)": destroy_null_preference,
    "cublasLtMatmulPreferenceCreate(NULL)": create_nowhere,
    "heuristic with a null handle": heuristic_null_handle,
    "cublasLtMatmul with all null": matmul_null_handle,
    "SetAttribute without a buffer": set_null,
    "TRANSA 99": set_value("MatmulDesc", DESC, 3, I(99)),
    "EPILOGUE 99": set_value("MatmulDesc", DESC, 7, ctypes.c_uint32(99)),
    "SEARCH_MODE 99": set_value("MatmulPreference", [], 0, ctypes.c_uint32(99)),
    "BATCH_COUNT -1": set_value("MatrixLayout", LAYOUT, 5, I(-1)),
    "layout with ld below rows": make_layout(16, 16, 8),
    "layout with 0 rows": make_layout(0, 16, 16),
    "COMPUTE_32F with scale type R_16F": half_scale,
    "MatrixLayoutInit": least_size("MatrixLayout", LAYOUT),
    "MatmulDescInit": least_size("MatmulDesc", DESC),
    "MatrixTransformDescInit": least_size("MatrixTransformDesc", [I(0)]),
    "MatmulPreferenceInit": least_size("MatmulPreference", []),
    "cache capacity": cache_capacity,
    "cache capacity, CUBLASLT_HEURISTICS_CACHE_CAPACITY=100": cache_capacity,
    "cache capacity, CUBLASLT_HEURISTICS_CACHE_CAPACITY=abc": cache_capacity,
    "cublasLtLoggerSetLevel(7)": logger_level(7),
    "status 15": status_string,
}


def ask_child(path, question, environment):
    done = subprocess.run(
        [sys.executable, __file__, path, question],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    return json.loads(done.stdout)


def first_lines(path):
    """The last log line of two calls; time, process id and addresses blanked."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for question in ("cublasLtCreate without a GPU and driver", "SetAttribute without a buffer"):
            log = pathlib.Path(folder) / "log"
            ask_child(path, question, {"CUBLASLT_LOG_LEVEL": "5", "CUBLASLT_LOG_FILE": str(log)})
            lines = log.read_text().splitlines() if log.exists() else []
            log.unlink(missing_ok=True)
            lines = [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", line) for line in lines]
            lines = [re.sub(r"\[cublasLt\]\[\d+\]", "[cublasLt][PID]", line) for line in lines]
            lines = [re.sub(r"0[xX][0-9a-fA-F]{4,}", "ADDRESS", line) for line in lines]
            found[f"log: {question}"] = lines[-1] if lines else "no line"
    return found


def main():
    path = sys.argv[1]
    if len(sys.argv) > 2:
        print(json.dumps(QUESTIONS[sys.argv[2]](Library(path))))
        return
    answers = {}
    for question in QUESTIONS:
        name, sign, value = question.rpartition(", ")[2].partition("=")
        answers[question] = ask_child(path, question, {name: value} if sign else {})
    answers |= first_lines(path)
    found = pathlib.Path(path).read_bytes()
    for name in VARIABLES:
        answers[f"literal {name}"] = name.encode() in found
    print(json.dumps(answers, indent=1))


if __name__ == "__main__":
    main()
