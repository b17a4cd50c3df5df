# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""After each of 100 edits the server says what cublaslt-tidy says of the text:
the same checks, places and words.

REQUIRES: clangd
RUN: rm -rf %t && mkdir %t && cd %t
RUN: %python %s %build/bin/cublaslt-clangd %cublaslt_tidy %stand_in %src/examples/gemm_wrapper.cpp | FileCheck %s
CHECK: 100 edits, {{[1-9][0-9]+}} findings, no difference
"""
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs"))
import lsp  # noqa: E402

# Each makes a mistake, takes one away, or moves lines.
CHANGES = [
    ("sizeof(limit)", "sizeof(int)"),
    ("std::numeric_limits<std::size_t>::max()", "std::size_t(32) << 20"),
    ("shape.batch *= 2;", "shape.batch /= 2;"),
    ("int found = 0;", "int found;"),
    ("preference_, 1, &best,", "preference_, 0, &best,"),
    ("CUDA_R_32F));", "CUDA_R_16F));"),
    ("const float alpha = 1.0f;", "const double alpha = 1.0;"),
    ("layoutD.get(), &plan.algorithm,", "layoutD.get(), nullptr,"),
    ("CHECK_CUBLAS(cublasLtCreate(&handle_));", "cublasLtCreate(&handle_);"),
]


def by_tidy(program, text, include):
    with open("tidied.cpp", "w") as out:
        out.write(text)
    run = subprocess.run([program, "--quiet", "tidied.cpp", "--", "-std=c++17", "-I" + include],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert run.returncode in (0, 1), run.returncode
    return sorted(
        (int(line), int(column), check, capital(words))
        for line, column, words, check in re.findall(
            r"tidied\.cpp:(\d+):(\d+): warning: (.*) \[(cublaslt-[a-z0-9-]+)\]", run.stdout))


def by_server(diagnostics):
    found = []
    for each in diagnostics:
        start = each["range"]["start"]
        # clangd says where a fix is.
        words = re.sub(r" \(fix(es)? available\)$", "", each["message"])
        found.append((start["line"] + 1, start["character"] + 1, str(each.get("code", "")), words))
    return sorted(each for each in found if each[2].startswith("cublaslt-"))


def capital(words):
    """As clangd begins a message."""
    return words[0].upper() + words[1:]


def main():
    clangd, tidy, include, source = sys.argv[1:]
    with open(source) as file:
        text = file.read()
    for change in CHANGES:
        assert change[0] in text, change
    with open("gemm.cpp", "w") as out:
        out.write(text)
    server = lsp.Server(clangd, "gemm.cpp",
                        ["clang++", "-std=c++17", "-I" + include, "-c"], "errors.txt")
    chance, seen, changed = random.Random(7), 0, set()
    for edit in range(100):
        chosen = chance.choice(CHANGES)
        changed ^= {chosen}
        now = text
        for old, new in sorted(changed):
            now = now.replace(old, new)
        now = "\n" * chance.randrange(3) + now
        found = by_server(server.show(now))
        expected = by_tidy(tidy, now, include)
        assert found == expected, (edit, sorted(changed), found, expected)
        seen += len(found)
    server.close()
    print(f"100 edits, {seen} findings, no difference")


main()
