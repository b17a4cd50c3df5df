//===-- Defect.h - defects of the library itself ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The content of defects/*.yaml: calls that are right by the documentation and
/// that the library gets wrong: in which versions, on which devices, for which
/// problems and algorithms. What was documented and what was measured stand
/// apart.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_DEFECT_H
#define CUBLASLT_KB_DEFECT_H

#include "kb/Condition.h"
#include "kb/Entry.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::kb {

/// What a call does that meets a defect.
enum class DefectEffect {
  WrongResult,
  ContextLost,   ///< an illegal or misaligned access: the context is dead
  Hang,
  Refused,       ///< of what the documentation allows
  Accepted,      ///< of what is not supported
  CaptureLost,   ///< a stream capture is broken
};

/// Versions of the library (cublasLtGetVersion), not of the toolkit.
struct DefectVersions {
  std::string From;  ///< the first that has it; empty: not said
  std::string Fixed; ///< the first that may have it no more; empty: open
  std::string Said;  ///< where the source speaks of the toolkit: its words
};

/// A public statement.
struct DefectSource {
  std::string Source; ///< "release notes of CUDA 13.4 update 1"
  std::string Number; ///< "6580689", "CUB-9572"; may be empty
  std::string Says;
  std::string Link;
};

/// One problem and the algorithm for it, in the hunt's words.
struct DefectTrial {
  std::string Problem, Algorithm;
};

struct Defect {
  std::string Id;
  std::string Summary; ///< a clause
  std::string Happens; ///< what is seen, and how it can go unseen
  DefectEffect Effect = DefectEffect::WrongResult;
  std::vector<DefectVersions> Versions;
  /// "9.0", "10.x"; empty: not said.
  std::vector<std::string> ComputeCapabilities;
  /// Any of them: all of its terms hold. Empty: no call is known to meet it.
  std::vector<std::vector<Term>> Conditions;
  /// What the conditions leave out; empty: they say everything.
  std::string NotSaid;
  std::string Workaround;
  std::vector<DefectSource> Documented;
  std::vector<Measurement> Measured;
  /// The trial that shows it and the one that does not; may be absent.
  std::optional<DefectTrial> Flagged, Control;
};

/// Whether a library of version \p Version ("13.1.0.3") may have \p D. A range
/// that does not say where it begins begins before it.
bool concerns(const Defect &D, std::string_view Version);
/// The same of a device; nothing said means all.
bool concernsDevice(const Defect &D, std::string_view ComputeCapability);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_DEFECT_H
