//===-- Entry.h - entries: errors and what helps ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The content of entries/*.yaml, about one error: its cause, workarounds, dead
/// ends, and what was measured of each.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_ENTRY_H
#define CUBLASLT_KB_ENTRY_H

#include "kb/CallKind.h"
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::kb {

/// What came out when a claim was run on a machine.
struct Measurement {
  std::string Device, ComputeCapability, Driver, Library, Date;
  std::string Verdict; ///< confirmed, refuted, inconclusive
  std::string Evidence;
  std::string Experiment;
};

/// One claim of an entry: its cause, a workaround, or a dead end.
struct Claim {
  std::string Id;    ///< unique in the entry: "root-cause", "workaround-1", ...
  std::string Title; ///< as the source gives it; may be empty
  std::string Text;
  std::string Code; ///< as the source gives it; may be empty
  std::optional<int>
      RatePercent; ///< success of a workaround, failure of a dead end
  std::vector<Measurement> Measured;
  std::vector<std::string> CoveredBy; ///< rules
  std::string NotCheckable;           ///< why no rule can cover it
};

struct EntryVersion {
  std::string Name, Status, Introduced, Deprecated;
};

/// One line of the answer for a person who has met the error.
struct AnswerLine {
  enum class Kind { Observed, Look, Fix, WontHelp } What = Kind::Observed;
  std::string Says;
  std::string Mark; ///< confirmed, refuted, or not measured; empty: no claim
  std::vector<CallKind> At; ///< only of these calls; empty: of any
  /// What it rests on: a claim of the entry, and the experiments of it that are
  /// meant (none: all).
  std::string Claim;
  std::vector<std::string> Experiments;
};

struct Entry {
  std::string Id, Title, Domain, Category, Code, Verification;
  std::optional<int> FixRatePercent;
  Claim RootCause;
  std::vector<EntryVersion> Versions;
  std::vector<Claim> Workarounds, DeadEnds;
  std::vector<AnswerLine> Answer; ///< may be empty

  /// The claim of this name, or null.
  const Claim *claim(const std::string &Name) const;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_ENTRY_H
