//===-- Reproducers.cpp - cublaslt-doctor verify --emit -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include "runtime-check/reproducer/Reproducer.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <cstdio>
#include <filesystem>

using namespace cublaslt;
using namespace cublaslt::doctor;

std::string doctor::writeReproducers(
    const std::string &Folder, const std::vector<findings::Finding> &Findings,
    const std::vector<size_t> &Chosen, runtime::Verifier &Verifier) {
  std::error_code Failure;
  std::filesystem::create_directories(Folder, Failure);
  if (Failure)
    return "--emit=" + Folder + ": found " + Failure.message() +
           ", expected a folder or a place for one";
  for (size_t I : Chosen) {
    const findings::Finding &F = Findings[I];
    if (!F.HasVerdict || !findings::isStanding(F.TheVerdict.Kind))
      continue;
    // The plan of a finding is the same each time; a verdict that was kept has
    // no other.
    runtime::Prepared P = Verifier.prepare(F);
    if (P.hasLeftPath(F.TheVerdict))
      P.leavePath("");
    if (!P.isToRun())
      continue;
    const std::string Name = runtime::reproducerName(I + 1, F.Rule);
    const std::string Text =
        runtime::reproducer(F, F.TheVerdict, *P.TheExperiment, P.ThePlan, Name);
    if (Text.empty())
      continue;
    const std::string Path = Folder + "/" + Name;
    std::string Error =
        findings::writeWhole(Path + ".cpp", Text, findings::NamedBy::Program);
    if (!Error.empty())
      return Error;
    std::printf("[%zu/%zu] reproducer: %s\n", I + 1, Findings.size(),
                kb::shown(runtime::buildCommand(Path)).c_str());
  }
  return "";
}
