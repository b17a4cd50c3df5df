//===-- Helpers.h - what reproducers' statements call -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Functions of emitted programs. A program holds those that its statements
/// call, and nothing else.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPRODUCER_HELPERS_H
#define CUBLASLT_RUNTIME_CHECK_REPRODUCER_HELPERS_H

#include <string>
#include <vector>

namespace cublaslt::runtime {

struct ReproducerHelper {
  std::string Name;     ///< of the function
  std::string Includes; ///< headers that it needs, separated by spaces
  std::string Text;     ///< its definition, preceded by an empty line
};

const std::vector<ReproducerHelper> &reproducerHelpers();

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPRODUCER_HELPERS_H
