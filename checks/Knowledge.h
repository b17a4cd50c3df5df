//===-- Knowledge.h - the knowledge base of the checks ---------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The knowledge base that the checks of this process use: the one that was
/// compiled in, unless the host has set another (--kb) before the analysis.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_KNOWLEDGE_H
#define CUBLASLT_CHECKS_KNOWLEDGE_H

#include <memory>

namespace cublaslt::kb {
class KnowledgeBase;
}

namespace cublaslt::checks {

const kb::KnowledgeBase &activeKnowledgeBase();

/// Call before the first check is made.
void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_KNOWLEDGE_H
