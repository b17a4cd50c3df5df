//===-- UnboundedWorkspaceCheck.cpp - cublaslt-unbounded-workspace --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UnboundedWorkspaceCheck.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Integer;
using flow::Operation;
using flow::State;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

/// The memory or outside symbol whose size \p V keeps, or null: through sums,
/// differences and small constant factors, not through a minimum or a mask.
/// Less than one part in \p LargePart of the memory may well be meant as a cap.
ValueRef sourceOf(ValueRef V, Integer LargePart) {
  if (V->isSymbol(SymbolKind::FreeMemory) ||
      V->isSymbol(SymbolKind::TotalMemory) || V->isSymbol(SymbolKind::Outside))
    return V;
  if (V->Kind != ValueKind::Binary)
    return nullptr;
  auto IsFactor = [LargePart](ValueRef F) {
    const auto *Number = F->isSymbol(SymbolKind::Literal)
                             ? llvm::dyn_cast<FloatingLiteral>(F->Site)
                             : nullptr;
    return F->isConstant() ||
           (Number &&
            Number->getValueAsApproximateDouble() * double(LargePart) >= 1);
  };
  switch (V->Op) {
  case Operation::Add:
    if (ValueRef Source = sourceOf(V->Left, LargePart))
      return Source;
    return sourceOf(V->Right, LargePart);
  case Operation::Sub:
    return sourceOf(V->Left, LargePart);
  case Operation::Mul:
  case Operation::Shl:
    if (IsFactor(V->Right))
      return sourceOf(V->Left, LargePart);
    return IsFactor(V->Left) ? sourceOf(V->Right, LargePart) : nullptr;
  case Operation::Div:
    return V->Right->isConstant() && V->Right->Number <= LargePart
               ? sourceOf(V->Left, LargePart)
               : nullptr;
  case Operation::Shr:
    return V->Right->isConstant() && V->Right->Number >= 0 &&
                   V->Right->Number < 64 &&
                   Integer(1) << int(V->Right->Number) <= LargePart
               ? sourceOf(V->Left, LargePart)
               : nullptr;
  default:
    return nullptr;
  }
}

/// A path has compared \p V with something that bounds it from above.
bool isCapped(const State &S, ValueRef V, Integer NoLimit) {
  for (; V; V = V->Kind == ValueKind::Binary ? V->Left : nullptr) {
    if (S.rangeOf(V).High < NoLimit)
      return true;
    for (ValueRef Relation : S.Relations) {
      bool IsLeft = flow::mentions(Relation->Left, V);
      bool IsRight = flow::mentions(Relation->Right, V);
      Operation Op = Relation->Op;
      bool LeftIsSmaller = Op == Operation::Less || Op == Operation::LessEqual;
      bool RightIsSmaller =
          Op == Operation::Greater || Op == Operation::GreaterEqual;
      if (Op == Operation::Equal || (IsLeft && LeftIsSmaller) ||
          (IsRight && RightIsSmaller))
        if (IsLeft || IsRight)
          return true;
    }
  }
  return false;
}

std::string inUnits(Integer Bytes) {
  static const char *const Units[] = {"bytes", "KiB", "MiB",
                                      "GiB",   "TiB", "PiB"};
  unsigned U = 0;
  while (U < 5 && Bytes % 1024 == 0) {
    Bytes /= 1024;
    ++U;
  }
  return std::to_string(static_cast<uint64_t>(Bytes)) + " " + Units[U];
}

/// What the rule file keeps.
constexpr kb::NeededParameter HugeConstant{"hugeConstant"}, NoLimit{"noLimit"},
    LargePart{"largePart"};

} // namespace

std::vector<kb::NeededParameter> UnboundedWorkspaceCheck::needed() {
  return {HugeConstant, NoLimit, LargePart};
}

const UnboundedWorkspaceCheck::Thresholds &
UnboundedWorkspaceCheck::thresholds() {
  if (!Read)
    Read = {parameter(HugeConstant), parameter(NoLimit), parameter(LargePart)};
  return *Read;
}

void UnboundedWorkspaceCheck::beforeCall(const flow::KnownCall &Call,
                                         const State &S) {
  // If a matmul gets a workspace of this size, a buffer of that size exists
  // somewhere; do not report the limit.
  if (Call.Function->TheAction == kb::Action::Matmul)
    if (ValueRef Size = Call.argument(kb::Role::WorkspaceSize))
      onNumberPassed(Size);
  if (Call.Function->TheAction == kb::Action::Heuristic)
    addProblem(Call, S);
  if (Call.Function->TheAction != kb::Action::SetAttribute)
    return;
  judgeWrapper(Call, S);
  ValueRef Which = Call.argument(kb::Role::Attribute),
           Buffer = Call.argument(kb::Role::Buffer);
  if (!Which || !Which->isConstant() || !Buffer || Buffer->isConstant())
    return;
  const kb::Attribute *A = engine().api().attributeNumbered(
      Call.Function, static_cast<int64_t>(Which->Number));
  if (!A || A->TheMeaning != kb::Meaning::WorkspaceLimit)
    return;
  flow::LocationRef Place = engine().values().target(Buffer);
  judge(Call, *A, engine().load(S, Place), Call.expression(kb::Role::Buffer),
        engine().states().storedBy(S, Place), S);
}

