//===-- Minimiser.cpp - the smallest problem that fails alike -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/Minimiser.h"

namespace cublaslt::runtime {

namespace {

/// Holds the smallest problem so far.
class Search {
public:
  Search(const HuntFailure &Failure, const HuntLimits &Limits,
         const HuntTrial &Try, unsigned MostTrials,
         const std::function<bool()> &IsOver)
      : Limits(Limits), Try(Try), MostTrials(MostTrials), IsOver(IsOver) {
    Result.Failure = Failure;
    Wanted = huntConfigFrom(Failure.Config);
    if (auto P = huntProblemFrom(Failure.Problem))
      Best = *P;
  }

  /// Whether \p P fails as the original did; then it is the smallest so far.
  bool accepts(const HuntProblem &P) {
    if (!isLegal(P, Limits) || Result.Trials >= MostTrials || IsOver())
      return false;
    ++Result.Trials;
    const auto Seen = Try(P, Result.Failure.Config);
    if (!Seen || kindOf(*Seen) != kindOf(Result.Failure))
      return false;
    const auto C = huntConfigFrom(Seen->Config);
    if (Wanted && C && C->Id != Wanted->Id)
      return false;
    Result.Failure = *Seen;
    Best = P;
    return true;
  }

  /// Tries the problem with \p Change; a change without effect is not a trial.
  template <typename Function> bool with(Function Change) {
    HuntProblem P = Best;
    Change(P);
    return P.text() != Best.text() && accepts(P);
  }

  bool attributes();
  bool dimension(int64_t HuntProblem::*Field);

  HuntProblem Best;
  Minimised Result;

private:
  /// A result that was not written is a wrong one.
  static std::string kindOf(const HuntFailure &F) {
    return F.Kind == "unwritten" ? "wrong" : F.Kind;
  }

  const HuntLimits &Limits;
  const HuntTrial &Try;
  const unsigned MostTrials;
  const std::function<bool()> &IsOver;
  std::optional<HuntConfig> Wanted;
};

} // namespace

bool Search::attributes() {
  bool Any = false;
  // Everything at once first: it is often enough.
  Any |= with([](HuntProblem &P) {
    P.Batches = 1;
    P.HasPointerArrays = P.HasDeviceScalars = P.HasFastAccumulation = false;
    P.Epilogue = "DEFAULT";
    P.BiasType.clear();
    P.BiasOffset = P.AuxPad = 0;
    P.ScaleA = P.ScaleB = P.ScaleC = P.ScaleD = '-';
    P.ScaleOffset = 0;
    P.Alpha = 1;
    for (HuntLayout &L : P.Layouts) {
      L.StridePad = L.Offset = 0;
      L.IsShared = false;
    }
  });
  Any |= with([](HuntProblem &P) {
    P.Batches = 1;
    P.HasPointerArrays = false;
    for (HuntLayout &L : P.Layouts) {
      L.StridePad = 0;
      L.IsShared = false;
    }
  });
  Any |= with([](HuntProblem &P) { P.HasPointerArrays = false; });
  Any |= with([](HuntProblem &P) {
    P.Epilogue = "DEFAULT";
    P.BiasType.clear();
    P.BiasOffset = P.AuxPad = 0;
  });
  Any |= with([](HuntProblem &P) { P.BiasOffset = P.AuxPad = 0; });
  Any |= with([](HuntProblem &P) { P.HasDeviceScalars = false; });
  Any |= with([](HuntProblem &P) { P.HasFastAccumulation = false; });
  Any |= with([](HuntProblem &P) {
    P.ScaleA = P.ScaleB = P.ScaleC = P.ScaleD = '-';
    P.ScaleOffset = 0;
  });
  Any |= with([](HuntProblem &P) { P.ScaleOffset = 0; });
  Any |= with([](HuntProblem &P) { P.IsInPlace = false; });
  Any |= with([](HuntProblem &P) { P.Alpha = 1; });
  Any |= with([](HuntProblem &P) { P.Beta = 0; });
  if (Best.Beta != 0)
    Any |= with([](HuntProblem &P) { P.Beta = 1; });
  Any |= with([](HuntProblem &P) { P.Layouts[MatrixC].Pad = P.Layouts[MatrixD].Pad; });
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    Any |= with([&](HuntProblem &P) { P.Layouts[Matrix].Offset = 0; });
    Any |= with([&](HuntProblem &P) { P.Layouts[Matrix].Pad = 0; });
    Any |= with([&](HuntProblem &P) { P.Layouts[Matrix].StridePad = 0; });
    Any |= with([&](HuntProblem &P) { P.Layouts[Matrix].IsShared = false; });
    Any |= with([&](HuntProblem &P) { P.Layouts[Matrix].IsRowOrder = false; });
  }
  Any |= with([](HuntProblem &P) { P.OpA = 'N'; });
  Any |= with([](HuntProblem &P) { P.OpB = 'N'; });
  return Any;
}

