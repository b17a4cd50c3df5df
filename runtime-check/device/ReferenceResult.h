//===-- ReferenceResult.h - is a result right? ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Compares a result with a reference computed on the CPU in double precision
/// from the very bytes that the device multiplied.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_REFERENCERESULT_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_REFERENCERESULT_H

#include "runtime-check/Settings.h"
#include <string>

namespace cublaslt::runtime {

struct Comparison {
  /// Why it was not compared, a few words; empty when it was.
  std::string NotCompared;
  double Error = 0; ///< norm(result - reference) / norm(reference)
  double Bound = 0; ///< what the result's type allows
  /// Elements that still hold \p Poison in all their bytes.
  uint64_t Untouched = 0, Elements = 0;
  bool isWrong() const { return NotCompared.empty() && !(Error <= Bound); }
};

/// \p A, \p B and \p D are the matrices on the device. alpha is 1, beta 0.
Comparison compareWithReference(const Settings &S, const void *A, const void *B,
                                const void *D, unsigned char Poison);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_REFERENCERESULT_H
