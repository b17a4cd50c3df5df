//===-- EarlierVerdicts.cpp - what an output file holds -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/EarlierVerdicts.h"
#include "kb/Shown.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <cstdio>
#include <filesystem>

using namespace cublaslt;
using namespace cublaslt::doctor;
using findings::Finding;

std::string EarlierVerdicts::read(const std::string &File, const kb::Api *Api) {
  std::string Error;
  Output = File;
  std::error_code Code;
  // Nor is there anything in /dev/null, and in a new temporary file.
  if (!std::filesystem::is_regular_file(Output, Code) ||
      std::filesystem::file_size(Output, Code) == 0)
    return "";
  auto Document = findings::SarifDocument::read(Output, Error);
  if (!Document)
    return Error +
           "; the verdicts in the output file are kept, so name another "
           "one or remove it";
  Earlier = Document->findings(Api);
  IsUsed.assign(Earlier.size(), false);
  for (size_t I = 0; I < Earlier.size(); ++I)
    if (!Earlier[I].Fingerprint.empty())
      ByFingerprint.emplace(Earlier[I].Fingerprint, I);
  return "";
}

const Finding *EarlierVerdicts::find(size_t Index, const Finding &F) {
  auto Use = [&](size_t I) -> const Finding * {
    if (I >= Earlier.size() || !isSameQuestion(Earlier[I], F))
      return nullptr;
    IsUsed[I] = true;
    return Earlier[I].HasVerdict ? &Earlier[I] : nullptr;
  };
  if (const Finding *Same = Use(Index))
    return Same;
  auto Found = ByFingerprint.find(F.Fingerprint);
  return Found == ByFingerprint.end() ? nullptr : Use(Found->second);
}

void EarlierVerdicts::keep(findings::SarifDocument &Document,
                           const std::vector<Finding> &Findings, bool IsResumed,
                           std::vector<size_t> &Chosen) {
  std::vector<size_t> Open;
  size_t Kept = 0, Older = 0;
  auto NextChosen = Chosen.begin(); // they are in order
  for (size_t I = 0; I < Findings.size(); ++I) {
    const bool IsChosen = NextChosen != Chosen.end() && *NextChosen == I;
    NextChosen += IsChosen;
    const Finding *Found = find(I, Findings[I]);
    // One of an older version does not say what decided it.
    const bool IsOlder = Found && IsChosen && IsResumed && isFinal(*Found) &&
                         Found->TheVerdict.IsOfOlderVersion &&
                         findings::isStanding(Found->TheVerdict.Kind);
    Older += IsOlder;
    const bool IsKept = Found && !IsOlder &&
                        (IsChosen ? IsResumed && isFinal(*Found)
                                  : isFinal(*Found) || !Findings[I].HasVerdict);
    if (IsKept) {
      Document.setVerdict(I, Found->TheVerdict);
      ++Kept;
      if (IsChosen)
        Taken.push_back(Found->TheVerdict);
    } else if (IsChosen) {
      Open.push_back(I);
    }
  }
  if (IsResumed || Kept)
    std::printf("%zu verdicts kept from %s%s\n", Kept,
                kb::shown(Output).c_str(),
                Older ? (", " + std::to_string(Older) +
                         " of an older version are run again")
                            .c_str()
                      : "");
  size_t Foreign = 0;
  for (size_t I = 0; I < Earlier.size(); ++I)
    Foreign += isFinal(Earlier[I]) && !IsUsed[I];
  if (Foreign)
    complain(Output + ": " + std::to_string(Foreign) +
             " of its verdicts are of findings that the input does not have; "
             "they are not kept");
  Chosen = Open;
}
