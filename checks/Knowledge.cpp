//===-- Knowledge.cpp - the knowledge base of the checks ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/Knowledge.h"
#include "kb/KnowledgeBase.h"

namespace cublaslt::checks {

static std::unique_ptr<kb::KnowledgeBase> &hostsOwn() {
  static std::unique_ptr<kb::KnowledgeBase> Kb;
  return Kb;
}

const kb::KnowledgeBase &activeKnowledgeBase() {
  return hostsOwn() ? *hostsOwn() : kb::KnowledgeBase::builtin();
}

void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb) {
  hostsOwn() = std::move(Kb);
}

} // namespace cublaslt::checks
