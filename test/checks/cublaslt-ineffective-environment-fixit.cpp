// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment --fix %t.cpp -- -std=c++17 -I%S
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment %t.cpp -- -std=c++17 -I%S 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable that nothing reads is not set.
#include <stdlib.h>

void mended() {
  // FIXED: {{^}}  // begin{{$}}
  // FIXED-NOT: {{^}}  setenv
  // FIXED: {{^}}  int ready = 0;{{$}}
  // FIXED-NEXT: {{^}}  ready = 1; // kept{{$}}
  // FIXED-NEXT: {{^}}  (void)ready;{{$}}
  // FIXED-NEXT: {{^}}  // end{{$}}
  // begin
  setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  int ready = 0;
  ready = 1; setenv("CUBLASLT_HEURISTIC_MODE", "1", 1); // kept
  (void)ready;
  // end
}

#define SET(name) setenv(name, "1", 1)
static void set(const char *name) { setenv(name, "1", 1); }
int left(bool wanted) {
  // FIXED: {{^}}  if (wanted)
  // FIXED-NEXT: {{^}}    setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  if (wanted)
    setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  // AFTER: :[[@LINE-1]]:{{[0-9]+}}: warning: nothing reads
  // FIXED: {{^}}  SET("CUBLASLT_HEURISTIC_MODE");
  SET("CUBLASLT_HEURISTIC_MODE");
  // AFTER: :[[@LINE-1]]:{{[0-9]+}}: warning: nothing reads
  // FIXED: {{^}}  set("CUBLASLT_HEURISTIC_MODE");
  set("CUBLASLT_HEURISTIC_MODE");
  // AFTER: :[[@LINE-1]]:{{[0-9]+}}: warning: nothing reads
  // FIXED: {{^}}  return setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  return setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  // AFTER: :[[@LINE-1]]:{{[0-9]+}}: warning: nothing reads
}
