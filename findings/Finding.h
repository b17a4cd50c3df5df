//===-- Finding.h - call specification, finding, verdict -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What passes from the checks to the verifier: for each finding the *call
/// specification* (Call.h); and what comes back, the *verdict*. Both travel
/// inside SARIF 2.1.0 (Sarif.h).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_FINDING_H
#define CUBLASLT_FINDINGS_FINDING_H

#include "findings/Call.h"

namespace cublaslt::findings {

enum class VerdictKind {
  Confirmed,     ///< all that decides comes from the program
  PathConfirmed, ///< the program's own calls, in their order
  Holds,         ///< the form fails; something that decides is the witness's
  Refuted,
  Inconclusive,
  NeedsGpu,
  NotApplicable,
};

/// One status that a run saw, in order of the calls.
struct StatusSeen {
  std::string Function; ///< "cublasLtMatmul", "cudaMalloc", ...
  int Number = 0;
  std::string Name; ///< "CUBLAS_STATUS_INVALID_VALUE"
};

/// What one run (flagged or control) did.
struct RunOutcome {
  bool Ran = false;
  /// The run shows the mistake: it failed, was wrong, or was slow.
  bool Failed = false;
  std::string Summary; ///< one line for people
  std::vector<StatusSeen> Statuses;
  /// The library's own reason lines, from its logger callback.
  std::vector<std::string> LibraryLog;
  /// Named figures with their unit in the name: "medianMilliseconds",
  /// "workspaceBytes", "deviceBytesFree".
  std::map<std::string, double> Figures;
};

/// The keys whose values decide whether a finding is the rule's mistake, by
/// where a run took them from.
struct DecidingValues {
  std::vector<std::string> FromProgram, FromWitness;
};

struct Verdict {
  VerdictKind Kind = VerdictKind::Inconclusive;
  std::string Reason; ///< one line; for Inconclusive and NeedsGpu always set
  std::string Experiment;
  std::string Device, ComputeCapability, Driver, Runtime, Library, Date;
  RunOutcome Flagged, Control;
  /// Keys of the call specification whose values came from the rule's
  /// witness because the source leaves them unknown.
  std::vector<std::string> FilledByWitness;
  DecidingValues Deciding;
  /// Recorded before verdicts listed the deciding values: Deciding is unknown,
  /// and `confirmed` stands for the form, not for the program's own call.
  bool IsOfOlderVersion = false;
};

struct SourcePlace {
  std::string File;              ///< absolute, or relative to the SARIF's base
  unsigned Line = 0, Column = 0; ///< from 1; columns count UTF-8 code units
  unsigned EndLine = 0, EndColumn = 0; ///< the column after the last one
  std::string Message;
  std::string Snippet;
};

struct Replacement {
  std::string File;
  uint64_t Offset = 0, Length = 0; ///< bytes
  std::string Text;
};

struct Finding {
  std::string Rule;  ///< check name, or another clang-tidy check's name
  std::string Level; ///< SARIF level: "warning", "error", "note"
  std::string Message;
  SourcePlace Place;
  std::vector<SourcePlace> Related; ///< from the notes
  std::vector<Replacement> Fixes;
  /// Does not change when lines move: a hash of the rule, the path below
  /// `.git`, the enclosing function's name, the flagged line without white
  /// space, and an occurrence number. FingerprintMaker makes it.
  std::string Fingerprint;
  bool HasCall = false;
  CallSpecification Call;
  bool HasVerdict = false;
  Verdict TheVerdict;
};

/// "confirmed", "path-confirmed", "holds", "refuted", "inconclusive",
/// "needs-gpu", "not-applicable".
const char *name(VerdictKind Kind);
/// Whether the flagged form failed, and the control did not.
bool isStanding(VerdictKind Kind);
/// The kind for people: what an older version recorded is called so.
std::string kindForPeople(const Verdict &V);
/// "decided by A.x, B.y of the program, and by C.z of the rule's witness", with
/// no more than \p Most names each; empty for a verdict of
/// another kind, or of an older version.
std::string decidingForPeople(const Verdict &V, size_t Most);
std::optional<VerdictKind> verdictKind(std::string_view Name);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_FINDING_H
