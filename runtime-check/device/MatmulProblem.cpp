//===-- MatmulProblem.cpp - a matmul on the device ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>
#include <cstring>

namespace cublaslt::runtime {

MatmulProblem::~MatmulProblem() {
  if (Descriptor)
    Lt.MatmulDescDestroy(Descriptor);
  if (Preference)
    Lt.MatmulPreferenceDestroy(Preference);
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
  const std::string Object(1, Matrix);
  std::string Order = S.word(layoutKey(Matrix, "ORDER"));
  if (Order != "CUBLASLT_ORDER_COL" &&
      !setAttribute(Object, "CUBLASLT_MATRIX_LAYOUT_ORDER",
                    layoutKey(Matrix, "ORDER")))
    return false;
  std::string StrideKey = layoutKey(Matrix, "STRIDED_BATCH_OFFSET");
  if (Number("BATCH_COUNT") != 1) {
    if (!setAttribute(Object, "CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT",
                      layoutKey(Matrix, "BATCH_COUNT")))
      return false;
    if (!S.has(StrideKey)) {
      int64_t Stride = static_cast<int64_t>(batchStride(S, Matrix));
      return R.expect("cublasLtMatrixLayoutSetAttribute",
                      Lt.MatrixLayoutSetAttribute(
                          Layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET,
                          &Stride, sizeof Stride));
    }
  }
  return forAttributes(
      S, Object, [&](const std::string &Name, const std::string &Key) {
        static const std::vector<std::string> Done = {
            "TYPE", "ROWS", "COLS", "LD", "ORDER", "BATCH_COUNT"};
        bool IsDone =
            std::any_of(Done.begin(), Done.end(), [&](auto &Attribute) {
              return Key == layoutKey(Matrix, Attribute.c_str()).str();
            });
        return IsDone || setAttribute(Object, Name, Key);
      });
}

bool MatmulProblem::describe() {
  auto Compute = S.word(descriptorKey("COMPUTE_TYPE"));
  // A number: a mistake, such as a cudaDataType in its place.
  auto ComputeType =
      computeType(Compute).value_or(static_cast<cublasComputeType_t>(
          S.numberOr(descriptorKey("COMPUTE_TYPE"), CUBLAS_COMPUTE_32F)));
  if (!R.expect(
          "cublasLtMatmulDescCreate",
          Lt.MatmulDescCreate(&Descriptor, ComputeType,
                              *dataType(S.word(descriptorKey("SCALE_TYPE"))))))
    return false;
  for (char Matrix : {'A', 'B', 'C', 'D'})
    if (!describeLayout(Matrix))
      return false;
  return forAttributes(S, "matmulDesc",
                       [&](const std::string &Name, const std::string &Key) {
                         return Key == descriptorKey("COMPUTE_TYPE").str() ||
                                Key == descriptorKey("SCALE_TYPE").str() ||
                                setAttribute("matmulDesc", Name, Key);
                       });
}

bool MatmulProblem::describePreference(const uint64_t *WorkspaceLimit) {
  if (Preference)
    Lt.MatmulPreferenceDestroy(Preference);
  Preference = nullptr;
  if (!R.expect("cublasLtMatmulPreferenceCreate",
                Lt.MatmulPreferenceCreate(&Preference)))
    return false;
  static const char Limit[] = "CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES";
  if (WorkspaceLimit)
    return R.expect("cublasLtMatmulPreferenceSetAttribute",
                    Lt.MatmulPreferenceSetAttribute(
                        Preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                        WorkspaceLimit, sizeof *WorkspaceLimit));
  return forAttributes(S, "preference",
                       [&](const std::string &Name, const std::string &Key) {
                         return (Name == Limit && S.word(Key) == "unset") ||
                                setAttribute("preference", Name, Key);
                       });
}

bool MatmulProblem::allocate() {
  const std::pair<char, DeviceBuffer *> Buffers[] = {
      {'A', &A}, {'B', &B}, {'C', &C}, {'D', &D}};
  for (auto &[Matrix, Buffer] : Buffers) {
    if (Matrix == 'C' && !hasOwnC(S))
      continue;
    // A few bytes more, for pointers that are moved on purpose; and as much as
    // the result's matrix, which a batch stride of 0 makes look small.
    uint64_t Bytes = matrixBytes(S, Matrix).value_or(0) + 256;
    if (!R.expect("cudaMalloc", Buffer->allocate(Bytes)))
      return false;
  }
  return true;
}

bool MatmulProblem::fill() {
  const std::pair<char, DeviceBuffer *> Buffers[] = {
      {'A', &A}, {'B', &B}, {'C', &C}};
  for (auto &[Matrix, Buffer] : Buffers)
    if (Buffer->get() &&
        !R.expect("cudaMemcpy",
                  fillRandomly(Buffer->get(), *matrixBytes(S, Matrix) + 256,
                               S.word(layoutKey(Matrix, "TYPE")))))
      return false;
  return R.expect("cudaMemset",
                  cudaMemset(D.get(), PoisonByte, *matrixBytes(S, 'D') + 256));
}

// What a program's uninitialized result might hold. Zeros would hide the
// mistake: a zeroed algorithm runs for some small problems (measured).
static constexpr int UnwrittenByte = 0xa5;

MatmulProblem::Choice MatmulProblem::choose(cublasLtHandle_t Handle,
                                            const uint64_t *WorkspaceLimit,
                                            int Requested, int Extent,
                                            int Sentinel) {
  Choice Result;
  Result.Count = Sentinel;
  // As long as what is asked for, so that a library that writes more than the
  // caller's array holds is seen doing it instead of harming this process.
  Result.Results.resize(static_cast<size_t>(std::max({Requested, Extent, 1})));
  const size_t Bytes = Result.Results.size() * sizeof Result.Results[0];
  std::memset(static_cast<void *>(Result.Results.data()), UnwrittenByte, Bytes);
  bool HasPreference = !S.isNull("argument.preference");
  if (HasPreference && !describePreference(WorkspaceLimit)) {
    Result.Status = CUBLAS_STATUS_INVALID_VALUE;
    return Result;
  }
  Result.Status = Lt.MatmulAlgoGetHeuristic(
      Handle, Descriptor, Layouts['A'], Layouts['B'], Layouts['C'],
      Layouts['D'], HasPreference ? Preference : nullptr, Requested,
      Result.Results.data(), &Result.Count);
  const auto *Written =
      reinterpret_cast<const unsigned char *>(Result.Results.data());
  const size_t Own =
      static_cast<size_t>(std::max(Extent, 0)) * sizeof Result.Results[0];
  for (size_t I = Own; I < Bytes && Extent < Requested; ++I)
    Result.HasOverrun |= Written[I] != UnwrittenByte;
  return Result;
}

ScalarOne::ScalarOne(const std::string &Type) {
  auto Store = [&](auto Value) { std::memcpy(Bits, &Value, sizeof Value); };
  if (Type == "CUDA_R_16F")
    Store(uint16_t(0x3c00));
  else if (Type == "CUDA_R_32I")
    Store(int32_t(1));
  else if (Type == "CUDA_R_64F" || Type == "CUDA_C_64F")
    Store(1.0);
  else
    Store(1.0f);
}

const void *MatmulProblem::scalar(const char *Name) {
  std::string Type = S.word(std::string(Name) + ".type");
  if (Type.empty())
    Type = S.word(descriptorKey("SCALE_TYPE"));
  ScalarOne One(Type);
  if (std::strcmp(Name, "beta") == 0 && S.numberOr("beta.value", 0) == 0)
    std::memset(One.Bits, 0, sizeof One.Bits);
  if (S.word(std::string(Name) + ".location") == "device") {
    Others.emplace_back();
    if (!R.expect("cudaMalloc", Others.back().allocate(sizeof One.Bits)) ||
        !R.expect("cudaMemcpy",
                  cudaMemcpy(Others.back().get(), One.Bits, sizeof One.Bits,
                             cudaMemcpyHostToDevice)))
      return nullptr;
    return Others.back().get();
  }
  Scalars.push_back(One);
  return Scalars.back().Bits;
}

void *MatmulProblem::matrix(char Matrix) const {
  if (Matrix == 'C' && !hasOwnC(S))
    Matrix = 'D';
  const DeviceBuffer &Buffer = Matrix == 'A'   ? A
                               : Matrix == 'B' ? B
                               : Matrix == 'C' ? C
                                               : D;
  return static_cast<char *>(Buffer.get()) + matrixOffset(S, Matrix);
}

cublasStatus_t MatmulProblem::chooseAgain(cublasLtHandle_t Handle) const {
  cublasLtMatmulHeuristicResult_t Result;
  int Count = 0;
  return Lt.MatmulAlgoGetHeuristic(
      Handle, Descriptor, Layouts.at('A'), Layouts.at('B'), Layouts.at('C'),
      Layouts.at('D'), Preference, 1, &Result, &Count);
}

std::function<cublasStatus_t(cublasLtHandle_t)>
MatmulProblem::prepared(const cublasLtMatmulAlgo_t *Algo, void *Workspace,
                        uint64_t WorkspaceBytes, cudaStream_t Stream) {
  const void *Alpha = scalar("alpha"), *Beta = scalar("beta");
  void *Matrices[] = {matrix('A'), matrix('B'), matrix('C'), matrix('D')};
  cublasLtMatrixLayout_t Own[] = {Layouts['A'], Layouts['B'], Layouts['C'],
                                  Layouts['D']};
  return [=, Multiply = Lt.Matmul, Desc = Descriptor](cublasLtHandle_t Handle) {
    return Multiply(Handle, Desc, Alpha, Matrices[0], Own[0], Matrices[1],
                    Own[1], Beta, Matrices[2], Own[2], Matrices[3], Own[3],
                    Algo, Workspace, WorkspaceBytes, Stream);
  };
}

} // namespace cublaslt::runtime
