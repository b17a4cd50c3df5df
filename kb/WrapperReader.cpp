//===-- WrapperReader.cpp - reads a user's file of wrappers ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/FunctionReader.h"
#include "kb/Loader.h"

namespace cublaslt::kb {

namespace {

ApiNames namesOf(const Api &A) {
  ApiNames Names;
  for (const ObjectKind &Kind : A.Objects)
    Names.Objects.insert(Kind.Name);
  for (const Attribute &Each : A.Attributes) {
    Names.Groups.insert(Each.Group);
    Names.Attributes.insert(Each.Name);
  }
  return Names;
}

/// What the analysis cannot do without, by action.
void expectComplete(const RecordReader &Reader, const Function &F) {
  auto Sets = [](const Parameter &P) { return !P.SetsAttribute.empty(); };
  auto Any = [&](auto Holds) {
    for (const Parameter &P : F.Parameters)
      if (Holds(P))
        return true;
    return false;
  };
  switch (F.TheAction) {
  case Action::Create:
  case Action::Initialize:
  case Action::Destroy:
    if (F.Object.empty())
      Reader.fail(Reader.node(), "a wrapper that makes or destroys something",
                  "the key 'object' with the kind of object");
    if (F.TheAction == Action::Destroy && F.Parameters.empty())
      Reader.fail(Reader.node(), "a wrapper that destroys nothing",
                  "a parameter for what is destroyed");
    break;
  case Action::SetAttribute:
    if (F.indexOf(Role::Attribute) < 0 && !Any(Sets))
      Reader.fail(Reader.node(), "no parameter that sets an attribute",
                  "one with the key 'sets', or with the role attribute");
    break;
  case Action::RequireSuccess:
    if (F.indexOf(Role::Status) < 0)
      Reader.fail(Reader.node(), "no parameter that is a status",
                  "one with the role status");
    break;
  default:
    break;
  }
}

} // namespace

void Loader::readWrappers(const YamlNode &Root, const std::string &File,
                          KnowledgeBase &Into) {
  RecordReader Reader(Root, File, "a file of wrappers");
  const std::string ApiName = Reader.text("api");
  Api *Extended = nullptr;
  for (Api &A : Into.Apis)
    if (A.Name == ApiName)
      Extended = &A;
  if (!Extended)
    Reader.fail(Reader.required("api"), "the unknown API " + quoted(ApiName),
                "one that the knowledge base has");
  const ApiNames Names = namesOf(*Extended);
  Loader Declarations(Into);
  for (const YamlNode &Item : Reader.list("wrappers", false)) {
    Function F = readFunction(Item, File, Names);
    expectComplete(RecordReader(Item, File, "a wrapper"), F);
    F.IsWrapper = true;
    Declarations.declare("wrapper", F.Name, Reader.place(Item));
    Extended->Wrappers.push_back(std::move(F));
  }
  Into.CheckMacro = Reader.optionalText("checkMacro");
  Reader.finish();
}

} // namespace cublaslt::kb
