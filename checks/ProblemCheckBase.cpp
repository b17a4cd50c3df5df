//===-- ProblemCheckBase.cpp - what is wrong with a problem ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/ProblemCheckBase.h"
#include <set>

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

namespace {
/// Calls of helpers that a report names, from the inside out.
constexpr unsigned MaxCallers = 3;

/// \p A on one path and \p B on another can be the same.
bool canBeSame(ValueRef A, ValueRef B) {
  if (A == B)
    return true;
  auto IsDefinite = [](ValueRef V) {
    return isFixed(V) || V->Kind == ValueKind::Address ||
           V->isSymbol(SymbolKind::Object);
  };
  return !IsDefinite(A) || !IsDefinite(B);
}
} // namespace

ProblemVocabulary &ProblemCheckBase::vocabulary() {
  if (!Words)
    Words = std::make_unique<ProblemVocabulary>(engine());
  return *Words;
}

void ProblemCheckBase::beforeCall(const flow::KnownCall &Call,
                                  const flow::State &S) {
  bool IsHeuristic = Call.Function->TheAction == kb::Action::Heuristic;
  if (!IsHeuristic && Call.Function->TheAction != kb::Action::Matmul)
    return;
  if (!Examined.insert(Call.Problem).second)
    return;
  MatmulProblem Problem(vocabulary(), Call, S);
  if (!applies(Problem))
    return;
  for (const kb::Condition &C : rule().Conditions) {
    if (!(IsHeuristic ? C.AtHeuristic : C.AtMatmul))
      continue;
    OperandValues Values;
    Truth Holds = Problem.test(C.When, Values);
    observe(&C, Problem, Holds, Values, [&] {
      std::string Message = fill(Problem, C.Message) + "; ";
      if (!C.Devices.empty())
        Message += "on " + C.Devices + " ";
      return makeFinding(Problem, C.When.front().Operand,
                         Message + effect(C.Effect).str(), C.Id, Values);
    });
  }
  examine(Problem);
}

void ProblemCheckBase::observe(const void *Id, MatmulProblem &Problem,
                               Truth Holds, const OperandValues &Values,
                               llvm::function_ref<Finding()> Describe) {
  const flow::KnownCall &Call = Problem.call();
  Observations &All = Asked[{Id, Call.Call, Call.In->Path}];
  auto IsSame = [](const auto &Old, const auto &New) {
    return Old.second == New.second && Old.first == New.first;
  };
  for (const Observation &Old : All)
    if (Old.Holds == Holds && llvm::equal(Old.Values, Values, IsSame))
      return;
  Observation New;
  for (const auto &[Operand, V] : Values)
    New.Values.emplace_back(Operand.str(), V);
  New.Holds = Holds;
  if (Holds == Truth::Yes)
    New.Found = Describe();
  All.push_back(std::move(New));
}

ProblemCheckBase::Finding
ProblemCheckBase::makeFinding(MatmulProblem &Problem, llvm::StringRef Operand,
                              std::string Message, llvm::StringRef Id,
                              const OperandValues &Values) {
  const flow::KnownCall &Call = Problem.call();
  Finding F;
  F.In = Call.In->Function;
  for (const flow::Frame *Each = Call.In; Each; Each = Each->Caller)
    F.IsInInstance |= Each->Function->isTemplateInstantiation();
  F.Message = std::move(Message);
  F.Call = describe(Call, Problem.state());
  F.Call.Values["problem.condition"].Known = Id.str();
  OperandValues Nothing;
  const Expr *Argument = Problem.argument(Operand);
  if (const kb::Attribute *A = Problem.attribute(Operand); !A && !Argument)
    // A quantity: at the object of the attribute that it is here.
    if (Problem.value(Operand, Nothing); !Nothing.empty())
      Argument = Problem.argument(Nothing.back().first);
  F.Where = (Argument ? Argument : Call.Call)->getBeginLoc();
  std::set<llvm::StringRef> Told;
  for (const auto &[Name, V] : Values) {
    F.About.push_back(V);
    F.About.push_back(Problem.object(Name));
    if (!Told.insert(Name).second)
      continue;
    const kb::Attribute *A = Problem.attribute(Name);
    std::string Is = nameOf(Problem, Name, V);
    findings::SpecificationValue &Known = F.Call.Values[Name.str()];
    Known = specify(V);
    if (V->isConstant() && A && !A->IdiomaticType.empty())
      Known.Known = Is;
    else if (A && A->IsPointer)
      Known.Known = std::string(V->isConstant(0) ? "null" : "set");
    if (!A) {
      if (V->Kind == ValueKind::Address &&
          V->Place->root()->Kind == flow::LocationKind::Variable)
        F.Declarations.push_back(V->Place->root()->Declaration);
      continue;
    }
    bool IsDefault = A->Default && V->isConstant(*A->Default);
    if (const Stmt *Site = Problem.origin(Name))
      F.Notes.push_back({Site->getBeginLoc(),
                         Name.split('.').first.str() + ": " + A->Name + " is " +
                             Is + (IsDefault ? ", the default" : "")});
  }
  unsigned Callers = 0;
  for (const flow::CallPath *P = Call.In->Path; P && Callers < MaxCallers;
       P = P->Caller, ++Callers)
    if (P->Call)
      F.Notes.push_back({P->Call->getBeginLoc(), "called from here"});
  return F;
}

