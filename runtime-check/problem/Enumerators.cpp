//===-- Enumerators.cpp - cuBLASLt's enumerators by name ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/problem/Enumerators.h"
#include <cublasLt.h>
#include <map>

namespace cublaslt::runtime {

static const std::map<std::string, int64_t> &table() {
  static const std::map<std::string, int64_t> Table = {
#define WORD(Name) {#Name, static_cast<int64_t>(Name)}
      WORD(CUBLAS_OP_N),
      WORD(CUBLAS_OP_T),
      WORD(CUBLAS_OP_C),
      WORD(CUBLASLT_ORDER_COL),
      WORD(CUBLASLT_ORDER_ROW),
      WORD(CUBLASLT_ORDER_COL32),
      WORD(CUBLASLT_ORDER_COL4_4R2_8C),
      WORD(CUBLASLT_ORDER_COL32_2R_4R4),
      WORD(CUBLASLT_POINTER_MODE_HOST),
      WORD(CUBLASLT_POINTER_MODE_DEVICE),
      WORD(CUBLASLT_POINTER_MODE_DEVICE_VECTOR),
      WORD(CUBLASLT_POINTER_MODE_ALPHA_DEVICE_VECTOR_BETA_ZERO),
      WORD(CUBLASLT_POINTER_MODE_ALPHA_DEVICE_VECTOR_BETA_HOST),
      WORD(CUBLASLT_EPILOGUE_DEFAULT),
      WORD(CUBLASLT_EPILOGUE_RELU),
      WORD(CUBLASLT_EPILOGUE_RELU_AUX),
      WORD(CUBLASLT_EPILOGUE_BIAS),
      WORD(CUBLASLT_EPILOGUE_RELU_BIAS),
      WORD(CUBLASLT_EPILOGUE_RELU_AUX_BIAS),
      WORD(CUBLASLT_EPILOGUE_DRELU),
      WORD(CUBLASLT_EPILOGUE_DRELU_BGRAD),
      WORD(CUBLASLT_EPILOGUE_GELU),
      WORD(CUBLASLT_EPILOGUE_GELU_AUX),
      WORD(CUBLASLT_EPILOGUE_GELU_BIAS),
      WORD(CUBLASLT_EPILOGUE_GELU_AUX_BIAS),
      WORD(CUBLASLT_EPILOGUE_DGELU),
      WORD(CUBLASLT_EPILOGUE_DGELU_BGRAD),
      WORD(CUBLASLT_EPILOGUE_BGRADA),
      WORD(CUBLASLT_EPILOGUE_BGRADB),
      WORD(CUBLASLT_SEARCH_BEST_FIT),
      WORD(CUBLASLT_REDUCTION_SCHEME_NONE),
      WORD(CUBLASLT_REDUCTION_SCHEME_MASK),
      WORD(CUBLAS_FILL_MODE_LOWER),
      WORD(CUBLAS_FILL_MODE_UPPER),
      WORD(CUBLAS_FILL_MODE_FULL),
#if CUBLAS_VERSION >= 120800
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_SCALAR_32F),
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_VEC16_UE4M3),
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0),
#endif
#if CUBLAS_VERSION >= 120900
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F),
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F),
      WORD(CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F),
#endif
      WORD(CUDA_R_8I),
      WORD(CUDA_R_8U),
      WORD(CUDA_R_16F),
      WORD(CUDA_R_16BF),
      WORD(CUDA_R_32F),
      WORD(CUDA_R_32I),
      WORD(CUDA_R_64F),
      WORD(CUDA_C_16F),
      WORD(CUDA_C_16BF),
      WORD(CUDA_C_32F),
      WORD(CUDA_C_64F),
#if CUDART_VERSION >= 11080
      WORD(CUDA_R_8F_E4M3),
      WORD(CUDA_R_8F_E5M2),
#endif
      WORD(CUBLAS_COMPUTE_16F),
      WORD(CUBLAS_COMPUTE_16F_PEDANTIC),
      WORD(CUBLAS_COMPUTE_32F),
      WORD(CUBLAS_COMPUTE_32F_PEDANTIC),
      WORD(CUBLAS_COMPUTE_32F_FAST_16F),
      WORD(CUBLAS_COMPUTE_32F_FAST_16BF),
      WORD(CUBLAS_COMPUTE_32F_FAST_TF32),
      WORD(CUBLAS_COMPUTE_64F),
      WORD(CUBLAS_COMPUTE_64F_PEDANTIC),
      WORD(CUBLAS_COMPUTE_32I),
      WORD(CUBLAS_COMPUTE_32I_PEDANTIC),
#if CUBLAS_VERSION >= 120900
      WORD(CUBLAS_COMPUTE_32F_EMULATED_16BFX9),
#endif
#if CUBLAS_VERSION >= 130100
      WORD(CUBLAS_COMPUTE_64F_EMULATED_FIXEDPOINT),
#endif
#undef WORD
  };
  return Table;
}

std::optional<int64_t> enumerator(const std::string &Word) {
  auto It = table().find(Word);
  if (It == table().end())
    return std::nullopt;
  return It->second;
}

std::vector<std::string> enumeratorsOf(const std::string &Prefix) {
  std::vector<std::string> Words;
  for (const auto &Row : table())
    if (Row.first.rfind(Prefix, 0) == 0)
      Words.push_back(Row.first);
  return Words;
}

} // namespace cublaslt::runtime
