//===-- CheckBase.h - base of the checks ------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The base class of all checks, which listens to the analysis of the unit
/// (UnitAnalysis.h), asks the rule file and reports.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_CHECKBASE_H
#define CUBLASLT_CHECKS_CHECKBASE_H

#include "checks/flow/UnitAnalysis.h"
#include "checks/report/CallRecorder.h"
#include "checks/report/Report.h"
#include "checks/report/ReportedPath.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "findings/Finding.h"
#include "llvm/ADT/StringSet.h"
#include <memory>

namespace cublaslt::checks {

class CheckBase : public clang::tidy::ClangTidyCheck, public UnitListener {
public:
  CheckBase(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

  /// What the check reads from its rule's parameters. A knowledge base without
  /// them is refused before any check is asked (Knowledge.h); a check that
  /// reads some hides this.
  static std::vector<kb::NeededParameter> needed() { return {}; }

  void beginUnit(flow::FlowEngine &E) override;
  void finishUnit() override;
  void reportNotChecked(clang::SourceLocation Where,
                        llvm::StringRef Why) override;

protected:
  /// Called when the unit's functions have been followed.
  virtual void endUnit() {}

  flow::FlowEngine &engine() { return *Engine; }
  const clang::SourceManager &sources();
  /// The effect \p Key of the rule file.
  llvm::StringRef effect(llvm::StringRef Key) const;
  /// The rule of this check; one without a rule file has an empty one.
  const kb::Rule &rule() const;
  /// The rule's parameter, one of those that the check's needed() names.
  flow::Integer parameter(const kb::NeededParameter &P) const;
  std::vector<std::string_view> words(const kb::NeededParameter &P) const;

  /// Starts a report: see Report.h.
  Report report(clang::SourceLocation Where, const llvm::Twine &Message) {
    return Report(*this, Where, Message.str());
  }
  Report report(clang::SourceLocation Where, const llvm::Twine &Message,
                const clang::FunctionDecl *In,
                findings::CallSpecification Call) {
    Report R(*this, Where, Message.str());
    R.about(In, std::move(Call));
    return R;
  }

  /// What was reported at \p Where is there on the path \p P, too.
  void alsoOnPath(clang::SourceLocation Where, const ReportedPath &P);

  /// Source text of \p S, on one line and cut to a readable length.
  std::string textOf(const clang::Stmt *S);
  std::string textOf(flow::ValueRef V);
  /// \p V as a value of the call specification.
  findings::SpecificationValue specify(flow::ValueRef V);
  /// Everything known of the descriptors, layouts and preference that
  /// \p Call is given.
  findings::CallSpecification describe(const flow::KnownCall &Call,
                                       const flow::State &S);
  /// The definition of the enumeration that \p TypeName names, or null.
  const clang::EnumDecl *enumNamed(llvm::StringRef TypeName);
  /// The name of the enumerator of \p TypeName with that value, or empty.
  std::string enumeratorName(llvm::StringRef TypeName, int64_t Number);

private:
  friend class Report;
  /// False if that was reported there before.
  bool isFirst(clang::SourceLocation Where, const std::string &Message) {
    return Reported.insert(std::to_string(Where.getRawEncoding()) + Message)
        .second;
  }

  std::shared_ptr<UnitAnalysis> Analysis;
  /// Folder of a knowledge base other than the built-in one, or empty. One
  /// option, CublasltKnowledgeBase, serves all checks.
  const llvm::StringRef KnowledgeBase;
  /// File that describes the user's own functions, or empty: the option
  /// CublasltWrappers.
  const llvm::StringRef Wrappers;
  /// The function whose analysis is written out, or empty: the option
  /// CublasltTrace.
  const llvm::StringRef Traced;
  const kb::Rule *Rule = nullptr;
  flow::FlowEngine *Engine = nullptr;
  llvm::StringSet<> Reported;
  /// What was reported, until all paths to it are known.
  struct Record {
    CallRecorder::Record Call;
    ReportedPath Path;
  };
  llvm::MapVector<clang::SourceLocation, Record> Records;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_CHECKBASE_H