/// The problem that the limit is for.
void UnboundedWorkspaceCheck::addProblem(const flow::KnownCall &Call,
                                         const State &S) {
  std::optional<findings::CallSpecification> Problem;
  for (Candidate &C : Found) {
    if (C.Preference != Call.argument(kb::Role::Preference) ||
        C.Problems.size() == MaxProblems ||
        !C.Problems.insert(Call.Problem).second)
      continue;
    if (!Problem)
      Problem = describe(Call, S);
    C.Call.Values.insert(Problem->Values.begin(), Problem->Values.end());
  }
}

void UnboundedWorkspaceCheck::judgeWrapper(const flow::KnownCall &Call,
                                           const State &S) {
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  for (unsigned I = 0; I < Parameters.size() && I < Call.Arguments.size();
       ++I) {
    if (Parameters[I].SetsAttribute.empty())
      continue;
    const kb::Attribute *A = engine()
                                 .api()
                                 .apiOf(Call.Function)
                                 .attribute(Parameters[I].SetsAttribute);
    if (A && A->TheMeaning == kb::Meaning::WorkspaceLimit)
      judge(Call, *A, Call.Arguments[I], argumentsOf(Call.Call)[I], nullptr, S);
  }
}

void UnboundedWorkspaceCheck::judge(const flow::KnownCall &Call,
                                    const kb::Attribute &A, ValueRef Limit,
                                    const Expr *Argument, const Stmt *Source,
                                    const State &S) {
  std::string Message, Origin;
  if (Limit->isConstant()) {
    Origin = "constant";
    if (Limit->Number >= thresholds().NoLimit)
      Message = "workspace limit " +
                std::to_string(static_cast<uint64_t>(Limit->Number)) +
                " is not 'no limit'; " + effect("size-max").str();
    else if (Limit->Number >= thresholds().HugeConstant)
      Message = "workspace limit of " + inUnits(Limit->Number) +
                " is not backed by any allocation; " +
                effect("huge-constant").str();
    else
      return;
  } else {
    ValueRef From = sourceOf(Limit, thresholds().LargePart);
    if (!From || isCapped(S, Limit, thresholds().NoLimit))
      return;
    if (From->Site)
      Source = From->Site;
    std::string Is = From == Limit ? "is " : "is computed from ";
    if (From->isSymbol(SymbolKind::Outside)) {
      Origin = "outside";
      Message = "workspace limit is read from outside without a cap; " +
                effect("read-from-outside").str();
    } else {
      bool IsFree = From->isSymbol(SymbolKind::FreeMemory);
      Origin = IsFree ? "free-memory" : "total-memory";
      Message = "workspace limit " + Is + "the device's " +
                (IsFree ? "free" : "total") + " memory; " +
                effect("device-memory").str();
    }
  }
  // Many paths pass here with the same.
  ValueRef Preference = Call.argument(kb::Role::Preference);
  if (!Judged.insert({{Limit, Preference}, {Argument, Source}}).second)
    return;
  findings::CallSpecification Specification = describe(Call, S);
  Specification.Values[findings::Key::attribute(A.Object, A)] = specify(Limit);
  Specification.Values[findings::OwnKey::WorkspaceOrigin].Known = Origin;
  Found.push_back({Limit, Preference, Argument, Source, Message,
                   std::move(Specification), Call.In->Function});
}

void UnboundedWorkspaceCheck::onNumberPassed(ValueRef V) {
  if (V->isConstant()) {
    if (V->Number >= thresholds().HugeConstant &&
        V->Number < thresholds().NoLimit)
      Kept.refute(V);
  } else if (sourceOf(V, thresholds().LargePart)) {
    PassedValues.insert(V);
  }
}

void UnboundedWorkspaceCheck::onEnd(const FunctionDecl *F, bool GaveUp) {
  for (Candidate &C : Found) {
    // No program can allocate 2^63 bytes; any other size may be the size of a
    // buffer.
    bool IsBacked = !C.Limit->isConstant() && PassedValues.contains(C.Limit);
    if (!IsBacked && !(GaveUp && !C.Limit->isConstant()))
      Kept.add(C.Limit, std::move(C));
  }
  Found.clear();
  Judged.clear();
  PassedValues.clear();
}

void UnboundedWorkspaceCheck::endUnit() {
  Kept.forEachUnrefuted([&](ValueRef, Candidate &C) {
    Report Warning =
        report(C.Argument->getBeginLoc(), C.Message, C.In, std::move(C.Call));
    if (C.Source && sources().getFileLoc(C.Source->getBeginLoc()) !=
                        sources().getFileLoc(C.Argument->getBeginLoc()))
      Warning.note(C.Source, "limit comes from here");
  });
  Kept.clear();
}

} // namespace cublaslt::checks
