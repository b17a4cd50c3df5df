//===-- HuntProblem.cpp - one random problem ------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntProblem.h"
#include "findings/MatmulKeys.h"
#include <algorithm>
#include <cmath>

namespace cublaslt::runtime {

namespace {
struct TypeRow {
  const char *Name;
  int Number;
  unsigned Bytes;
  int SignificantBits; ///< whole numbers up to 2 to this are exact
};
} // namespace

static const TypeRow Types[] = {
    {"CUDA_R_32F", 0, 4, 24},     {"CUDA_R_64F", 1, 8, 53},
    {"CUDA_R_16F", 2, 2, 11},     {"CUDA_R_8I", 3, 1, 6},
    {"CUDA_C_32F", 4, 8, 24},     {"CUDA_C_64F", 5, 16, 53},
    {"CUDA_C_16F", 6, 4, 11},     {"CUDA_C_8I", 7, 2, 6},
    {"CUDA_R_32I", 10, 4, 24},    {"CUDA_R_16BF", 14, 2, 8},
    {"CUDA_C_16BF", 15, 4, 8},    {"CUDA_R_8F_E4M3", 28, 1, 4},
    {"CUDA_R_8F_E5M2", 29, 1, 3},
};

static const TypeRow *row(const std::string &Type) {
  for (const TypeRow &R : Types)
    if (Type == R.Name)
      return &R;
  return nullptr;
}

unsigned huntElementBytes(const std::string &Type) {
  const TypeRow *R = row(Type);
  return R ? R->Bytes : 0;
}

int huntTypeNumber(const std::string &Type) {
  const TypeRow *R = row(Type);
  return R ? R->Number : -1;
}

int64_t HuntProblem::rows(int Matrix) const {
  switch (Matrix) {
  case MatrixA:
    return OpA == 'N' ? M : K;
  case MatrixB:
    return OpB == 'N' ? K : N;
  default:
    return M;
  }
}

int64_t HuntProblem::cols(int Matrix) const {
  switch (Matrix) {
  case MatrixA:
    return OpA == 'N' ? K : M;
  case MatrixB:
    return OpB == 'N' ? N : K;
  default:
    return N;
  }
}

int64_t HuntProblem::leadingDimension(int Matrix) const {
  const HuntLayout &L = Layouts[Matrix];
  return (L.IsRowOrder ? cols(Matrix) : rows(Matrix)) + L.Pad;
}

static int64_t matrixSlots(const HuntProblem &P, int Matrix) {
  const bool IsRow = P.Layouts[Matrix].IsRowOrder;
  return P.leadingDimension(Matrix) * (IsRow ? P.rows(Matrix) : P.cols(Matrix));
}

int64_t HuntProblem::stride(int Matrix) const {
  const HuntLayout &L = Layouts[Matrix];
  return L.IsShared ? 0 : matrixSlots(*this, Matrix) + L.StridePad;
}

int64_t HuntProblem::extent(int Matrix) const {
  return stride(Matrix) * (Batches - 1) + matrixSlots(*this, Matrix);
}

int64_t HuntProblem::extentBytes(int Matrix) const {
  return extent(Matrix) * huntElementBytes(Layouts[Matrix].Type);
}

static int64_t powerIn(int64_t Bytes) {
  return Bytes == 0 ? 256 : std::min<int64_t>(256, Bytes & -Bytes);
}

int64_t HuntProblem::alignment(int Matrix) const {
  const int64_t Size = huntElementBytes(Layouts[Matrix].Type);
  return std::min({powerIn(Layouts[Matrix].Offset),
                   powerIn(leadingDimension(Matrix) * Size),
                   Batches > 1 ? powerIn(stride(Matrix) * Size) : 256});
}

int64_t HuntProblem::addressAlignment(int Matrix) const {
  const int64_t Size = huntElementBytes(Layouts[Matrix].Type);
  return std::min(
      powerIn(Layouts[Matrix].Offset),
      HasPointerArrays && Batches > 1 ? powerIn(stride(Matrix) * Size) : 256);
}

bool HuntProblem::isAligned() const {
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix)
    if (addressAlignment(Matrix) < 256)
      return false;
  return true;
}

bool HuntProblem::isComplex() const {
  return Layouts[MatrixA].Type.rfind("CUDA_C_", 0) == 0;
}

