//===-- UncheckedHeuristicStatusCheck.h - untested heuristics --*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNCHECKEDHEURISTICSTATUSCHECK_H
#define CUBLASLT_CHECKS_UNCHECKEDHEURISTICSTATUSCHECK_H

#include "checks/report/CheckBase.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds algorithms that are used although nothing has tested the status of
/// the heuristic call that chose them, or the count of results it returned,
/// or that lie at an index which the count does not bound.
class UncheckedHeuristicStatusCheck : public CheckBase {
public:
  UncheckedHeuristicStatusCheck(llvm::StringRef Name,
                                clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::HandedOver;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void onHandedOver(flow::ValueRef V, const clang::Expr *Argument,
                    const flow::Frame &In, const flow::State &S) override;

  void endUnit() override;

private:
  /// An algorithm that reaches a call.
  struct Use {
    flow::ValueRef Results; ///< of which call
    flow::ValueRef Taken;   ///< the algorithm's value
    const clang::Expr *Where;
    const clang::FunctionDecl *In;
  };
  /// A heuristic call, and the function that makes it.
  struct Request {
    const kb::Function *Function = nullptr;
    const clang::FunctionDecl *In = nullptr;
    const flow::CallPath *Path = nullptr;
    bool IsStatusDropped = false;
  };
  void checkUse(const Use &U, const flow::State &S);
  void checkIndex(const Use &U, const flow::State &S);
  /// \p Heuristic fills a member that another function takes the algorithm
  /// from, and the unit never looks at the count.
  void checkMember(const clang::CallExpr *Heuristic, const Request &Asked);
  bool isBounded(const Use &U, flow::ValueRef Index, const flow::State &S);
  std::string countOf(const clang::CallExpr *Heuristic, const kb::Function &F);
  std::string messageOf(const clang::CallExpr *Heuristic, const kb::Function &F,
                        bool StatusUntested, bool CountUntested);

  /// The project's own macro or function that checks a status.
  const llvm::StringRef CheckMacro;
  /// Report a count that is not tested although the status is: the header
  /// allows SUCCESS with no result, no measured problem had it.
  const bool ReportCountAlone;
  /// What each heuristic call was given, from when it was followed.
  /// By the call and how it was reached.
  llvm::DenseMap<std::pair<const clang::Stmt *, const flow::CallPath *>,
                 findings::CallSpecification>
      Asked;
  llvm::MapVector<const clang::CallExpr *, Request> Heuristics;
  /// One report for each call, whichever way to the use came first.
  llvm::DenseSet<const clang::Stmt *> ReportedCalls;
  /// By pointer to an algorithm: the status of the call that checked it.
  llvm::DenseMap<flow::ValueRef, flow::ValueRef> Checked;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNCHECKEDHEURISTICSTATUSCHECK_H
