//===-- emit-reproducers.cpp - every rule's reproducer, without a GPU -----===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// emit-reproducers FOLDER: writes the reproducer of each rule's own flagged
/// forms as if a GPU had confirmed it. Fails when one is missing or too long.
///
//===----------------------------------------------------------------------===//

#include "runtime-check/reproducer/Reproducer.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <cstdio>
#include <fstream>

using namespace cublaslt;

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  const auto &Kb = kb::KnowledgeBase::builtin();
  const auto Registry = runtime::ExperimentRegistry::builtin();
  runtime::DeviceFacts Facts;
  Facts.BuiltWithCuda = Facts.HasLibrary = true;
  Facts.TotalBytes = Facts.FreeBytes = uint64_t(80) << 30;
  unsigned Failures = 0, Written = 0, Longest = 0;
  for (const kb::Experiment &E : Kb.experiments()) {
    // What the host decides is planned as on a machine without a GPU.
    Facts.HasDevice = E.NeedsGpu;
    findings::Finding F =
        doctor::ownFinding(E, E.Functions.empty() ? "" : E.Functions.front());
    // Nothing of a finding may leave its comment.
    F.Message += " \\\n#error hostile */\n";
    runtime::Planner P(F.Call, E);
    const runtime::Experiment *Own = Registry.find(E.Id);
    if (Own)
      Own->plan(P, Facts, &Kb.apis().front());
    runtime::describeAttributes(P.ThePlan, Kb.apis().front());
    findings::Verdict V;
    V.Kind = findings::VerdictKind::Confirmed;
    V.Experiment = E.Id + (E.Case.empty() ? "" : "/" + E.Case);
    V.Device = "a device";
    V.Flagged.Summary = V.Control.Summary = std::string(80, 'x') + " " +
                                            std::string(80, 'y') +
                                            std::string(80, 'z');
    if (E.Rule == "cublaslt-alpha-beta-type" ||
        E.Case == "output-batch-stride-0")
      V.Flagged.Figures["relativeError"] = 1;
    std::string Name = runtime::reproducerName(++Written, E.Rule) +
                       (E.NeedsGpu ? "" : "-host");
    std::string Text =
        Own ? runtime::reproducer(F, V, *Own, P.ThePlan, Name) : "";
    auto Lines =
        static_cast<unsigned>(std::count(Text.begin(), Text.end(), '\n'));
    Longest = std::max(Longest, Lines);
    if (P.refused() || Lines == 0 || Lines > runtime::MostReproducerLines) {
      std::printf("%s %s: %u lines %s\n", Name.c_str(), V.Experiment.c_str(),
                  Lines, P.ThePlan.Refusal.c_str());
      ++Failures;
    }
    std::ofstream(std::string(argv[1]) + "/" + Name + ".cpp") << Text;
  }
  std::printf("%u reproducers, the longest of %u lines; %u failures\n", Written,
              Longest, Failures);
  return Failures ? 1 : 0;
}
