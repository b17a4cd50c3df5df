//===-- HuntGenerator.cpp - random legal problems -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntGenerator.h"
#include <algorithm>
#include <initializer_list>

namespace cublaslt::runtime {

namespace {
/// splitmix64: the standard library's distributions differ between systems.
class Dice {
public:
  explicit Dice(uint64_t Seed) : State(Seed) {}
  uint64_t next() {
    uint64_t Z = (State += 0x9e3779b97f4a7c15ULL);
    Z = (Z ^ (Z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    Z = (Z ^ (Z >> 27)) * 0x94d049bb133111ebULL;
    return Z ^ (Z >> 31);
  }
  int64_t below(int64_t Bound) {
    return static_cast<int64_t>(next() % static_cast<uint64_t>(Bound));
  }
  bool oneIn(int64_t Bound) { return below(Bound) == 0; }
  template <typename T> T of(std::initializer_list<T> List) {
    return *(List.begin() + below(static_cast<int64_t>(List.size())));
  }

private:
  uint64_t State;
};
} // namespace

HuntGenerator::HuntGenerator(const kb::Api &Api, uint64_t Seed,
                             const HuntLimits &Limits)
    : Seed(Seed), Limits(Limits) {
  auto Add = [&](const kb::TypeCombination &T) {
    if (!T.IsAllowed || T.Kind == "int8-imma-special" ||
        T.Kind == "planar-complex")
      return;
    Types Row{T.Kind, T.ComputeType, T.ScaleType, T.A, T.B, T.C, T.D, T.Bias};
    if (Row.C == "*")
      Row.C = Row.A;
    if (Row.D == "c")
      Row.D = Row.C;
    for (const std::string *Type : {&Row.A, &Row.B, &Row.C, &Row.D})
      if (!huntElementBytes(*Type))
        return;
    // Of what has algorithms that split K; the element's size is what matters.
    if (Limits.IsTallOnly &&
        ((T.ComputeType != "CUBLAS_COMPUTE_32F" &&
          T.ComputeType != "CUBLAS_COMPUTE_32F_FAST_TF32" &&
          T.ComputeType != "CUBLAS_COMPUTE_32I") ||
         (T.Kind != "regular" && T.Kind != "fp8" && T.Kind != "int8-regular")))
      return;
    if (!huntElementBytes(Row.Bias))
      Row.Bias.clear();
    Rows.push_back(Row);
  };
  for (const kb::TypeCombination &T : Api.Types)
    Add(T);
  for (const kb::TypeCombination &T : Api.MeasuredTypes)
    // Half, bfloat16 and complex ones are stored interleaved only.
    if (T.A != "CUDA_C_16F" && T.A != "CUDA_C_16BF")
      Add(T);
}

/// The unit that dimensions and leading dimensions must be multiples of.
static int64_t unitOf(const HuntProblem &P) {
  return P.isFp8() ? 16 : P.Layouts[MatrixA].Type == "CUDA_R_8I" ? 4 : 1;
}

static int64_t dimension(Dice &D, int64_t Most, int64_t Unit) {
  int64_t V = 1;
  switch (D.below(8)) {
  case 0: // GEMV-like and tiny
    V = 1 + D.below(16);
    break;
  case 1: // a power of two, or next to it
    V = (int64_t(1) << D.below(10)) + D.below(3) - 1;
    break;
  case 2:
  case 3:
    V = 1 + D.below(Most);
    break;
  case 4:
    V = 16 * (1 + D.below(std::max<int64_t>(1, Most / 16)));
    break;
  default:
    V = 8 * (1 + D.below(std::max<int64_t>(1, Most / 8)));
  }
  V = std::min(std::max<int64_t>(V, 1), Most);
  return (V + Unit - 1) / Unit * Unit;
}

static int64_t padding(Dice &D, int64_t Unit) {
  switch (D.below(6)) {
  case 0:
    return Unit * (1 + D.below(7));
  case 1:
    return 8 * Unit * (1 + D.below(8));
  case 2:
    return 64 * Unit;
  default:
    return 0;
  }
}

bool isLegal(const HuntProblem &P, const HuntLimits &Limits) {
  const int64_t Unit = unitOf(P);
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const HuntLayout &L = P.Layouts[Matrix];
    const int64_t Size = huntElementBytes(L.Type);
    const bool IsResult = Matrix >= MatrixC;
    if (P.extent(Matrix) > (IsResult ? Limits.ResultBytes : Limits.MatrixBytes) /
                               Size)
      return false;
    if (P.isFp8() && (P.leadingDimension(Matrix) * Size) % 16)
      return false;
    if (Unit == 4 && P.leadingDimension(Matrix) % 4)
      return false;
  }
  if (P.M * P.N * P.Batches * (P.isComplex() ? 16 : 8) > Limits.ResultBytes)
    return false;
  // A column of bias or scales, and the epilogue's matrix (HuntMemory).
  constexpr int64_t MostRows = 400000;
  if ((P.hasBias() || P.ScaleA == 'o') && std::max(P.M, P.N) > MostRows)
    return false;
  if (P.auxBytes() > Limits.ResultBytes)
    return false;
  if (P.isFp8() && (P.OpA != 'T' || P.OpB != 'N' || P.K % 16 || P.M % 16 ||
                    P.N % 16))
    return false;
  if (Unit == 4 && (P.OpA != 'T' || P.OpB != 'N' || P.M % 4 || P.K % 4))
    return false;
  // Two matrices that are one have one layout.
  const HuntLayout &C = P.Layouts[MatrixC], &D = P.Layouts[MatrixD];
  if (P.IsInPlace &&
      (C.Type != D.Type || C.IsRowOrder != D.IsRowOrder || C.Pad != D.Pad ||
       C.StridePad != D.StridePad || C.Offset != D.Offset || C.IsShared))
    return false;
  if (D.IsShared && P.Batches > 1)
    return false;
  if (P.Epilogue != "DEFAULT" && D.IsRowOrder)
    return false;
  return true;
}

HuntProblem HuntGenerator::problem(uint64_t Number) const {
  Dice D(Seed * 0x9e3779b97f4a7c15ULL ^ (Number + 1) * 0xd1342543de82ef95ULL);
  HuntProblem P;
  for (;;) {
    P = HuntProblem();
    // Kinds are equally likely, not rows: FP8 has many of them.
    const std::string Kind = D.of<std::string>(
        {"regular", "regular", "regular", "complex", "fp8", "int8-regular",
         "measured", "regular"});
    const Types *Row = nullptr;
    for (int Try = 0; Try < 256 && (!Row || Row->Kind != Kind); ++Try)
      Row = &Rows[static_cast<size_t>(
          D.below(static_cast<int64_t>(Rows.size())))];
    P.Compute = Row->Compute;
    P.Scale = Row->Scale;
    const std::string *Named[] = {&Row->A, &Row->B, &Row->C, &Row->D};
    for (int I = 0; I < 4; ++I)
      P.Layouts[I].Type = *Named[I];
    const bool IsInt8 = Row->A == "CUDA_R_8I", IsFp8 = P.isFp8(),
               IsComplex = P.isComplex(), IsPlain = Limits.IsTallOnly;
    const int64_t Unit = unitOf(P);
    P.Seed = static_cast<uint32_t>(D.next());

    if (IsPlain) {
      const int64_t Step = IsFp8 ? 16 : 8;
      P.M = Step * (1 + D.below(Limits.LargestDimension / Step));
      P.N = Step * (1 + D.below(Limits.LargestDimension / Step));
      P.K = Step * (1 + D.below(Limits.LargestInner / Step));
    } else {
      P.M = dimension(D, Limits.LargestDimension, Unit);
      P.N = dimension(D, Limits.LargestDimension, Unit);
      P.K = dimension(D, Limits.LargestDimension, IsFp8 ? 16 : Unit);
      if (D.oneIn(16))
        P.K = 8 * Unit * (1 + D.below(Limits.LargestInner / (8 * Unit)));
    }
    auto Op = [&] {
      return D.of<char>({'N', 'T', 'N', 'T', IsComplex ? 'C' : 'T'});
    };
    P.OpA = IsFp8 || IsInt8 ? 'T' : Op();
    P.OpB = IsFp8 || IsInt8 ? 'N' : Op();
    P.WorkspaceLimit = D.of<int64_t>({0, 4 << 20, 32 << 20, 32 << 20, 32 << 20});
    if (IsPlain) {
      P.WorkspaceLimit = 32 << 20;
    } else {
      const bool HasRows = D.oneIn(6);
      for (int I = 0; I < 4; ++I) {
        HuntLayout &L = P.Layouts[I];
        const int64_t Size = huntElementBytes(L.Type);
        L.Pad = padding(D, IsFp8 ? 16 / std::min<int64_t>(16, Size) : Unit);
        L.IsRowOrder = HasRows && !IsFp8 && !IsInt8 && D.oneIn(2);
        if (D.oneIn(12) && !IsFp8)
          L.Offset = (IsInt8 ? 4 : Size) << D.below(5);
      }
      // Half of all have one leading dimension for C and D, as most programs.
      if (D.oneIn(2)) {
        P.Layouts[MatrixD].IsRowOrder = P.Layouts[MatrixC].IsRowOrder;
        P.Layouts[MatrixD].Pad = P.Layouts[MatrixC].Pad;
      }
      if (D.oneIn(4)) {
        P.Batches = D.of<int64_t>({2, 3, 4, 7, 16, 33});
        const int64_t Step = IsFp8 ? 16 : IsInt8 ? 4 : D.of<int64_t>({1, 8});
        for (HuntLayout &L : P.Layouts)
          L.StridePad = D.oneIn(2) ? 0 : Step * D.below(9);
        P.Layouts[D.below(3)].IsShared = D.oneIn(4);
        P.HasPointerArrays = D.oneIn(5);
        // Half of the arrays with pointers as aligned as the default promises;
        // of the others the preference says how they are.
        if (P.HasPointerArrays && D.oneIn(2))
          for (int I = 0; I < 4; ++I) {
            HuntLayout &L = P.Layouts[I];
            L.StridePad = L.Offset = 0;
            const int64_t Unit256 = 256 / huntElementBytes(L.Type);
            L.StridePad = (Unit256 - P.stride(I) % Unit256) % Unit256;
          }
      }
      const bool IsInteger = P.Scale == "CUDA_R_32I";
      if (!IsInteger) {
        const bool IsInt8Result = P.Layouts[MatrixD].Type == "CUDA_R_8I";
        P.Alpha = IsInt8Result ? D.of<double>({1, 1, 2, -1})
                               : D.of<double>({1, 1, 1, 2, -1, 0.5});
        P.Beta = IsInt8Result ? D.of<double>({0, 1, -1})
                              : D.of<double>({0, 0, 1, 1, -1, 2, 0.5});
      } else {
        P.Beta = D.of<double>({0, 1});
      }
      P.HasDeviceScalars = D.oneIn(8);
      P.IsInPlace = D.oneIn(5);
      if (P.IsInPlace) {
        const std::string Type = P.Layouts[MatrixC].Type;
        P.Layouts[MatrixC] = P.Layouts[MatrixD];
        P.Layouts[MatrixC].Type = Type;
      }
      if (!Row->Bias.empty() && D.oneIn(3) && !P.HasPointerArrays) {
        P.Epilogue = D.of<std::string>(
            {"RELU", "BIAS", "RELU_BIAS", "GELU", "GELU_BIAS", "RELU_AUX",
             "RELU_AUX_BIAS", "GELU_AUX", "GELU_AUX_BIAS", "DRELU"});
        const bool Is16 = huntElementBytes(P.Layouts[MatrixD].Type) == 2;
        if (P.hasAux() && (P.Batches > 1 || !Is16))
          P.Epilogue = "BIAS";
        if (P.hasBias())
          P.BiasType = Row->Bias;
        if (P.hasBias() && D.oneIn(8) && !IsFp8)
          P.BiasOffset = 16 * D.below(4);
        if (P.hasAux() && D.oneIn(3))
          P.AuxPad = 1 + D.below(3);
      }
      if (IsFp8) {
        const bool IsFp8Result = huntElementBytes(P.Layouts[MatrixD].Type) == 1;
        P.HasFastAccumulation = D.oneIn(2);
        const bool IsOuter = D.oneIn(6) && !IsFp8Result;
        P.ScaleA = IsOuter ? 'o' : D.oneIn(2) ? 's' : '-';
        P.ScaleB = IsOuter ? 'o' : D.oneIn(2) ? 's' : '-';
        if (IsFp8Result && D.oneIn(2))
          P.ScaleD = 's';
        if (P.ScaleA == 's' && D.oneIn(12))
          P.ScaleOffset = 4 * D.below(8);
      }
    }
    // Smaller until it fits.
    while (!isLegal(P, Limits) && P.Batches > 1)
      P.Batches = P.Batches > 2 ? 2 : 1;
    if (P.Batches == 1)
      P.HasPointerArrays = false;
    if (isLegal(P, Limits))
      return P;
  }
}

} // namespace cublaslt::runtime
