//===-- MatmulSettings.cpp - the matmul of a finding, completed -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulSettings.h"
#include <array>
#include <cstdlib>

namespace cublaslt::runtime {

static const std::vector<std::string> Operations = {
    "CUBLAS_OP_N", "CUBLAS_OP_T", "CUBLAS_OP_C"};
static const std::vector<std::string> Orders = {"CUBLASLT_ORDER_COL",
                                                "CUBLASLT_ORDER_ROW"};

std::string layoutKey(char Matrix, const char *Attribute) {
  return std::string(1, Matrix) + ".CUBLASLT_MATRIX_LAYOUT_" + Attribute;
}

std::string descriptorKey(const char *Attribute) {
  return std::string("matmulDesc.CUBLASLT_MATMUL_DESC_") + Attribute;
}

WitnessShape witnessShape(Planner &P) {
  auto Dimension = [&](char Matrix, const char *Attribute) {
    return P.ruleNumber(P.E.Witness, layoutKey(Matrix, Attribute),
                        DimensionBounds, 0);
  };
  auto IsTransposed = [&](const char *Attribute) {
    auto W = P.witness(descriptorKey(Attribute));
    return W && *W != "CUBLAS_OP_N";
  };
  WitnessShape S;
  S.M = Dimension('D', "ROWS");
  S.N = Dimension('D', "COLS");
  bool TransposeA = IsTransposed("TRANSA"), TransposeB = IsTransposed("TRANSB");
  if (!S.M)
    S.M = Dimension('A', TransposeA ? "COLS" : "ROWS");
  if (!S.N)
    S.N = Dimension('B', TransposeB ? "ROWS" : "COLS");
  S.K = Dimension('A', TransposeA ? "ROWS" : "COLS");
  if (!S.K)
    S.K = Dimension('B', TransposeB ? "COLS" : "ROWS");
  return S;
}

namespace {
/// Which of m, n, k a layout's rows and columns are.
struct LayoutDimensions {
  char Matrix;
  unsigned Rows, Cols;
};
} // namespace

/// Fills rows, columns and leading dimensions.
static void planLayouts(Planner &P, const WitnessShape &Witness,
                        bool TransposeA, bool TransposeB) {
  enum { M, N, K };
  const LayoutDimensions Layouts[] = {
      // D and C first: of several known values the output's decides.
      {'D', M, N},
      {'C', M, N},
      {'A', TransposeA ? K : M, TransposeA ? M : K},
      {'B', TransposeB ? N : K, TransposeB ? K : N},
  };
  std::array<std::optional<uint64_t>, 3> Known;
  for (const LayoutDimensions &L : Layouts) {
    auto Rows = P.knownNumber(layoutKey(L.Matrix, "ROWS"), DimensionBounds);
    auto Cols = P.knownNumber(layoutKey(L.Matrix, "COLS"), DimensionBounds);
    if (Rows && !Known[L.Rows])
      Known[L.Rows] = Rows;
    if (Cols && !Known[L.Cols])
      Known[L.Cols] = Cols;
  }
  const uint64_t FromWitness[] = {Witness.M, Witness.N, Witness.K};
  Settings &S = P.ThePlan.TheSettings;
  for (const LayoutDimensions &L : Layouts) {
    auto Fill = [&](const char *Attribute, unsigned Dimension) {
      std::string Key = layoutKey(L.Matrix, Attribute);
      if (auto Own = P.knownNumber(Key, DimensionBounds)) {
        S.set(Key, *Own);
        return *Own;
      }
      if (!Known[Dimension])
        P.noteFilled(Key);
      uint64_t Value = Known[Dimension].value_or(FromWitness[Dimension]);
      if (Value == 0)
        P.refuse("neither the call nor the rule's witness gives " + Key);
      S.set(Key, Value);
      return Value;
    };
    uint64_t Rows = Fill("ROWS", L.Rows), Cols = Fill("COLS", L.Cols);
    std::string Order =
        P.knownWord(layoutKey(L.Matrix, "ORDER"), Orders).value_or(Orders[0]);
    S.set(layoutKey(L.Matrix, "ORDER"), Order);
    // A leading dimension left open is the tight one.
    std::string Ld = layoutKey(L.Matrix, "LD");
    S.set(Ld, P.knownNumber(Ld, DimensionBounds)
                  .value_or(Order == Orders[0] ? Rows : Cols));
    std::string Batch = layoutKey(L.Matrix, "BATCH_COUNT");
    if (P.isNamed(Batch) && !P.isKnown(Batch))
      P.noteFilled(Batch);
    S.set(Batch, P.knownNumber(Batch, BatchBounds).value_or(1));
  }
}

namespace {
struct TypeKey {
  std::string Key;
  std::string kb::TypeCombination::*Column;
  bool IsComputeType;
};
} // namespace

static const std::vector<TypeKey> &typeKeys() {
  static const std::vector<TypeKey> Keys = {
      {descriptorKey("COMPUTE_TYPE"), &kb::TypeCombination::ComputeType, true},
      {descriptorKey("SCALE_TYPE"), &kb::TypeCombination::ScaleType, false},
      {layoutKey('A', "TYPE"), &kb::TypeCombination::A, false},
      {layoutKey('B', "TYPE"), &kb::TypeCombination::B, false},
      {layoutKey('C', "TYPE"), &kb::TypeCombination::C, false},
      {layoutKey('D', "TYPE"), &kb::TypeCombination::D, false},
  };
  return Keys;
}

/// The allowed combination that agrees with every known type and, of those,
/// with the most of the witness's; null when none agrees.
static const kb::TypeCombination *
bestCombination(const Planner &P, const kb::Api *Api,
                const std::map<std::string, std::string> &Known) {
  const kb::TypeCombination *Best = nullptr;
  int BestScore = -1;
  for (const kb::TypeCombination &Row : Api->Types) {
    if (!Row.IsAllowed)
      continue;
    int Score = 0;
    for (const TypeKey &T : typeKeys()) {
      auto It = Known.find(T.Key);
      if (It != Known.end() && Row.*T.Column != It->second) {
        Score = -1;
        break;
      }
      auto W = P.witness(T.Key);
      Score += W && *W == Row.*T.Column;
    }
    if (Score > BestScore) {
      Best = &Row;
      BestScore = Score;
    }
  }
  return Best;
}

static void planTypes(Planner &P, const kb::Api *Api) {
  std::map<std::string, std::string> Known;
  for (const TypeKey &T : typeKeys())
    if (auto W = P.knownWord(T.Key, T.IsComputeType ? computeTypeWords()
                                                    : dataTypeWords()))
      Known[T.Key] = *W;
  const kb::TypeCombination *Row =
      !Known.empty() && Api ? bestCombination(P, Api, Known) : nullptr;
  Settings &S = P.ThePlan.TheSettings;
  for (const TypeKey &T : typeKeys()) {
    auto It = Known.find(T.Key);
    if (It != Known.end()) {
      S.set(T.Key, It->second);
      continue;
    }
    std::string Word = Row ? Row->*T.Column : P.witness(T.Key).value_or("");
    bool IsKnownWord = T.IsComputeType ? computeType(Word).has_value()
                                       : dataType(Word).has_value();
    if (!IsKnownWord)
      P.refuse("neither the call nor the rule's witness gives a " + T.Key +
               " that can be run" + (Word.empty() ? "" : " (" + Word + ")"));
    S.set(T.Key, Word);
    P.noteFilled(T.Key);
  }
}

void planMatmul(Planner &P, const kb::Api *Api, const WitnessShape &Witness) {
  Settings &S = P.ThePlan.TheSettings;
  bool Transposed[2] = {};
  unsigned I = 0;
  for (const char *Attribute : {"TRANSA", "TRANSB"}) {
    std::string Key = descriptorKey(Attribute);
    // Never set means CUBLAS_OP_N; only a value that the source sets to
    // something unknown is the witness's.
    std::string Word = "CUBLAS_OP_N";
    if (auto K = P.knownWord(Key, Operations)) {
      Word = *K;
    } else if (P.isNamed(Key) || P.witness(Key)) {
      Word = P.witness(Key).value_or(Word);
      P.noteFilled(Key);
    }
    S.set(Key, Word);
    Transposed[I++] = Word != "CUBLAS_OP_N";
  }
  planLayouts(P, Witness, Transposed[0], Transposed[1]);
  planTypes(P, Api);
}

/// \p A * \p B, or nothing on overflow.
static std::optional<uint64_t> times(std::optional<uint64_t> A, uint64_t B) {
  uint64_t Product = 0;
  if (!A || __builtin_mul_overflow(*A, B, &Product))
    return std::nullopt;
  return Product;
}

std::optional<uint64_t> matrixBytes(const Settings &S, char Matrix) {
  auto Number = [&](const char *Attribute) {
    return S.numberOr(layoutKey(Matrix, Attribute), 0);
  };
  unsigned Bits = bitsOf(S.word(layoutKey(Matrix, "TYPE")));
  if (Bits < 8)
    return std::nullopt;
  bool IsRowOrder = S.word(layoutKey(Matrix, "ORDER")) == Orders[1];
  std::optional<uint64_t> Bytes = Number("LD");
  Bytes = times(Bytes, Number(IsRowOrder ? "ROWS" : "COLS"));
  Bytes = times(Bytes, Number("BATCH_COUNT"));
  return times(Bytes, Bits / 8);
}

std::optional<uint64_t> matmulBytes(const Settings &S) {
  uint64_t Sum = 0;
  for (char Matrix : {'A', 'B', 'D'}) {
    auto Bytes = matrixBytes(S, Matrix);
    if (!Bytes || __builtin_add_overflow(Sum, *Bytes, &Sum))
      return std::nullopt;
  }
  return Sum;
}

} // namespace cublaslt::runtime
