// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-stream-capture %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Device memory allocated while a stream is captured.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_CUDA(call) do { if ((call) != cudaSuccess) abort(); } while (0)
#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

static void multiply(const Gemm &g, void *ws) {
  CHECK_LT(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, ws, g.size, g.st));
}

void workspace(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; the call fails and the capture is lost [cublaslt-stream-capture]
  CHECK_CUDA(cudaMalloc(&ws, g.size));
  // CHECK: :[[@LINE-3]]:{{[0-9]+}}: note: the capture begins here
  multiply(g, ws);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cudaFree' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
  // CHECK: :[[@LINE-6]]:14: note: the capture begins here
  CHECK_CUDA(cudaFree(ws));
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}

static void *allocate(size_t size) {
  void *p = nullptr;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
  // CHECK: :[[@LINE+5]]:14: note: the capture begins here
  CHECK_CUDA(cudaMalloc(&p, size));
  return p;
}
void byAHelper(const Gemm &g, cudaGraph_t *graph) {
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeThreadLocal));
  multiply(g, allocate(g.size));
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}

class Capture {
public:
  Capture(cudaStream_t stream, cudaGraph_t *graph) : stream(stream), graph(graph) {
    CHECK_CUDA(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
  }
  ~Capture() { cudaStreamEndCapture(stream, graph); }
  Capture(const Capture &) = delete;

private:
  cudaStream_t stream;
  cudaGraph_t *graph;
};
void raii(const Gemm &g, cudaGraph_t *graph) {
  Capture capture(g.st, graph);
  void *ws;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cudaMallocManaged' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
  // CHECK: :[[@LINE-13]]:16: note: the capture begins here
  CHECK_CUDA(cudaMallocManaged(&ws, g.size, 1));
  multiply(g, ws);
}
void afterRaii(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  {
    Capture capture(g.st, graph);
    multiply(g, g.ws);
  }
  CHECK_CUDA(cudaMalloc(&ws, g.size));
}

struct Layer {
  Gemm g;
  float *workspace = nullptr;
  size_t capacity = 0;
  template <class T> void forward() {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
    // CHECK: :[[@LINE+19]]:14: note: the capture begins here
    CHECK_CUDA(cudaMalloc(&workspace, 1024 * sizeof(T)));
    multiply(g, workspace);
  }
  void onlyAtFirst() {
    if (!workspace)
      CHECK_CUDA(cudaMalloc(&workspace, 1024));
    multiply(g, workspace);
  }
  void onlyForMore(size_t bytes) {
    if (bytes > capacity) {
      CHECK_CUDA(cudaFree(workspace));
      CHECK_CUDA(cudaMalloc(&workspace, bytes));
      capacity = bytes;
    }
    multiply(g, workspace);
  }
};
void always(Layer &layer, cudaGraph_t *graph) {
  CHECK_CUDA(cudaStreamBeginCapture(layer.g.st, cudaStreamCaptureModeGlobal));
  layer.forward<float>();
  CHECK_CUDA(cudaStreamEndCapture(layer.g.st, graph));
}

void inALoop(const Gemm *gs, int n, cudaStream_t stream, cudaGraph_t *graph) {
  CHECK_CUDA(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
  for (int i = 0; i < n; ++i) {
    void *ws;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
    // CHECK: :[[@LINE-4]]:14: note: the capture begins here
    CHECK_CUDA(cudaMalloc(&ws, gs[i].size));
    multiply(gs[i], ws);
  }
  CHECK_CUDA(cudaStreamEndCapture(stream, graph));
}

// Right forms.

// A warm-up may have allocated it.
void lazily(Layer &layer, cudaGraph_t *graph) {
  CHECK_CUDA(cudaStreamBeginCapture(layer.g.st, cudaStreamCaptureModeGlobal));
  layer.onlyAtFirst();
  layer.onlyForMore(4096);
  CHECK_CUDA(cudaStreamEndCapture(layer.g.st, graph));
}

void before(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  CHECK_CUDA(cudaMalloc(&ws, g.size));
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  multiply(g, ws);
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
  CHECK_CUDA(cudaFree(ws));
}

void inOrder(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  CHECK_CUDA(cudaMallocAsync(&ws, g.size, g.st));
  multiply(g, ws);
  CHECK_CUDA(cudaFreeAsync(ws, g.st));
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}

void relaxed(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeRelaxed));
  CHECK_CUDA(cudaMalloc(&ws, g.size));
  multiply(g, ws);
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}

void unknownMode(const Gemm &g, cudaGraph_t *graph, cudaStreamCaptureMode mode) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, mode));
  CHECK_CUDA(cudaMalloc(&ws, g.size));
  multiply(g, ws);
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}

void finish(cudaStream_t stream);
void endedOutOfSight(const Gemm &g) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  multiply(g, g.ws);
  finish(g.st);
  CHECK_CUDA(cudaMalloc(&ws, g.size));
}

void onlyIfCapturing(const Gemm &g, cudaGraph_t *graph, bool capturing) {
  void *ws = nullptr;
  if (capturing)
    CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  else
    CHECK_CUDA(cudaMalloc(&ws, g.size));
  multiply(g, ws);
  if (capturing)
    CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
  else
    CHECK_CUDA(cudaFree(ws));
}

void silenced(const Gemm &g, cudaGraph_t *graph) {
  void *ws;
  CHECK_CUDA(cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal));
  CHECK_CUDA(cudaMalloc(&ws, g.size)); // NOLINT
  multiply(g, ws);
  CHECK_CUDA(cudaStreamEndCapture(g.st, graph));
}
