//===-- Settings.h - the values that a run works with -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A run's settings are the values of the finding's call specification, and
/// the rule's witness for what the source leaves unknown. They come from a
/// file that anybody may have written, so each is read with bounds: a value
/// outside them is refused by name and nothing runs.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_SETTINGS_H
#define CUBLASLT_RUNTIME_CHECK_SETTINGS_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// Settings of one run, every value resolved. Keys are those of the call
/// specification (findings/Finding.h) and the experiment's own words.
class Settings {
public:
  using Value = findings::SpecificationValue;

  /// Nothing when the key is absent, unknown or not a whole number >= 0.
  std::optional<uint64_t> number(const std::string &Key) const;
  uint64_t numberOr(const std::string &Key, uint64_t Default) const;
  /// Whole numbers below 0 too.
  std::optional<int64_t> signedNumber(const std::string &Key) const;
  std::optional<double> real(const std::string &Key) const;
  /// Empty when the key is absent, unknown or not a word.
  std::string word(const std::string &Key) const;
  /// What stands there in place of an address; nothing for an address, and
  /// where the key is absent.
  std::optional<findings::PointerKind> pointer(const std::string &Key) const;
  bool isNull(const std::string &Key) const {
    return pointer(Key) == findings::PointerKind::Null;
  }
  /// Bytes from a good address; 0 where nothing is said.
  uint64_t offset(const std::string &Key) const;
  bool flag(const std::string &Key) const;
  bool has(const std::string &Key) const { return Values.count(Key) != 0; }

  void set(const std::string &Key, uint64_t N);
  void set(const std::string &Key, double N);
  void set(const std::string &Key, const std::string &Word);
  void set(const std::string &Key, bool Flag);
  /// As a file has it: a number, true or false, a pointer or a word.
  void setText(const std::string &Key, const std::string &Text);

  /// The problem that a stale algorithm was chosen for: these settings with
  /// those under "chosenFor." in their place. Nothing where there are none.
  std::optional<Settings> chosenFor() const;

  /// The description of an attribute that the values name, from the knowledge
  /// base that the finding is verified with. Runs and reproducers use no other.
  struct Attribute {
    int64_t Number = 0;
    uint64_t Size = 0;
    std::string Type;
    bool IsPointer = false, IsRemoved = false;
  };
  /// Null for one that it does not know.
  const Attribute *attribute(const std::string &Name) const;

  std::map<std::string, Value> Values;
  std::map<std::string, Attribute> Attributes;
};

/// The least and the greatest number that a run accepts.
struct Bounds {
  uint64_t Least = 0, Greatest = UINT64_MAX;
};

/// cuBLASLt stores rows, columns and leading dimensions as 64 bits, but its
/// kernels index with 32: larger ones are not worth a run.
constexpr Bounds DimensionBounds{1, 2147483647};
constexpr Bounds BatchBounds{1, 2147483647};
constexpr Bounds ByteBounds{0, UINT64_MAX};

/// What an experiment made of a finding before anything runs.
struct Plan {
  /// Of both forms, or of the flagged one when the control has its own.
  Settings TheSettings;
  std::optional<Settings> ControlSettings;
  /// Keys of the call specification that the witness filled.
  std::vector<std::string> FilledByWitness;
  /// The calls that run are those of the finding's path, in their order.
  bool RunsPath = false;
  /// Why nothing may run, one line; empty when it may.
  std::string Refusal;
  /// False where the library decides the question without one.
  bool NeedsGpu = true;
  /// The runs fill the device's memory: they must have the device to
  /// themselves, and the device its memory.
  bool NeedsExclusiveMemory = false;
  /// Other runs on the device would change the outcome: time, or a race.
  bool NeedsDeviceAlone = false;
  /// A flagged run that is killed by SIGSEGV, SIGBUS or SIGABRT shows what
  /// the rule says.
  bool CrashConfirms = false;
  /// A run leaves nothing in its process but perhaps a dead context, which is
  /// noticed: runs of other findings may follow in the same one.
  bool SharesProcess = false;
  /// How often both forms are run, in turn, for what they are compared by.
  unsigned Rounds = 1;
};

/// Adds to both forms' settings the descriptions in \p Api of the attributes
/// that they name, and of those of layouts.
void describeAttributes(Plan &P, const kb::Api &Api);

/// Reads values from the call specification, or where it does not know them
/// from the witness, and keeps account of which.
class Planner {
public:
  Planner(const findings::CallSpecification &Call, const kb::Experiment &E)
      : Call(Call), E(E) {}

  const findings::CallSpecification &Call;
  const kb::Experiment &E;
  /// Which part of the rule's experiment this plan is for: a rule's key
  /// "memory.x" stands before its "x" when the part is "memory". May be empty.
  std::string Part;
  /// The flagged form is a mistake: values that no right program has (a
  /// dimension of 0, types that do not go together) are run as they are.
  bool AcceptsMistakes = false;
  Plan ThePlan;

  bool refused() const { return !ThePlan.Refusal.empty(); }
  void refuse(const std::string &Reason);

  bool isKnown(const std::string &Key) const;
  /// The finding has this key, known or not.
  bool isNamed(const std::string &Key) const;

  /// The call's own value; nothing when unknown. Refuses a value that is not a
  /// number or is outside \p B.
  std::optional<uint64_t> knownNumber(const std::string &Key, Bounds B);
  /// The call's own word; refuses one that is not in \p Allowed.
  std::optional<std::string> knownWord(const std::string &Key,
                                       const std::vector<std::string> &Allowed);
  std::optional<bool> knownFlag(const std::string &Key);

  /// The call's value, else the witness's, else \p Default; both of the latter
  /// are noted as filled. The result is stored in the settings.
  uint64_t number(const std::string &Key, Bounds B, uint64_t Default);
  std::string word(const std::string &Key,
                   const std::vector<std::string> &Allowed,
                   const std::string &Default);

  /// The rule's text for \p Key in its flagged, control or witness values,
  /// the current part's before the general one.
  using RuleValues = std::map<std::string, std::string>;
  std::optional<std::string> ruleText(const RuleValues &From,
                                      const std::string &Key) const;
  /// The same as a number, or \p Default; never from the finding.
  uint64_t ruleNumber(const RuleValues &From, const std::string &Key, Bounds B,
                      uint64_t Default);
  std::optional<std::string> witness(const std::string &Key) const {
    return ruleText(E.Witness, Key);
  }
  void noteFilled(const std::string &Key);
};

/// "2 GiB", "805 MiB", "12 bytes".
std::string bytesForPeople(uint64_t Bytes);

/// A whole number >= 0 in any of the forms that JSON gives it.
std::optional<uint64_t> asNumber(const Settings::Value &V);

/// What an experiment file says of \p Of.
Settings::Value valueOf(const findings::Key &Of, const std::string &Text);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SETTINGS_H