bool HuntProblem::isFp8() const {
  return Layouts[MatrixA].Type.rfind("CUDA_R_8F_", 0) == 0;
}

bool HuntProblem::hasBias() const {
  return Epilogue.find("BIAS") != std::string::npos;
}

bool HuntProblem::hasAux() const {
  return Epilogue.find("AUX") != std::string::npos || Epilogue == "DRELU";
}

int64_t HuntProblem::auxLeadingDimension() const {
  const int64_t Unit = Epilogue.find("GELU") != std::string::npos ? 8 : 128;
  return (M + Unit - 1) / Unit * Unit + AuxPad * Unit;
}

int64_t HuntProblem::auxBytes() const {
  return hasAux() ? auxLeadingDimension() * N *
                        int64_t(huntElementBytes(Layouts[MatrixD].Type))
                  : 0;
}

HuntActivation HuntProblem::activation() const {
  if (Epilogue == "DRELU")
    return DReluActivation;
  if (Epilogue.rfind("RELU", 0) == 0)
    return ReluActivation;
  return Epilogue.rfind("GELU", 0) == 0 ? GeluActivation : NoActivation;
}

/// How many sums of one fit into D's type, so that nothing is rounded; what a
/// split-K algorithm keeps in D's type between its parts included.
static int64_t exactTerms(const HuntProblem &P) {
  int Bits = 24;
  for (int Matrix : {MatrixC, MatrixD}) {
    const TypeRow *R = row(P.Layouts[Matrix].Type);
    Bits = std::min(Bits, R ? R->SignificantBits : 0);
  }
  if (P.Compute.find("COMPUTE_16F") != std::string::npos)
    Bits = std::min(Bits, 11);
  const double Factor = std::fabs(P.Alpha) * (P.ScaleA == 's' ? 2 : 1) *
                        (P.ScaleB == 's' ? 0.5 : 1);
  // In units of the smallest summand.
  const double Unit = std::min(
      {Factor, P.Beta == 0 ? 1e9 : std::fabs(P.Beta), P.hasBias() ? 1.0 : 1e9});
  double Room = std::ldexp(1.0, Bits) * Unit;
  if (P.Beta != 0)
    Room -= std::fabs(P.Beta);
  if (P.hasBias())
    Room -= 1;
  Room /= Factor;
  for (char Scale : {P.ScaleA, P.ScaleB})
    if (Scale == 'o')
      Room /= 2;
  if (P.isComplex())
    Room /= 2;
  return static_cast<int64_t>(std::max(Room, 0.0));
}

HuntData huntData(const HuntProblem &P) {
  constexpr int64_t MostStrata = 80, MostTail = 24;
  HuntData D = {};
  D.Seed = P.Seed;
  D.M = static_cast<int>(P.M);
  D.N = static_cast<int>(P.N);
  D.K = static_cast<int>(P.K);
  D.Batches = static_cast<int>(P.Batches);
  const int64_t Room = std::max<int64_t>(exactTerms(P), 2);
  const int64_t Tail = std::min({P.K, MostTail, Room / 2});
  D.Tail = static_cast<int>(Tail);
  D.Strata = static_cast<int>(std::min({P.K - Tail, MostStrata, Room - Tail}));
  // A part of K that has no stratum must not exist.
  if (D.Strata == 0 && P.K > Tail)
    D.Strata = 1;
  D.ConjugateA = P.OpA == 'C';
  D.ConjugateB = P.OpB == 'C';
  D.SharedA = P.Layouts[MatrixA].IsShared;
  D.SharedB = P.Layouts[MatrixB].IsShared;
  D.SharedC = P.Layouts[MatrixC].IsShared && !P.IsInPlace;
  D.IsComplex = P.isComplex();
  D.HasBias = P.hasBias();
  D.Activation = P.activation();
  D.OuterScaleA = P.ScaleA == 'o';
  D.OuterScaleB = P.ScaleB == 'o';
  D.Alpha = P.Alpha;
  D.Beta = P.Beta;
  D.ScaleA = P.ScaleA == 's' ? 2 : 1;
  D.ScaleB = P.ScaleB == 's' ? 0.5 : 1;
  D.ScaleC = 1;
  D.ScaleD = P.ScaleD == 's' ? 2 : 1;
  return D;
}

bool isExact(const HuntProblem &P) {
  return P.activation() != GeluActivation && exactTerms(P) >= 2;
}

