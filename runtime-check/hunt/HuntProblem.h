//===-- HuntProblem.h - one random problem ----------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A matmul that the documentation allows, with everything that is said of it,
/// and the algorithm that was chosen for it. Both have a form of one line,
/// "key=value key=value", in which workers, corpus and reports have them.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNTPROBLEM_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNTPROBLEM_H

#include "findings/Finding.h"
#include "runtime-check/hunt/HuntData.h"
#include <cstdint>
#include <optional>
#include <string>

namespace cublaslt::runtime {

enum HuntMatrixIndex { MatrixA, MatrixB, MatrixC, MatrixD };

struct HuntLayout {
  std::string Type;
  bool IsRowOrder = false;
  int64_t Pad = 0;       ///< the leading dimension above its least value
  int64_t StridePad = 0; ///< elements between two batches' matrices
  bool IsShared = false; ///< the batch stride is 0
  int64_t Offset = 0;    ///< bytes by which the pointer is moved
};

struct HuntProblem {
  int64_t M = 1, N = 1, K = 1, Batches = 1;
  std::string Compute, Scale;
  char OpA = 'N', OpB = 'N'; ///< N, T or C
  HuntLayout Layouts[4];
  double Alpha = 1, Beta = 0;
  bool HasDeviceScalars = false;
  bool HasPointerArrays = false; ///< BATCH_MODE_POINTER_ARRAY
  bool IsInPlace = false;        ///< C is D
  std::string Epilogue = "DEFAULT", BiasType;
  int64_t BiasOffset = 0, AuxPad = 0;
  /// Of FP8: whether scale pointers are set; 's' scalar, 'o' OUTER_VEC, '-'.
  char ScaleA = '-', ScaleB = '-', ScaleC = '-', ScaleD = '-';
  int64_t ScaleOffset = 0; ///< bytes by which A's scalar scale is moved
  bool HasFastAccumulation = false;
  int64_t WorkspaceLimit = 0;
  uint32_t Seed = 1;

  int64_t rows(int Matrix) const;
  int64_t cols(int Matrix) const;
  int64_t leadingDimension(int Matrix) const;
  /// From one batch to the next, in elements.
  int64_t stride(int Matrix) const;
  /// From the first element to behind the last one of all batches.
  int64_t extent(int Matrix) const;
  int64_t extentBytes(int Matrix) const;
  /// Largest power of two, up to 256, that divides the address of each column.
  int64_t alignment(int Matrix) const;
  /// The same of the addresses that the call is given, which is what a
  /// preference speaks of: with an array of pointers, of all of them.
  int64_t addressAlignment(int Matrix) const;
  /// Whether every such address is aligned to 256: an algorithm that was not
  /// asked for with a preference may be used.
  bool isAligned() const;
  bool isComplex() const;
  bool isFp8() const;
  bool hasBias() const;
  bool hasAux() const;
  /// Leading dimension of the epilogue's matrix, in elements.
  int64_t auxLeadingDimension() const;
  /// No less than that matrix has; 0 without one.
  int64_t auxBytes() const;
  HuntActivation activation() const;

  std::string text() const;
};

/// Nothing when \p Text is not what text() makes.
std::optional<HuntProblem> huntProblemFrom(const std::string &Text);

/// Bytes of an element; 0 for a type that the hunt does not have.
unsigned huntElementBytes(const std::string &Type);
/// As cudaDataType_t numbers it.
int huntTypeNumber(const std::string &Type);

struct HuntConfig {
  int64_t Id = 0, Tile = 0, Stages = 0, SplitK = 1, Reduction = 0, Swizzle = 0,
          Custom = 0, Inner = 0, Cluster = 0;
  std::string text() const;
  bool operator==(const HuntConfig &O) const { return text() == O.text(); }
};
std::optional<HuntConfig> huntConfigFrom(const std::string &Text);

/// The kernels' view of the problem: how many of K's elements are not zero so
/// that every sum is exact in D's type.
HuntData huntData(const HuntProblem &P);
/// Whether that holds: else the comparison has a bound.
bool isExact(const HuntProblem &P);
/// The kernels' view of a matrix, between guards of \p GuardBytes.
HuntMatrix huntMatrix(const HuntProblem &P, int Matrix, int64_t GuardBytes);

/// The operands that conditions of defects speak of (kb/Condition.h).
findings::CallSpecification factsOf(const HuntProblem &P, const HuntConfig &C);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNTPROBLEM_H
