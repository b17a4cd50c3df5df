//===-- Report.cpp - a warning that is being put together -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/Report.h"
#include "checks/report/CallRecorder.h"
#include "checks/report/CheckBase.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cublaslt::checks {

Report::Report(CheckBase &Check, SourceLocation Where, std::string Message)
    : Check(&Check), Where(Check.sources().getFileLoc(Where)),
      Message(std::move(Message)),
      IsNew(Check.isFirst(this->Where, this->Message)) {}

Report::Report(Report &&Other)
    : Check(std::exchange(Other.Check, nullptr)), Where(Other.Where),
      Message(std::move(Other.Message)), IsNew(Other.IsNew), In(Other.In),
      Call(std::move(Other.Call)), Path(std::move(Other.Path)),
      Notes(std::move(Other.Notes)), Fixes(std::move(Other.Fixes)) {}

Report::~Report() {
  if (!Check)
    return;
  if (flow::Trace *Traced = Check->engine().trace(In))
    Traced->note(Where, Check->getID() +
                            (IsNew ? " reports: " : " reported before: ") +
                            Message);
  if (!IsNew) {
    Check->alsoOnPath(Where, Path);
    return;
  }
  if (CallRecorder::instance().isStarted()) {
    CheckBase::Record &R = Check->Records[Where];
    R.Call.Call = std::move(Call);
    R.Call.EnclosingFunction = In ? In->getQualifiedNameAsString() : "";
    R.Path = std::move(Path);
  }
  {
    // The warning is out when this is gone.
    DiagnosticBuilder Warning = Check->diag(Where, "%0");
    Warning << Message;
    for (const FixItHint &Hint : Fixes)
      Warning << Hint;
  }
  for (const auto &[At, Text] : Notes)
    Check->diag(At, "%0", DiagnosticIDs::Note) << Text;
}

Report &Report::at(const flow::KnownCall &Made, const flow::State &S) {
  return IsNew ? about(Made.In->Function, Check->describe(Made, S)) : *this;
}

Report &Report::about(const FunctionDecl *Function,
                      findings::CallSpecification Specification) {
  In = Function;
  Call = std::move(Specification);
  return *this;
}

Report &Report::onPath(ReportedPath P) {
  Path = std::move(P);
  return *this;
}

Report &Report::note(SourceLocation At, const llvm::Twine &Text) {
  if (At.isValid())
    Notes.emplace_back(Check->sources().getFileLoc(At), Text.str());
  return *this;
}

Report &Report::note(const Stmt *S, const llvm::Twine &Text) {
  return S ? note(S->getBeginLoc(), Text) : *this;
}

Report &Report::declaredAt(const ValueDecl *D) {
  return D ? note(D->getLocation(),
                  "'" + D->getNameAsString() + "' is declared here, as '" +
                      D->getType().getAsString(
                          D->getASTContext().getPrintingPolicy()) +
                      "'")
           : *this;
}

Report &Report::fix(FixItHint Hint) {
  if (!Hint.isNull())
    Fixes.push_back(std::move(Hint));
  return *this;
}

Report &Report::fix(llvm::ArrayRef<FixItHint> Hints) {
  for (const FixItHint &Hint : Hints)
    fix(Hint);
  return *this;
}

} // namespace cublaslt::checks
