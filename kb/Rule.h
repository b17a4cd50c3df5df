//===-- Rule.h - rules of the checks ----------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The content of rules/*.yaml and experiments/*.yaml, about a check: what it
/// finds, why that matters, what to do, and the experiment that proves it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_RULE_H
#define CUBLASLT_KB_RULE_H

#include "kb/Condition.h"
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cublaslt::kb {

/// Where a rule comes from: a claim of an entry, or a measurement.
struct Derivation {
  std::string Entry, Claim; ///< both empty when from a measurement alone
  std::string Measurement;
};

/// One experiment that confirms a rule: one form that the rule flags, and its
/// control. Values are attribute names or the experiment's own words to numbers
/// or words; see docs/experiments.md.
struct Experiment {
  std::string Rule;    ///< the check's name
  std::string Case;    ///< tells a rule's experiments apart; may be empty
  std::string Id;      ///< which of the verifier's experiments executes it
  std::string Decides; ///< status, slowness, memory, wrong-result, ...
  bool NeedsGpu = true;
  /// "8.9": the rule does not apply to other devices. May be empty.
  std::string LeastComputeCapability, MostComputeCapability;
  /// Of the rule's conditions (`problem.condition` of a finding) those that
  /// this form shows.
  std::vector<std::string> Conditions;
  /// Of the flagged call's functions those that this form shows; empty: all.
  std::vector<std::string> Functions;
  /// What decides whether a finding is this mistake: keys of the call
  /// specification, where "{key}" stands for that key's value, "x|y"
  /// the first that the call knows, and "part/key" is key in that part of the
  /// experiment alone; "problem", all that the call's layouts and descriptor
  /// say; "path", the calls before it. Of a finding with a condition the
  /// operands of its terms decide too.
  std::vector<std::string> DecidedBy;
  /// What mends a reported path (experiments/CallSequence.h); empty for a rule
  /// that is not about paths.
  std::string Mend;
  std::map<std::string, std::string> Flagged, Control, Witness;
  /// "<entry>#<claim>" to what the claim is when the experiment is confirmed.
  std::map<std::string, std::string> Measures;
};

/// An option of a check.
struct RuleOption {
  std::string Name, Default, Meaning;
};

/// A threshold or the like, which code reads from the rule.
struct Setting {
  std::string Text;
  int Line = 0, Column = 0; ///< in the rule's file
};

/// What the log reader finds by itself, in more than one call.
struct LogFinding {
  std::string Reason;  ///< what its code calls it; belongs to one rule
  std::string Message; ///< "{name}" stands for a value
  std::string Effect;  ///< key into the rule's effects; may be empty
  std::string Advice;  ///< empty: the rule's

  using Named = std::initializer_list<std::pair<std::string_view, std::string>>;
  /// The message with the values in their places.
  std::string text(Named Values) const;
};

struct Rule {
  std::string Name; ///< the check's name
  std::string File; ///< where it stands, for messages
  int Level = 0;    ///< 0, 1 or 2: promise about false positives
  std::string Summary, Rationale, Advice;
  /// What people try that does not help, or makes it worse; may be empty.
  std::string Avoid;
  std::string FixIt;  ///< what the fix-it does; empty if there is none
  std::string Limits; ///< what the check does not see
  std::vector<RuleOption> Options;
  /// By name. What code needs of them is checked when the knowledge base comes
  /// into use (Needs.h).
  std::map<std::string, Setting> Parameters;
  /// Two whole files: one that the check warns of, and its right form.
  std::string FlaggedExample, RightExample;
  std::string Details; ///< Markdown: further sections of the check's page
  /// What happens, in a few words; warnings quote these by key.
  std::map<std::string, std::string> Effects;
  /// By the key of an effect: what was seen of it, with figures and machine.
  std::map<std::string, std::string> Measured;
  std::vector<LogFinding> LogFindings;
  /// What must not hold at a heuristic or matmul call.
  std::vector<Condition> Conditions;
  std::vector<Derivation> DerivedFrom;
  std::vector<std::string> Links;

  /// The parameter \p Name; nothing when it is missing or no number.
  std::optional<uint64_t> number(std::string_view Name) const;

  /// The words of the parameter \p Name; none when it is missing.
  std::vector<std::string_view> words(std::string_view Name) const;

  /// The effect \p Key; empty for an empty key.
  const std::string &effect(const std::string &Key) const;

  /// What was measured of the effect \p Key; the effect where nothing was.
  const std::string &observed(const std::string &Key) const;
};

/// \p Text as a number up to 2^64 - 1, written in decimal.
std::optional<uint64_t> numberIn(std::string_view Text);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_RULE_H
