//===-- ReferenceResult.cpp - is a result right? --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/ReferenceResult.h"
#include "runtime-check/experiments/MatmulSettings.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_fp8.h>
#include <cuda_runtime_api.h>

namespace cublaslt::runtime {

// Some seconds on a CPU; the rules' own problems are far below.
static constexpr uint64_t MostMultiplications = uint64_t(1) << 29;

template <typename T> static T read(const unsigned char *At) {
  T Value;
  std::memcpy(&Value, At, sizeof Value);
  return Value;
}

static double decoded(const std::string &Type, const unsigned char *At) {
  if (Type == "CUDA_R_16F")
    return __half2float(__half(read<__half_raw>(At)));
  if (Type == "CUDA_R_16BF")
    return __bfloat162float(__nv_bfloat16(read<__nv_bfloat16_raw>(At)));
  if (Type == "CUDA_R_32F")
    return read<float>(At);
  if (Type == "CUDA_R_64F")
    return read<double>(At);
  if (Type == "CUDA_R_32I")
    return read<int32_t>(At);
  if (Type == "CUDA_R_8I")
    return read<int8_t>(At);
  __nv_fp8_interpretation_t Kind =
      Type == "CUDA_R_8F_E4M3" ? __NV_E4M3 : __NV_E5M2;
  return __half2float(__half(__nv_cvt_fp8_to_halfraw(*At, Kind)));
}

/// Relative error that rounding to the type and the order of additions allow;
/// 0: the type cannot be compared.
static double boundOf(const std::string &Type, const std::string &Compute) {
  bool IsHalfCompute = Compute.find("16F") != std::string::npos;
  if (Type == "CUDA_R_64F")
    return 1e-10;
  if (Type == "CUDA_R_32I")
    return 1e-9;
  if (Type == "CUDA_R_32F")
    return IsHalfCompute || Compute.find("TF32") != std::string::npos ? 2e-2
                                                                      : 2e-3;
  if (Type == "CUDA_R_16F")
    return IsHalfCompute ? 5e-2 : 5e-3;
  if (Type == "CUDA_R_16BF")
    return 2e-2;
  if (Type == "CUDA_R_8F_E4M3" || Type == "CUDA_R_8F_E5M2")
    return 2e-1;
  return 0;
}

namespace {
/// One matrix as numbers.
struct HostMatrix {
  std::vector<unsigned char> Bytes;
  std::string Type;
  uint64_t Rows = 0, Cols = 0, Ld = 0, Stride = 0;
  unsigned ElementBytes = 0;
  bool IsRowOrder = false;

