//===-- Alignment.h - which matrices must be aligned ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RULES_ALIGNMENT_H
#define CUBLASLT_RULES_ALIGNMENT_H

#include "kb/KnowledgeBase.h"
#include <functional>
#include <string>

namespace cublaslt::rules {

/// What such a rule must have: the alignment that is always enough, in bytes,
/// and the types of which less was refused, always or with some compute types.
extern const kb::NeededParameter Alignment;
std::vector<kb::NeededParameter> alignmentParameters();

/// Whether measurements found that a misaligned matrix of \p Type is refused.
/// The compute type is asked for only where it decides.
bool needsAlignment(const kb::Rule &R, const std::string &Type,
                    const std::function<std::string()> &ComputeType);

} // namespace cublaslt::rules

#endif // CUBLASLT_RULES_ALIGNMENT_H
