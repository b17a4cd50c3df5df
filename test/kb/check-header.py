# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The API description against the real headers: every function with the names
of its parameters in order, every attribute with its number, every status.

usage: check-header.py KB_FOLDER CUDA_INCLUDE_FOLDER

The description is of cuBLAS 13.1. An older header may lack some of it, a newer
one may have more: both are said and are no failure.
"""

import pathlib
import re
import sys

import yaml

DESCRIBED = (13, 1)


def read(path):
    text = path.read_text(errors="replace")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


def version(text):
    def number(name):
        return int(re.search(rf"#define {name} (\d+)", text).group(1))

    return number("CUBLAS_VER_MAJOR"), number("CUBLAS_VER_MINOR")


def functions(text, prefix):
    """{name: [parameter names]} of all declarations and inline definitions."""
    text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
    found = {}
    pattern = rf"([\w*\s]+?)\b({prefix}[A-Z]\w*)\s*\(([^;{{()]*)\)\s*[;{{]"
    for result, name, parameters in re.findall(pattern, text):
        if "return" in result.split():
            continue
        parts = [part.strip() for part in parameters.split(",")]
        found[name] = [
            re.search(r"(\w+)(\[\])?$", part).group(1)
            for part in parts
            if part not in ("", "void")
        ]
    return found


def enumerators(text, prefixes):
    """{name: value} of the enumerators, numbered as C numbers them."""
    found = {}
    for body in re.findall(r"\benum\b[^{;]*\{([^}]*)\}", text):
        number = -1
        for part in body.split(","):
            match = re.match(r"\s*(\w+)\s*(?:=\s*(.*\S))?\s*$", part, re.S)
            if not match:
                continue
            name, value = match.groups()
            if value and not re.fullmatch(r"\d+", value):
                continue  # an expression: no attribute or status has one
            number = int(value) if value else number + 1
            if name.startswith(prefixes):
                found[name] = number
    return found


def main():
    kb, include = map(pathlib.Path, sys.argv[1:])
    api = yaml.safe_load((kb / "api/cublaslt.yaml").read_text())
    header = read(include / "cublasLt.h")
    basics = read(include / "cublas_api.h")
    here = version(basics)
    problems, notes = [], []

    def missing(name, where_described):
        """Something stands on one side only."""
        expected = here < DESCRIBED if where_described else here > DESCRIBED
        side = "not in the header" if where_described else "not described"
        (notes if expected else problems).append(f"{name}: {side}")

    declared = functions(header, api["prefix"])
    described = {
        f["name"]: [p["name"] for p in f["parameters"]] for f in api["functions"]
    }
    for name in sorted(declared.keys() | described.keys()):
        if name not in declared or name not in described:
            missing(name, name in described)
        elif declared[name] != described[name]:
            problems.append(f"{name}: {declared[name]} in the header")

    prefixes = tuple(f"CUBLASLT_{g['group']}_" for g in api["attributes"])
    numbers = enumerators(header, prefixes)
    attributes = {}
    for group in api["attributes"]:
        for attribute in group["attributes"]:
            if attribute.get("removed") or "_UNNAMED_" in attribute["name"]:
                if here >= DESCRIBED and attribute["name"] in numbers:
                    problems.append(f"{attribute['name']}: is in the header")
            else:
                attributes[attribute["name"]] = attribute["number"]
    for name in sorted(numbers.keys() | attributes.keys()):
        if name not in numbers or name not in attributes:
            missing(name, name in attributes)
        elif numbers[name] != attributes[name]:
            problems.append(f"{name}: {numbers[name]} in the header")

    statuses = enumerators(basics, ("CUBLAS_STATUS_",))
    if statuses != {name: number for number, name in api["statuses"].items()}:
        problems.append(f"statuses: {statuses} in the header")
    for kind in api["objects"]:
        for name in (kind["type"], kind.get("opaqueType", kind["type"])):
            if not re.search(rf"\b{name}\b", header):
                missing(name, True)

    for note in notes:
        print("note:", note)
    for problem in problems:
        print(problem)
    print(
        f"cuBLAS {here[0]}.{here[1]}: {len(declared)} functions, "
        f"{len(numbers)} attributes, {len(problems)} problems"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
