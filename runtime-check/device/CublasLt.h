//===-- CublasLt.h - the real library, loaded at run time -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// libcublasLt is opened with dlopen instead of being linked: a program that
/// is linked with it does not start where it is missing, and then cannot say
/// what is missing. The CUDA runtime is linked statically for the same reason;
/// it starts without a driver and reports that as an error. The header is the
/// real one, so types, enumerators and signatures are the compiler's business.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_CUBLASLT_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_CUBLASLT_H

#include <cublasLt.h>
#include <string>
#include <vector>

namespace cublaslt::runtime {

class CublasLt {
public:
  /// The loaded library, or null with the cause and the remedy in \p Error.
  static const CublasLt *load(std::string &Error);

#if CUBLAS_VERSION >= 130100
#define CUBLASLT_EMULATION_FUNCTIONS(X)                                        \
  X(EmulationDescCreate)                                                       \
  X(EmulationDescDestroy)                                                      \
  X(EmulationDescGetAttribute)                                                 \
  X(EmulationDescInit_internal)                                                \
  X(EmulationDescSetAttribute)
#else
#define CUBLASLT_EMULATION_FUNCTIONS(X)
#endif
#define CUBLASLT_FUNCTIONS(X)                                                  \
  X(Create)                                                                    \
  X(Destroy)                                                                   \
  X(GetVersion)                                                                \
  X(GetProperty)                                                               \
  X(GetStatusName)                                                             \
  X(LoggerSetCallback)                                                         \
  X(LoggerSetLevel)                                                            \
  X(Matmul)                                                                    \
  X(MatmulAlgoCheck)                                                           \
  X(MatmulAlgoConfigGetAttribute)                                              \
  X(MatmulAlgoConfigSetAttribute)                                              \
  X(MatmulAlgoGetHeuristic)                                                    \
  X(MatmulAlgoGetIds)                                                          \
  X(MatmulAlgoInit)                                                            \
  X(MatmulDescCreate)                                                          \
  X(MatmulDescDestroy)                                                         \
  X(MatmulDescGetAttribute)                                                    \
  X(MatmulDescInit_internal)                                                   \
  X(MatmulDescSetAttribute)                                                    \
  X(MatmulPreferenceCreate)                                                    \
  X(MatmulPreferenceDestroy)                                                   \
  X(MatmulPreferenceGetAttribute)                                              \
  X(MatmulPreferenceInit_internal)                                             \
  X(MatmulPreferenceSetAttribute)                                              \
  X(MatrixLayoutCreate)                                                        \
  X(MatrixLayoutDestroy)                                                       \
  X(MatrixLayoutGetAttribute)                                                  \
  X(MatrixLayoutInit_internal)                                                 \
  X(MatrixLayoutSetAttribute)                                                  \
  X(MatrixTransform)                                                           \
  X(MatrixTransformDescCreate)                                                 \
  X(MatrixTransformDescDestroy)                                                \
  X(MatrixTransformDescGetAttribute)                                           \
  X(MatrixTransformDescInit_internal)                                          \
  X(MatrixTransformDescSetAttribute)                                           \
  CUBLASLT_EMULATION_FUNCTIONS(X)
#define CUBLASLT_MEMBER(Name) decltype(&::cublasLt##Name) Name = nullptr;
  CUBLASLT_FUNCTIONS(CUBLASLT_MEMBER)
#undef CUBLASLT_MEMBER

  std::string statusName(cublasStatus_t S) const;

  /// From now on the library's [Error] lines are collected.
  void collectLog() const;
  /// What was collected, as "cublasLtMatmul: reason".
  static std::vector<std::string> takeLog();
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_CUBLASLT_H
