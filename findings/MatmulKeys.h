//===-- MatmulKeys.h - keys of a matmul's objects ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For code that is about cublasLtMatmul itself, its layouts, descriptor and
/// preference: what those enumerators begin with stands here alone.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_MATMULKEYS_H
#define CUBLASLT_FINDINGS_MATMULKEYS_H

#include "findings/Key.h"

namespace cublaslt::findings {

/// "A.CUBLASLT_MATRIX_LAYOUT_ROWS" for 'A' and "ROWS".
inline Key layoutKey(char Matrix, const char *Attribute) {
  return Key::attribute(std::string(1, Matrix),
                        std::string("CUBLASLT_MATRIX_LAYOUT_") + Attribute);
}

/// "matmulDesc.CUBLASLT_MATMUL_DESC_TRANSA" for "TRANSA".
inline Key descriptorKey(const char *Attribute) {
  return Key::attribute("matmulDesc",
                        std::string("CUBLASLT_MATMUL_DESC_") + Attribute);
}

/// "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES" and the like.
inline Key preferenceKey(const char *Attribute) {
  return Key::attribute("preference",
                        std::string("CUBLASLT_MATMUL_PREF_") + Attribute);
}

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_MATMULKEYS_H
