//===-- ProblemCheckBase.cpp - what is wrong with a problem ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/problem/ProblemCheckBase.h"
#include "rules/Evaluate.h"
#include <set>

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;
using rules::Truth;

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
  const auto NameOf = [&](llvm::StringRef Operand, ValueRef V) {
    return nameOf(Problem, Operand, V);
  };
  FlowFacts Facts(Problem, NameOf);
  if (!applies(Facts))
    return;
  const rules::CallKind Kind =
      IsHeuristic ? rules::CallKind::Heuristic : rules::CallKind::Matmul;
  for (const kb::Condition &C : rule().Conditions) {
    if (!rules::isAsked(C, Kind))
      continue;
    if (C.Types == kb::TypeTest::None)
      ask(C, Facts);
    else
      askTypes(C, Facts);
  }
}

void ProblemCheckBase::ask(const kb::Condition &C, FlowFacts &Facts) {
  Facts.takeRead();
  const Truth Holds = rules::holds(C.When, Facts);
  const OperandValues Values = Facts.takeRead();
  observe(C, Facts.problem(), Holds, Values, [&] {
    return makeFinding(C, Facts, C.When.front().Operand,
                       rules::fill(C.Message, Facts), Values);
  });
}

void ProblemCheckBase::askTypes(const kb::Condition &C, FlowFacts &Facts) {
  const rules::TypeTable Table(Facts.api());
  const rules::TypeVerdict Verdict =
      Table.judge(C.Types, Table.typesOf(Facts), Facts);
  // The values of all columns, so that other paths can be compared; the ones
  // that are not to blame count as what every path has.
  OperandValues Values;
  for (unsigned Column = 0; Column < rules::TypeColumns; ++Column) {
    const rules::Held &V = Verdict.Types.Values[Column];
    const bool IsIgnored =
        C.Types == kb::TypeTest::Combination && Column == rules::ScaleColumn;
    if (V && !IsIgnored &&
        (Verdict.Holds != Truth::Yes ||
         llvm::is_contained(Verdict.Culprits, Column)))
      Values.push_back({*V.Operand, static_cast<ValueRef>(V.Value)});
  }
  observe(C, Facts.problem(), Verdict.Holds, Values, [&] {
    const unsigned At = C.Types == kb::TypeTest::Combination
                            ? Verdict.Culprits.back()
                            : unsigned(rules::ScaleColumn);
    Finding F = makeFinding(C, Facts, Table.operand(At),
                            Table.fill(C.Message, Verdict, Facts), Values);
    F.Fix = correct(Facts.problem(), Verdict);
    return F;
  });
}

void ProblemCheckBase::observe(const kb::Condition &C, MatmulProblem &Problem,
                               Truth Holds, const OperandValues &Values,
                               llvm::function_ref<Finding()> Describe) {
  const flow::KnownCall &Call = Problem.call();
  trace(C, Problem, Holds, Values);
  Observations &All = Asked[{&C, Call.Call, Call.In->Path}];
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

/// Says where somebody asks why a condition is not reported.
void ProblemCheckBase::trace(const kb::Condition &C, MatmulProblem &Problem,
                             Truth Holds, const OperandValues &Values) {
  const flow::KnownCall &Call = Problem.call();
  flow::Trace *Traced = engine().trace(*Call.In);
  if (!Traced || Holds == Truth::No)
    return;
  std::string Text = getID().str() + ": '" + C.Id + "' " +
                     (Holds == Truth::Yes ? "holds" : "may hold or not");
  std::set<llvm::StringRef> Told;
  for (const auto &[Operand, V] : Values) {
    if (Holds == Truth::Yes || V->isConstant() || !Told.insert(Operand).second)
      continue;
    const std::string Why = Traced->words().origin(V);
    Text += "; " + Operand.str() + ": " +
            (Why.empty() ? Traced->words().known(V, Problem.state()) : Why);
  }
  Traced->step(*Call.In, Problem.state(), Call.Call->getBeginLoc(), Text);
}

ProblemCheckBase::Finding
ProblemCheckBase::makeFinding(const kb::Condition &C, FlowFacts &Facts,
                              const std::string &Operand, std::string Message,
                              const OperandValues &Values) {
  MatmulProblem &Problem = Facts.problem();
  const flow::KnownCall &Call = Problem.call();
  Finding F;
  F.In = Call.In->Function;
  for (const flow::Frame *Each = Call.In; Each; Each = Each->Caller)
    F.IsInInstance |= Each->Function->isTemplateInstantiation();
  F.Message = std::move(Message) + "; ";
  if (!C.Devices.empty())
    F.Message += "on " + C.Devices + " ";
  F.Message += rule().effect(C.Effect);
  F.Call = describe(Call, Problem.state());
  F.Call.Values[findings::OwnKey::Condition].Known = C.Id;
  // A quantity: at the object of the attribute that it is here.
  const rules::Held At = rules::resolve(Operand, Facts);
  const Expr *Argument = Problem.argument(At.Operand ? *At.Operand : Operand);
  F.Where = (Argument ? Argument : Call.Call)->getBeginLoc();
  std::set<llvm::StringRef> Told;
  for (const auto &[Name, V] : Values) {
    F.About.push_back(V);
    F.About.push_back(Problem.object(Name));
    if (!Told.insert(Name).second)
      continue;
    const kb::Attribute *A = Problem.attribute(Name);
    std::string Is = nameOf(Problem, Name, V);
    findings::SpecificationValue &Known =
        F.Call.Values[findings::Key::written(Name.str())];
    Known = specify(V);
    if (A && A->IsPointer && V->isConstant(0))
      Known.Known = findings::PointerKind::Null;
    else if (A && A->IsPointer)
      Known.Known = findings::DeviceAddress();
    else if (V->isConstant() && A &&
             !enumeratorName(A->IdiomaticType, static_cast<int64_t>(V->Number))
                  .empty())
      Known.Known = Is;
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
  std::set<std::pair<const kb::Condition *, std::vector<ValueRef>>> Told;
  if (!GaveUp)
    for (auto &[Asked, Answers] : Asked)
      for (Observation &Answer : Answers) {
        if (!Answer.Found)
          continue;
        if (!isWrongWhereverItIs(Answer, Answers) ||
            isForOtherInstances(Answer, Answers)) {
          if (flow::Trace *Traced = engine().trace(Answer.Found->In))
            Traced->note(Answer.Found->Where,
                         getID() + ": '" + Asked.Id->Id +
                             "' is not reported: each of its values is right "
                             "on another path");
          continue;
        }
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
  Report Warning =
      report(Found.Where, Found.Message, Found.In, std::move(Found.Call));
  if (Found.Fix.Replaced.isValid())
    Warning.fix(FixItHint::CreateReplacement(Found.Fix.Replaced, Found.Fix.By));
  for (const ValueDecl *D : Found.Declarations)
    Warning.declaredAt(D);
  for (const auto &[Where, Text] : Found.Notes)
    Warning.note(Where, Text);
}

} // namespace cublaslt::checks
