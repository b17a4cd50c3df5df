//===-- FlowTest.h - what the tests of the flow analysis share --*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A parsed unit, an interner and a state manager: values and states are made
/// by hand, and the places that they are about are named by declarations.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TEST_CHECKS_FLOW_FLOWTEST_H
#define CUBLASLT_TEST_CHECKS_FLOW_FLOWTEST_H

#include "checks/flow/State.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include <gtest/gtest.h>
#include <memory>
#include <ostream>

namespace cublaslt::checks::flow {

/// How gtest shows it; it cannot print 128 bits.
inline void PrintTo(const Range &R, std::ostream *Out) {
  *Out << "[" << int64_t(R.Low) << ", " << int64_t(R.High) << "]"
       << (R.NonZero ? " without 0" : "") << (R.IsNamed ? " named" : "");
}

class FlowTest : public ::testing::Test {
protected:
  /// Parses \p Code, which may include the API's stand-in headers.
  void parse(llvm::StringRef Code) {
    Ast = clang::tooling::buildASTFromCodeWithArgs(
        Code, {"-std=c++17", "-I" CUBLASLT_STAND_IN}, "input.cpp");
    ASSERT_TRUE(Ast);
    ASSERT_FALSE(Ast->getDiagnostics().hasErrorOccurred());
  }

  /// The declaration of kind \p T that is named \p Name.
  template <typename T> const T *declaration(llvm::StringRef Name) {
    using namespace clang::ast_matchers;
    auto Found = match(namedDecl(hasName(Name)).bind("found"),
                       Ast->getASTContext());
    for (const BoundNodes &Each : Found)
      if (const auto *D = Each.getNodeAs<T>("found"))
        return D;
    ADD_FAILURE() << "no such declaration: " << Name.str();
    return nullptr;
  }
  LocationRef place(llvm::StringRef Variable) {
    return Values.variable(declaration<clang::VarDecl>(Variable));
  }
  const clang::FieldDecl *field(llvm::StringRef Name) {
    return declaration<clang::FieldDecl>(Name);
  }

  /// A value that nothing is known of; another one for each number.
  ValueRef unknown(unsigned Number = 0) {
    return Values.symbol(SymbolKind::CallResult, nullptr, path(Number));
  }
  /// A status, count and so on of call \p Number.
  ValueRef made(SymbolKind Kind, unsigned Number = 0) {
    return Values.symbol(Kind, nullptr, path(Number));
  }
  ValueRef constant(Integer N) { return Values.constant(N); }
  ValueRef sum(ValueRef L, ValueRef R) {
    return Values.binary(Operation::Add, L, R);
  }
  ValueRef product(ValueRef L, ValueRef R) {
    return Values.binary(Operation::Mul, L, R);
  }

  std::unique_ptr<clang::ASTUnit> Ast;
  Interner Values;
  StateManager States{Values,
                      [](const clang::FieldDecl *, const kb::Attribute *) {
                        return std::optional<int64_t>();
                      }};

private:
  /// Calls are told apart by the way to them: here by their number.
  const CallPath *path(unsigned Number) {
    const CallPath *Path = nullptr;
    for (unsigned I = 0; I <= Number; ++I)
      Path = Values.enter(Path, nullptr);
    return Path;
  }
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_TEST_CHECKS_FLOW_FLOWTEST_H