std::string ProblemCheckBase::nameOf(MatmulProblem &Problem,
                                     llvm::StringRef Operand, ValueRef V) {
  const kb::Attribute *A = Problem.attribute(Operand);
  if (A && A->IsPointer && V->isConstant(0))
    return "null";
  if (A && V->isConstant() && !A->IdiomaticType.empty()) {
    std::string Name =
        enumeratorName(A->IdiomaticType, static_cast<int64_t>(V->Number));
    if (!Name.empty())
      return Name;
  }
  std::string Text = textOf(V);
  return Text.empty() ? "unknown" : Text;
}

std::string ProblemCheckBase::fill(MatmulProblem &Problem,
                                   llvm::StringRef Message) {
  std::string Result;
  while (!Message.empty()) {
    auto [Text, Rest] = Message.split('{');
    Result += Text;
    if (Rest.empty())
      break;
    auto [Operand, After] = Rest.split('}');
    OperandValues Read;
    ValueRef V = Problem.value(Operand, Read);
    if (V)
      Result += nameOf(Problem, Read.back().first, V);
    Message = After;
  }
  return Result;
}

bool ProblemCheckBase::isWrongWhereverItIs(const Observation &Wrong,
                                           const Observations &All) {
  // What another path does not say could be the same there.
  auto CanHold = [](const Observation &Other, const auto &Given) {
    for (const auto &[Operand, V] : Other.Values)
      if (Operand == Given.first)
        return canBeSame(V, Given.second);
    return true;
  };
  return llvm::any_of(Wrong.Values, [&](const auto &Given) {
    return llvm::none_of(All, [&](const Observation &Other) {
      return Other.Holds != Truth::Yes && CanHold(Other, Given);
    });
  });
}

bool ProblemCheckBase::isForOtherInstances(const Observation &Wrong,
                                           const Observations &All) {
  return Wrong.Found->IsInInstance &&
         llvm::any_of(All, [](const Observation &Other) {
           return Other.Holds != Truth::Yes;
         });
}

void ProblemCheckBase::onEnd(const FunctionDecl *F, bool GaveUp) {
  std::set<std::pair<const void *, std::vector<ValueRef>>> Told;
  if (!GaveUp)
    for (auto &[Asked, Answers] : Asked)
      for (Observation &Answer : Answers) {
        if (!Answer.Found || !isWrongWhereverItIs(Answer, Answers) ||
            isForOtherInstances(Answer, Answers))
          continue;
        // The matmul after the heuristic has the same fault.
        std::vector<ValueRef> About(Answer.Found->About.begin(),
                                    Answer.Found->About.end());
        if (Told.insert({Asked.Id, std::move(About)}).second)
          tell(*Answer.Found);
      }
  Asked.clear();
  Examined.clear();
}

void ProblemCheckBase::endUnit() { Words.reset(); }

void ProblemCheckBase::tell(Finding &Found) {
  {
    std::optional<DiagnosticBuilder> Diagnostic =
        report(Found.Where, Found.Message, Found.In, std::move(Found.Call));
    if (!Diagnostic)
      return;
    if (Found.Fix.Replaced.isValid())
      *Diagnostic << FixItHint::CreateReplacement(Found.Fix.Replaced,
                                                  Found.Fix.By);
  }
  for (const ValueDecl *D : Found.Declarations)
    noteDeclaration(D);
  for (const auto &[Where, Text] : Found.Notes)
    note(Where, Text);
}

} // namespace cublaslt::checks
