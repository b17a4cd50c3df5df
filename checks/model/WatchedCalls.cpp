//===-- WatchedCalls.cpp - calls outside the API --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/WatchedCalls.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// The functions that the qualified \p Name stands for and the unit uses.
llvm::SmallVector<const FunctionDecl *, 4> functionsNamed(llvm::StringRef Name,
                                                          ASTContext &Context) {
  llvm::SmallVector<const DeclContext *, 4> Scopes = {
      Context.getTranslationUnitDecl()};
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Name.split(Parts, "::");
  llvm::SmallVector<const FunctionDecl *, 4> Found;
  for (llvm::StringRef Part : Parts) {
    // An implicit name has no scope.
    auto Identifier = Context.Idents.find(Part);
    if (Identifier == Context.Idents.end())
      return {};
    llvm::SmallVector<const DeclContext *, 4> Inner;
    Found.clear();
    for (const DeclContext *Scope : Scopes)
      for (const NamedDecl *D : Scope->lookup(Identifier->getValue())) {
        if (const auto *Function = dyn_cast<FunctionDecl>(D);
            Function && (Function->isReferenced() || Function->isUsed()))
          Found.push_back(Function);
        if (const auto *Space = dyn_cast<NamespaceDecl>(D))
          Inner.push_back(Space->getPrimaryContext());
        else if (const auto *Record = dyn_cast<CXXRecordDecl>(D);
                 Record && Record->getDefinition())
          Inner.push_back(Record->getDefinition());
      }
    Scopes = std::move(Inner);
  }
  return Found;
}

const Expr *plain(const Expr *E) {
  for (;;) {
    const Expr *Before = E;
    E = E->IgnoreParenCasts()->IgnoreImplicit();
    if (E == Before)
      return E;
  }
}

/// The parameter of \p In whose text \p E gives on, or nothing.
std::optional<unsigned> parameterIn(const Expr *E, const FunctionDecl *In) {
  E = plain(E);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E))
    if (const CXXMethodDecl *Method = Member->getMethodDecl();
        Method && Method->getIdentifier() &&
        (Method->getName() == "c_str" || Method->getName() == "data"))
      E = plain(Member->getImplicitObjectArgument());
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  const auto *Given =
      Reference ? dyn_cast<ParmVarDecl>(Reference->getDecl()) : nullptr;
  if (!Given || !In || Given->getDeclContext() != In)
    return std::nullopt;
  return Given->getFunctionScopeIndex();
}

/// Which argument of a function is a variable's name, and which its value.
struct Setter {
  std::optional<unsigned> Name, Value, Setting;
};

class Visitor : public RecursiveASTVisitor<Visitor> {
public:
  Visitor(const ApiModel &Api, ASTContext &Context)
      : Api(Api), Context(Context) {
    for (const kb::Api &A : Api.knowledge().apis()) {
      for (const kb::Function &F : A.HostFunctions)
        if (F.TheAction == kb::Action::SetEnvironment)
          for (const FunctionDecl *D : functionsNamed(F.Name, Context))
            Setters[D->getCanonicalDecl()] = {at(F, kb::Role::VariableName),
                                              at(F, kb::Role::VariableValue),
                                              at(F, kb::Role::VariableSetting)};
      for (const kb::BackendSwitch &S : A.Switches)
        for (const FunctionDecl *D : functionsNamed(S.Function, Context))
          Switches[D->getCanonicalDecl()] = {&A, &S};
    }
  }

  bool shouldVisitTemplateInstantiations() const { return false; }

  /// Once to learn which functions hand on to setenv, once to collect.
  std::vector<WatchedCall> run() {
    if (Setters.empty() && Switches.empty())
      return {};
    for (IsCollecting = false;; IsCollecting = true) {
      for (Decl *D : Context.getTraversalScope())
        TraverseDecl(D);
      if (IsCollecting)
        return std::move(Found);
    }
  }

