//===-- MatmulSettings.cpp - the matmul of a finding, completed -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/problem/MatmulSettings.h"
#include "rules/Types.h"
#include "runtime-check/problem/Enumerators.h"
#include <algorithm>
#include <array>
#include <cstdlib>

namespace cublaslt::runtime {

using findings::Key;

static const std::vector<std::string> Operations = {
    "CUBLAS_OP_N", "CUBLAS_OP_T", "CUBLAS_OP_C"};
static const char ColumnOrder[] = "CUBLASLT_ORDER_COL",
                  RowOrder[] = "CUBLASLT_ORDER_ROW";

WitnessShape witnessShape(Planner &P) {
  auto Dimension = [&](char Matrix, const char *Attribute) {
    return P.ruleNumber(P.E.Witness, layoutKey(Matrix, Attribute),
                        DimensionBounds, 0);
  };
  auto IsTransposed = [&](const char *Attribute) {
    auto W = P.witness(descriptorKey(Attribute));
    return W && *W != "CUBLAS_OP_N";
  };
  auto Given = [&](const char *Side) {
    return P.ruleNumber(P.E.Witness, Side, DimensionBounds, 0);
  };
  WitnessShape S;
  S.M = Given("problem.m");
  S.N = Given("problem.n");
  S.K = Given("problem.k");
  if (S.M && S.N && S.K)
    return S;
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
  const Bounds Dimensions =
      P.AcceptsMistakes ? Bounds{0, DimensionBounds.Greatest} : DimensionBounds;
  const Bounds Batches =
      P.AcceptsMistakes ? Bounds{0, BatchBounds.Greatest} : BatchBounds;
  std::array<std::optional<uint64_t>, 3> Known;
  std::optional<uint64_t> KnownBatch;
  for (const LayoutDimensions &L : Layouts) {
    auto Rows = P.knownNumber(layoutKey(L.Matrix, "ROWS"), Dimensions);
    auto Cols = P.knownNumber(layoutKey(L.Matrix, "COLS"), Dimensions);
    if (!KnownBatch)
      KnownBatch = P.knownNumber(layoutKey(L.Matrix, "BATCH_COUNT"), Batches);
    if (Rows && !Known[L.Rows])
      Known[L.Rows] = Rows;
    if (Cols && !Known[L.Cols])
      Known[L.Cols] = Cols;
  }
  const uint64_t FromWitness[] = {Witness.M, Witness.N, Witness.K};
  Settings &S = P.ThePlan.TheSettings;
  for (const LayoutDimensions &L : Layouts) {
    auto Fill = [&](const char *Attribute, unsigned Dimension) {
      const Key Key = layoutKey(L.Matrix, Attribute);
      if (auto Own = P.knownNumber(Key, Dimensions)) {
        S.set(Key, *Own);
        return *Own;
      }
      if (!Known[Dimension])
        P.noteFilled(Key);
      uint64_t Value = Known[Dimension].value_or(FromWitness[Dimension]);
      if (Value == 0 && !Known[Dimension])
        P.refuse("neither the call nor the rule's witness gives " + Key.str());
      S.set(Key, Value);
      return Value;
    };
    uint64_t Rows = Fill("ROWS", L.Rows), Cols = Fill("COLS", L.Cols);
    // D stands before C, which has its order unless the call says otherwise.
    std::string Order =
        P.knownWord(layoutKey(L.Matrix, "ORDER"),
                    enumeratorsOf("CUBLASLT_ORDER_"))
            .value_or(L.Matrix == 'C' ? S.word(layoutKey('D', "ORDER"))
                                      : ColumnOrder);
    S.set(layoutKey(L.Matrix, "ORDER"), Order);
    // A leading dimension left open is the tight one; the interleaved orders
    // count it over 32 columns.
    const Key Ld = layoutKey(L.Matrix, "LD");
    S.set(Ld, P.knownNumber(Ld, Dimensions)
                  .value_or(Order == ColumnOrder ? Rows
                            : Order == RowOrder  ? Cols
                                                 : 32 * Rows));
    const Key Batch = layoutKey(L.Matrix, "BATCH_COUNT");
    if (P.isNamed(Batch) && !P.isKnown(Batch))
      P.noteFilled(Batch);
    S.set(Batch,
          P.knownNumber(Batch, Batches).value_or(KnownBatch.value_or(1)));
  }
}

namespace {
/// One column of the table of types.
struct TypeKey {
  std::string Key; // of the settings
  unsigned Column;
  bool IsComputeType;
};
} // namespace

static const std::vector<TypeKey> &typeKeys() {
  static const std::vector<TypeKey> Keys = {
      {descriptorKey("COMPUTE_TYPE"), rules::ComputeColumn, true},
      {descriptorKey("SCALE_TYPE"), rules::ScaleColumn, false},
      {layoutKey('A', "TYPE"), rules::AColumn, false},
      {layoutKey('B', "TYPE"), rules::BColumn, false},
      {layoutKey('C', "TYPE"), rules::CColumn, false},
      {layoutKey('D', "TYPE"), rules::DColumn, false},
  };
  return Keys;
}

/// The allowed combination that agrees with the known types and, of those,
/// with the most of the witness's; null when none agrees with all that is
/// known, unless \p NeedNotAgree: then the one that agrees with most.
static const kb::TypeCombination *
bestCombination(const Planner &P, const kb::Api *Api,
                const std::map<std::string, std::string> &Known,
                bool NeedNotAgree) {
  const kb::TypeCombination *Best = nullptr;
  size_t BestScore = 0;
  for (const kb::TypeCombination &Row : Api->Types) {
    if (!Row.IsAllowed)
      continue;
    size_t Agreeing = 0, OfWitness = 0;
    bool CanRun = true;
    for (const TypeKey &T : typeKeys()) {
      auto It = Known.find(T.Key);
      if (It == Known.end())
        CanRun &= T.IsComputeType || bitsOf(rules::cell(Row, T.Column)) != 0;
      else
        Agreeing += rules::cell(Row, T.Column) == It->second;
      auto W = P.witness(T.Key);
      OfWitness += W && *W == rules::cell(Row, T.Column);
    }
    if (!CanRun || (Agreeing < Known.size() && !NeedNotAgree))
      continue;
    size_t Score = 1 + Agreeing * (typeKeys().size() + 1) + OfWitness;
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
      Api && (!Known.empty() || P.AcceptsMistakes)
          ? bestCombination(P, Api, Known, P.AcceptsMistakes)
          : nullptr;
  Settings &S = P.ThePlan.TheSettings;
  for (const TypeKey &T : typeKeys()) {
    auto It = Known.find(T.Key);
    if (It != Known.end()) {
      S.set(T.Key, It->second);
      continue;
    }
    std::string Word =
        Row ? rules::cell(*Row, T.Column) : P.witness(T.Key).value_or("");
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
    const Key Key = descriptorKey(Attribute);
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
  bool IsRowOrder = S.word(layoutKey(Matrix, "ORDER")) == RowOrder;
  std::optional<uint64_t> Bytes = Number("LD");
  Bytes = times(Bytes, Number(IsRowOrder ? "ROWS" : "COLS"));
  // A mistaken shape must not make the run write where it should not.
  Bytes = std::max(Bytes, times(Number("ROWS"), Number("COLS")));
  if (auto Stride = S.number(layoutKey(Matrix, "STRIDED_BATCH_OFFSET")))
    Bytes = std::max(Bytes, std::optional<uint64_t>(*Stride));
  Bytes = times(Bytes, Number("BATCH_COUNT"));
  return times(Bytes, Bits / 8);
}

uint64_t batchStride(const Settings &S, char Matrix) {
  bool IsRowOrder = S.word(layoutKey(Matrix, "ORDER")) == RowOrder;
  return S.numberOr(layoutKey(Matrix, "LD"), 1) *
         S.numberOr(layoutKey(Matrix, IsRowOrder ? "ROWS" : "COLS"), 1);
}

bool hasOwnC(const Settings &S) {
  std::string Word = S.word("argument.C");
  if (S.has(Key::ofMatrix('C', findings::OwnKey::MisalignedBytes)))
    return true;
  if (!Word.empty())
    return Word != "D";
  return S.word(layoutKey('C', "TYPE")) != S.word(layoutKey('D', "TYPE"));
}

uint64_t matrixOffset(const Settings &S, char Matrix) {
  return std::min<uint64_t>(
      S.numberOr(Key::ofMatrix(Matrix, findings::OwnKey::MisalignedBytes), 0),
      128);
}

bool forAttributes(const Settings &S, const std::string &Object,
                   const std::function<bool(const std::string &Name,
                                            const std::string &Key)> &Set) {
  for (const auto &Entry : S.Values) {
    const Key Of = Key::written(Entry.first);
    if (Of.kind() == Key::Kind::Attribute && Of.object() == Object &&
        !Set(std::string(Of.name()), Entry.first))
      return false;
  }
  return true;
}

std::optional<uint64_t> matmulBytes(const Settings &S) {
  uint64_t Sum = 0;
  for (char Matrix : {'A', 'B', 'C', 'D'}) {
    if (Matrix == 'C' && !hasOwnC(S))
      continue;
    auto Bytes = matrixBytes(S, Matrix);
    if (!Bytes || __builtin_add_overflow(Sum, *Bytes, &Sum))
      return std::nullopt;
  }
  return Sum;
}

} // namespace cublaslt::runtime
