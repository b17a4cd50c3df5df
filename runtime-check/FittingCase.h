//===-- FittingCase.h - which case of a rule a finding is -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A rule's experiment has a case for each form that it flags. Which of them a
/// finding is, and whether that case applies to a device.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_FITTINGCASE_H
#define CUBLASLT_RUNTIME_CHECK_FITTINGCASE_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/DeviceFacts.h"
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// A word of the call, or nothing.
std::string wordOf(const findings::CallSpecification &Call, const char *Key);

/// The case whose flagged form the call shows: the one that it names; else, of
/// those for its function, the one of its condition, the one that its known
/// values fit best, or the first. Null when none is for its function.
const kb::Experiment *
fittingCase(const std::vector<const kb::Experiment *> &Cases,
            const findings::CallSpecification &Call);

/// Why the case, or a type that the call is known to have, says nothing of the
/// device; empty when it does.
std::string whyNotApplicable(const kb::Experiment &E,
                             const findings::CallSpecification &Call,
                             const kb::Api *Api, const DeviceFacts &Machine);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_FITTINGCASE_H