  bool TraverseDecl(Decl *D) {
    if (!D || (D->getLocation().isValid() && !isa<TranslationUnitDecl>(D) &&
               Context.getSourceManager().isInSystemHeader(D->getLocation())))
      return true;
    const FunctionDecl *Outer = In;
    const Stmt *OuterFailure = Failure;
    if (const auto *F = dyn_cast<FunctionDecl>(D)) {
      In = F;
      Failure = nullptr;
    }
    RecursiveASTVisitor::TraverseDecl(D);
    In = Outer;
    Failure = OuterFailure;
    return true;
  }

  bool TraverseIfStmt(IfStmt *S) {
    TraverseStmt(S->getInit());
    TraverseStmt(S->getCond());
    traverseUnder(S->getThen(), provesFailure(S->getCond(), true), S);
    traverseUnder(S->getElse(), provesFailure(S->getCond(), false), S);
    return true;
  }

  bool TraverseCXXCatchStmt(CXXCatchStmt *S) {
    const CXXRecordDecl *Caught =
        S->getCaughtType().isNull()
            ? nullptr
            : S->getCaughtType().getNonReferenceType()->getAsCXXRecordDecl();
    bool IsFailure = false;
    if (Caught)
      for (const kb::Api &A : Api.knowledge().apis())
        IsFailure |= llvm::is_contained(A.WithoutMemory.Exceptions,
                                        Caught->getQualifiedNameAsString());
    traverseUnder(S->getHandlerBlock(), IsFailure, S);
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee)
      return true;
    Callee = Callee->getCanonicalDecl();
    if (auto It = Setters.find(Callee); It != Setters.end())
      visitSetter(E, It->second);
    else if (auto Switch = Switches.find(Callee);
             Switch != Switches.end() && IsCollecting)
      visitSwitch(E, *Switch->second.first, *Switch->second.second);
    return true;
  }

private:
  static std::optional<unsigned> at(const kb::Function &F, kb::Role R) {
    int I = F.indexOf(R);
    return I < 0 ? std::nullopt : std::optional<unsigned>(I);
  }

  void traverseUnder(Stmt *S, bool IsFailure, const Stmt *Sign) {
    const Stmt *Outer = Failure;
    if (IsFailure)
      Failure = Sign;
    TraverseStmt(S);
    Failure = Outer;
  }

  /// A sign of missing memory: \p Condition coming out as \p Holds says so.
  bool provesFailure(const Expr *Condition, bool Holds) {
    Condition = plain(Condition);
    if (const auto *Not = dyn_cast<UnaryOperator>(Condition))
      return Not->getOpcode() == UO_LNot &&
             provesFailure(Not->getSubExpr(), !Holds);
    if (const auto *B = dyn_cast<BinaryOperator>(Condition)) {
      if (B->isLogicalOp()) {
        bool L = provesFailure(B->getLHS(), Holds),
             R = provesFailure(B->getRHS(), Holds);
        return (B->getOpcode() == BO_LAnd) == Holds ? L || R : L && R;
      }
      if (!B->isEqualityOp())
        return false;
      bool IsEqual = B->getOpcode() == BO_EQ;
      if (isFailureStatus(B->getLHS()) || isFailureStatus(B->getRHS()))
        return IsEqual == Holds;
      // text.find("out of memory") != npos, strstr(text, ...) != NULL
      return (looksForFailure(B->getLHS()) || looksForFailure(B->getRHS())) &&
             IsEqual != Holds;
    }
    return Holds && looksForFailure(Condition);
  }

  bool isFailureStatus(const Expr *E) {
    const auto *Reference = dyn_cast<DeclRefExpr>(plain(E));
    const auto *Enumerator =
        Reference ? dyn_cast<EnumConstantDecl>(Reference->getDecl()) : nullptr;
    if (Enumerator)
      for (const kb::Api &A : Api.knowledge().apis())
        if (llvm::is_contained(A.WithoutMemory.Enumerators,
                               Enumerator->getName()))
          return true;
    return false;
  }

  bool looksForFailure(const Expr *E) {
    const auto *Call = dyn_cast<CallExpr>(plain(E));
    if (!Call)
      return false;
    for (const Expr *Argument : Call->arguments())
      if (std::optional<std::string> Text = constantText(Argument))
        for (const kb::Api &A : Api.knowledge().apis())
          for (const std::string &Sign : A.WithoutMemory.Texts)
            if (Text->find(Sign) != std::string::npos)
              return true;
    return false;
  }

  void visitSetter(const CallExpr *E, const Setter &S) {
    auto Argument = [&](std::optional<unsigned> I) -> const Expr * {
      return I && *I < E->getNumArgs() ? E->getArg(*I) : nullptr;
    };
    const Expr *Name = Argument(S.Name ? S.Name : S.Setting),
               *Value = Argument(S.Value);
    if (!Name)
      return;
    if (!IsCollecting) {
      std::optional<unsigned> Given = parameterIn(Name, In);
      if (Given && S.Name)
        Setters.try_emplace(
            In->getCanonicalDecl(),
            Setter{Given, Value ? parameterIn(Value, In) : std::nullopt,
                   std::nullopt});
      return;
    }
    std::optional<std::string> Text = constantText(Name), SetTo;
    if (!Text)
      return;
    if (S.Setting) {
      auto [Before, After] = llvm::StringRef(*Text).split('=');
      SetTo = After.str();
      Text = Before.str();
      Value = Name;
    } else if (Value) {
      SetTo = constantText(Value);
    }
    for (const kb::Api &A : Api.knowledge().apis())
      for (const kb::EnvironmentVariable &V : A.Environment)
        if (V.Name == *Text)
          Found.push_back(
              {E, In, &A, &V, nullptr, Name, Value, SetTo, Failure});
  }

  void visitSwitch(const CallExpr *E, const kb::Api &A,
                   const kb::BackendSwitch &S) {
    if (E->getNumArgs() < 1)
      return;
    const auto *Reference = dyn_cast<DeclRefExpr>(plain(E->getArg(0)));
    if (Reference &&
        Reference->getDecl()->getQualifiedNameAsString() == S.Enumerator)
      Found.push_back({E, In, &A, nullptr, &S, E->getArg(0), nullptr,
                       std::nullopt, Failure});
  }

  const ApiModel &Api;
  ASTContext &Context;
  llvm::DenseMap<const FunctionDecl *, Setter> Setters;
  llvm::DenseMap<const FunctionDecl *,
                 std::pair<const kb::Api *, const kb::BackendSwitch *>>
      Switches;
  std::vector<WatchedCall> Found;
  const FunctionDecl *In = nullptr;
  const Stmt *Failure = nullptr;
  bool IsCollecting = false;
};

} // namespace

