// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-descriptor-leak %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-descriptor-leak %s -- -std=c++17 -DREAL_STD -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects that are destroyed, or that are somebody else's to destroy.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(g, op) cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st)

cublasStatus_t cleanup(const Gemm &g) {
  cublasLtMatmulDesc_t op = nullptr;
  cublasLtMatrixLayout_t a = nullptr, b = nullptr;
  cublasStatus_t status;
  if ((status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F)) != CUBLAS_STATUS_SUCCESS) goto done;
  if ((status = cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 64, 64, 64)) != CUBLAS_STATUS_SUCCESS) goto done;
  if ((status = cublasLtMatrixLayoutCreate(&b, CUDA_R_32F, 64, 64, 64)) != CUBLAS_STATUS_SUCCESS) goto done;
  status = MATMUL(g, op);
done:
  if (b) cublasLtMatrixLayoutDestroy(b);
  if (a) cublasLtMatrixLayoutDestroy(a);
  if (op) cublasLtMatmulDescDestroy(op);
  return status;
}

cublasStatus_t pyramid(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatrixLayout_t a;
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status == CUBLAS_STATUS_SUCCESS) {
    status = cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 64, 64, 64);
    if (status == CUBLAS_STATUS_SUCCESS) {
      status = MATMUL(g, op);
      cublasLtMatrixLayoutDestroy(a);
    }
    cublasLtMatmulDescDestroy(op);
  }
  return status;
}

class Descriptor {
public:
  Descriptor() {
    if (cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F))
      throw 1;
  }
  Descriptor(Descriptor &&other) : op(other.op) { other.op = nullptr; }
  ~Descriptor() {
    if (op)
      cublasLtMatmulDescDestroy(op);
  }
  operator cublasLtMatmulDesc_t() const { return op; }
  cublasLtMatmulDesc_t get() const { return op; }

private:
  cublasLtMatmulDesc_t op = nullptr;
};
Descriptor makeDescriptor() {
  Descriptor d;
  return d;
}
cublasStatus_t owned(const Gemm &g) {
  Descriptor first, second = makeDescriptor(), third(std::move(first));
  cublasLtMatmulDesc_t raw = third.get();
  if (MATMUL(g, second) != CUBLAS_STATUS_SUCCESS)
    return CUBLAS_STATUS_EXECUTION_FAILED;
  return MATMUL(g, raw);
}
void consume(Descriptor d, const Gemm &g) { MATMUL(g, d.get()); }
void givenAway(const Gemm &g) {
  Descriptor d;
  consume(std::move(d), g);
}
// Owners as members and bases: their destructors run with this one's.
struct Base {
  cublasLtMatmulPreference_t pref = nullptr;
  Base() { cublasLtMatmulPreferenceCreate(&pref); }
  ~Base() { cublasLtMatmulPreferenceDestroy(pref); }
};
struct Problem : Base {
  Descriptor op;
};
cublasStatus_t ownedByMembers(const Gemm &g) {
  Problem p;
  return MATMUL(g, p.op);
}
void severalOwners() { Descriptor both[2]; }

// Owners of the standard library, and guards.
struct Deleter {
  void operator()(cublasLtMatmulDescOpaque_t *d) const { cublasLtMatmulDescDestroy(d); }
};
std::unique_ptr<cublasLtMatmulDescOpaque_t, Deleter> smart() {
  cublasLtMatmulDesc_t d;
  cublasLtMatmulDescCreate(&d, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  return std::unique_ptr<cublasLtMatmulDescOpaque_t, Deleter>(d);
}
cublasStatus_t useSmart(const Gemm &g) {
  auto op = smart();
  return MATMUL(g, op.get());
}
template <class F> struct Finally {
  F f;
  ~Finally() { f(); }
};
template <class F> Finally(F) -> Finally<F>;
cublasStatus_t guarded(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status)
    return status;
  Finally guard{[&] { cublasLtMatmulDescDestroy(op); }};
  return MATMUL(g, op);
}
cublasStatus_t guardedByCopy(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  Finally guard{[op] { cublasLtMatmulDescDestroy(op); }};
  return MATMUL(g, op);
}

