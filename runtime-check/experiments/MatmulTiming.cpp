//===-- MatmulTiming.cpp - how long a matmul takes ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulTiming.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::VerdictKind;

namespace {
class Event {
public:
  Event() : Error(cudaEventCreate(&E)) {}
  Event(const Event &) = delete;
  Event &operator=(const Event &) = delete;
  ~Event() {
    if (E)
      cudaEventDestroy(E);
  }
  cudaEvent_t E = nullptr;
  cudaError_t Error;
};
} // namespace

/// The value below which \p Part of the sorted samples lie, between two
/// samples by straight line.
static double quantile(const std::vector<double> &Sorted, double Part) {
  double Place = Part * static_cast<double>(Sorted.size() - 1);
  size_t Below = static_cast<size_t>(std::floor(Place));
  size_t Above = std::min(Below + 1, Sorted.size() - 1);
  return Sorted[Below] +
         (Place - static_cast<double>(Below)) * (Sorted[Above] - Sorted[Below]);
}

/// One repetition between two events, or by the host's clock until the last
/// call returns: what the device then does would hide what the host did.
/// Nothing, with the status kept, when a call fails.
static std::optional<double> timeOnce(RunRecorder &R,
                                      const std::function<bool()> &Call,
                                      bool IsHostTime, const Event &Start,
                                      const Event &Stop) {
  using Clock = std::chrono::steady_clock;
  if (IsHostTime) {
    auto From = Clock::now();
    if (!Call())
      return std::nullopt;
    std::chrono::duration<double, std::milli> Time = Clock::now() - From;
    if (!R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()))
      return std::nullopt;
    return Time.count();
  }
  if (!R.expect("cudaEventRecord", cudaEventRecord(Start.E)) || !Call() ||
      !R.expect("cudaEventRecord", cudaEventRecord(Stop.E)) ||
      !R.expect("cudaEventSynchronize", cudaEventSynchronize(Stop.E)))
    return std::nullopt;
  float Milliseconds = 0;
  if (!R.expect("cudaEventElapsedTime",
                cudaEventElapsedTime(&Milliseconds, Start.E, Stop.E)))
    return std::nullopt;
  return Milliseconds;
}

bool runtime::timeCalls(RunRecorder &R, const std::function<bool()> &Call,
                        unsigned WarmUp, unsigned Repetitions,
                        unsigned CallsEach, bool IsHostTime) {
  auto Calls = [&] {
    for (unsigned I = 0; I < CallsEach; ++I)
      if (!Call())
        return false;
    return true;
  };
  for (unsigned I = 0; I < WarmUp; ++I)
    if (!Call())
      return false;
  if (!R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()))
    return false;
  Event Start, Stop;
  if (!R.expect("cudaEventCreate", Start.Error) ||
      !R.expect("cudaEventCreate", Stop.Error))
    return false;
  std::vector<double> Samples;
  for (unsigned I = 0; I < Repetitions; ++I) {
    auto Time = timeOnce(R, Calls, IsHostTime, Start, Stop);
    if (!Time)
      return false;
    Samples.push_back(*Time / CallsEach);
  }
  std::sort(Samples.begin(), Samples.end());
  R.figure("medianMilliseconds", quantile(Samples, 0.5));
  R.figure("lowMilliseconds", quantile(Samples, 0.1));
  R.figure("highMilliseconds", quantile(Samples, 0.9));
  R.figure("repetitions", Repetitions);
  return true;
}

Judgement runtime::judgeSlowdown(findings::RunOutcome &Flagged,
                                 findings::RunOutcome &Control,
                                 double MinimumRatio) {
  auto Figure = [](const findings::RunOutcome &O, const char *Name) {
    auto It = O.Figures.find(Name);
    return It == O.Figures.end() ? 0.0 : It->second;
  };
  double FlaggedMedian = Figure(Flagged, "medianMilliseconds"),
         FlaggedLow = Figure(Flagged, "lowMilliseconds"),
         FlaggedHigh = Figure(Flagged, "highMilliseconds"),
         ControlMedian = Figure(Control, "medianMilliseconds"),
         ControlLow = Figure(Control, "lowMilliseconds"),
         ControlHigh = Figure(Control, "highMilliseconds");
  if (FlaggedMedian <= 0 || ControlMedian <= 0 || ControlLow <= 0)
    return {VerdictKind::Inconclusive, "a run gave no times"};
  for (findings::RunOutcome *O : {&Flagged, &Control}) {
    char Times[96];
    std::snprintf(Times, sizeof Times, ": median %.4g ms (%.4g to %.4g)",
                  Figure(*O, "medianMilliseconds"),
                  Figure(*O, "lowMilliseconds"),
                  Figure(*O, "highMilliseconds"));
    O->Summary += Times;
  }
  double Ratio = FlaggedMedian / ControlMedian, Low = FlaggedLow / ControlHigh,
         High = FlaggedHigh / ControlLow;
  if (double Rounds = Figure(Flagged, "roundRatio"); Rounds > 0) {
    Ratio = Rounds;
    Low = Figure(Flagged, "roundRatioLow");
    High = Figure(Flagged, "roundRatioHigh");
  }
  Flagged.Figures["slowdownRatio"] = Ratio;
  Flagged.Figures["slowdownRatioLow"] = Low;
  Flagged.Figures["slowdownRatioHigh"] = High;
  char Text[160];
  std::snprintf(Text, sizeof Text,
                "%.3g times as long as the control (spread %.3g to %.3g): "
                "median %.4g ms against %.4g ms",
                Ratio, Low, High, FlaggedMedian, ControlMedian);
  if (Ratio < MinimumRatio)
    return {VerdictKind::Refuted, std::string("not slower: ") + Text};
  if (Low <= 1)
    return {VerdictKind::Inconclusive,
            std::string("the spread does not exclude 1: ") + Text};
  Flagged.Failed = true;
  return {VerdictKind::Confirmed, std::string("slower: ") + Text};
}
