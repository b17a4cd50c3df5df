// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-shared-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One workspace on two streams.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(g, ws, stream)                                                  \
  cublasLtMatmul((g).lt, (g).op, (g).one, (g).A, (g).a, (g).B, (g).b,          \
                 (g).zero, (g).C, (g).c, (g).D, (g).d, nullptr, ws, (g).size,  \
                 stream)
#define CHECK_CUDA(call) do { if ((call) != cudaSuccess) abort(); } while (0)
#define CHECK_LT(call) do { cublasStatus_t s_ = (call); if (s_) { fprintf(stderr, "cublas %d\n", s_); exit(1); } } while (0)

void twoStreams(const Gemm &g) {
  cudaStream_t first, second;
  CHECK_CUDA(cudaStreamCreate(&first));
  CHECK_CUDA(cudaStreamCreateWithFlags(&second, cudaStreamNonBlocking));
  CHECK_LT(MATMUL(g, g.ws, first));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace 'g.ws' is also in use on another stream; the matmuls can overwrite each other's partial sums [cublaslt-shared-workspace]
  CHECK_LT(MATMUL(g, g.ws, second));
  // CHECK: :[[@LINE-3]]:{{[0-9]+}}: note: used here on another stream, and nothing between orders the two
  CHECK_CUDA(cudaStreamSynchronize(first));
  CHECK_CUDA(cudaStreamSynchronize(second));
}

void arrayOfStreams(const Gemm &g) {
  cudaStream_t streams[2];
  for (int i = 0; i < 2; ++i)
    CHECK_CUDA(cudaStreamCreate(&streams[i]));
  for (int i = 0; i < 2; ++i)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace 'g.ws' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
    // CHECK: :[[@LINE-2]]:3: note: the last round of this loop used another stream, and nothing
    CHECK_LT(MATMUL(g, g.ws, streams[i]));
}

void givenArray(const Gemm *gs, void *scratch, const cudaStream_t *streams, int n) {
  for (int i = 0; i < n; ++i)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace 'scratch' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
    // CHECK: :[[@LINE-2]]:3: note: the last round of this loop used another stream, and nothing
    CHECK_LT(MATMUL(gs[i], scratch, streams[i]));
}

static void run(const Gemm &g, void *ws, cudaStream_t stream) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace 'ws' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
  CHECK_LT(MATMUL(g, ws, stream));
}
void byAHelper(const Gemm &g) {
  void *ws;
  cudaStream_t a, b;
  CHECK_CUDA(cudaStreamCreate(&a));
  CHECK_CUDA(cudaStreamCreate(&b));
  CHECK_CUDA(cudaMalloc(&ws, g.size));
  run(g, ws, a);
  run(g, ws, b);
}

class Stream {
public:
  Stream() { CHECK_CUDA(cudaStreamCreate(&stream)); }
  ~Stream() { cudaStreamDestroy(stream); }
  Stream(const Stream &) = delete;
  cudaStream_t get() const { return stream; }

private:
  cudaStream_t stream;
};
void raii(const Gemm &g) {
  Stream copy, compute;
  CHECK_LT(MATMUL(g, g.ws, copy.get()));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace 'g.ws' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
  // CHECK: :[[@LINE-2]]:12: note: used here on another stream, and nothing between orders the two
  CHECK_LT(MATMUL(g, g.ws, compute.get()));
}

struct Engine {
  Gemm g;
  void *workspace;
  cudaStream_t streams[4];
  void step() {
    for (auto i = 0; i < 4; ++i)
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace 'workspace' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
      // CHECK: :[[@LINE-2]]:5: note: the last round of this loop used another stream, and nothing
      CHECK_LT(MATMUL(g, workspace, streams[i]));
  }
};

// Right forms.

void ordered(const Gemm &g, cudaEvent_t event) {
  cudaStream_t first, second;
  CHECK_CUDA(cudaStreamCreate(&first));
  CHECK_CUDA(cudaStreamCreate(&second));
  CHECK_LT(MATMUL(g, g.ws, first));
  CHECK_CUDA(cudaEventRecord(event, first));
  CHECK_CUDA(cudaStreamWaitEvent(second, event, 0));
  CHECK_LT(MATMUL(g, g.ws, second));
}

void waits(const Gemm &g, const cudaStream_t *streams, int n) {
  for (int i = 0; i < n; ++i) {
    CHECK_LT(MATMUL(g, g.ws, streams[i]));
    CHECK_CUDA(cudaStreamSynchronize(streams[i]));
  }
}

void oneEach(const Gemm &g, void **workspaces, const cudaStream_t *streams, int n) {
  for (int i = 0; i < n; ++i)
    CHECK_LT(MATMUL(g, workspaces[i], streams[i]));
}

void partsOfOneBuffer(const Gemm &g, char *buffer, const cudaStream_t *streams, int n) {
  for (int i = 0; i < n; ++i)
    CHECK_LT(MATMUL(g, buffer + i * g.size, streams[i]));
}

void sameStream(const Gemm &g, const cudaStream_t *streams, int n) {
  for (int i = 0; i < n; ++i)
    CHECK_LT(MATMUL(g, g.ws, streams[0]));
}

// These may well be one stream.
void parameters(const Gemm &g, cudaStream_t a, cudaStream_t b) {
  CHECK_LT(MATMUL(g, g.ws, a));
  CHECK_LT(MATMUL(g, g.ws, b));
}

void roundRobin(const Gemm &g, const cudaStream_t *streams, int first, int second) {
  CHECK_LT(MATMUL(g, g.ws, streams[first]));
  CHECK_LT(MATMUL(g, g.ws, streams[second]));
}

void barrier();
void synchronisedOutOfSight(const Gemm &g, const cudaStream_t *streams) {
  CHECK_LT(MATMUL(g, g.ws, streams[0]));
  barrier();
  CHECK_LT(MATMUL(g, g.ws, streams[1]));
}

void noWorkspace(const Gemm &g, const cudaStream_t *streams) {
  CHECK_LT(MATMUL(g, nullptr, streams[0]));
  CHECK_LT(MATMUL(g, nullptr, streams[1]));
}

void backAndForth(const Gemm &g, const cudaStream_t *streams, bool second) {
  CHECK_LT(MATMUL(g, g.ws, second ? streams[1] : streams[0]));
}

void silenced(const Gemm &g, const cudaStream_t *streams) {
  CHECK_LT(MATMUL(g, g.ws, streams[0]));
  CHECK_LT(MATMUL(g, g.ws, streams[1])); // NOLINT
}