// Ownership leaves.
cublasLtMatmulDesc_t byReturn() {
  cublasLtMatmulDesc_t op = nullptr;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  return op;
}
void byParameter(cublasLtMatmulDesc_t *out) { cublasLtMatmulDescCreate(out, CUBLAS_COMPUTE_32F, CUDA_R_32F); }
void byReference(Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  g.op = op;
}
Gemm inAStruct() {
  Gemm g{};
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutCreate(&g.a, CUDA_R_32F, 64, 64, 64);
  return g;
}
void keep(cublasLtMatmulDesc_t);
void toCodeOutOfSight() {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  keep(op);
}
void destroys(cublasLtMatmulDesc_t op) { cublasLtMatmulDescDestroy(op); }
void toOneThatDestroys() {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  destroys(op);
}
cublasLtHandle_t cachedHandle() {
  static cublasLtHandle_t handle = [] {
    cublasLtHandle_t h;
    cublasLtCreate(&h);
    return h;
  }();
  thread_local cublasLtHandle_t other;
  if (!other)
    cublasLtCreate(&other);
  return handle;
}
struct Cache {
  std::vector<cublasLtMatrixLayout_t> layouts;
  cublasLtMatrixLayout_t first;
  void fill(int n) {
    for (int i = 0; i < n; ++i) {
      cublasLtMatrixLayout_t layout;
      cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, i, i, i);
      layouts.push_back(layout);
    }
    cublasLtMatrixLayoutCreate(&first, CUDA_R_32F, n, n, n);
  }
};
struct Node { cublasLtMatmulDesc_t op; };
Node *onTheHeap() {
  Node *node = new Node;
  cublasLtMatmulDescCreate(&node->op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  return node;
}

// Arrays, filled and destroyed by loops.
void arrays(int n) {
  cublasLtMatrixLayout_t layouts[8], three[3];
  for (int i = 0; i < 8; ++i)
    cublasLtMatrixLayoutCreate(&layouts[i], CUDA_R_32F, i, i, i);
  for (int i = 0; i < 8; ++i)
    cublasLtMatrixLayoutDestroy(layouts[i]);
  cublasLtMatrixLayoutCreate(&three[0], CUDA_R_32F, n, n, n);
  cublasLtMatrixLayoutCreate(&three[1], CUDA_R_32F, n, n, n);
  cublasLtMatrixLayoutCreate(&three[2], CUDA_R_32F, n, n, n);
  for (int i = 0; i < 3; ++i)
    cublasLtMatrixLayoutDestroy(three[i]);
}

// Each round destroys what it creates; a copy in another variable is known.
void rounds(const Gemm &g, int n) {
  cublasLtMatmulDesc_t op = nullptr;
  for (int i = 0; i < n; ++i) {
    if (op)
      cublasLtMatmulDescDestroy(op);
    cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    MATMUL(g, op);
  }
  if (op)
    cublasLtMatmulDescDestroy(op);
  cublasLtMatrixLayout_t a = nullptr, b = nullptr;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 64, 64, 64);
  b = a;
  a = nullptr;
  cublasLtMatrixLayoutDestroy(b);
}

// Two conditions that the analysis does not understand belong together.
bool hasBias();
struct Setting { bool batched() const; };
cublasStatus_t conditional(const Gemm &g, bool scaled, const Setting &s) {
  cublasLtMatrixLayout_t bias, scale, batch;
  if (hasBias()) cublasLtMatrixLayoutCreate(&bias, CUDA_R_32F, 64, 64, 64);
  if (scaled) cublasLtMatrixLayoutCreate(&scale, CUDA_R_32F, 64, 64, 64);
  if (s.batched()) cublasLtMatrixLayoutCreate(&batch, CUDA_R_32F, 64, 64, 64);
  cublasStatus_t status = MATMUL(g, g.op);
  if (s.batched()) cublasLtMatrixLayoutDestroy(batch);
  if (scaled) cublasLtMatrixLayoutDestroy(scale);
  if (hasBias()) cublasLtMatrixLayoutDestroy(bias);
  return status;
}

// A check function out of sight knows of the failure.
bool good(cublasStatus_t);
int checkedElsewhere(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  if (!good(cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F)))
    return -1;
  MATMUL(g, op);
  cublasLtMatmulDescDestroy(op);
  return 0;
}

[[noreturn]] void die(const char *);
void endsTheProgram(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (MATMUL(g, op))
    die("matmul");
  cublasLtMatmulDescDestroy(op);
}

int main() {
  cublasLtHandle_t handle;
  cublasLtCreate(&handle);
  return 0;
}

#ifdef REAL_STD
// What a member owns stays owned, whatever runs afterwards.
void runs();
struct Holder {
  std::unique_ptr<cublasLtMatmulDescOpaque_t, Deleter> held;
  void fill() {
    cublasLtMatmulDesc_t op = nullptr;
    cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    held.reset(op);
    runs();
  }
};
#endif

// The macro makes its call again to show the status; the first has failed then.
#define TWICE(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) { printf("%d\n", (call)); exit(1); } } while (0)
void evaluatedAgain(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  if (cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F) != CUBLAS_STATUS_SUCCESS)
    return;
  TWICE(MATMUL(g, op));
  TWICE(cublasLtMatmulDescDestroy(op));
}
