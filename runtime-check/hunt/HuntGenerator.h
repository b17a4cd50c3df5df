//===-- HuntGenerator.h - random legal problems -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The N-th problem of a seed is the same everywhere, so a worker is told
/// numbers only and a shard is every n-th of them. Types come from the table of
/// the API description; what a row demands besides (FP8: transposed A, 16
/// bytes) is kept, so that what the library refuses is worth a look.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNTGENERATOR_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNTGENERATOR_H

#include "kb/Api.h"
#include "runtime-check/hunt/HuntProblem.h"
#include <vector>

namespace cublaslt::runtime {

struct HuntLimits {
  int64_t LargestDimension = 512;   ///< of m and n, and mostly of k
  int64_t LargestInner = 131072;    ///< of k in one problem of sixteen
  bool IsTallOnly = false;          ///< K-tail survey: plain, with large k
  int64_t MatrixBytes = 192 << 20;  ///< of one matrix
  int64_t ResultBytes = 48 << 20;   ///< of C, D and the reference
};

class HuntGenerator {
public:
  HuntGenerator(const kb::Api &Api, uint64_t Seed, const HuntLimits &Limits);
  HuntProblem problem(uint64_t Number) const;

private:
  struct Types {
    std::string Kind, Compute, Scale, A, B, C, D, Bias;
  };
  std::vector<Types> Rows;
  uint64_t Seed;
  HuntLimits Limits;
};

/// Whether the documentation allows it, as far as the hunt knows; also of what
/// the minimiser makes.
bool isLegal(const HuntProblem &P, const HuntLimits &Limits);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNTGENERATOR_H
