//===-- Loader.h - from YAML files to a knowledge base ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Builds a knowledge base from files that are already in memory. All of its
/// functions throw Problem; nothing of a knowledge base that did not load
/// completely leaves it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_LOADER_H
#define CUBLASLT_KB_LOADER_H

#include "kb/KnowledgeBase.h"
#include "kb/YamlTree.h"
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::kb {

class RecordReader;

/// One YAML file.
struct SourceFile {
  std::string Path; ///< relative to the folder: "rules/cublaslt-x.yaml"
  std::string Name; ///< what messages call it
  std::string_view Text;
  bool IsPacked = false; ///< Text is what packTree made of the file
};

class Loader {
public:
  /// \p Files in the order of their paths. \p ChecksPatterns: also compile
  /// each message pattern (costs more than all the rest of the loading).
  static void load(const std::vector<SourceFile> &Files, bool ChecksPatterns,
                   KnowledgeBase &Into);

  /// Adds a user's file of wrappers to \p Into, which is spoilt when it throws.
  static void readWrappers(const YamlNode &Root, const std::string &File,
                           KnowledgeBase &Into);

private:
  explicit Loader(KnowledgeBase &Kb) : Kb(Kb) {}

  Api readApi(const YamlNode &Root, const std::string &File);
  Defect readDefect(const YamlNode &Root, const std::string &File);
  Entry readEntry(const YamlNode &Root, const std::string &File);
  Rule readRule(const YamlNode &Root, const std::string &File);
  void readEnumerations(const YamlNode &Root, const std::string &File);
  void readExperiments(const YamlNode &Root, const std::string &File);
  void readMessages(const YamlNode &Root, const std::string &File,
                    bool ChecksPatterns);
  StatusKnowledge readStatus(const YamlNode &Node, const std::string &File);
  // ConditionReader.cpp.
  /// \p Matrix: the letter that `X` is replaced by, or 0 if the condition has
  /// no placeholder. Bounds may name a parameter of \p Of.
  Term readTerm(const YamlNode &Node, const std::string &File, char Matrix,
                const Rule *Of = nullptr);
  /// Refuses what is not the key of one of \p Of's effects.
  static void checkEffect(RecordReader &Reader, const std::string &Key,
                          const Rule &Of);
  void readCondition(const YamlNode &Node, const std::string &File, Rule &Into);
  Quantity readQuantity(const YamlNode &Node, const std::string &File,
                        char Matrix);
  void referOperand(const std::string &Operand, const Place &Where);
  static Measurement readMeasurement(const YamlNode &Node,
                                     const std::string &File);
  AnswerLine readAnswerLine(const YamlNode &Node, const std::string &File,
                            const Entry &E);
  Claim readClaim(const YamlNode &Node, const std::string &File,
                  const std::string &EntryId, const char *What);

  /// Refuses \p Name when something of the same \p Kind has it already.
  void declare(const std::string &Kind, const std::string &Name,
               const Place &Where);
  /// Remembers that \p Where names something; resolve() looks it up when all
  /// files are read, so the order of the files does not matter.
  void refer(const std::string &Kind, const std::string &Name,
             const Place &Where);
  void resolve() const;
  /// Each experiment must say what decides: itself, or its rule's conditions.
  void checkDeciding() const;

  struct Reference {
    std::string Kind, Name;
    Place Where;
  };
  KnowledgeBase &Kb;
  std::map<std::string, std::map<std::string, Place>> Declared;
  std::vector<Reference> References;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_LOADER_H