HuntMatrix huntMatrix(const HuntProblem &P, int Matrix, int64_t GuardBytes) {
  const HuntLayout &Layout = P.Layouts[Matrix];
  HuntMatrix L = {};
  L.Type = huntTypeNumber(Layout.Type);
  L.ElementBytes = static_cast<int>(huntElementBytes(Layout.Type));
  L.IsRowOrder = Layout.IsRowOrder;
  L.IsTransposed = (Matrix == MatrixA && P.OpA != 'N') ||
                   (Matrix == MatrixB && P.OpB != 'N');
  L.Batches = Layout.IsShared ? 1 : static_cast<int>(P.Batches);
  // Not a number where the type has one, else a number that no sum reaches.
  L.Poison = Layout.Type.find("I") != std::string::npos ? 0x7f : 0xff;
  L.Rows = P.rows(Matrix);
  L.Cols = P.cols(Matrix);
  L.Ld = P.leadingDimension(Matrix);
  L.Stride = P.stride(Matrix);
  L.Guard = (GuardBytes + Layout.Offset) / L.ElementBytes;
  L.Slots = P.extent(Matrix) + 2 * L.Guard;
  return L;
}

findings::CallSpecification factsOf(const HuntProblem &P, const HuntConfig &C) {
  findings::CallSpecification Call;
  using findings::Key;
  auto Set = [&](const Key &Of, auto Value) { Call.Values[Of].Known = Value; };
  auto Op = [](char Letter) { return std::string("CUBLAS_OP_") + Letter; };
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const std::string Name(1, static_cast<char>('A' + Matrix));
    auto Layout = [&](const char *Attribute) {
      return findings::layoutKey(Name[0], Attribute);
    };
    const HuntLayout &L = P.Layouts[Matrix];
    Set(Layout("TYPE"), L.Type);
    Set(Layout("ROWS"), P.rows(Matrix));
    Set(Layout("COLS"), P.cols(Matrix));
    Set(Layout("LD"), P.leadingDimension(Matrix));
    Set(Layout("ORDER"), std::string(L.IsRowOrder ? "CUBLASLT_ORDER_ROW"
                                                  : "CUBLASLT_ORDER_COL"));
    Set(Layout("BATCH_COUNT"), P.Batches);
    Set(Layout("STRIDED_BATCH_OFFSET"), P.stride(Matrix));
    Set(Key::written(Name + ".alignment"), P.alignment(Matrix));
    Set(Key::written(Name + ".leadingBytes"),
        P.leadingDimension(Matrix) * int64_t(huntElementBytes(L.Type)));
    Set(Key::argument(Name), L.Offset == 0 ? int64_t(4096) : L.Offset);
  }
  Set(findings::descriptorKey("COMPUTE_TYPE"), P.Compute);
  Set(findings::descriptorKey("SCALE_TYPE"), P.Scale);
  Set(findings::descriptorKey("TRANSA"), Op(P.OpA));
  Set(findings::descriptorKey("TRANSB"), Op(P.OpB));
  Set(findings::descriptorKey("EPILOGUE"), "CUBLASLT_EPILOGUE_" + P.Epilogue);
  if (P.ScaleA == 's')
    Set(findings::descriptorKey("A_SCALE_POINTER"),
        int64_t(4096) + P.ScaleOffset);
  auto Scalar = [&](const Key &Of, double Value) {
    if (Value == std::floor(Value))
      Set(Of, static_cast<int64_t>(Value));
    else
      Set(Of, Value);
  };
  Scalar(Key::argument("alpha"), P.Alpha);
  Scalar(Key::argument("beta"), P.Beta);
  auto Config = [](const char *Attribute) {
    return Key::attribute("algorithm",
                          std::string("CUBLASLT_ALGO_CONFIG_") + Attribute);
  };
  Set(Config("ID"), C.Id);
  Set(Config("TILE_ID"), C.Tile);
  Set(Config("STAGES_ID"), C.Stages);
  Set(Config("SPLITK_NUM"), C.SplitK);
  Set(Config("REDUCTION_SCHEME"), C.Reduction);
  Set(Config("CTA_SWIZZLING"), C.Swizzle);
  Set(Config("CUSTOM_OPTION"), C.Custom);
  Set(Config("INNER_SHAPE_ID"), C.Inner);
  Set(Config("CLUSTER_SHAPE_ID"), C.Cluster);
  return Call;
}

} // namespace cublaslt::runtime
