//===-- Text.cpp - verdicts for people ------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/report/Text.h"
#include "kb/Shown.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::VerdictKind;

void Tally::add(const Examined &E) {
  if (!E.hasVerdict()) {
    ++NotVerifiable;
    return;
  }
  switch (E.TheVerdict.Kind) {
  case VerdictKind::Confirmed:
    ++Confirmed;
    break;
  case VerdictKind::PathConfirmed:
    ++PathConfirmed;
    break;
  case VerdictKind::Holds:
    ++Holds;
    break;
  case VerdictKind::Refuted:
    ++Refuted;
    break;
  case VerdictKind::Inconclusive:
    ++Inconclusive;
    break;
  case VerdictKind::NeedsGpu:
    ++NeedsGpu;
    break;
  case VerdictKind::NotApplicable:
    ++NotApplicable;
    break;
  }
}

static const char *colourOf(VerdictKind Kind) {
  switch (Kind) {
  case VerdictKind::Confirmed:
  case VerdictKind::PathConfirmed:
    return "\033[1;31m";
  case VerdictKind::Holds:
    return "\033[1;35m";
  case VerdictKind::Refuted:
    return "\033[1;32m";
  case VerdictKind::Inconclusive:
    return "\033[1;33m";
  case VerdictKind::NeedsGpu:
  case VerdictKind::NotApplicable:
    return "\033[1;36m";
  }
  return "";
}

/// Of each kind; the file has them all.
static constexpr size_t MostKeysInLine = 3;

/// ": reason; flagged: what it did; control: ...; the library says: ..."
static std::string evidence(const findings::Verdict &V) {
  std::string Text;
  auto Add = [&](const std::string &Part) {
    Text += (Text.empty() ? ": " : "; ") + Part;
  };
  if (V.Kind == VerdictKind::Holds && !V.IsOfOlderVersion)
    Add("this form fails on this device, shape from a witness");
  if (!V.Reason.empty())
    Add(V.Reason);
  if (V.Flagged.Ran)
    Add("flagged: " + V.Flagged.Summary);
  if (V.Control.Ran)
    Add("control: " + V.Control.Summary);
  if (!V.Flagged.LibraryLog.empty())
    Add("the library says: " + V.Flagged.LibraryLog.front());
  const std::string Deciding = findings::decidingForPeople(V, MostKeysInLine);
  if (!Deciding.empty())
    Add(Deciding);
  if (V.Flagged.Ran && !V.FilledByWitness.empty())
    Add(std::to_string(V.FilledByWitness.size()) +
        " values from the rule's witness");
  return Text;
}

std::string runtime::findingLine(const findings::Finding &F, const Examined &E,
                                 bool Colours) {
  std::string Line = F.Place.File;
  if (F.Place.Line) {
    Line += ":" + std::to_string(F.Place.Line);
    if (F.Place.Column)
      Line += ":" + std::to_string(F.Place.Column);
  }
  Line = kb::shown(Line + ": " + F.Rule + ": ");
  if (!E.hasVerdict())
    return Line + "not verifiable: " + kb::shown(E.NotVerifiable);
  const findings::Verdict &V = E.TheVerdict;
  if (Colours)
    Line += colourOf(V.Kind);
  Line += findings::kindForPeople(V);
  if (Colours)
    Line += "\033[0m";
  return Line + kb::shown(evidence(V));
}

std::string runtime::machineForPeople(const DeviceFacts &Facts) {
  std::string Text =
      !Facts.HasDevice ? "a machine without a usable GPU" : Facts.Device;
  if (!Facts.ComputeCapability.empty())
    Text += " (compute capability " + Facts.ComputeCapability + ")";
  if (!Facts.Driver.empty())
    Text += ", driver " + Facts.Driver;
  if (!Facts.Runtime.empty())
    Text += ", CUDA " + Facts.Runtime;
  if (!Facts.Library.empty())
    Text += ", " + Facts.Library;
  return kb::shown(Text);
}

std::string runtime::summaryLine(const Tally &T, const DeviceFacts *Machine) {
  std::string Parts;
  auto Add = [&](unsigned Count, const std::string &What) {
    if (Count)
      Parts +=
          (Parts.empty() ? ": " : ", ") + std::to_string(Count) + " " + What;
  };
  Add(T.Confirmed, "confirmed");
  Add(T.PathConfirmed, "confirmed by their path");
  Add(T.Holds, T.Holds == 1 ? "holds" : "hold");
  Add(T.Refuted, "refuted");
  Add(T.Inconclusive, "inconclusive");
  Add(T.NeedsGpu, T.NeedsGpu == 1 ? "needs a GPU" : "need a GPU");
  Add(T.NotApplicable, "not applicable on this device");
  Add(T.NotVerifiable, "not verifiable");
  std::string Line = std::to_string(T.all()) +
                     (T.all() == 1 ? " finding" : " findings") + Parts;
  if (Machine)
    Line += "; on " + machineForPeople(*Machine);
  if (Machine && T.NeedsGpu && !Machine->Lacks.empty())
    Line += "; what is missing: " + kb::shown(Machine->Lacks);
  return Line;
}
