# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a version's headers declare, as clang reads them."""

import json
import pathlib
import re
import subprocess
import tempfile

# What the headers need of others that are in no package of theirs (the
# compiler's and CCCL's). The same for every version, so that two trees of a
# version give the same answer.
STAND_INS = {
    "crt/host_defines.h": """
#define __host__
#define __device__
#define __global__
#define __device_builtin__
#define __device_builtin_texture_type__
#define __device_builtin_surface_type__
#define __cudart_builtin__
#define __align__(n) __attribute__((aligned(n)))
#define __builtin_align__(n) __align__(n)
#define __forceinline__ inline __attribute__((always_inline))
#define CUDARTAPI
#define CUDARTAPI_CDECL
""",
    "cuda_fp16.h": "#pragma once\ntypedef struct { unsigned short x; } __half;\n",
    "cuda_bf16.h": "#pragma once\ntypedef struct { unsigned short x; } __nv_bfloat16;\n",
}

# Of library_types.h and cublas_api.h, the enumerations that cuBLASLt's functions
# and attributes take.
BORROWED = {
    "cublasComputeType_t",
    "cublasEmulationStrategy_t",
    "cublasFillMode_t",
    "cublasMath_t",
    "cublasOperation_t",
    "cublasStatus_t",
    "cudaDataType_t",
    "cudaEmulationMantissaControl_t",
    "cudaEmulationSpecialValuesSupport_t",
    "cudaEmulationStrategy_t",
}


def run_clang(clang, folders, source, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in STAND_INS.items():
            path = folder / "stand-ins" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / "unit.c").write_text(source)
        command = [clang, "-x", "c", "-std=c11", "-w", f"-I{folder}/stand-ins"]
        command += [f"-I{each}" for each in folders]
        done = subprocess.run(
            command + list(arguments) + [str(folder / "unit.c")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise SystemExit(f"error: clang cannot read cublasLt.h:\n{done.stderr}")
    return done.stdout


def declared_enum(node):
    """The id of the enumeration that a typedef declares in place, or None."""
    for each in node.get("inner", []):
        for key in ("ownedTagDecl", "decl"):
            if each.get(key, {}).get("kind") == "EnumDecl":
                return each[key]["id"]
        found = declared_enum(each)
        if found:
            return found
    return None


def is_ours(name):
    return name.startswith("cublasLt") or name in BORROWED


def extract(clang, folders):
    """{functions, enumerators, structures, typedefs, version}"""
    include = "#include <cublasLt.h>\n"
    tree = json.loads(
        run_clang(clang, folders, include, "-fsyntax-only", "-Xclang", "-ast-dump=json")
    )
    functions, enumerations, typedefs, of_enum = {}, {}, {}, {}
    for node in tree["inner"]:
        name = node.get("name", "")
        kind = node["kind"]
        if kind == "FunctionDecl" and name.startswith("cublasLt"):
            functions[name] = {
                "result": node["type"]["qualType"].split(" (")[0],
                "parameters": [
                    [each["name"], each["type"]["qualType"]]
                    for each in node.get("inner", [])
                    if each["kind"] == "ParmVarDecl"
                ],
            }
        elif kind == "EnumDecl":
            of_enum[node["id"]] = [
                each["name"]
                for each in node.get("inner", [])
                if each["kind"] == "EnumConstantDecl"
            ]
            if is_ours(name):
                enumerations[name] = of_enum[node["id"]]
        elif kind == "TypedefDecl":
            enum = declared_enum(node)
            if enum and is_ours(name):
                enumerations[name] = of_enum[enum]
            elif name.startswith("cublasLt"):
                typedefs[name] = node["type"]["qualType"]
    # sizes and numbers: clang computes them
    records = [name for name in typedefs if typedefs[name].startswith("struct ")]
    records = [name for name in records if not typedefs[name].endswith("*")]
    macros = re.findall(
        r"^#define (CUBLASLT_NUMERICAL_IMPL_FLAGS_\w+|CUBLAS_VER_\w+) ",
        run_clang(clang, folders, include, "-dM", "-E"),
        re.M,
    )
    wanted = {f"S_{name}": f"sizeof({name})" for name in records}
    wanted |= {f"M_{name}": name for name in macros}
    for names in enumerations.values():
        wanted |= {f"E_{name}": name for name in names}
    source = include + "".join(
        f"const long long {name} = (long long)({value});\n"
        for name, value in wanted.items()
    )
    text = run_clang(clang, folders, source, "-S", "-emit-llvm", "-o", "-")
    found = {
        name: int(value)
        for name, value in re.findall(r"^@(\w+) = .*constant i64 (-?\d+)", text, re.M)
    }
    lost = wanted.keys() - found.keys()
    if lost:
        raise SystemExit(f"error: clang gave no value for {sorted(lost)[:5]}")
    enumerators = {
        kind: {name: found[f"E_{name}"] for name in names}
        for kind, names in enumerations.items()
    }
    flags = [name for name in macros if name.startswith("CUBLASLT_")]
    enumerators["cublasLtNumericalImplFlags_t"] = {
        name: found[f"M_{name}"] for name in sorted(flags)
    }
    return {
        "version": ".".join(
            str(found[f"M_CUBLAS_VER_{part}"]) for part in ("MAJOR", "MINOR", "PATCH")
        ),
        "functions": functions,
        "enumerators": enumerators,
        "structures": {name: found[f"S_{name}"] for name in records},
        "typedefs": {
            name: text for name, text in typedefs.items() if name not in records
        },
    }
