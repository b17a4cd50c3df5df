//===-- HuntRunner.cpp - runs one problem with many algorithms ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/hunt/HuntRunner.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

namespace cublaslt::runtime {

std::string HuntRunner::start(const HuntLimits &Limits) {
  std::string Error;
  Lt = CublasLt::load(Error);
  if (!Lt)
    return Error;
  // Which defects to leave out is said in each request.
  Known = std::make_unique<KnownDefects>(kb::KnowledgeBase::builtin(), "", "");
  Error = Kernels.load();
  if (Error.empty())
    Error = Memory.allocate(Limits);
  if (!Error.empty())
    return Error;
  if (cudaStreamCreateWithFlags(&Stream, cudaStreamNonBlocking) ||
      cudaMallocHost(reinterpret_cast<void **>(&Counts),
                     HuntMemory::MostRuns * sizeof(HuntCount)))
    return "no stream or pinned memory can be had on the device";
  const cublasStatus_t Status = Lt->Create(&Handle);
  if (Status != CUBLAS_STATUS_SUCCESS)
    return "cublasLtCreate: " + Lt->statusName(Status);
  return "";
}

/// A column of numbers for a region that is no matrix.
static HuntMatrix columnOf(const std::string &Type, int64_t Rows,
                           int64_t Offset) {
  HuntMatrix L = {};
  L.Type = huntTypeNumber(Type);
  L.ElementBytes = static_cast<int>(huntElementBytes(Type));
  L.Batches = 1;
  L.Poison = 0xff;
  L.Rows = L.Ld = Rows;
  L.Cols = 1;
  L.Guard = (HuntMemory::GuardBytes + Offset) / L.ElementBytes;
  L.Slots = Rows + 2 * L.Guard;
  return L;
}

/// The matrix that an epilogue writes or reads: ReLU's bits as bytes, or GELU's
/// input.
static HuntMatrix auxOf(const HuntProblem &P) {
  const bool IsMask = P.activation() != GeluActivation;
  HuntMatrix L = columnOf(IsMask ? "CUDA_R_8I" : P.Layouts[MatrixD].Type, 1, 0);
  const int64_t Ld = P.auxLeadingDimension();
  L.Rows = IsMask ? (P.M + 7) / 8 : P.M;
  L.Ld = IsMask ? Ld / 8 : Ld;
  L.Cols = P.N;
  L.Slots = L.Ld * L.Cols + 2 * L.Guard;
  return L;
}

void HuntRunner::fillInputs(const HuntProblem &P, const HuntData &D) {
  for (int Matrix = MatrixA; Matrix <= MatrixC; ++Matrix)
    if (Matrix != MatrixC || !P.IsInPlace)
      Kernels.fill(Memory.region(P, Matrix),
                   huntMatrix(P, Matrix, HuntMemory::GuardBytes), D,
                   static_cast<HuntRegion>(RegionA + Matrix), Stream);
  if (P.hasBias())
    Kernels.fill(Memory.Bias.get(), columnOf(P.BiasType, P.M, P.BiasOffset), D,
                 RegionBias, Stream);
  if (P.Epilogue == "DRELU")
    Kernels.fill(Memory.Aux.get(), auxOf(P), D, RegionMask, Stream);
  const char Modes[] = {P.ScaleA, P.ScaleB};
  for (int I = 0; I < 2; ++I)
    if (Modes[I] == 'o')
      Kernels.fill(Memory.Scales[I].get(),
                   columnOf("CUDA_R_32F", I ? P.N : P.M, 0), D,
                   I ? RegionScaleB : RegionScaleA, Stream);
  const float Values[] = {
      static_cast<float>(D.ScaleA), static_cast<float>(D.ScaleB),
      static_cast<float>(D.ScaleC), static_cast<float>(D.ScaleD)};
  const char All[] = {P.ScaleA, P.ScaleB, P.ScaleC, P.ScaleD};
  for (int I = 0; I < 4; ++I)
    if (All[I] == 's')
      cudaMemcpyAsync(static_cast<char *>(Memory.Scales[I].get()) +
                          (I == 0 ? P.ScaleOffset : 0),
                      &Values[I], sizeof Values[I], cudaMemcpyHostToDevice,
                      Stream);
  Kernels.reference(static_cast<double *>(Memory.Reference.get()), D, Stream);
}

/// What rounding may do where sums are not exact: GELU's own approximation,
/// and types so narrow that two summands do not fit.
static std::pair<double, double> boundsOf(const HuntProblem &P) {
  if (isExact(P))
    return {0, 0};
  const std::string &Type = P.Layouts[MatrixD].Type;
  const double Step = Type == "CUDA_R_8F_E5M2"   ? 0.25
                      : Type == "CUDA_R_8F_E4M3" ? 0.125
                      : Type == "CUDA_R_16BF"    ? 1.0 / 128
                                                 : 1.0 / 1024;
  const double Sum =
      P.activation() == GeluActivation
          ? 0.004
          : 2 * Step * (4 * std::fabs(P.Alpha) + std::fabs(P.Beta) + 1);
  return {Sum, 2 * Step};
}

void HuntRunner::execute(const HuntProblem &P, const HuntData &D,
                         HuntCall &Call, Run &Which, HuntCount *Count) {
  const HuntMatrix Result = huntMatrix(P, MatrixD, HuntMemory::GuardBytes);
  void *Region = Memory.region(P, MatrixD);
  if (P.IsInPlace)
    Kernels.fill(Region, Result, D, RegionC, Stream);
  else
    cudaMemsetAsync(Region, static_cast<int>(Result.Poison),
                    static_cast<size_t>(Result.Slots * Result.ElementBytes),
                    Stream);
  const HuntMatrix Aux = P.hasAux() ? auxOf(P) : HuntMatrix();
  const bool WritesAux = P.hasAux() && P.Epilogue != "DRELU";
  if (WritesAux)
    cudaMemsetAsync(Memory.Aux.get(), 0xff,
                    static_cast<size_t>(Aux.Slots * Aux.ElementBytes), Stream);
  const size_t Workspace = Which.Algorithm.workspaceSize;
  cudaMemsetAsync(Memory.Workspace.get(), 0xff,
                  Workspace + HuntMemory::WorkspaceGuard, Stream);
  Which.Status = Call.matmul(Which.Algorithm, Stream);
  if (Which.Status != CUBLAS_STATUS_SUCCESS)
    return;
  const auto *Reference = static_cast<double *>(Memory.Reference.get());
  const auto [Absolute, Relative] = boundsOf(P);
  Kernels.compare(Region, Result, D, Reference, P.activation(), Absolute,
                  Relative, Count, Stream);
  Kernels.guard(static_cast<char *>(Memory.Workspace.get()) + Workspace,
                HuntMemory::WorkspaceGuard, 0xff, Count, Stream);
  if (!WritesAux)
    return;
  if (P.activation() == ReluActivation)
    Kernels.compareMask(Memory.Aux.get(), Aux, D, Reference, Count, Stream);
  const auto *Bytes = static_cast<char *>(Memory.Aux.get());
  Kernels.guard(Bytes, HuntMemory::GuardBytes, 0xff, Count, Stream);
  Kernels.guard(Bytes + (Aux.Slots - Aux.Guard) * Aux.ElementBytes,
                HuntMemory::GuardBytes, 0xff, Count, Stream);
}

bool HuntRunner::nearConfig(const HuntProblem &P, HuntCall &Call,
                            const Run &From, uint64_t Draw, Run &Into) {
  HuntConfig C = From.Config;
  auto Pick = [&](int64_t Bound) {
    const auto Chosen = static_cast<int64_t>(Draw % Bound);
    Draw = Draw / static_cast<uint64_t>(Bound) * 0x9e3779b97f4a7c15ULL + 7;
    Draw ^= Draw >> 29;
    return Chosen;
  };
  static constexpr int64_t Splits[] = {2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 19, 24};
  switch (Pick(6)) {
  case 0:
  case 1:
    C.SplitK = Splits[Pick(12)];
    if (!C.Reduction)
      C.Reduction = int64_t(1) << Pick(3);
    break;
  case 2:
    C.Stages = std::max<int64_t>(0, C.Stages + Pick(7) - 3);
    break;
  case 3:
    C.Tile = std::max<int64_t>(0, C.Tile + Pick(9) - 4);
    break;
  case 4:
    C.Swizzle = Pick(2);
    C.Custom = Pick(4);
    break;
  default:
    C.Cluster = Pick(16);
  }
  Into = Run();
  Into.Config = C;
  return !(C == From.Config) &&
         Call.algorithmOf(P, C, Into.Algorithm) == CUBLAS_STATUS_SUCCESS &&
         Into.Algorithm.workspaceSize <=
             static_cast<size_t>(HuntMemory::WorkspaceBytes);
}

std::vector<HuntRunner::Run> HuntRunner::runsFor(const HuntProblem &P,
                                                 const HuntRequest &R,
                                                 HuntCall &Call,
                                                 HuntAnswer &A) {
  std::vector<cublasLtMatmulHeuristicResult_t> Results;
  const cublasStatus_t Status = Call.heuristic(Results);
  std::vector<Run> Runs;
  for (size_t I = 0; I < Results.size() && I < R.MostResults; ++I) {
    Run Each;
    Each.Algorithm = Results[I];
    Each.Config = Call.configOf(Results[I].algo);
    Each.Result = static_cast<int>(I);
    if (Results[I].state == CUBLAS_STATUS_SUCCESS)
      Runs.push_back(Each);
  }
  if (!R.Config.empty()) {
    Run Given;
    auto C = huntConfigFrom(R.Config);
    // A check of an algorithm knows no addresses: where they are less aligned
    // than it may assume, only what the heuristic gave may be run.
    const bool IsGiven =
        C && (P.isAligned() ||
              std::any_of(Runs.begin(), Runs.end(),
                          [&](const Run &Own) { return Own.Config == *C; }));
    for (const Run &Own : Runs)
      if (C && Own.Config == *C && Given.Result < 0)
        Given.Result = Own.Result;
    if (R.IsAlone)
      Runs.clear();
    if (IsGiven && Call.algorithmOf(P, *C, Given.Algorithm) ==
                       CUBLAS_STATUS_SUCCESS &&
        Given.Algorithm.workspaceSize <=
            static_cast<size_t>(HuntMemory::WorkspaceBytes)) {
      Given.Config = *C;
      Runs.insert(Runs.begin(), Given);
    }
  }
  if (Runs.empty()) {
    ++A.Refused;
    ++A.Refusals[std::to_string(Status) + " " + P.Layouts[MatrixA].Type + " " +
                 P.Layouts[MatrixD].Type + " " + P.Compute +
                 (P.HasPointerArrays ? " pointer-array" : "") +
                 (P.Epilogue == "DEFAULT" ? "" : " " + P.Epilogue)];
    return Runs;
  }
  const bool HasNear = P.isAligned() && !R.IsAlone;
  const size_t Own = Runs.size();
  for (unsigned I = 0; HasNear && I < R.NearConfigs; ++I) {
    Run Near;
    const uint64_t Draw = (P.Seed + 1ULL) * 0x9e3779b97f4a7c15ULL +
                          I * 0xbf58476d1ce4e5b9ULL;
    if (nearConfig(P, Call, Runs[Draw % Own], Draw >> 8, Near))
      Runs.push_back(Near);
  }
  return Runs;
}

std::string HuntRunner::firstWrong(const HuntProblem &P,
                                   const HuntCount &Count) {
  const HuntMatrix L = huntMatrix(P, MatrixD, HuntMemory::GuardBytes);
  const long long Slot = static_cast<long long>(Count.First);
  if (Slot < L.Guard || Slot >= L.Slots - L.Guard)
    return "";
  unsigned char Bytes[16] = {};
  cudaMemcpy(Bytes,
             static_cast<char *>(Memory.region(P, MatrixD)) +
                 Slot * L.ElementBytes,
             static_cast<size_t>(L.ElementBytes), cudaMemcpyDeviceToHost);
  const long long At = Slot - L.Guard,
                  Batch = P.Batches > 1 && L.Stride > 0
                              ? std::min<long long>(At / L.Stride, P.Batches - 1)
                              : 0,
                  Inner = At - Batch * L.Stride, Major = Inner / L.Ld,
                  Minor = Inner % L.Ld;
  const long long Row = L.IsRowOrder ? Major : Minor,
                  Col = L.IsRowOrder ? Minor : Major;
  std::string Text = "; the first at row " + std::to_string(Row) +
                     ", column " + std::to_string(Col);
  if (P.Batches > 1)
    Text += ", batch " + std::to_string(Batch);
  double Expected = 0;
  const auto *Reference = static_cast<double *>(Memory.Reference.get());
  cudaMemcpy(&Expected,
             Reference + ((Batch * P.N + Col) * P.M + Row) *
                             (P.isComplex() ? 2 : 1),
             sizeof Expected, cudaMemcpyDeviceToHost);
  char Value[64];
  std::snprintf(Value, sizeof Value, ", where %g was due before the epilogue",
                Expected);
  Text += Value;
  if (P.Layouts[MatrixD].Type == "CUDA_R_32F") {
    float Seen = 0;
    std::memcpy(&Seen, Bytes, sizeof Seen);
    std::snprintf(Value, sizeof Value, " and %g came", Seen);
    Text += Value;
  }
  return Text;
}

void HuntRunner::report(const HuntProblem &P, const std::vector<Run> &Runs,
                        const HuntRequest &R, HuntAnswer &A) {
  for (size_t I = 0; I < Runs.size(); ++I) {
    const Run &Each = Runs[I];
    const HuntCount &Count = Counts[I];
    HuntFailure F;
    F.Problem = P.text();
    F.Config = Each.Config.text();
    F.Result = Each.Result;
    if (Each.Status != CUBLAS_STATUS_SUCCESS) {
      F.Kind = "refused";
      F.Detail = "cublasLtMatmul " + std::to_string(Each.Status) + " (" +
                 Lt->statusName(Each.Status) + ")";
    } else if (Count.Wrong) {
      F.Kind = Count.Untouched == Count.Wrong && !P.IsInPlace ? "unwritten"
                                                              : "wrong";
      F.Detail = std::to_string(Count.Wrong) + " of " +
                 std::to_string(P.M * P.N * P.Batches) + " elements";
      if (R.IsCareful && I + 1 == Runs.size())
        F.Detail += firstWrong(P, Count);
    } else if (Count.Outside) {
      F.Kind = "outside";
      F.Detail = std::to_string(Count.Outside) + " elements outside D";
    } else {
      continue;
    }
    A.Failures.push_back(F);
  }
  const HuntCount &Inputs = Counts[HuntMemory::MostRuns - 1];
  if (Inputs.Outside) {
    HuntFailure F;
    F.Kind = "input";
    F.Problem = P.text();
    F.Config = Runs.front().Config.text();
    F.Detail = std::to_string(Inputs.Outside) + " elements of A, B or C";
    A.Failures.push_back(F);
  }
}

bool HuntRunner::finish(std::string &Why) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds Eager(2);
  const Clock::time_point Begin = Clock::now();
  for (;;) {
    const cudaError_t Error = cudaStreamQuery(Stream);
    if (Error == cudaSuccess)
      return true;
    if (Error != cudaErrorNotReady) {
      Why = cudaGetErrorName(Error);
      return false;
    }
    const auto Passed = Clock::now() - Begin;
    if (Passed > std::chrono::seconds(MostSeconds)) {
      IsHung = true;
      Why = "no end within " + std::to_string(MostSeconds) + " s";
      return false;
    }
    if (Passed < Eager)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
}

bool HuntRunner::run(const HuntProblem &P, const HuntRequest &R,
                     HuntAnswer &A) {
  ++A.Problems;
  const HuntData D = huntData(P);
  HuntCall Call(*Lt, Handle, Memory);
  const cublasStatus_t Described = Call.describe(P, Stream);
  if (Described != CUBLAS_STATUS_SUCCESS) {
    ++A.Refused;
    ++A.Refusals["describe " + std::to_string(Described) + " " + P.Compute];
    return true;
  }
  std::vector<Run> Runs = runsFor(P, R, Call, A);
  if (Runs.empty())
    return true;
  if (!R.LeftOut.empty()) {
    const size_t All = Runs.size();
    Runs.erase(std::remove_if(Runs.begin(), Runs.end(),
                              [&](const Run &Each) {
                                return Known->losesContext(P, Each.Config,
                                                           R.LeftOut);
                              }),
               Runs.end());
    A.Skipped += All - Runs.size();
    if (Runs.empty())
      return true;
  }
  if (R.IsListing) {
    for (const Run &Each : Runs)
      A.NewConfigs.emplace_back(Each.Config.text(), P.text());
    return true;
  }
  // The last count is that of the inputs.
  if (Runs.size() > HuntMemory::MostRuns - 1)
    Runs.resize(HuntMemory::MostRuns - 1);
  auto *Device = static_cast<HuntCount *>(Memory.Counts.get());
  const size_t CountBytes = HuntMemory::MostRuns * sizeof(HuntCount);
  for (int I = 0; I < HuntMemory::MostRuns; ++I)
    Counts[I] = {0, 0, 0, ~0ULL};
  cudaMemcpyAsync(Device, Counts, CountBytes, cudaMemcpyHostToDevice, Stream);
  fillInputs(P, D);
  for (size_t I = 0; I < Runs.size(); ++I) {
    execute(P, D, Call, Runs[I], Device + I);
    ++A.Runs;
    A.NearRuns += Runs[I].Result < 0;
    if (Seen.size() < 200000 && Seen.insert(Runs[I].Config.text()).second)
      A.NewConfigs.emplace_back(Runs[I].Config.text(), P.text());
    if (!R.IsCareful)
      continue;
    if (!finish(A.Lost)) {
      HuntFailure F;
      F.Kind = IsHung ? "hang" : "lost";
      F.Problem = P.text();
      F.Config = Runs[I].Config.text();
      F.Result = Runs[I].Result;
      F.Detail = A.Lost;
      A.Failures.push_back(F);
      return false;
    }
    // One failure is enough for a question about one.
    cudaMemcpy(Counts, Device, CountBytes, cudaMemcpyDeviceToHost);
    if (Runs[I].Status != CUBLAS_STATUS_SUCCESS || Counts[I].Wrong ||
        Counts[I].Outside) {
      Runs.resize(I + 1);
      break;
    }
  }
  for (int Matrix = MatrixA; Matrix <= MatrixC; ++Matrix)
    if (Matrix != MatrixC || !P.IsInPlace)
      Kernels.check(Memory.region(P, Matrix),
                    huntMatrix(P, Matrix, HuntMemory::GuardBytes), D,
                    static_cast<HuntRegion>(RegionA + Matrix),
                    Device + HuntMemory::MostRuns - 1, Stream);
  cudaMemcpyAsync(Counts, Device, CountBytes, cudaMemcpyDeviceToHost, Stream);
  if (!finish(A.Lost))
    return false;
  report(P, Runs, R, A);
  if (R.IsSurvey)
    survey(P, D, Call, Runs, A);
  return true;
}

} // namespace cublaslt::runtime
