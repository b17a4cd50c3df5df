//===-- IntegerOverflowCheck.h - products that wrap -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_INTEGEROVERFLOWCHECK_H
#define CUBLASLT_CHECKS_INTEGEROVERFLOWCHECK_H

#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds products of two ints that are widened, too late, to the 64-bit
/// stride, offset or number of bytes that the API or an allocation gets.
class IntegerOverflowCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void endUnit() override { Reported.clear(); }

private:
  /// A 64-bit number that the call gets.
  struct Sink {
    std::string What;     ///< "the number of bytes", an attribute
    std::string Question; ///< the attribute's key, or empty
    llvm::StringRef Type;
    const flow::KnownCall *Call;
    const flow::State *S;
    flow::ValueRef V;
  };
  /// A product and whether only a cast widens it.
  struct Product {
    const clang::BinaryOperator *E;
    bool ThroughVariable;
  };
  void check(const Sink &To, const clang::Expr *From);
  std::optional<Product> narrowProduct(const clang::Expr *E,
                                       const flow::State &S, bool IsNarrow,
                                       bool ThroughVariable, unsigned Depth);
  const clang::Expr *storedIn(const clang::Expr *Variable,
                              const flow::State &S);
  void warn(const Sink &To, const Product &P, bool IsKnown);

  llvm::DenseSet<clang::SourceLocation> Reported;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_INTEGEROVERFLOWCHECK_H