bool Search::dimension(int64_t HuntProblem::*Field) {
  bool Any = false;
  // The powers of two from below, then by halves of what lies above.
  for (int64_t V = 1; V < Best.*Field; V *= 2)
    if (with([&](HuntProblem &P) { P.*Field = V; })) {
      Any = true;
      break;
    }
  for (int64_t Step = Best.*Field / 2; Step >= 1; Step /= 2) {
    const int64_t Down = Step >= 8 ? Step / 8 * 8 : Step;
    while (Best.*Field > Down &&
           with([&](HuntProblem &P) { P.*Field -= Down; }))
      Any = true;
  }
  return Any;
}

Minimised minimise(const HuntFailure &Failure, const HuntLimits &Limits,
                   const HuntTrial &Try, unsigned MostTrials,
                   const std::function<bool()> &IsOver) {
  Search S(Failure, Limits, Try, MostTrials, IsOver);
  if (Failure.Problem.empty() || !S.accepts(S.Best))
    return S.Result;
  S.Result.IsRepeated = true;
  for (int Round = 0; Round < 3; ++Round) {
    bool Any = S.attributes();
    if (S.Best.Batches > 1)
      Any |= S.dimension(&HuntProblem::Batches);
    for (int64_t HuntProblem::*Field :
         {&HuntProblem::M, &HuntProblem::N, &HuntProblem::K})
      Any |= S.dimension(Field);
    if (!Any)
      break;
  }
  return S.Result;
}

static std::string shortType(const std::string &Type) {
  return Type.rfind("CUDA_", 0) == 0 ? Type.substr(5) : Type;
}

std::string describedForPeople(const HuntProblem &P, const HuntConfig &C) {
  auto Number = [](int64_t V) { return std::to_string(V); };
  std::string Text = shortType(P.Layouts[MatrixA].Type) + " x " +
                     shortType(P.Layouts[MatrixB].Type) + " to " +
                     shortType(P.Layouts[MatrixD].Type) + " " + P.OpA + P.OpB +
                     ", " + Number(P.M) + " x " + Number(P.N) + " x " +
                     Number(P.K);
  if (P.Compute != "CUBLAS_COMPUTE_32F")
    Text += ", " + P.Compute;
  if (P.Batches > 1)
    Text += ", " + Number(P.Batches) +
            (P.HasPointerArrays ? " batches by pointers" : " batches");
  for (int Matrix = MatrixA; Matrix <= MatrixD; ++Matrix) {
    const HuntLayout &L = P.Layouts[Matrix];
    const std::string Name(1, static_cast<char>('A' + Matrix));
    if (L.Pad || L.IsRowOrder)
      Text += ", " + Name + (L.IsRowOrder ? " by rows" : "") + " ld " +
              Number(P.leadingDimension(Matrix));
    if (L.Offset)
      Text += ", " + Name + " at +" + Number(L.Offset);
    if (P.Batches > 1 && (L.IsShared || L.StridePad))
      Text += ", " + Name + " stride " + Number(P.stride(Matrix));
  }
  char Scalars[64];
  if (P.Alpha != 1 || P.Beta != 0) {
    std::snprintf(Scalars, sizeof Scalars, ", alpha %g, beta %g", P.Alpha,
                  P.Beta);
    Text += Scalars;
  }
  if (P.IsInPlace)
    Text += ", C is D";
  if (P.HasDeviceScalars)
    Text += ", scalars on the device";
  if (P.Epilogue != "DEFAULT")
    Text += ", " + P.Epilogue;
  if (P.ScaleA == 'o')
    Text += ", OUTER_VEC scales";
  Text += "; algorithm " + Number(C.Id) + ", tile " + Number(C.Tile) +
          ", stages " + Number(C.Stages);
  if (C.SplitK > 1)
    Text += ", SPLITK_NUM " + Number(C.SplitK) + " (reduction " +
            Number(C.Reduction) + ")";
  if (C.Cluster)
    Text += ", cluster " + Number(C.Cluster);
  return Text;
}

} // namespace cublaslt::runtime
