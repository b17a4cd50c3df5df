# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What cannot be used is said, and the server goes on.

REQUIRES: clangd
RUN: rm -rf %t && mkdir %t && cd %t && cp -r %kb good && cp -r %kb bad && cp -r %kb lacking
RUN: sed -i 's/^level: .*/level: seven/' bad/rules/cublaslt-unbounded-workspace.yaml
RUN: sed -i 's/size-max: .*/size-max: "other words"/' good/rules/cublaslt-unbounded-workspace.yaml
RUN: sed -i '/^  largePart: /d' lacking/rules/cublaslt-unbounded-workspace.yaml
RUN: %python %s %build/bin/cublaslt-clangd %stand_in | FileCheck %s
CHECK: built in: 1 our words
CHECK-NEXT: bad: 1 o call of cuBLASLt is checked in this file: {{.*}}cublaslt-unbounded-workspace.yaml:{{[0-9]+}}:{{[0-9]+}}: {{.*}}seven{{.*}}, expected
CHECK-NEXT: absent: 1 o call of cuBLASLt is checked in this file: {{.*}}absent
CHECK-NEXT: wrappers: 1 o call of cuBLASLt is checked in this file: {{.*}}none.yaml
CHECK-NEXT: good: 1 other words
CHECK-NEXT: lacking: 1 o call of cuBLASLt is checked in this file: {{.*}}cublaslt-unbounded-workspace.yaml: found a rule without the parameter 'largePart', expected a number up to 2^64 - 1
CHECK-NEXT: no database entry: 1 our words
CHECK-NEXT: broken database: 1 our words
CHECK-NEXT: one process, ended with 0
RUN: grep -q 'Failed to load compilation database from .*broken' errors.txt

A wrong option is wrong use, as an unknown one is to clangd.
RUN: %build/bin/cublaslt-clangd --kb=bad < /dev/null > kb.txt 2>&1; test $? = 2
RUN: count 1 < kb.txt && grep -q "error: bad/rules/cublaslt-unbounded-workspace.yaml:[0-9]*:[0-9]*: .*seven" kb.txt
RUN: %build/bin/cublaslt-clangd --level=5 < /dev/null > level.txt 2>&1; test $? = 2
RUN: count 1 < level.txt && grep -q "error: --level: there is no level 5" level.txt
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs"))
import lsp  # noqa: E402

TEXT = """\
#include <cublasLt.h>
cublasStatus_t endless(cublasLtMatmulPreference_t preference) {
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(
      preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
      sizeof(limit));
}
"""


def said(diagnostics):
    found = [each["message"] for each in diagnostics
             if str(each.get("code", "")).startswith("cublaslt-")]
    text = found[0].split("\n")[0] if found else ""
    for words in ("other words", "o call of cuBLASLt is checked"):
        if words in text:
            return f"{len(found)} {text[text.index(words):]}"
    return f"{len(found)} our words" if found else "0"


def main():
    program, include = sys.argv[1:]
    open("gemm.cpp", "w").write(TEXT)
    server = lsp.Server(program, "gemm.cpp",
                        ["clang++", "-std=c++17", "-I" + include, "-c"], "errors.txt")
    print("built in:", said(server.show(TEXT)))
    names = {"bad": "CublasltKnowledgeBase", "absent": "CublasltKnowledgeBase",
             "wrappers": "CublasltWrappers", "good": "CublasltKnowledgeBase",
             "lacking": "CublasltKnowledgeBase"}
    # What a .clang-tidy names lies in the same repository.
    os.makedirs(".git", exist_ok=True)
    # clangd looks at a .clang-tidy again after some seconds only: a folder each.
    for name, option in names.items():
        os.mkdir("in-" + name)
        value = os.path.abspath("none.yaml" if name == "wrappers" else name)
        with open(f"in-{name}/.clang-tidy", "w") as out:
            out.write(f"CheckOptions: {{{option}: '{value}'}}\n")
        print(name + ":", said(server.show_other(f"in-{name}/gemm.cpp", TEXT)))
    os.mkdir("none")
    print("no database entry:", said(server.show_other("none/gemm.cpp", TEXT)))
    os.mkdir("broken")
    open("broken/compile_commands.json", "w").write('[{"directory": ')
    print("broken database:", said(server.show_other("broken/gemm.cpp", TEXT)))
    server.close()
    print("one process, ended with 0")


main()
