//===-- Finding.h - call specification, finding, verdict -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What passes from the checks to the verifier: for each finding the *call
/// specification*, everything the analysis knows of the flagged call; and
/// what comes back, the *verdict*. Both travel inside SARIF 2.1.0 (Sarif.h).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_FINDING_H
#define CUBLASLT_FINDINGS_FINDING_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cublaslt::findings {

/// The value of one setting of the flagged call.
struct SpecificationValue {
  /// A number, a boolean, a word (an enumerator or a kind), or nothing when
  /// the analysis does not know. Read from SARIF, a whole number is an int64_t
  /// where it fits and a uint64_t above; see asUnsigned() and asSigned().
  std::variant<std::monostate, int64_t, uint64_t, double, bool, std::string>
      Known;
  /// The source text that gives the value; for an unknown value the text
  /// that could not be evaluated.
  std::string SourceText;
  bool isKnown() const { return Known.index() != 0; }
};

/// One call of the API on the reported path, or one test.
struct PathStep {
  /// Which way the path goes on where the call's status is tested.
  enum class Outcome { Untested, Succeeds, Fails };
  std::string Function; ///< empty: a test
  std::string File;     ///< empty: the finding's own
  unsigned Line = 0;
  /// By parameter: "argument.rows". An object, or memory, is a word that names
  /// it on this path: "#1" in each call that is given it.
  std::map<std::string, SpecificationValue> Values;
  Outcome TheOutcome = Outcome::Untested;
  /// The step that the finding is about.
  bool IsFlagged = false;
  /// Of a test: its source text, and how it comes out on the path.
  std::string Condition;
  bool Holds = false;
  /// No outcome of a call on the path makes the test come out so, and the
  /// mistake is there only where it does.
  bool IsAssumed = false;
  bool isTest() const { return Function.empty(); }
};

/// What the analysis knows of one flagged call. Keys of Values are
///   <object>.<attribute enumerator>, object one of A, B, C, D, matmulDesc,
///     preference: "A.CUBLASLT_MATRIX_LAYOUT_ROWS",
///     "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES";
///   argument.<parameter name>: "argument.requestedAlgoCount";
///   <rule's own word>, listed in the rule's page: "growth.factor".
struct CallSpecification {
  static constexpr int Version = 1;
  std::string Function; ///< the API function that is called
  std::map<std::string, SpecificationValue> Values;
  /// The calls of the path that the finding is about, in their order; empty
  /// where the rule is not about paths, or the check does not hand them over.
  std::vector<PathStep> Path;
};

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
  /// The run shows what the rule says: it failed, was wrong, was slow.
  bool Failed = false;
  std::string Summary; ///< one line for people
  std::vector<StatusSeen> Statuses;
  /// The library's own reason lines, from its logger callback.
  std::vector<std::string> LibraryLog;
  /// Named figures with their unit in the name: "medianMilliseconds",
  /// "workspaceBytes", "deviceBytesFree".
  std::map<std::string, double> Figures;
};

/// The values that make a finding the mistake that its rule speaks of, by key
/// and by where a run has them from.
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
  /// Recorded before verdicts said what decides: Deciding is not known, and
  /// what was recorded as confirmed is the form, not the program's call.
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
  /// Stable when lines move: hash of rule, file name, enclosing function's
  /// text around the call, and occurrence number.
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

/// The value as a number, whichever integer type holds it; nothing when it is
/// no whole number or does not fit.
std::optional<uint64_t> asUnsigned(const SpecificationValue &Value);
std::optional<int64_t> asSigned(const SpecificationValue &Value);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_FINDING_H
