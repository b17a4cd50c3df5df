//===-- DescriptorLeak.h - objects never destroyed, or twice -----*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Creates descriptor, layouts and preference again and again and looks at the
/// process's own memory. Flagged: never destroyed; control: destroyed. The case
/// "twice" destroys one object a second time.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_DESCRIPTORLEAK_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_DESCRIPTORLEAK_H

#include "runtime-check/experiments/MatmulRun.h"

namespace cublaslt::runtime {

/// Bytes of this process that are in memory.
uint64_t residentBytes();

class DescriptorLeak : public MatmulRun {
public:
  const char *id() const override { return "descriptor-leak"; }
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_DESCRIPTORLEAK_H
