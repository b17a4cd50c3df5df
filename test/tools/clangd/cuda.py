# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A .cu file whose command is nvcc's: its host side is diagnosed. It finds the
headers that nvcc finds by itself, also in a toolkit that .clangd names.

REQUIRES: clangd, cuda, llvm22
RUN: rm -rf %t && mkdir %t && cd %t
RUN: %python %s %build/bin/cublaslt-clangd %cuda_root | FileCheck %s
CHECK: opened: [(11, 'cublaslt-unbounded-workspace')]
CHECK-NEXT: others: []
CHECK-NEXT: mended: []
CHECK-NEXT: by .clangd: [(11, 'cublaslt-unbounded-workspace')]
CHECK-NEXT: others: []
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs"))
import lsp  # noqa: E402

TEXT = """\
#include <cooperative_groups.h>
#include <cublasLt.h>
#include <cuda/std/array>

__global__ void kernel(float *x) { *x = 1; }

#ifndef __CUDA_ARCH__
cublasStatus_t endless(cublasLtMatmulPreference_t preference, float *x) {
  kernel<<<1, 1>>>(x);
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
#endif
"""


def others(found):
    return [each["message"] for each in found
            if not str(each.get("code", "")).startswith("cublaslt-")]


def main():
    program, root = sys.argv[1:]
    with open("gemm.cu", "w") as out:
        out.write(TEXT)
    server = lsp.Server(
        program, "gemm.cu",
        [root + "/bin/nvcc", "-forward-unknown-to-host-compiler",
         "--generate-code=arch=compute_90,code=[compute_90,sm_90]",
         "-gencode", "arch=compute_80,code=sm_80", "--expt-relaxed-constexpr",
         "--extended-lambda", "-rdc=true", "-Xcompiler", "-fPIC", "-std=c++17",
         "-x", "cu", "-c"], "errors.txt")
    found = server.show(TEXT)
    print("opened:", lsp.ours(found))
    print("others:", others(found))
    print("mended:", lsp.ours(server.show(TEXT.replace("~size_t(0)", "size_t(32) << 20"))))
    server.close()
    with open(".clangd", "w") as out:
        out.write(f"CompileFlags: {{Add: [--cuda-path={root}]}}\n")
    server = lsp.Server(program, "gemm.cu", ["clang++", "-std=c++17", "-c"], "errors.txt")
    found = server.show(TEXT)
    print("by .clangd:", lsp.ours(found))
    print("others:", others(found))
    server.close()


main()
