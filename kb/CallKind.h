//===-- CallKind.h - what a call is for -------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A status means another thing from another kind of call.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_CALLKIND_H
#define CUBLASLT_KB_CALLKIND_H

namespace cublaslt::kb {

enum class CallKind {
  Any,
  Create,     ///< makes a handle
  Descriptor, ///< makes a descriptor, a layout or a preference
  Heuristic,  ///< cublasLtMatmulAlgoGetHeuristic
  Matmul,     ///< cublasLtMatmul
  Gemm,       ///< a product of cuBLAS itself, such as cublasGemmEx
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_CALLKIND_H
