//===-- HeuristicRequestCheck.cpp - what is asked -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/HeuristicRequestCheck.h"
#include "checks/flow/Origin.h"
#include "checks/queries/ObjectHolders.h"
#include "checks/report/ArgumentFix.h"

using namespace clang;

namespace cublaslt::checks {

namespace {
using flow::Integer;
using flow::LocationKind;
using flow::LocationRef;
using flow::ValueKind;
using flow::ValueRef;

/// The declared type of the object at \p L, or null.
QualType declaredType(LocationRef L) {
  if (L->Kind == LocationKind::Variable)
    return L->Declaration->getType();
  if (L->Kind == LocationKind::Field)
    return L->TheField->getType();
  return QualType();
}
} // namespace

/// How many results fit behind the pointer \p Array: known for arrays,
/// `std::array` and single objects of the program.
std::optional<Integer>
HeuristicRequestCheck::extentOf(ValueRef Array, const flow::KnownCall &Call) {
  if (Array->Kind != ValueKind::Address)
    return std::nullopt;
  ASTContext &Context = engine().context();
  LocationRef L = Array->Place;
  Integer Skipped = 0;
  if (L->Kind == LocationKind::Element) {
    if (!L->Index || !L->Index->isConstant())
      return std::nullopt;
    Skipped = L->Index->Number;
    L = L->Parent;
  }
  QualType T = declaredType(L);
  // What a parameter or a reference stands for is out of sight.
  if (T.isNull() || T->isReferenceType() || T->isPointerType())
    return std::nullopt;
  if (const auto *Fixed = Context.getAsConstantArrayType(T))
    return Integer(Fixed->getSize().getZExtValue()) - Skipped;
  const auto *Record = T->getAsCXXRecordDecl();
  if (const auto *Instance =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record))
    if (Instance->isInStdNamespace() && Instance->getName() == "array" &&
        Instance->getTemplateArgs().size() == 2 &&
        Instance->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
      return Integer(
                 Instance->getTemplateArgs()[1].getAsIntegral().getExtValue()) -
             Skipped;
  // One object alone: `&result`, not the first member of something larger.
  const Expr *Written =
      flow::withoutVoidCasts(Call.expression(kb::Role::Results)
                                 ? Call.expression(kb::Role::Results)
                                 : Call.expression(kb::Role::AlgorithmIds));
  const auto *Address = dyn_cast<UnaryOperator>(Written);
  if (L == Array->Place && L->Kind == LocationKind::Variable && Address &&
      Address->getOpcode() == UO_AddrOf &&
      Context.hasSameUnqualifiedType(T, Address->getSubExpr()->getType()))
    return Integer(1);
  return std::nullopt;
}

void HeuristicRequestCheck::beforeCall(const flow::KnownCall &Call,
                                       const flow::State &S) {
  const kb::Function &F = *Call.Function;
  if (F.TheAction != kb::Action::Heuristic &&
      F.TheAction != kb::Action::ListAlgorithms)
    return;
  ValueRef Array = Call.argument(kb::Role::Results);
  if (!Array)
    Array = Call.argument(kb::Role::AlgorithmIds);
  // Without an extent there is nothing to mend.
  auto Warn = [&](kb::Role At, const std::string &Message,
                  const std::string &Key, const Integer *Extent) {
    flow::Origin Where =
        flow::originOf(Call.expression(At), Call.argument(At), *Call.In);
    findings::CallSpecification Specification = describe(Call, S);
    if (At == kb::Role::Preference)
      Specification
          .Values[findings::Key::argument(
              Call.Function
                  ->Parameters[Call.Function->indexOf(kb::Role::Preference)])]
          .Known = findings::PointerKind::Null;
    if (Extent)
      Specification.Values[findings::OwnKey::ResultsExtent].Known =
          static_cast<int64_t>(*Extent);
    Report Warning =
        report(Where.Written->getBeginLoc(), Message + "; " + effect(Key).str(),
               Where.In->Function, std::move(Specification));
    if (Extent && *Extent > 0 && Where.In == Call.In &&
        !Call.In->Function->isTemplateInstantiation())
      Warning.fix(replaceArgument(Call.Call, Call.expression(At),
                                  std::to_string(static_cast<int64_t>(*Extent)),
                                  engine().context()));
    if (Extent)
      Warning.declaredAt(nameOf(Array->Place));
    if (Where.In != Call.In)
      Warning.note(Call.Call, "'" + F.Name + "' is called here");
    else
      Warning.note(flow::sourceOf(engine(), Call, At, S),
                   "the value comes from here");
  };

  ValueRef Preference = Call.argument(kb::Role::Preference);
  if (Preference && Preference->isConstant(0))
    Warn(kb::Role::Preference, "the preference of '" + F.Name + "' is null",
         "null-preference", nullptr);

  // What a path knows of another number may be that a loop over it was not
  // entered.
  ValueRef Requested = Call.argument(kb::Role::RequestedCount);
  if (!Requested || !Requested->isConstant())
    return;
  if (Requested->Number <= 0) {
    Warn(kb::Role::RequestedCount, textOf(Requested) + " results are requested",
         "no-result-requested", nullptr);
    return;
  }
  std::optional<Integer> Extent = Array ? extentOf(Array, Call) : std::nullopt;
  if (Extent && *Extent >= 0 && Requested->Number > *Extent)
    Warn(kb::Role::RequestedCount,
         textOf(Requested) +
             " results are requested, but the array has room for " +
             std::to_string(static_cast<int64_t>(*Extent)),
         "beyond-the-array", &*Extent);
}

} // namespace cublaslt::checks
