//===-- ReferenceResult.cpp - is a result right? --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/ReferenceResult.h"
#include "runtime-check/problem/MatmulSettings.h"
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

using Decoder = double (*)(const unsigned char *);

template <__nv_fp8_interpretation_t Kind>
static double fromFp8(const unsigned char *At) {
  return __half2float(__half(__nv_cvt_fp8_to_halfraw(*At, Kind)));
}

template <typename T> static double fromPlain(const unsigned char *At) {
  return static_cast<double>(read<T>(At));
}

/// Looked up once, not for each of millions of elements.
static Decoder decoderOf(const std::string &Type) {
  if (Type == "CUDA_R_16F")
    return [](const unsigned char *At) {
      return double(__half2float(__half(read<__half_raw>(At))));
    };
  if (Type == "CUDA_R_16BF")
    return [](const unsigned char *At) {
      return double(
          __bfloat162float(__nv_bfloat16(read<__nv_bfloat16_raw>(At))));
    };
  if (Type == "CUDA_R_32F")
    return fromPlain<float>;
  if (Type == "CUDA_R_64F")
    return fromPlain<double>;
  if (Type == "CUDA_R_32I")
    return fromPlain<int32_t>;
  if (Type == "CUDA_R_8I")
    return fromPlain<int8_t>;
  return Type == "CUDA_R_8F_E4M3" ? fromFp8<__NV_E4M3> : fromFp8<__NV_E5M2>;
}

/// In four sums, which a processor adds up side by side.
static double product(const double *One, const double *Other, uint64_t Count) {
  double Sums[4] = {};
  uint64_t I = 0;
  for (; I + 4 <= Count; I += 4)
    for (unsigned Lane = 0; Lane < 4; ++Lane)
      Sums[Lane] += One[I + Lane] * Other[I + Lane];
  for (; I < Count; ++I)
    Sums[0] += One[I] * Other[I];
  return Sums[0] + Sums[1] + Sums[2] + Sums[3];
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
  if (S.numberOr("beta.value", 0) != 0)
    return "a beta that adds C";
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
  const Decoder DecodeA = decoderOf(HostA.Type),
                DecodeB = decoderOf(HostB.Type),
                DecodeD = decoderOf(HostD.Type);
  double Difference = 0, Norm = 0;
  std::vector<double> Row(K), Columns(K * HostD.Cols);
  for (uint64_t Batch = 0; Batch < Batches; ++Batch) {
    for (uint64_t N = 0; N < HostD.Cols; ++N)
      for (uint64_t I = 0; I < K; ++I)
        Columns[N * K + I] =
            DecodeB(TransposeB ? HostB.at(Batch, N, I) : HostB.at(Batch, I, N));
    for (uint64_t M = 0; M < HostD.Rows; ++M) {
      for (uint64_t I = 0; I < K; ++I)
        Row[I] =
            DecodeA(TransposeA ? HostA.at(Batch, I, M) : HostA.at(Batch, M, I));
      for (uint64_t N = 0; N < HostD.Cols; ++N) {
        double Sum = product(Row.data(), Columns.data() + N * K, K);
        if (IsRelu)
          Sum = std::max(Sum, 0.0);
        const unsigned char *Bytes = HostD.at(Batch, M, N);
        Result.Untouched +=
            std::all_of(Bytes, Bytes + HostD.ElementBytes,
                        [&](unsigned char Byte) { return Byte == Poison; });
        double Seen = DecodeD(Bytes);
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
