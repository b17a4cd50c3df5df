//===-- HuntData.h - what the hunt's kernels are told -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The data of a problem is a function of the indices, so that the reference
/// needs no matrix. Every element is -1, 0 or 1: op(B) and C have no zeros, and
/// each row of op(A) has one element in each of Strata parts of K and is full
/// in the last Tail of it. Every sum is then so small that it is exact in D's
/// type, and an end of K that is lost shows in almost every element. Shared
/// with the kernels: plain types only.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNTDATA_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNTDATA_H

namespace cublaslt::runtime {

/// Which data a region of memory gets.
enum HuntRegion {
  RegionA,
  RegionB,
  RegionC,
  RegionBias,   ///< a column of M
  RegionScaleA, ///< one float for each row of op(A)
  RegionScaleB, ///< one float for each column of op(B)
  RegionMask,   ///< bytes of the ReLU bit matrix, as an input
};

enum HuntActivation { NoActivation, ReluActivation, GeluActivation, DReluActivation };

struct HuntData {
  unsigned Seed;
  int M, N, K, Batches;
  int Strata, Tail;
  int ConjugateA, ConjugateB;
  /// All batches have the same matrix (a batch stride of 0).
  int SharedA, SharedB, SharedC;
  int IsComplex;
  int HasBias, Activation;
  int OuterScaleA, OuterScaleB;
  double Alpha, Beta;
  double ScaleA, ScaleB, ScaleC, ScaleD;
};

/// Memory as slots of one element each: Guard slots, the matrix with its
/// padding, Guard slots. What is not an element holds the byte Poison.
struct HuntMatrix {
  int Type; ///< as cudaDataType_t numbers it
  int ElementBytes;
  int IsRowOrder, IsTransposed;
  int Batches;
  unsigned Poison;
  long long Rows, Cols, Ld, Stride;
  long long Guard, Slots;
};

/// What a comparison counts.
struct HuntCount {
  unsigned long long Wrong;     ///< elements that are not what they must be
  unsigned long long Untouched; ///< of them, those that hold the poison
  unsigned long long Outside;   ///< slots outside the matrix that were written
  unsigned long long First;     ///< slot of the first wrong element
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNTDATA_H
