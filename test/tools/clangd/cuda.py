# Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A .cu file whose command is nvcc's: its host side is diagnosed.

REQUIRES: clangd, cuda, curand, llvm22
RUN: rm -rf %t && mkdir %t && cd %t
RUN: %python %s %build/bin/cublaslt-clangd %cuda_root | FileCheck %s
CHECK: opened: [(9, 'cublaslt-unbounded-workspace')]
CHECK-NEXT: others: []
CHECK-NEXT: mended: []
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs"))
import lsp  # noqa: E402

TEXT = """\
#include <cublasLt.h>

__global__ void kernel(float *x) { *x = 1; }

#ifndef __CUDA_ARCH__
cublasStatus_t endless(cublasLtMatmulPreference_t preference, float *x) {
  kernel<<<1, 1>>>(x);
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
#endif
"""


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
    print("others:", [each["message"] for each in found
                      if not str(each.get("code", "")).startswith("cublaslt-")])
    print("mended:", lsp.ours(server.show(TEXT.replace("~size_t(0)", "size_t(32) << 20"))))
    server.close()


main()
