//===-- ApiModel.cpp - the API's functions in a translation unit ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/ApiModel.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringRef.h"

using namespace clang;

namespace cublaslt::checks {

ApiModel::ApiModel(const kb::KnowledgeBase &Kb, ASTContext &Context)
    : Kb(Kb), Context(Context) {
  auto Add = [&](const kb::Function &F, const kb::Api &Api, bool IsApi) {
    llvm::StringRef Name = F.Name;
    bool InStd = Name.consume_front("std::");
    Functions.try_emplace(&Context.Idents.get(Name),
                          Known{&F, &Api, IsApi, InStd});
  };
  for (const kb::Api &Api : Kb.apis()) {
    for (const kb::Function &F : Api.Functions)
      Add(F, Api, /*IsApi=*/true);
    for (const kb::Function &F : Api.HostFunctions)
      Add(F, Api, /*IsApi=*/false);
  }
  for (const auto &Entry : Functions)
    Descriptions[Entry.second.TheFunction] = Entry.second;
  for (const kb::Api &Api : Kb.apis())
    for (const kb::Function &F : Api.Wrappers) {
      auto [Scope, Last] = llvm::StringRef(F.Name).rsplit("::");
      Wrappers[&Context.Idents.get(Last.empty() ? Scope : Last)].push_back(&F);
      Descriptions[&F] = {&F, &Api, /*IsApi=*/true, /*InStd=*/false};
    }
}

namespace {

/// \p D is what \p Qualified ("space::Class::name") names. Inline and unnamed
/// namespaces need not be written.
bool isNamed(const NamedDecl *D, llvm::StringRef Qualified) {
  auto [Scope, Last] = Qualified.rsplit("::");
  if (Last.empty())
    std::swap(Scope, Last);
  if (!D->getIdentifier() || D->getName() != Last)
    return false;
  const DeclContext *Around = D->getDeclContext()->getRedeclContext();
  for (;; Around = Around->getParent()->getRedeclContext()) {
    const auto *Space = dyn_cast<NamespaceDecl>(Around);
    if (!Space || (!Space->isInline() && !Space->isAnonymousNamespace()))
      break;
  }
  if (Around->isTranslationUnit())
    return Scope.empty();
  const auto *Outer = dyn_cast<NamedDecl>(Around);
  return Outer && !Scope.empty() && isNamed(Outer, Scope);
}

} // namespace

const kb::Function *ApiModel::wrapper(const FunctionDecl *Callee) const {
  const IdentifierInfo *Name = Callee->getIdentifier();
  if (!Name)
    return nullptr;
  auto It = Wrappers.find(Name);
  if (It == Wrappers.end() || Callee->hasBody())
    return nullptr;
  for (const kb::Function *F : It->second)
    if (F->Parameters.size() <= Callee->getNumParams() &&
        isNamed(Callee, F->Name))
      return F;
  return nullptr;
}

const kb::Function *ApiModel::function(const FunctionDecl *Callee) const {
  if (!Callee)
    return nullptr;
  if (!Wrappers.empty())
    if (const kb::Function *F = wrapper(Callee))
      return F;
  if (isa<CXXMethodDecl>(Callee))
    return nullptr;
  const IdentifierInfo *Name = Callee->getIdentifier();
  if (!Name)
    return nullptr;
  auto It = Functions.find(Name);
  if (It == Functions.end())
    return nullptr;
  const Known &K = It->second;
  if (Callee->isInStdNamespace())
    return K.IsApi ? nullptr : K.TheFunction;
  // CUDA's C++ convenience templates (cudaMalloc(T **, size_t)) are global
  // but not extern "C"; a namespace of the user's own is not the API.
  if (K.InStd ||
      !Callee->getDeclContext()->getRedeclContext()->isTranslationUnit())
    return nullptr;
  if (K.IsApi && !Callee->isExternC() && Callee->isExternallyVisible())
    return nullptr;
  return K.TheFunction;
}

bool ApiModel::isApi(const kb::Function *F) const {
  return Descriptions.lookup(F).IsApi;
}

const kb::Api &ApiModel::apiOf(const kb::Function *F) const {
  return *Descriptions.lookup(F).Api;
}

const kb::Attribute *ApiModel::attributeNumbered(const kb::Function *F,
                                                 int64_t Number) const {
  const kb::Api &Api = apiOf(F);
  for (const kb::Attribute &A : Api.Attributes)
    if (A.Number == Number && A.Object == F->Object &&
        (F->AttributeGroup.empty() || A.Group == F->AttributeGroup) &&
        isAtHand(Api, A))
      return &A;
  return nullptr;
}

bool ApiModel::isAtHand(const kb::Api &Api, const kb::Attribute &A) const {
  if (A.IsRemoved || A.Versions.contains(Api.DescribedVersion))
    return true;
  auto Name = Context.Idents.find(A.Name);
  return Name != Context.Idents.end() &&
         !Context.getTranslationUnitDecl()->lookup(Name->second).empty();
}

const kb::Attribute *ApiModel::attributeMeaning(const kb::Function *F,
                                                kb::Meaning M,
                                                char Matrix) const {
  for (const kb::Attribute &A : apiOf(F).Attributes)
    if (A.TheMeaning == M && A.Matrix == Matrix)
      return &A;
  return nullptr;
}

const kb::ObjectKind *ApiModel::resultKind(const kb::Function *F) const {
  for (const kb::ObjectKind &Kind : apiOf(F).Objects)
    if (!Kind.AlgorithmField.empty())
      return &Kind;
  return nullptr;
}

bool ApiModel::holdsAttributes(const kb::Function *F, kb::Role R) const {
  return R == kb::Role::Algorithm || !apiOf(F).kindOf(R).empty();
}

bool ApiModel::isTotalMemoryField(const FieldDecl *Field) const {
  if (!Field || !Field->getIdentifier())
    return false;
  for (const kb::Api &Api : Kb.apis())
    for (const std::string &Name : Api.TotalMemoryFields) {
      auto [Record, Member] = llvm::StringRef(Name).split("::");
      if (Field->getName() == Member && Field->getParent()->getName() == Record)
        return true;
    }
  return false;
}

} // namespace cublaslt::checks
