//===-- PlaceUses.cpp - all uses of a member or a variable ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/PlaceUses.h"
#include "checks/model/UnitVisitor.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// A template's instances share their members with the pattern.
const CXXRecordDecl *patternOf(const RecordDecl *Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Record);
  const CXXRecordDecl *Pattern =
      Class ? Class->getTemplateInstantiationPattern() : nullptr;
  return Pattern ? Pattern : Class;
}

bool isSamePlace(const ValueDecl *A, const ValueDecl *B) {
  if (A == B)
    return true;
  const auto *First = dyn_cast<FieldDecl>(A), *Second = dyn_cast<FieldDecl>(B);
  return First && Second && First->getIdentifier() &&
         First->getIdentifier() == Second->getIdentifier() &&
         patternOf(First->getParent()) == patternOf(Second->getParent());
}

const Expr *withoutAddress(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    E = Unary->getSubExpr()->IgnoreParenCasts();
  return E;
}

/// The variable or member that \p E names.
const ValueDecl *placeOf(const Expr *E) {
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  return Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
}

bool isNull(const Expr *E, ASTContext &Context) {
  return !E->isValueDependent() &&
         E->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull);
}

/// Visits parents first. A known pattern (an argument of the API, an
/// initialiser, ...) removes the reference that it contains; a reference that
/// is still there when it is visited is an unknown use.
class UseFinder : public UnitVisitor<UseFinder> {
public:
  UseFinder(const ValueDecl *Place, const ApiModel &Api, ASTContext &Context)
      : UnitVisitor(Context), Place(Place), Api(Api) {}
  std::vector<PlaceUse> Found;
  bool HasOther = false;

  bool TraverseDecl(Decl *D) {
    if (!D || HasOther)
      return !HasOther;
    return endsBefore(D) || UnitVisitor::TraverseDecl(D);
  }
  bool VisitCXXConstructorDecl(CXXConstructorDecl *D) {
    for (const CXXCtorInitializer *Init : D->inits())
      if (Init->isWritten() && Init->isMemberInitializer() &&
          isSamePlace(Init->getMember(), Place))
        HasOther |= !isNull(Init->getInit(), Context);
    return !HasOther;
  }
  bool VisitInitListExpr(InitListExpr *E) {
    return meetWhole(E->getType(), E->getNumInits());
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    return meetWhole(D->getType(), /*Parts=*/1);
  }
  bool VisitCallExpr(CallExpr *E) {
    const kb::Function *F = Api.function(E);
    if (!F || !Api.isApi(F))
      return true;
    llvm::ArrayRef<const Expr *> Arguments = argumentsOf(E);
    for (unsigned I = 0; I < Arguments.size() && I < F->Parameters.size(); ++I)
      accept(E, F, I, withoutAddress(Arguments[I]));
    return true;
  }
  bool VisitCastExpr(CastExpr *E) {
    if (E->getCastKind() == CK_PointerToBoolean)
      Accepted.insert(E->getSubExpr()->IgnoreParenImpCasts());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    const bool AsksOrClears = E->isEqualityOp() || E->getOpcode() == BO_Assign;
    if (AsksOrClears && isNull(E->getRHS(), Context))
      Accepted.insert(E->getLHS()->IgnoreParenImpCasts());
    if (E->isEqualityOp() && isNull(E->getLHS(), Context))
      Accepted.insert(E->getRHS()->IgnoreParenImpCasts());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) { return meet(E, E->getMemberDecl()); }
  bool VisitDeclRefExpr(DeclRefExpr *E) { return meet(E, E->getDecl()); }
  // In a template that nothing instantiates the name is all there is.
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) {
    HasOther |= E->getMember() == Place->getDeclName();
    return !HasOther;
  }

private:
  /// What ends before the member's class begins cannot name it.
  bool endsBefore(const Decl *D) const {
    if (!isa<FunctionDecl, CXXRecordDecl>(D) ||
        isa<ClassTemplateSpecializationDecl>(D) || D->getEndLoc().isInvalid())
      return false;
    const auto *Field = dyn_cast<FieldDecl>(Place);
    const SourceLocation Begin =
        Field ? patternOf(Field->getParent())->getBeginLoc()
              : Place->getBeginLoc();
    return Context.getSourceManager().isBeforeInTranslationUnit(D->getEndLoc(),
                                                                Begin);
  }
  /// All members are written, or read, at once.
  bool meetWhole(QualType T, unsigned Parts) {
    const auto *Field = dyn_cast<FieldDecl>(Place);
    const CXXRecordDecl *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
    HasOther |= Parts > 0 && Field && Class &&
                patternOf(Class) == patternOf(Field->getParent());
    return !HasOther;
  }
  bool meet(const Expr *E, const ValueDecl *D) {
    if (isSamePlace(D, Place) && !Accepted.contains(E))
      HasOther = true;
    return !HasOther;
  }
  void accept(const CallExpr *Call, const kb::Function *F, unsigned I,
              const Expr *Given) {
    const FieldDecl *Part = nullptr;
    const ValueDecl *D = placeOf(Given);
    if (const auto *Member = dyn_cast<MemberExpr>(Given);
        Member && !(D && isSamePlace(D, Place)) && !Member->isArrow()) {
      Part = dyn_cast<FieldDecl>(Member->getMemberDecl());
      Given = Member->getBase()->IgnoreParenImpCasts();
      D = placeOf(Given);
    }
    if (!D || !isSamePlace(D, Place))
      return;
    Accepted.insert(Given);
    const auto *Member = dyn_cast<MemberExpr>(Given);
    Found.push_back({Call, F, I, Part, Member ? Member->getBase() : nullptr});
  }

  const ValueDecl *Place;
  const ApiModel &Api;
  llvm::DenseSet<const Expr *> Accepted;
};

