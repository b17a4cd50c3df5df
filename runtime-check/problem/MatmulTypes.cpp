//===-- MatmulTypes.cpp - data and compute types by name ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/problem/Enumerators.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <map>

namespace cublaslt::runtime {

// Types narrower than a byte are left out: their matrices need block scales,
// which these experiments do not set up.
static const std::map<std::string, unsigned> &bits() {
  static const std::map<std::string, unsigned> Table = {
      {"CUDA_R_8I", 8},      {"CUDA_R_8U", 8},      {"CUDA_R_16F", 16},
      {"CUDA_R_16BF", 16},   {"CUDA_R_32F", 32},    {"CUDA_R_32I", 32},
      {"CUDA_R_64F", 64},    {"CUDA_C_16F", 32},    {"CUDA_C_16BF", 32},
      {"CUDA_C_32F", 64},    {"CUDA_C_64F", 128},
#if CUDART_VERSION >= 11080
      {"CUDA_R_8F_E4M3", 8}, {"CUDA_R_8F_E5M2", 8},
#endif
  };
  return Table;
}

const std::vector<std::string> &dataTypeWords() {
  static const std::vector<std::string> All = [] {
    std::vector<std::string> Words;
    for (const auto &Row : bits())
      Words.push_back(Row.first);
    return Words;
  }();
  return All;
}

const std::vector<std::string> &computeTypeWords() {
  static const std::vector<std::string> All = enumeratorsOf("CUBLAS_COMPUTE_");
  return All;
}

std::optional<cudaDataType_t> dataType(const std::string &Word) {
  if (!bits().count(Word))
    return std::nullopt;
  return static_cast<cudaDataType_t>(*enumerator(Word));
}

unsigned bitsOf(const std::string &DataTypeWord) {
  auto It = bits().find(DataTypeWord);
  return It == bits().end() ? 0 : It->second;
}

std::optional<cublasComputeType_t> computeType(const std::string &Word) {
  if (Word.rfind("CUBLAS_COMPUTE_", 0) != 0)
    return std::nullopt;
  auto Number = enumerator(Word);
  if (!Number)
    return std::nullopt;
  return static_cast<cublasComputeType_t>(*Number);
}

} // namespace cublaslt::runtime
