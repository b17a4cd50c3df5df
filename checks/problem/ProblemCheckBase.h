//===-- ProblemCheckBase.h - what is wrong with a problem -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The check that judges the problem at a heuristic or matmul call by the
/// conditions of its rule file. A rule that is nothing but conditions has this
/// one (cmake/CheckRegistration.cmake); others derive from it.
///
/// Two branches on the same thing, asked for twice in ways that the analysis
/// cannot relate, make paths that no run takes: the half layout of one branch
/// with the float descriptor of the other. So a condition that holds on one
/// path is reported only if one of the values that it is about is wrong on
/// every path that has it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_PROBLEM_PROBLEMCHECKBASE_H
#define CUBLASLT_CHECKS_PROBLEM_PROBLEMCHECKBASE_H

#include "checks/problem/FlowFacts.h"
#include "checks/report/CheckBase.h"
#include "rules/Types.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

class ProblemCheckBase : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::End;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;
  void endUnit() override;

protected:
  /// A correction that goes with a report.
  struct Correction {
    clang::SourceRange Replaced; ///< invalid: none
    std::string By;
  };
  /// A report that is made unless other paths speak against it.
  struct Finding {
    clang::SourceLocation Where;
    std::string Message;
    Correction Fix;
    std::vector<std::pair<clang::SourceLocation, std::string>> Notes;
    /// Of the variables that arguments point to.
    llvm::SmallVector<const clang::ValueDecl *, 2> Declarations;
    findings::CallSpecification Call;
    const clang::FunctionDecl *In = nullptr;
    bool IsInInstance = false; ///< or a caller is a template's instance
    /// The values that it is about: the same values elsewhere are not reported
    /// again.
    llvm::SmallVector<flow::ValueRef, 8> About;
  };

  /// False for a problem of which the rule's conditions say nothing.
  virtual bool applies(FlowFacts &Facts) { return true; }
  /// The correction of a call whose types are not in the table, if there is
  /// one.
  virtual Correction correct(MatmulProblem &Problem,
                             const rules::TypeVerdict &Verdict) {
    return {};
  }

  /// \p V as the reader knows it: the enumerator, the number, or the source.
  std::string nameOf(MatmulProblem &Problem, llvm::StringRef Operand,
                     flow::ValueRef V);
  ProblemVocabulary &vocabulary();

private:
  struct Question {
    const kb::Condition *Id;
    const clang::CallExpr *Call;
    const flow::CallPath *Path;
    bool operator<(const Question &O) const {
      return std::tie(Id, Call, Path) < std::tie(O.Id, O.Call, O.Path);
    }
  };
  struct Observation {
    /// By operand, which may have come from anywhere.
    std::vector<std::pair<std::string, flow::ValueRef>> Values;
    rules::Truth Holds;
    std::optional<Finding> Found;
  };
  using Observations = std::vector<Observation>;
  static bool isWrongWhereverItIs(const Observation &Wrong,
                                  const Observations &All);
  /// A template's instance is fine on another path: the branch may be there
  /// for other instances.
  static bool isForOtherInstances(const Observation &Wrong,
                                  const Observations &All);
  void ask(const kb::Condition &C, FlowFacts &Facts);
  void askTypes(const kb::Condition &C, FlowFacts &Facts);
  /// One path's answer to the question whether \p C holds. \p Values is what
  /// the path holds. \p Describe makes the finding when it does.
  void observe(const kb::Condition &C, MatmulProblem &Problem,
               rules::Truth Holds, const OperandValues &Values,
               llvm::function_ref<Finding()> Describe);
  void trace(const kb::Condition &C, MatmulProblem &Problem, rules::Truth Holds,
             const OperandValues &Values);
  /// A finding at the argument that \p Operand belongs to, with notes of
  /// where \p Values come from.
  Finding makeFinding(const kb::Condition &C, FlowFacts &Facts,
                      const std::string &Operand, std::string Message,
                      const OperandValues &Values);
  void tell(Finding &Found);

  std::unique_ptr<ProblemVocabulary> Words;
  /// The problems that were looked at, by number.
  llvm::DenseSet<unsigned> Examined;
  llvm::MapVector<Question, Observations, std::map<Question, unsigned>> Asked;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_PROBLEM_PROBLEMCHECKBASE_H
