// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status,cublaslt-scale-type %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One method fills the members, another one uses them. Where no other unit can
// name a member, what this one does with it is all there is to know.
#include "Inputs/Gemm.h"

#define TRY(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) throw 1; } while (0)
#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic((g).lt, (g).op, (g).a, (g).b, (g).c, (g).d, (g).pref, 1, r, n)
#define MATMUL(g, o, algo) cublasLtMatmul((g).lt, o, (g).one, (g).A, (g).a, (g).B, (g).b, (g).zero, (g).C, (g).c, (g).D, (g).d, algo, (g).ws, (g).size, (g).st)

// The count is named nowhere else.
class Plain {
public:
  explicit Plain(const Gemm &g) : G(g) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'Count' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    TRY(ASK(G, &Result, &Count));
  }
  void run() { TRY(MATMUL(G, G.op, &Result.algo)); }

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

template <typename T> class Template {
public:
  explicit Template(const Gemm &g) : G(g) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'Count' {{.+}} [cublaslt-unchecked-heuristic-status]
    ASK(G, &Result, &Count);
  }
  void run() { TRY(MATMUL(G, G.op, &Result.algo)); }

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};
template class Template<float>;

// A local count, results that leave by return.
struct Made {
  cublasLtMatmulHeuristicResult_t Result;
};
Made make(const Gemm &g) {
  Made m;
  int count;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'count' {{.+}} [cublaslt-unchecked-heuristic-status]
  TRY(ASK(g, &m.Result, &count));
  return m;
}
void useMade(const Gemm &g) {
  Made m = make(g);
  TRY(MATMUL(g, g.op, &m.Result.algo));
}

// Right, or not known.

class CountTested {
public:
  explicit CountTested(const Gemm &g) : G(g) { TRY(ASK(G, &Result, &Count)); }
  void run() {
    if (Count)
      TRY(MATMUL(G, G.op, &Result.algo));
  }

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

class StateTested {
public:
  explicit StateTested(const Gemm &g) : G(g) { TRY(ASK(G, &Result, &Count)); }
  void run() {
    TRY(Result.state);
    TRY(MATMUL(G, G.op, &Result.algo));
  }

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

// Others may look at it: a public member, a method out of sight, a friend.
struct Public {
  explicit Public(const Gemm &g) : G(g) { TRY(ASK(G, &Result, &Count)); }
  void run() { TRY(MATMUL(G, G.op, &Result.algo)); }
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

class OutOfSight {
public:
  explicit OutOfSight(const Gemm &g) : G(g) { TRY(ASK(G, &Result, &Count)); }
  bool works() const;
  void run() { TRY(MATMUL(G, G.op, &Result.algo)); }

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

class Befriended {
public:
  explicit Befriended(const Gemm &g) : G(g) { TRY(ASK(G, &Result, &Count)); }
  void run() { TRY(MATMUL(G, G.op, &Result.algo)); }
  friend class Looker;

private:
  Gemm G;
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
};

// The descriptor is made with one scale type; the compute type is chosen later.
namespace {
struct Cache {
  Cache() { TRY(cublasLtMatmulDescCreate(&Op, CUBLAS_COMPUTE_32F, CUDA_R_32F)); }
  ~Cache() { cublasLtMatmulDescDestroy(Op); }
  cublasLtMatmulDesc_t Op;
};

struct SetAgain {
  SetAgain() { TRY(cublasLtMatmulDescCreate(&Op, CUBLAS_COMPUTE_32F, CUDA_R_32F)); }
  cublasLtMatmulDesc_t Op;
};

struct GivenAway {
  GivenAway() { TRY(cublasLtMatmulDescCreate(&Op, CUBLAS_COMPUTE_32F, CUDA_R_32F)); }
  cublasLtMatmulDesc_t get() const { return Op; }
  cublasLtMatmulDesc_t Op;
};

struct FromOutside {
  explicit FromOutside(cublasLtMatmulDesc_t op) : Op(op) {}
  cublasLtMatmulDesc_t Op;
};
} // namespace

class Exposed {
public:
  Exposed() { TRY(cublasLtMatmulDescCreate(&Op, CUBLAS_COMPUTE_32F, CUDA_R_32F)); }
  void run(const Gemm &g) const;
  cublasLtMatmulDesc_t Op;
};

cublasComputeType_t computeType(int type) {
  switch (type) {
  case 0:
    return CUBLAS_COMPUTE_64F;
  case 1:
    return CUBLAS_COMPUTE_16F;
  default:
    return CUBLAS_COMPUTE_32F;
  }
}

bool run(const Cache *owner, const Gemm &g, int type) {
  cublasComputeType_t compute = computeType(type);
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [cublaslt-scale-type]
  return MATMUL(g, owner->Op, nullptr) == CUBLAS_STATUS_SUCCESS;
}

bool setAgain(SetAgain *owner, const Gemm &g) {
  cublasComputeType_t compute = CUBLAS_COMPUTE_64F;
  cudaDataType_t scale = CUDA_R_64F;
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_SCALE_TYPE, &scale, sizeof(scale)));
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  return true;
}
bool usedAgain(SetAgain *owner, const Gemm &g) {
  cublasComputeType_t compute = CUBLAS_COMPUTE_64F;
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  return MATMUL(g, owner->Op, nullptr) == CUBLAS_STATUS_SUCCESS;
}
bool givenAway(GivenAway *owner, const Gemm &g) {
  cublasComputeType_t compute = CUBLAS_COMPUTE_64F;
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  return MATMUL(g, owner->Op, nullptr) == CUBLAS_STATUS_SUCCESS;
}
bool fromOutside(FromOutside *owner, const Gemm &g) {
  cublasComputeType_t compute = CUBLAS_COMPUTE_64F;
  TRY(cublasLtMatmulDescSetAttribute(owner->Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  return MATMUL(g, owner->Op, nullptr) == CUBLAS_STATUS_SUCCESS;
}
void Exposed::run(const Gemm &g) const {
  cublasComputeType_t compute = CUBLAS_COMPUTE_64F;
  TRY(cublasLtMatmulDescSetAttribute(Op, CUBLASLT_MATMUL_DESC_COMPUTE_TYPE, &compute, sizeof(compute)));
  TRY(MATMUL(g, Op, nullptr));
}