bool usesOneOf(llvm::ArrayRef<std::string_view> Names, ASTContext &Context) {
  return llvm::any_of(Names, [&](std::string_view Name) {
    return !functionsNamed(Name, Context).empty();
  });
}

std::vector<WatchedCall> watchedCalls(const ApiModel &Api,
                                      ASTContext &Context) {
  return Visitor(Api, Context).run();
}

std::optional<std::string> constantText(const Expr *E) {
  E = plain(E);
  if (const auto *Literal = dyn_cast<StringLiteral>(E)) {
    if (Literal->getCharByteWidth() == 1)
      return Literal->getString().str();
    std::string Text; // names and values here are ASCII
    for (unsigned I = 0; I < Literal->getLength(); ++I)
      Text += static_cast<char>(Literal->getCodeUnit(I));
    return Text;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() >= 1 &&
      !isa<CXXTemporaryObjectExpr>(Construct))
    return constantText(Construct->getArg(0));
  if (const auto *Construct = dyn_cast<CXXTemporaryObjectExpr>(E);
      Construct && Construct->getNumArgs() >= 1)
    return constantText(Construct->getArg(0));
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    if (Method && Method->getIdentifier() &&
        (Method->getName() == "c_str" || Method->getName() == "data"))
      return constantText(Member->getImplicitObjectArgument());
    return std::nullopt;
  }
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->getAnyInitializer())
    return std::nullopt;
  // The text must be constant, and the pointer to it as well.
  QualType T = Var->getType();
  bool IsConstant =
      Var->isConstexpr() || T.isConstQualified() ||
      (T->isArrayType() &&
       T->getAsArrayTypeUnsafe()->getElementType().isConstQualified());
  return IsConstant ? constantText(Var->getAnyInitializer()) : std::nullopt;
}

} // namespace cublaslt::checks
