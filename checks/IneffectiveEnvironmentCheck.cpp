//===-- IneffectiveEnvironmentCheck.cpp - variables nobody reads ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/IneffectiveEnvironmentCheck.h"
#include "checks/model/WatchedCalls.h"
#include "checks/report/StatementFix.h"
#include "clang/Basic/CharInfo.h"

using namespace clang;

namespace cublaslt::checks {

namespace {
/// The value is certainly not taken: no number at its beginning, or too large
/// a one. What other signs and blanks do was not measured.
bool isRefused(llvm::StringRef Value, const kb::EnvironmentVariable &V) {
  uint64_t Number = 0;
  llvm::StringRef Rest = Value;
  if (!Rest.consumeInteger(10, Number))
    return V.Largest && Number > static_cast<uint64_t>(*V.Largest);
  return Value.empty() || isLetter(Value.front()) || Value.front() == '-';
}

findings::CallSpecification specificationOf(llvm::StringRef Function,
                                            llvm::StringRef Variable) {
  findings::CallSpecification Specification;
  Specification.Function = Function.str();
  Specification.Values[findings::OwnKey::EnvironmentVariable].Known =
      Variable.str();
  return Specification;
}
} // namespace

void IneffectiveEnvironmentCheck::afterCall(const flow::KnownCall &Call,
                                            flow::ValueRef Result,
                                            flow::State &S) {
  // What a wrapper of the user's calls is out of sight.
  if (Call.IsApi && !Call.Function->IsWrapper && !FirstCall.get(S, nullptr))
    FirstCall.set(S, nullptr, Call.Call);
}

void IneffectiveEnvironmentCheck::beforeCall(const flow::KnownCall &Call,
                                             const flow::State &S) {
  if (Call.Function->TheAction != kb::Action::SetEnvironment)
    return;
  const CallExpr *const *First = FirstCall.get(S, nullptr);
  const Expr *Name = Call.expression(kb::Role::VariableName);
  if (!Name)
    Name = Call.expression(kb::Role::VariableSetting);
  std::optional<std::string> Text =
      First && Name ? constantText(Name) : std::nullopt;
  if (!Text)
    return;
  llvm::StringRef Variable = llvm::StringRef(*Text).split('=').first;
  for (const kb::EnvironmentVariable &V :
       engine().api().apiOf(Call.Function).Environment)
    if (V.Name == Variable && V.IsReadOnce) {
      findings::CallSpecification Specification =
          specificationOf(Call.Function->Name, V.Name);
      Specification.Values[findings::OwnKey::EnvironmentWhen].Known =
          std::string("late");
      report(Call.Call->getBeginLoc(),
             "'" + V.Name + "' is set after the first call; " +
                 effect("set-too-late").str(),
             Call.In->Function, std::move(Specification))
          .note(*First, "the library has read it here");
    }
}

void IneffectiveEnvironmentCheck::endUnit() {
  for (const WatchedCall &W :
       watchedCalls(engine().api(), engine().context())) {
    if (!W.Variable)
      continue;
    const kb::EnvironmentVariable &V = *W.Variable;
    const FunctionDecl *Callee = W.Call->getDirectCallee();
    findings::CallSpecification Specification =
        specificationOf(Callee->getNameAsString(), V.Name);
    if (W.Value)
      Specification.Values[findings::OwnKey::EnvironmentValue].Known = *W.Value;
    if (V.ReadBy == "nobody") {
      Report Warning = report(W.NameExpr->getBeginLoc(),
                              "nothing reads '" + V.Name + "'; " +
                                  effect("read-by-nothing").str(),
                              W.In, std::move(Specification));
      // A function of the user's may do more than set the variable.
      if (engine().api().function(Callee))
        Warning.fix(removeStatement(W.Call, engine().context()));
      continue;
    }
    if (V.Otherwise.empty() || !W.Value)
      continue;
    if (isRefused(*W.Value, V))
      report(W.ValueExpr->getBeginLoc(),
             "'" + *W.Value + "' is not a value of '" + V.Name + "'; " +
                 V.Otherwise,
             W.In, std::move(Specification));
  }
}

} // namespace cublaslt::checks
