# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Warnings at their lines, a fix as a code action, links, what is switched off.

REQUIRES: clangd
RUN: rm -rf %t && mkdir %t && cd %t
RUN: %python %s %build/bin/cublaslt-clangd %stand_in | FileCheck %s
CHECK: opened: [(8, 'cublaslt-attribute-size'), (16, 'cublaslt-unbounded-workspace')]
CHECK: page: cublaslt-attribute-size.md
CHECK: measured: True
CHECK: after the fix: [(16, 'cublaslt-unbounded-workspace')]
CHECK: NOLINT: [(8, 'cublaslt-attribute-size')]
CHECK: .clang-tidy: [(16, 'cublaslt-unbounded-workspace')]
CHECK: .clangd: []
"""
import os
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "Inputs"))
import lsp  # noqa: E402

with open(os.path.join(HERE, "..", "Inputs", "two-problems.cpp")) as source:
    TEXT = source.read()


def opened(program, include, text=TEXT):
    server = lsp.Server(program, "gemm.cpp",
                        ["clang++", "-std=c++17", "-I" + include, "-c"], "errors.txt")
    return server, server.show(text)


def main():
    program, include = sys.argv[1:]
    with open("gemm.cpp", "w") as out:
        out.write(TEXT)
    server, found = opened(program, include)
    print("opened:", lsp.ours(found))
    first = next(each for each in found if each["code"] == "cublaslt-attribute-size")
    print("page:", os.path.basename(first["codeDescription"]["href"]))
    told = [each["message"] for each in first.get("relatedInformation", [])]
    print("measured:", any("measured" in each for each in told))
    action = next(each for each in server.actions(first) if each["kind"] == "quickfix")
    edits = action["edit"]["changes"][server.uri]
    text = lsp.edited(TEXT, edits)
    assert text != TEXT
    print("after the fix:", lsp.ours(server.show(text)))
    print("NOLINT:", lsp.ours(server.show(
        TEXT.replace("          &limit, sizeof", "          &limit, // NOLINT\n          sizeof"))))
    server.close()
    for name, content in ((".clang-tidy", "Checks: '-cublaslt-attribute-size'\n"),
                          (".clangd", "Diagnostics:\n  ClangTidy:\n    Remove: cublaslt-*\n")):
        with open(name, "w") as out:
            out.write(content)
        server, found = opened(program, include)
        print(name + ":", lsp.ours(found))
        server.close()
        os.remove(name)


main()