  HostMatrix(const Settings &S, char Matrix)
      : Type(S.word(layoutKey(Matrix, "TYPE"))),
        Rows(S.numberOr(layoutKey(Matrix, "ROWS"), 0)),
        Cols(S.numberOr(layoutKey(Matrix, "COLS"), 0)),
        Ld(S.numberOr(layoutKey(Matrix, "LD"), 0)),
        Stride(S.numberOr(layoutKey(Matrix, "STRIDED_BATCH_OFFSET"),
                          batchStride(S, Matrix))),
        ElementBytes(bitsOf(Type) / 8),
        IsRowOrder(S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_ROW") {
  }
  bool copy(const Settings &S, char Matrix, const void *Device) {
    Bytes.resize(matrixBytes(S, Matrix).value_or(0));
    return cudaMemcpy(Bytes.data(), Device, Bytes.size(),
                      cudaMemcpyDeviceToHost) == cudaSuccess;
  }
  const unsigned char *at(uint64_t Batch, uint64_t Row, uint64_t Col) const {
    uint64_t Index =
        Batch * Stride + (IsRowOrder ? Row * Ld + Col : Col * Ld + Row);
    return Bytes.data() + Index * ElementBytes;
  }
};
} // namespace

static std::string whyNotComparable(const Settings &S) {
  for (char Matrix : {'A', 'B', 'D'}) {
    std::string Type = S.word(layoutKey(Matrix, "TYPE"));
    if (Type.rfind("CUDA_C_", 0) == 0)
      return "complex numbers";
    std::string Order = S.word(layoutKey(Matrix, "ORDER"));
    if (Order != "CUBLASLT_ORDER_COL" && Order != "CUBLASLT_ORDER_ROW")
      return "an interleaved order";
  }
  static const std::vector<std::string> Plain = {
      "",
      "CUBLASLT_EPILOGUE_DEFAULT",
      "CUBLASLT_EPILOGUE_RELU",
      "CUBLASLT_EPILOGUE_BIAS",
      "CUBLASLT_EPILOGUE_RELU_BIAS",
      "CUBLASLT_EPILOGUE_RELU_AUX",
      "CUBLASLT_EPILOGUE_RELU_AUX_BIAS"};
  if (std::find(Plain.begin(), Plain.end(),
                S.word(descriptorKey("EPILOGUE"))) == Plain.end())
    return "an epilogue of another function";
  if (boundOf(S.word(layoutKey('D', "TYPE")),
              S.word(descriptorKey("COMPUTE_TYPE"))) == 0)
    return "a result that saturates";
  return "";
}

Comparison compareWithReference(const Settings &S, const void *A, const void *B,
                                const void *D, unsigned char Poison) {
  Comparison Result;
  Result.NotCompared = whyNotComparable(S);
  HostMatrix HostA(S, 'A'), HostB(S, 'B'), HostD(S, 'D');
  const uint64_t Batches = S.numberOr(layoutKey('D', "BATCH_COUNT"), 1);
  bool TransposeA = S.word(descriptorKey("TRANSA")) != "CUBLAS_OP_N",
       TransposeB = S.word(descriptorKey("TRANSB")) != "CUBLAS_OP_N";
  const uint64_t K = TransposeA ? HostA.Rows : HostA.Cols;
  const uint64_t Elements = HostD.Rows * HostD.Cols * Batches;
  if (Result.NotCompared.empty() &&
      (!Elements || !K || Elements > MostMultiplications / K))
    Result.NotCompared = "too large for a reference on the CPU";
  if (!Result.NotCompared.empty())
    return Result;
  if (!HostA.copy(S, 'A', A) || !HostB.copy(S, 'B', B) ||
      !HostD.copy(S, 'D', D)) {
    Result.NotCompared = "the matrices could not be copied";
    return Result;
  }
  const bool IsRelu =
      S.word(descriptorKey("EPILOGUE")).find("RELU") != std::string::npos;
  Result.Bound = boundOf(HostD.Type, S.word(descriptorKey("COMPUTE_TYPE")));
  double Difference = 0, Norm = 0;
  std::vector<double> Row(K), Columns(K * HostD.Cols);
  for (uint64_t Batch = 0; Batch < Batches; ++Batch) {
    for (uint64_t N = 0; N < HostD.Cols; ++N)
      for (uint64_t I = 0; I < K; ++I)
        Columns[N * K + I] =
            decoded(HostB.Type,
                    TransposeB ? HostB.at(Batch, N, I) : HostB.at(Batch, I, N));
    for (uint64_t M = 0; M < HostD.Rows; ++M) {
      for (uint64_t I = 0; I < K; ++I)
        Row[I] = decoded(HostA.Type, TransposeA ? HostA.at(Batch, I, M)
                                                : HostA.at(Batch, M, I));
      for (uint64_t N = 0; N < HostD.Cols; ++N) {
        double Sum = 0;
        for (uint64_t I = 0; I < K; ++I)
          Sum += Row[I] * Columns[N * K + I];
        if (IsRelu)
          Sum = std::max(Sum, 0.0);
        const unsigned char *Bytes = HostD.at(Batch, M, N);
        Result.Untouched +=
            std::all_of(Bytes, Bytes + HostD.ElementBytes,
                        [&](unsigned char Byte) { return Byte == Poison; });
        double Seen = decoded(HostD.Type, Bytes);
        Difference += (Seen - Sum) * (Seen - Sum);
        Norm += Sum * Sum;
      }
    }
  }
  Result.Elements = Elements;
  Result.Error = std::sqrt(Difference / Norm);
  return Result;
}

} // namespace cublaslt::runtime
