//===-- Trail.h - what a path has called and tested -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The described calls of a path with what they were given, and the branch
/// taken at each test: what a finding about a path hands over. A trail decides
/// nothing: states that differ in it alone are equal. It is kept only where
/// somebody asks for it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_TRAIL_H
#define CUBLASLT_CHECKS_FLOW_TRAIL_H

#include "checks/flow/Value.h"
#include "llvm/Support/Allocator.h"

namespace cublaslt::checks::flow {

/// One step of a path, with the way to it.
struct TrailStep {
  /// What a test has shown of the call at a place.
  struct Outcome {
    const clang::Stmt *Site;
    const CallPath *Path;
    bool Succeeds;
  };

  const TrailStep *Before = nullptr;
  unsigned Length = 0;               ///< with this one
  const clang::Expr *Site = nullptr; ///< the call, or the condition
  const CallPath *Path = nullptr;    ///< of the function that it is in
  /// Of a call; null: a test.
  const kb::Function *Function = nullptr;
  llvm::ArrayRef<ValueRef> Arguments;
  /// What the buffer of a call that sets an attribute holds, or the results
  /// that a matmul's algorithm is taken from; or null.
  ValueRef Content = nullptr;
  /// Of a test: how it came out, and what that says of calls. A case of a
  /// switch is compared with What.
  bool Holds = false;
  ValueRef What = nullptr;
  llvm::ArrayRef<Outcome> Outcomes;

  bool isCall() const { return Function; }
  bool isAt(const clang::Stmt *S, const CallPath *P) const {
    return Site == S && Path == P;
  }
};

/// Makes and owns steps. A trail is its last step; null is the beginning.
class Trails {
public:
  bool AreKept = false;

  /// \p S after \p Before.
  const TrailStep *extend(const TrailStep *Before, TrailStep S);
  /// That of the state in which the two meet: their calls, and the tests that
  /// came out the same. What called other things has no common one.
  const TrailStep *join(const TrailStep *A, const TrailStep *B);
  /// Too long a trail, or one that two paths do not agree on.
  static bool isLost(const TrailStep *S) { return S == &Lost; }

private:
  /// Steps of a trail that is worth handing over.
  static constexpr unsigned MostSteps = 200;
  static const TrailStep Lost;
  llvm::BumpPtrAllocator Memory;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_TRAIL_H
