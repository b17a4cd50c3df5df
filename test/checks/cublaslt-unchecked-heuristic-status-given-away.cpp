// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Right: what tests the status or the count gets at it by a pointer in a
// struct, by a lambda that was stored, by a capture, or element by element.
#include "Inputs/Gemm.h"
#define H(r,n) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n)
#define MM(al) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, al, g.ws, g.size, g.st)
#define DECL cublasLtMatmulHeuristicResult_t r; int n = 0; cublasStatus_t s;
struct Ctx { cublasStatus_t *st; int *n; };
void verify(Ctx *c); void verifyV(Ctx c); void verifyR(const Ctx &c);
void structOfPointers(const Gemm &g) { DECL s = H(&r,&n); Ctx c{&s,&n}; verify(&c); MM(&r.algo); }
void structOfPointersV(const Gemm &g) { DECL s = H(&r,&n); Ctx c{&s,&n}; verifyV(c); MM(&r.algo); }
void structOfPointersR(const Gemm &g) { DECL s = H(&r,&n); Ctx c; c.st=&s; c.n=&n; verifyR(c); MM(&r.algo); }
void later(void *);
template <class F> void outOfSight(F f) { later(&f); }
struct Fn { template<class F> Fn(F f) { later(&f); } void operator()() const; };
void storedLambda(const Gemm &g) { DECL s = H(&r,&n); auto chk = [&]{ if (s || !n) throw 1; }; outOfSight(chk); MM(&r.algo); }
void storedFn(const Gemm &g) { DECL s = H(&r,&n); Fn chk = [&]{ if (s || !n) throw 1; }; chk(); MM(&r.algo); }
void storedFnBefore(const Gemm &g) { DECL Fn chk = [&]{ if (s || !n) throw 1; }; s = H(&r,&n); chk(); MM(&r.algo); }
void initCapture(const Gemm &g) { DECL s = H(&r,&n); bool ok = [st = s, c = n]{ return st == 0 && c > 0; }(); if (!ok) return; MM(&r.algo); }
void initCaptureRef(const Gemm &g) { DECL s = H(&r,&n); bool ok = [&st = s, &c = n]{ return st == 0 && c > 0; }(); if (!ok) return; MM(&r.algo); }
void copyCapture(const Gemm &g) { DECL s = H(&r,&n); bool ok = [=]{ return s == 0 && n > 0; }(); if (!ok) return; MM(&r.algo); }
void copyCaptureLater(const Gemm &g) { DECL s = H(&r,&n); auto ok = [=]{ return s == 0 && n > 0; }; s = CUBLAS_STATUS_SUCCESS; n = 1; if (!ok()) return; MM(&r.algo); }
void lambdaCountOnly(const Gemm &g) { cublasLtMatmulHeuristicResult_t r; int n = 0; auto run = [&]{ H(&r,&n); if (n == 0) return; MM(&r.algo); }; run(); }
void lambdaCountOnlyP(const Gemm &g) { int n = 0; auto run = [&]{ cublasLtMatmulHeuristicResult_t r; (void)H(&r,&n); if (n == 0) return; MM(&r.algo); }; run(); }
struct Holder { cublasStatus_t *st; int *n; void check() const; };
Holder *holder();
void viaGlobal(const Gemm &g) { DECL Holder *h = holder(); h->st = &s; h->n = &n; s = H(&r,&n); h->check(); MM(&r.algo); }
void viaGlobal2(const Gemm &g) { DECL Holder h; h.st = &s; h.n = &n; s = H(&r,&n); h.check(); MM(&r.algo); }
void arrays(const Gemm &g) { cublasLtMatmulHeuristicResult_t r[4]; int n[4] = {}; cublasStatus_t s[4];
  for (int i = 0; i < 4; ++i) s[i] = H(&r[i], &n[i]);
  for (int i = 0; i < 4; ++i) if (s[i] != CUBLAS_STATUS_SUCCESS || n[i] == 0) return;
  for (int i = 0; i < 4; ++i) MM(&r[i].algo); }
void arraysK(const Gemm &g, int k) { cublasLtMatmulHeuristicResult_t r[4]; int n[4] = {}; cublasStatus_t s[4];
  for (int i = 0; i < k; ++i) s[i] = H(&r[i], &n[i]);
  for (int i = 0; i < k; ++i) { if (s[i] != CUBLAS_STATUS_SUCCESS || n[i] == 0) continue; MM(&r[i].algo); } }
struct R3 { cublasLtMatmulHeuristicResult_t r; int n; cublasStatus_t s; };
void arrayOfStructs(const Gemm &g, int k) { R3 x[4] = {}; 
  for (int i = 0; i < k; ++i) x[i].s = H(&x[i].r, &x[i].n);
  for (int i = 0; i < k; ++i) { if (x[i].s != CUBLAS_STATUS_SUCCESS || x[i].n == 0) continue; MM(&x[i].r.algo); } }
void arrayOfStructsRef(const Gemm &g, int k) { R3 x[4] = {}; 
  for (R3 &e : x) e.s = H(&e.r, &e.n);
  for (const R3 &e : x) { if (e.s != CUBLAS_STATUS_SUCCESS || e.n == 0) continue; MM(&e.r.algo); } }
void memberFnPtr(const Gemm &g, bool (*good)(cublasStatus_t, int)) { DECL s = H(&r,&n); if (!good(s,n)) return; MM(&r.algo); }
void resultCheckBits(const Gemm &g) { DECL s = H(&r,&n); int bad = 0; bad |= (s != 0) << 0; bad |= (n <= 0) << 1; if (bad) return; MM(&r.algo); }
void table(const Gemm &g) { static const bool okay[32] = {true}; DECL s = H(&r,&n); if (!okay[s] || !n) return; MM(&r.algo); }
void tern(const Gemm &g) { DECL s = H(&r,&n); int m = s ? 0 : n; if (m) MM(&r.algo); }
void tern2(const Gemm &g) { DECL s = H(&r,&n); const cublasLtMatmulAlgo_t *a = nullptr; if (!s) if (n) a = &r.algo; if (a) MM(a); }
void flagAfter(const Gemm &g, bool use) { DECL bool have = false; if (use) { s = H(&r,&n); have = true; } if (have) { if (s || !n) return; } if (use) MM(&r.algo); else MM(nullptr); }
void ptrLoop(const Gemm &g) { cublasLtMatmulHeuristicResult_t r[8]; int n = 0; if (H(r,&n)) return; for (auto *p = r; p != r + n; ++p) if (p->state == 0) { MM(&p->algo); break; } }
void ptrLoop2(const Gemm &g) { cublasLtMatmulHeuristicResult_t r[8]; int n = 0; if (H(r,&n)) return; auto *p = r, *e = p + n; while (p < e) { if (!MM(&p->algo)) return; ++p; } }
void revLoop(const Gemm &g) { cublasLtMatmulHeuristicResult_t r[8]; int n = 0; if (H(r,&n)) return; while (n --> 0) if (!MM(&r[n].algo)) return; }
void best(const Gemm &g) { cublasLtMatmulHeuristicResult_t r[8]; int n = 0; if (H(r,&n)) return; int b = -1; for (int i = 0; i < n; i++) if (b < 0 || r[i].wavesCount < r[b].wavesCount) b = i; if (b < 0) return; MM(&r[b].algo); }

// The check is at work.
void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n'
  H(&r, &n);
  MM(&r.algo);
}
