//===-- MatmulTypes.cpp - data and compute types by name ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulSettings.h"
#include <map>
#include <utility>

namespace cublaslt::runtime {

// Types narrower than a byte are left out: their matrices need scale pointers,
// which these experiments do not set up.
using DataTypes = std::map<std::string, std::pair<cudaDataType_t, unsigned>>;
static const DataTypes &dataTypes() {
  static const DataTypes Table = {
      {"CUDA_R_8I", {CUDA_R_8I, 8}},
      {"CUDA_R_8U", {CUDA_R_8U, 8}},
      {"CUDA_R_16F", {CUDA_R_16F, 16}},
      {"CUDA_R_16BF", {CUDA_R_16BF, 16}},
      {"CUDA_R_32F", {CUDA_R_32F, 32}},
      {"CUDA_R_32I", {CUDA_R_32I, 32}},
      {"CUDA_R_64F", {CUDA_R_64F, 64}},
      {"CUDA_C_16F", {CUDA_C_16F, 32}},
      {"CUDA_C_16BF", {CUDA_C_16BF, 32}},
      {"CUDA_C_32F", {CUDA_C_32F, 64}},
      {"CUDA_C_64F", {CUDA_C_64F, 128}},
#if CUDART_VERSION >= 11080
      {"CUDA_R_8F_E4M3", {CUDA_R_8F_E4M3, 8}},
      {"CUDA_R_8F_E5M2", {CUDA_R_8F_E5M2, 8}},
#endif
  };
  return Table;
}

using ComputeTypes = std::map<std::string, cublasComputeType_t>;
static const ComputeTypes &computeTypes() {
  static const ComputeTypes Table = {
      {"CUBLAS_COMPUTE_16F", CUBLAS_COMPUTE_16F},
      {"CUBLAS_COMPUTE_16F_PEDANTIC", CUBLAS_COMPUTE_16F_PEDANTIC},
      {"CUBLAS_COMPUTE_32F", CUBLAS_COMPUTE_32F},
      {"CUBLAS_COMPUTE_32F_PEDANTIC", CUBLAS_COMPUTE_32F_PEDANTIC},
      {"CUBLAS_COMPUTE_32F_FAST_16F", CUBLAS_COMPUTE_32F_FAST_16F},
      {"CUBLAS_COMPUTE_32F_FAST_16BF", CUBLAS_COMPUTE_32F_FAST_16BF},
      {"CUBLAS_COMPUTE_32F_FAST_TF32", CUBLAS_COMPUTE_32F_FAST_TF32},
      {"CUBLAS_COMPUTE_64F", CUBLAS_COMPUTE_64F},
      {"CUBLAS_COMPUTE_64F_PEDANTIC", CUBLAS_COMPUTE_64F_PEDANTIC},
      {"CUBLAS_COMPUTE_32I", CUBLAS_COMPUTE_32I},
      {"CUBLAS_COMPUTE_32I_PEDANTIC", CUBLAS_COMPUTE_32I_PEDANTIC},
  };
  return Table;
}

template <typename Table>
static std::vector<std::string> words(const Table &T) {
  std::vector<std::string> All;
  for (const auto &Row : T)
    All.push_back(Row.first);
  return All;
}

const std::vector<std::string> &dataTypeWords() {
  static const std::vector<std::string> All = words(dataTypes());
  return All;
}

const std::vector<std::string> &computeTypeWords() {
  static const std::vector<std::string> All = words(computeTypes());
  return All;
}

std::optional<cudaDataType_t> dataType(const std::string &Word) {
  auto It = dataTypes().find(Word);
  if (It == dataTypes().end())
    return std::nullopt;
  return It->second.first;
}

unsigned bitsOf(const std::string &DataTypeWord) {
  auto It = dataTypes().find(DataTypeWord);
  return It == dataTypes().end() ? 0 : It->second.second;
}

std::optional<cublasComputeType_t> computeType(const std::string &Word) {
  auto It = computeTypes().find(Word);
  if (It == computeTypes().end())
    return std::nullopt;
  return It->second;
}

} // namespace cublaslt::runtime
