//===-- KnowledgeBase.h - what is known of cuBLASLt -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The knowledge base: the API description, the rules, the error entries, the
/// library's own defects and the message patterns, loaded from YAML. Nothing about cuBLASLt's API is
/// hard-coded anywhere else: a second API of the same shape (hipBLASLt) is a
/// second YAML file. This header needs neither yaml-cpp nor exceptions.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_KNOWLEDGEBASE_H
#define CUBLASLT_KB_KNOWLEDGEBASE_H

#include "kb/Api.h"
#include "kb/Defect.h"
#include "kb/Entry.h"
#include "kb/Message.h"
#include "kb/Rule.h"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::kb {

/// One problem in one file, in one line for a person:
/// "file:line:column: found X, expected Y".
struct LoadError {
  std::string Message;
};

/// A parameter that code reads from a rule.
struct NeededParameter {
  const char *Name;
  enum Kind { Number, Positive, Words } TheKind = Number;
};

class KnowledgeBase {
public:
  /// The knowledge base that was compiled in. Parsed at the first call; safe
  /// to call from several threads.
  static const KnowledgeBase &builtin();

  /// The prefixes of the built-in APIs' functions. Costs nothing, unlike
  /// builtin().
  static std::vector<std::string_view> builtinPrefixes();

  /// Names of functions outside the API that checks look for in every unit,
  /// without loading the built-in knowledge base.
  static std::vector<std::string_view> builtinWatched();
  /// The same of this one.
  std::vector<std::string_view> watched() const;

  /// Loads the folder \p Directory (api/, defects/, entries/, experiments/,
  /// messages/, rules/). On
  /// failure returns null and sets \p Error; nothing is half loaded.
  static std::unique_ptr<KnowledgeBase> load(const std::string &Directory,
                                             LoadError &Error);

  /// Adds what the user's file \p Path says of functions of the user's own
  /// that use an API. On failure sets \p Error, and nothing has changed.
  bool extend(const std::string &Path, LoadError &Error);

  const std::vector<Api> &apis() const { return Apis; }
  /// The user's own macro around a call that tests its status, or empty.
  const std::string &checkMacro() const { return CheckMacro; }
  const std::vector<Defect> &defects() const { return Defects; }
  const std::vector<Entry> &entries() const { return Entries; }
  const std::vector<Rule> &rules() const { return Rules; }
  const std::vector<MessagePattern> &messages() const { return Messages; }
  const std::vector<StatusKnowledge> &statuses() const { return Statuses; }

  /// Of all rules, each rule's cases in the order of its file.
  const std::vector<Experiment> &experiments() const { return Experiments; }

  /// Those of one rule, in order.
  std::vector<const Experiment *> experimentsOf(std::string_view Rule) const;

  const Rule *rule(std::string_view Name) const;
  const Entry *entry(std::string_view Id) const;
  const Defect *defect(std::string_view Id) const;

  /// The rule to which the log reader's \p Reason belongs, and what it says;
  /// both null when no rule has it.
  struct ReasonOf {
    const Rule *TheRule = nullptr;
    const LogFinding *Finding = nullptr;
  };
  ReasonOf reason(std::string_view Reason) const;

  /// Why code that reads \p Needed from the rule \p Rule cannot work with this
  /// knowledge base, in one line; empty when it can. To be asked before the
  /// knowledge base comes into use: what is read later is there.
  std::string whyUnfit(std::string_view Rule,
                       const std::vector<NeededParameter> &Needed) const;

  /// Hash of all files' contents, hexadecimal: for caches and --version.
  const std::string &fingerprint() const { return Fingerprint; }

private:
  friend class Loader;
  std::vector<Api> Apis;
  std::vector<Defect> Defects;
  std::vector<Entry> Entries;
  std::vector<Rule> Rules;
  std::vector<Experiment> Experiments;
  std::vector<MessagePattern> Messages;
  std::string CheckMacro;
  std::vector<StatusKnowledge> Statuses;
  std::string Fingerprint;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_KNOWLEDGEBASE_H
