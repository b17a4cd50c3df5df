// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-default-stream --fix %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// What is fixed compiles, and is right; the rest is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-default-stream %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stream 0 where there is another.
#include "Inputs/Gemm.h"

#define MATMUL(g, stream)                                                      \
  cublasLtMatmul((g).lt, (g).op, (g).one, (g).A, (g).a, (g).B, (g).b,          \
                 (g).zero, (g).C, (g).c, (g).D, (g).d, nullptr, (g).ws,        \
                 (g).size, stream)

cublasStatus_t parameter(const Gemm &g, cudaStream_t stream) {
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'stream'; it and all blocking streams wait for each other [cublaslt-default-stream]
  // CHECK: :[[@LINE-2]]:{{[0-9]+}}: note: the stream is declared here
  // FIXED: nullptr, g.ws, g.size, stream); // parameter
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, 0); // parameter
}

cublasStatus_t nullMacro(const Gemm &g, cudaStream_t s) {
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 's'; {{.+}} [cublaslt-default-stream]
  // CHECK: :[[@LINE-2]]:54: note: the stream is declared here
  // FIXED: nullptr, g.ws, g.size, s); // null
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, NULL); // null
}

cublasStatus_t local(const Gemm &g) {
  cudaStream_t mine;
  if (cudaStreamCreate(&mine))
    return CUBLAS_STATUS_ALLOC_FAILED;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'mine'; {{.+}} [cublaslt-default-stream]
  // CHECK: :[[@LINE-4]]:16: note: the stream is declared here
  // FIXED: nullptr, g.ws, g.size, mine); // local
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, nullptr); // local
  cudaStreamSynchronize(mine);
  return status;
}

class Layer {
  Gemm g;
  cudaStream_t stream_;

public:
  cublasStatus_t forward() {
    // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'stream_'; {{.+}} [cublaslt-default-stream]
    // CHECK: :[[@LINE-5]]:16: note: the stream is declared here
    // FIXED: nullptr, g.ws, g.size, stream_); // member
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, (cudaStream_t)0); // member
  }
};

// No fix-it: in a macro, or with two streams to choose from.
cublasStatus_t inAMacro(const Gemm &g, cudaStream_t stream) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'stream'; {{.+}} [cublaslt-default-stream]
  // CHECK: :[[@LINE-2]]:53: note: the stream is declared here
  // AFTER: warning: 'cublasLtMatmul' runs on the default stream
  // FIXED: MATMUL(g, 0);
  return MATMUL(g, 0);
}

template <class T> cublasStatus_t two(const Gemm &g, cudaStream_t copy, const cudaStream_t &compute) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'copy'; {{.+}} [cublaslt-default-stream]
  // CHECK: :[[@LINE-2]]:67: note: the stream is declared here
  // AFTER: warning: 'cublasLtMatmul' runs on the default stream
  // FIXED: nullptr, g.ws, g.size, 0); // two
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, 0); // two
}
template cublasStatus_t two<int>(const Gemm &, cudaStream_t, const cudaStream_t &);

// Right forms.
cublasStatus_t none(const Gemm &g) { return MATMUL(g, 0); }
cublasStatus_t passed(const Gemm &g, cudaStream_t stream) { return MATMUL(g, stream); }
cublasStatus_t onPurpose(const Gemm &g, cudaStream_t) { return MATMUL(g, 0); }
cublasStatus_t legacy(const Gemm &g, cudaStream_t stream) { return stream ? MATMUL(g, stream) : MATMUL(g, cudaStreamLegacy); }
cublasStatus_t named(const Gemm &g, cudaStream_t stream) { return stream ? MATMUL(g, stream) : MATMUL(g, cudaStreamDefault); }
cublasStatus_t notUsed(const Gemm &g) {
  cudaStream_t later;
  return MATMUL(g, 0);
}
cublasStatus_t otherScope(const Gemm &g) {
  {
    cudaStream_t copy;
    if (cudaStreamCreate(&copy))
      return CUBLAS_STATUS_ALLOC_FAILED;
    cudaStreamDestroy(copy);
  }
  return MATMUL(g, 0);
}
static const cudaStream_t kDefault = nullptr;
cublasStatus_t constant(const Gemm &g, cudaStream_t stream) { return stream ? MATMUL(g, stream) : MATMUL(g, kDefault); }
cublasStatus_t event(const Gemm &g, cudaEvent_t event) { return MATMUL(g, 0); }
cublasStatus_t silenced(const Gemm &g, cudaStream_t stream) { return MATMUL(g, 0); } // NOLINT
