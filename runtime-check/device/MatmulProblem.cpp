//===-- MatmulProblem.cpp - a matmul on the device ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/experiments/MatmulSettings.h"
#include <algorithm>
#include <cstring>
#include <random>

namespace cublaslt::runtime {

MatmulProblem::~MatmulProblem() {
  if (Descriptor)
    Lt.MatmulDescDestroy(Descriptor);
  for (auto &Entry : Layouts)
    Lt.MatrixLayoutDestroy(Entry.second);
}

bool MatmulProblem::describeLayout(char Matrix) {
  auto Number = [&](const char *Attribute) {
    return S.numberOr(layoutKey(Matrix, Attribute), 1);
  };
  cublasLtMatrixLayout_t Layout = nullptr;
  int64_t Ld = static_cast<int64_t>(Number("LD"));
  if (!R.expect("cublasLtMatrixLayoutCreate",
                Lt.MatrixLayoutCreate(
                    &Layout, *dataType(S.word(layoutKey(Matrix, "TYPE"))),
                    Number("ROWS"), Number("COLS"), Ld)))
    return false;
  Layouts[Matrix] = Layout;
  auto Set = [&](cublasLtMatrixLayoutAttribute_t Attribute, const void *Value,
                 size_t Size) {
    return R.expect(
        "cublasLtMatrixLayoutSetAttribute",
        Lt.MatrixLayoutSetAttribute(Layout, Attribute, Value, Size));
  };
  bool IsRowOrder = S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_ROW";
  if (IsRowOrder) {
    int32_t Order = CUBLASLT_ORDER_ROW;
    if (!Set(CUBLASLT_MATRIX_LAYOUT_ORDER, &Order, sizeof Order))
      return false;
  }
  int32_t Batch = static_cast<int32_t>(Number("BATCH_COUNT"));
  if (Batch == 1)
    return true;
  int64_t Stride =
      Ld * static_cast<int64_t>(Number(IsRowOrder ? "ROWS" : "COLS"));
  return Set(CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &Batch, sizeof Batch) &&
         Set(CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &Stride,
             sizeof Stride);
}

bool MatmulProblem::describe() {
  if (!R.expect("cublasLtMatmulDescCreate",
                Lt.MatmulDescCreate(
                    &Descriptor,
                    *computeType(S.word(descriptorKey("COMPUTE_TYPE"))),
                    *dataType(S.word(descriptorKey("SCALE_TYPE"))))))
    return false;
  const std::pair<const char *, cublasLtMatmulDescAttributes_t> Operations[] = {
      {"TRANSA", CUBLASLT_MATMUL_DESC_TRANSA},
      {"TRANSB", CUBLASLT_MATMUL_DESC_TRANSB}};
  for (auto &[Name, Attribute] : Operations) {
    std::string Word = S.word(descriptorKey(Name));
    cublasOperation_t Operation = Word == "CUBLAS_OP_T"   ? CUBLAS_OP_T
                                  : Word == "CUBLAS_OP_C" ? CUBLAS_OP_C
                                                          : CUBLAS_OP_N;
    if (!R.expect("cublasLtMatmulDescSetAttribute",
                  Lt.MatmulDescSetAttribute(Descriptor, Attribute, &Operation,
                                            sizeof Operation)))
      return false;
  }
  for (char Matrix : {'A', 'B', 'C', 'D'})
    if (!describeLayout(Matrix))
      return false;
  return true;
}

bool MatmulProblem::allocate() {
  const std::pair<char, DeviceBuffer *> Buffers[] = {
      {'A', &A}, {'B', &B}, {'D', &D}};
  for (auto &[Matrix, Buffer] : Buffers)
    if (!R.expect("cudaMalloc",
                  Buffer->allocate(matrixBytes(S, Matrix).value_or(0))))
      return false;
  return true;
}

/// Bytes that are small finite numbers in \p Type, whatever their order.
static std::vector<unsigned char> randomBytes(const std::string &Type,
                                              size_t Bytes) {
  std::mt19937 Random(20240229);
  std::vector<unsigned char> Data(Bytes);
  // The most significant byte holds sign and exponent of every float type.
  // 0x3a..0x3d are values between about 1e-3 and 2 in half, bfloat16, single
  // and double, and 0x28..0x38 in FP8.
  unsigned Step = Type == "CUDA_R_16F" || Type == "CUDA_R_16BF" ||
                          Type == "CUDA_C_16F" || Type == "CUDA_C_16BF"
                      ? 2
                  : Type == "CUDA_R_32F" || Type == "CUDA_C_32F" ? 4
                  : Type == "CUDA_R_64F" || Type == "CUDA_C_64F" ? 8
                                                                 : 1;
  bool IsByte = Step == 1;
  for (size_t I = 0; I < Bytes; ++I) {
    unsigned Draw = Random();
    if (IsByte)
      Data[I] = Draw % 0x30;
    else if (I % Step == Step - 1)
      Data[I] = 0x3a + Draw % 4 + (Draw & 0x80);
    else
      Data[I] = static_cast<unsigned char>(Draw);
  }
  return Data;
}

/// Copies \p Block to the start of \p Buffer and doubles it on the device.
static cudaError_t spread(void *Buffer, uint64_t Bytes,
                          const std::vector<unsigned char> &Block) {
  uint64_t Done = std::min<uint64_t>(Bytes, Block.size());
  cudaError_t Error =
      cudaMemcpy(Buffer, Block.data(), Done, cudaMemcpyHostToDevice);
  while (Error == cudaSuccess && Done < Bytes) {
    uint64_t Count = std::min(Done, Bytes - Done);
    Error = cudaMemcpy(static_cast<char *>(Buffer) + Done, Buffer, Count,
                       cudaMemcpyDeviceToDevice);
    Done += Count;
  }
  return Error;
}

bool MatmulProblem::fill() {
  constexpr size_t BlockBytes = 4 << 20;
  const std::pair<char, DeviceBuffer *> Buffers[] = {
      {'A', &A}, {'B', &B}, {'D', &D}};
  for (auto &[Matrix, Buffer] : Buffers) {
    auto Block = randomBytes(S.word(layoutKey(Matrix, "TYPE")), BlockBytes);
    if (!R.expect("cudaMemcpy",
                  spread(Buffer->get(), *matrixBytes(S, Matrix), Block)))
      return false;
  }
  return true;
}

// What a program's uninitialized result might hold. Zeros would hide the
// mistake: a zeroed algorithm runs for some small problems (measured).
static constexpr int UnwrittenByte = 0xa5;

MatmulProblem::Choice MatmulProblem::choose(cublasLtHandle_t Handle,
                                            uint64_t WorkspaceLimit,
                                            int Requested, int Sentinel) {
  Choice C;
  C.Count = Sentinel;
  C.Results.resize(static_cast<size_t>(std::max(Requested, 1)));
  std::memset(C.Results.data(), UnwrittenByte,
              C.Results.size() * sizeof C.Results[0]);
  cublasLtMatmulPreference_t Preference = nullptr;
  C.Status = Lt.MatmulPreferenceCreate(&Preference);
  if (C.Status != CUBLAS_STATUS_SUCCESS)
    return C;
  C.Status = Lt.MatmulPreferenceSetAttribute(
      Preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &WorkspaceLimit,
      sizeof WorkspaceLimit);
  if (C.Status == CUBLAS_STATUS_SUCCESS)
    C.Status = Lt.MatmulAlgoGetHeuristic(
        Handle, Descriptor, Layouts['A'], Layouts['B'], Layouts['C'],
        Layouts['D'], Preference, Requested, C.Results.data(), &C.Count);
  Lt.MatmulPreferenceDestroy(Preference);
  return C;
}

/// One in the scale type, as the bits that alpha points to.
static void setOne(const std::string &ScaleType, unsigned char (&Bits)[16]) {
  auto Store = [&](auto Value) { std::memcpy(Bits, &Value, sizeof Value); };
  if (ScaleType == "CUDA_R_16F")
    Store(uint16_t(0x3c00));
  else if (ScaleType == "CUDA_R_32I")
    Store(int32_t(1));
  else if (ScaleType == "CUDA_R_64F" || ScaleType == "CUDA_C_64F")
    Store(1.0);
  else
    Store(1.0f);
}

cublasStatus_t MatmulProblem::run(cublasLtHandle_t Handle,
                                  const cublasLtMatmulAlgo_t *Algo,
                                  void *Workspace, uint64_t WorkspaceBytes,
                                  cudaStream_t Stream) {
  unsigned char Alpha[16] = {}, Beta[16] = {};
  setOne(S.word(descriptorKey("SCALE_TYPE")), Alpha);
  return Lt.Matmul(Handle, Descriptor, Alpha, A.get(), Layouts['A'], B.get(),
                   Layouts['B'], Beta, D.get(), Layouts['C'], D.get(),
                   Layouts['D'], Algo, Workspace, WorkspaceBytes, Stream);
}

} // namespace cublaslt::runtime
