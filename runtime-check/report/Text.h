//===-- Text.h - verdicts for people ----------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One line for each finding, and a summary. What comes from a file (paths,
/// rule names) is shown without its control characters.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPORT_TEXT_H
#define CUBLASLT_RUNTIME_CHECK_REPORT_TEXT_H

#include "findings/Finding.h"
#include "runtime-check/Verifier.h"
#include <string>

namespace cublaslt::runtime {

/// How many findings came out how.
struct Tally {
  unsigned Confirmed = 0, PathConfirmed = 0, Holds = 0, Refuted = 0,
           Inconclusive = 0, NeedsGpu = 0, NotApplicable = 0, NotVerifiable = 0;
  void add(const Examined &E);
  unsigned all() const {
    return standing() + Refuted + Inconclusive + NeedsGpu + NotApplicable +
           NotVerifiable;
  }
  /// Whose flagged form failed.
  unsigned standing() const { return Confirmed + PathConfirmed + Holds; }
};

/// "gemm.cpp:12:3: cublaslt-growing-batch: confirmed: ..."
std::string findingLine(const findings::Finding &F, const Examined &E,
                        bool Colours);

/// "3 findings: 2 confirmed, 1 needs-gpu; on NVIDIA H200 (...)"; without the
/// machine where \p Machine is null.
std::string summaryLine(const Tally &T, const DeviceFacts *Machine);

/// "NVIDIA H200 (compute capability 9.0), driver 580.159.04, CUDA 13.0,
/// cuBLASLt 13.1.0 (130100)"
std::string machineForPeople(const DeviceFacts &Facts);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPORT_TEXT_H
