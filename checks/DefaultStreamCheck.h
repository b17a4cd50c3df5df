//===-- DefaultStreamCheck.h - stream 0 beside a stream ------- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_DEFAULTSTREAMCHECK_H
#define CUBLASLT_CHECKS_DEFAULTSTREAMCHECK_H

#include "checks/report/CheckBase.h"
#include "llvm/ADT/DenseSet.h"

namespace cublaslt::checks {

/// Finds calls on the default stream, written as 0 or a null pointer, in
/// functions that have a stream of their own.
class DefaultStreamCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void endUnit() override {
    Seen.clear();
    StreamsOf.clear();
  }

private:
  llvm::DenseSet<const clang::Stmt *> Seen;
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallVector<const clang::VarDecl *, 2>>
      StreamsOf;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_DEFAULTSTREAMCHECK_H
