# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a version's library says of itself when it is asked. Needs no GPU and no
driver. Run in a process of its own for each library: two versions of one
library cannot be loaded side by side.

usage: library.py LIBRARY     (prints JSON)
"""

import ctypes
import json
import re
import subprocess
import sys

import messages

SUCCESS = 0
# The numbers of attributes, and the sizes, that are tried.
NUMBERS = range(64)
SIZES = range(65)


class Library:
    def __init__(self, path):
        self.path = path
        self.handle = ctypes.CDLL(path)

    def __call__(self, name, *arguments, result=ctypes.c_int):
        function = getattr(self.handle, name)
        function.restype = result
        return function(*arguments)

    def has(self, name):
        return hasattr(self.handle, name)


# group: (Create's name without cublasLt, its arguments, the object's name in
# Set, Get and Destroy)
OBJECTS = {
    "MATRIX_LAYOUT": (
        "MatrixLayout",
        [ctypes.c_int(2), ctypes.c_uint64(16), ctypes.c_uint64(16), ctypes.c_int64(16)],
    ),
    "MATMUL_DESC": ("MatmulDesc", [ctypes.c_int(68), ctypes.c_int(0)]),
    "MATRIX_TRANSFORM_DESC": ("MatrixTransformDesc", [ctypes.c_int(0)]),
    "EMULATION_DESC": ("EmulationDesc", []),
    "MATMUL_PREF": ("MatmulPreference", []),
    "ALGO_CONFIG": ("MatmulAlgoConfig", None),
}
# Given at creation: what stands there at first is no default.
GIVEN = {"MATRIX_LAYOUT": {0, 2, 3, 4}, "MATMUL_DESC": {0, 1}, "MATRIX_TRANSFORM_DESC": {0}}


def make(lt, name, arguments):
    if arguments is None:
        return ctypes.create_string_buffer(64)  # cublasLtMatmulAlgo_t, all zero
    made = ctypes.c_void_p()
    status = lt(f"cublasLt{name}Create", ctypes.byref(made), *arguments)
    if status != SUCCESS:
        raise SystemExit(f"error: cublasLt{name}Create returned {status}")
    return made


def attributes(lt):
    """{group: {number: {size, default, settable}}}: what Get takes, the value
    that a new object has, and whether Set takes that value again."""
    found = {}
    for group, (name, arguments) in OBJECTS.items():
        if arguments is not None and not lt.has(f"cublasLt{name}Create"):
            continue
        rows = found[group] = {}
        for number in NUMBERS:
            thing = make(lt, name, arguments)
            taken = []
            for size in SIZES:
                value = ctypes.create_string_buffer(b"\xa5" * 80, 80)
                written = ctypes.c_size_t(0)
                status = lt(
                    f"cublasLt{name}GetAttribute",
                    thing,
                    ctypes.c_int(number),
                    value,
                    ctypes.c_size_t(size),
                    ctypes.byref(written),
                )
                if status == SUCCESS and size:
                    taken.append((size, value.raw[:size]))
            sets = []
            for size in SIZES:
                value = next((raw for s, raw in taken if s == size), bytes(size))
                status = lt(
                    f"cublasLt{name}SetAttribute",
                    thing,
                    ctypes.c_int(number),
                    ctypes.create_string_buffer(value, size + 1),
                    ctypes.c_size_t(size),
                )
                if status == SUCCESS:
                    sets.append(size)
            if taken or sets:
                row = rows[str(number)] = {"get": [s for s, _ in taken], "set": sets}
                # Of an algorithm made of zeros it would be that zero.
                given = arguments is None or number in GIVEN.get(group, ())
                if len(taken) == 1 and not given:
                    row["default"] = int.from_bytes(taken[0][1], "little")
            if arguments is not None:
                lt(f"cublasLt{name}Destroy", thing)
    return found


def symbols(path):
    text = subprocess.run(
        ["readelf", "--dyn-syms", "--wide", path],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return sorted(
        set(re.findall(r" (?:FUNC|OBJECT) .* \d+ (cublasLt[A-Za-z]\w*)(?:@\S*)?$", text, re.M))
    )


def statuses(lt):
    if not lt.has("cublasLtGetStatusString"):
        return {}
    found = {}
    for number in range(32):
        pair = [
            lt(f, ctypes.c_int(number), result=ctypes.c_char_p).decode()
            for f in ("cublasLtGetStatusName", "cublasLtGetStatusString")
        ]
        if pair[0].startswith("CUBLAS_STATUS_") and "UNKNOWN" not in pair[0]:
            found[str(number)] = pair
    return found


def extract(path):
    lt = Library(path)
    return {
        "reported": lt("cublasLtGetVersion", result=ctypes.c_size_t),
        "attributes": attributes(lt),
        "symbols": symbols(path),
        "statuses": statuses(lt),
        "messages": messages.texts(path),
    }


if __name__ == "__main__":
    json.dump(extract(sys.argv[1]), sys.stdout)