bool hasAllBodies(const CXXRecordDecl *Class) {
  for (const Decl *D : Class->decls()) {
    if (D->isImplicit() || isa<FieldDecl, AccessSpecDecl>(D))
      continue;
    if (isa<FriendDecl, CXXRecordDecl, ClassTemplateDecl>(D))
      return false;
    const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
    const auto *F =
        Template ? Template->getTemplatedDecl() : dyn_cast<FunctionDecl>(D);
    if (F && !F->isDeleted() && !F->isDefaulted() && !F->hasBody())
      return false;
  }
  return true;
}

} // namespace

const ValueDecl *givenPlace(const CallExpr *Call, int Parameter) {
  llvm::ArrayRef<const Expr *> Given = argumentsOf(Call);
  return Parameter >= 0 && unsigned(Parameter) < Given.size()
             ? placeOf(withoutAddress(Given[Parameter]))
             : nullptr;
}

PlaceUses::PlaceUses(const ApiModel &Api, ASTContext &Context)
    : Api(Api), Context(Context) {}

bool PlaceUses::isClosed(const ValueDecl *Place) {
  if (const auto *Var = dyn_cast<VarDecl>(Place))
    return Var->hasLocalStorage() && !isa<ParmVarDecl>(Var);
  const auto *Field = dyn_cast<FieldDecl>(Place);
  const CXXRecordDecl *Class = Field ? patternOf(Field->getParent()) : nullptr;
  if (!Class)
    return false;
  return Class->isInAnonymousNamespace() || Class->isLocalClass() ||
         (Field->getAccess() == AS_private && hasAllBodies(Class));
}

const std::vector<PlaceUse> *PlaceUses::of(const ValueDecl *Place) {
  auto [It, IsNew] = Known.try_emplace(Place);
  const auto *Field = dyn_cast<FieldDecl>(Place);
  // Any other unit that includes the header may write a member of a C struct,
  // so this unit's uses are not all uses.
  const bool IsOfClass = !Field || isa<CXXRecordDecl>(Field->getParent());
  if (IsNew && IsOfClass && !Context.getExternalSource()) {
    UseFinder Finder(Place, Api, Context);
    if (const auto *Var = dyn_cast<VarDecl>(Place)) {
      if (const auto *F = dyn_cast<FunctionDecl>(Var->getDeclContext()))
        Finder.TraverseStmt(F->getBody());
    } else {
      for (Decl *D : Context.getTranslationUnitDecl()->decls())
        Finder.TraverseDecl(D);
    }
    if (!Finder.HasOther)
      Known[Place] = std::move(Finder.Found);
  }
  const std::optional<std::vector<PlaceUse>> &Uses = Known[Place];
  return Uses ? &*Uses : nullptr;
}

std::optional<int64_t> PlaceUses::attribute(const ValueDecl *Place,
                                            const kb::Attribute *A) {
  auto [It, IsNew] = Attributes.try_emplace({Place, A});
  if (IsNew && A && isClosed(Place)) {
    std::optional<int64_t> Value = findAttribute(Place, *A);
    return Attributes[{Place, A}] = Value;
  }
  return It->second;
}

std::optional<int64_t> PlaceUses::findAttribute(const ValueDecl *Place,
                                                const kb::Attribute &A) {
  const std::vector<PlaceUse> *Uses = of(Place);
  std::optional<int64_t> Value;
  if (!Uses)
    return std::nullopt;
  auto Number = [this](const Expr *E) -> std::optional<int64_t> {
    Expr::EvalResult Result;
    if (E->isValueDependent() || !E->EvaluateAsInt(Result, Context))
      return std::nullopt;
    return Result.Val.getInt().getExtValue();
  };
  for (const PlaceUse &Each : *Uses) {
    const kb::Function &F = *Each.Function;
    llvm::ArrayRef<const Expr *> Given = argumentsOf(Each.Call);
    if (F.TheAction == kb::Action::SetAttribute) {
      const int Which = F.indexOf(kb::Role::Attribute);
      std::optional<int64_t> Set = Which >= 0 && unsigned(Which) < Given.size()
                                       ? Number(Given[Which])
                                       : std::nullopt;
      if (!Set || Api.attributeNumbered(&F, *Set) == &A)
        return std::nullopt;
      continue;
    }
    if (F.TheAction != kb::Action::Create &&
        F.TheAction != kb::Action::Initialize)
      continue;
    std::optional<int64_t> Made;
    if (A.Default)
      Made = *A.Default;
    for (unsigned I = 0; I < F.Parameters.size() && I < Given.size(); ++I)
      if (F.Parameters[I].SetsAttribute == A.Name)
        Made = Number(Given[I]);
    if (!Made || (Value && *Value != *Made))
      return std::nullopt;
    Value = Made;
  }
  return Value;
}

} // namespace cublaslt::checks
