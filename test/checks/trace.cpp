// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the analysis does in one function, for people.
//
// RUN: %cublaslt_tidy --quiet --checks=-*,cublaslt-* --trace-analysis=multiply %s -- -std=c++17 -I%S -I%stand_in > %t.out 2> %t.err; test $? -le 1
// RUN: FileCheck %s --input-file=%t.err --implicit-check-not=neighbour
// The plugin has the same by an option; what is reported is the same.
// RUN: %clang_tidy --quiet --load=%plugin --checks=-*,cublaslt-* "--config={CheckOptions: {CublasltTrace: multiply}}" %s -- -std=c++17 -I%S -I%stand_in > %t.plugin.out 2> %t.plugin.err; test $? -le 1
// RUN: FileCheck %s --input-file=%t.plugin.err
// RUN: %cublaslt_tidy --quiet --checks=-*,cublaslt-* %s -- -std=c++17 -I%S -I%stand_in > %t.untraced.out 2> %t.untraced.err; test $? -le 1
// RUN: diff %t.out %t.untraced.out
// RUN: not grep 'is followed' %t.untraced.err
// A name that nothing has.
// RUN: %cublaslt_tidy --quiet --checks=-*,cublaslt-* --trace-analysis=absent %s -- -std=c++17 -I%S -I%stand_in 2>&1 | FileCheck %s --check-prefix=ABSENT
// ABSENT: trace: 'absent' is not followed: no function of that name reaches the API in this file
// RUN: %cublaslt_tidy --trace-analysis= %s -- > %t.empty 2>&1; test $? = 2
// RUN: FileCheck %s --check-prefix=EMPTY --input-file=%t.empty
// EMPTY: error: --trace-analysis: no function named; give one, as in --trace-analysis=multiply
// A project has too many functions of one name.
// RUN: %cublaslt_tidy -p %S --trace-analysis=multiply > %t.project 2>&1; test $? = 2
// RUN: FileCheck %s --check-prefix=PROJECT --input-file=%t.project
// PROJECT: error: --trace-analysis is about single files: name the files to analyse
#include "Inputs/Gemm.h"

void outOfSight(int *);

static int limitOf(int n) { return n < 0 ? 0 : n; }

void multiply(const Gemm &g, int wanted) {
  // CHECK: trace.cpp:[[@LINE-1]]: multiply: is followed
  cublasLtMatmulHeuristicResult_t result;
  int returned = 0, asked = 1;
  outOfSight(&asked);
  // CHECK: trace.cpp:[[@LINE-1]]: multiply: calls outOfSight(), whose body is not in this file; what it is given may have any value from here
  if (wanted > 4)
    return;
  // The path says which way it came.
  wanted = limitOf(wanted);
  // CHECK: trace.cpp:[[@LINE-1]]: multiply [34 false]: enters limitOf()
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, asked, &result, &returned);
  // CHECK: trace.cpp:[[@LINE-1]]: multiply [34 false, {{.*}}]: calls cublasLtMatmulAlgoGetHeuristic with {{.*}}requestedAlgoCount=asked (unknown: given to outOfSight() at line 32)
  if (wanted > 8)
    multiply(g, 0);
  // CHECK: trace.cpp:[[@LINE-2]]: multiply [34 false, {{.*}}]: 'wanted > 8' cannot be true here: {{.*}}; no path goes that way
  // CHECK: trace.cpp:{{[0-9]+}}: multiply [34 true]: the path returns
  // CHECK: trace.cpp:{{[0-9]+}}: multiply {{.*}}: the path returns; not tested: status of cublasLtMatmulAlgoGetHeuristic at line 39
}

void neighbour(const Gemm &g) { cublasLtMatmulDescDestroy(g.op); }
