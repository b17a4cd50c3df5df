//===-- DefaultChecks.cpp - which checks are on by themselves -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "DefaultChecks.h"
#include "checks/model/Knowledge.h"
#include "checks/module/CublasLtTidyModule.h"
#include "kb/KnowledgeBase.h"

namespace cublaslt::tidy {
namespace {

int levelOf(const std::string &Check) {
  const kb::Rule *Rule = checks::activeKnowledgeBase().rule(Check);
  return Rule ? Rule->Level : 2;
}

} // namespace

std::string checksUpTo(int Level) {
  std::string List;
  for (const std::string &Check : checks::checkNames())
    if (levelOf(Check) <= Level)
      List += (List.empty() ? "" : ",") + Check;
  return List;
}

std::string noChecksAbove(int Level) {
  std::string List;
  for (const std::string &Check : checks::checkNames())
    if (levelOf(Check) > Level)
      List += (List.empty() ? "-" : ",-") + Check;
  return List;
}

bool namesOurChecks(llvm::StringRef Checks) {
  return Checks.contains("cublaslt-");
}

std::string checksInEffect(llvm::StringRef Configured,
                           std::optional<int> Level) {
  const std::string Ours = checksUpTo(Level.value_or(DefaultLevel));
  std::optional<std::string> Checks = Ours;
  addToChecks(Checks, Configured.str());
  if (!namesOurChecks(Configured))
    addToChecks(Checks, Ours);
  if (Level)
    addToChecks(Checks, noChecksAbove(*Level));
  return *Checks;
}

void addToChecks(std::optional<std::string> &Checks, const std::string &List) {
  if (List.empty())
    return;
  std::string Before = Checks.value_or("");
  Checks = Before.empty() ? List : Before + "," + List;
}

} // namespace cublaslt::tidy
