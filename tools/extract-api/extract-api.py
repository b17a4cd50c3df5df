#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads cuBLASLt's API from a version's own headers, with clang, and from its
library, by asking it. Needs no GPU and no driver.

usage: extract-api.py show ROOT            what that version has, as JSON
       extract-api.py check TABLE ROOT     that against the table: exit code 1
                                           where they differ
       extract-api.py add TABLE ROOT...    writes these versions into the table
       extract-api.py enumerators TABLE    kb/enumerators/cublaslt.yaml of it
option: --clang=PROGRAM (default clang)

ROOT is a folder that has cublasLt.h, library_types.h and the library somewhere
in it: a CUDA toolkit or what packages unpack to.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import header
import table


def find(root):
    """(folders of the headers, the library or None)"""
    folders = []
    for name in ("cublasLt.h", "library_types.h"):
        # Python's packages have the runtime's headers in a folder beside.
        for where in (root, root.parent):
            paths = sorted(where.rglob(name), key=lambda path: len(path.parts))
            if paths:
                break
        else:
            raise SystemExit(f"error: {root} has no {name}")
        if paths[0].parent not in folders:
            folders.append(paths[0].parent)
    paths = sorted(root.rglob("libcublasLt.so*"), key=lambda path: len(path.parts))
    return folders, paths[0].resolve() if paths else None


def extract(root, clang):
    folders, library = find(root)
    found = header.extract(clang, folders)
    if not library:
        return found
    program = pathlib.Path(__file__).with_name("library.py")
    done = subprocess.run(
        [sys.executable, program, library], stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"error: {library} cannot be asked")
    found |= json.loads(done.stdout)
    parts = [int(part) for part in found["version"].split(".")]
    # 11.11.3 says 111103; 12.0.2 says 120002
    if found["reported"] != parts[0] * 10000 + parts[1] * 100 + parts[2]:
        raise SystemExit(
            f"error: {root}: the header is of {found['version']}, the library says"
            f" {found['reported']}"
        )
    return found


def check(path, found):
    parts = [part for part in table.DEPTH if part in found]
    known = json.loads(path.read_text())
    version = found["version"]
    if version not in known["versions"]:
        print(f"cuBLASLt {version} is not in the table: nothing to compare with")
        return 0
    expected = table.slice_of(known, version)
    problems = 0
    for part in parts:
        here = table.flatten(part, found[part])
        for fact in sorted(here.keys() | expected[part].keys()):
            if here.get(fact) != expected[part].get(fact):
                problems += 1
                print(
                    f"{part}: {' '.join(fact)}: {here.get(fact)}, in the table"
                    f" {expected[part].get(fact)}"
                )
    facts = sum(len(expected[part]) for part in parts)
    what = "" if "symbols" in parts else " (no library is there: its header alone)"
    print(f"cuBLASLt {version}{what}: {facts} facts, {problems} problems")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clang", default="clang")
    parser.add_argument("command", choices=["show", "check", "add", "enumerators"])
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    given = parser.parse_args()
    if given.command == "show":
        print(json.dumps(extract(given.paths[0], given.clang), indent=1))
        return 0
    path, *roots = given.paths
    if given.command == "enumerators":
        sys.stdout.write(table.enumerators(json.loads(path.read_text())))
        return 0
    if given.command == "check":
        return check(path, extract(roots[0], given.clang))
    known = json.loads(path.read_text()) if path.exists() else {"versions": []}
    for root in roots:
        found = extract(root, given.clang)
        if "symbols" not in found:
            raise SystemExit(f"error: {root} has no libcublasLt.so")
        known = table.add(known, found)
    table.write(known, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
