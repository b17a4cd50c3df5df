//===-- Sequencer.h - makes steps of a path's calls -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each call of a path becomes a step that the library can be given: objects by
/// name, values that the path leaves open, a way to fail where the path sees a
/// failure, and before it what makes an object that the path only uses.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SEQUENCER_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SEQUENCER_H

#include "runtime-check/experiments/CallSequence.h"
#include <map>

namespace cublaslt::runtime {

/// Makes steps of calls, with those that make what the calls are given.
class Sequencer {
public:
  Sequencer(Planner &P, const kb::Api &Api) : P(P), Api(Api) {}

  void add(const findings::PathStep &Call, bool MakesFail,
           const std::string &Key);
  std::vector<SequenceStep> Steps;
  bool NeedsGpu = false, UsesMatrices = false;
  uint64_t MostElements = 0; ///< of a matrix that a layout describes
  /// An object that the path has from elsewhere and that a call's outcome hangs
  /// on, by the argument; may be empty.
  std::string FromOutside;

  // What mends the steps; refuses what cannot be mended so.
  void destroyFlagged();
  void askAgain();
  void markRival();
  void ownWorkspace();
  void failForLackOfMemory();
  void halve();
  uint64_t RemainingBytes = 0; ///< in which the first try does not fit

private:
  struct Known {
    bool IsInPlace = false;
  };

  std::string howToFail(const kb::Function &F) const;
  SequenceArgument argument(const kb::Function &F,
                            const kb::Parameter &Parameter,
                            const findings::PathStep &Call,
                            const std::string &Failure, const std::string &Key);
  SequenceArgument object(const kb::Function &F, const kb::Parameter &Parameter,
                          const std::string &ObjectKind,
                          const findings::PathStep &Call);
  const kb::Attribute *attributeOf(const kb::Function &F,
                                   const findings::PathStep &Call) const;
  SequenceArgument bufferSize(const kb::Attribute &A,
                              const findings::PathStep &Call,
                              const std::string &Name,
                              const std::string &Failure) const;
  std::optional<int64_t> number(const findings::PathStep &Call,
                                const std::string &Name);
  std::string word(const findings::PathStep &Call,
                   const std::string &Name) const;
  SequenceArgument enumerated(const findings::PathStep &Call,
                              const std::string &Name, const char *Default,
                              const std::string &Key);
  SequenceArgument memory(const std::string &Word, const std::string &Name);
  SequenceStep *flagged();
  /// The place of \p R among the parameters of the step's function; -1.
  int indexOf(const SequenceStep &Step, kb::Role R, char Matrix = 0) const;
  /// The last step before the flagged one that makes the same call; null.
  SequenceStep *lastTry();
  void noteElements(const kb::Function &F, const SequenceStep &Step);
  void refuse(const std::string &Why) { P.refuse(Why + ": not run"); }

  Planner &P;
  const kb::Api &Api;
  std::map<std::string, Known> Objects;
  std::string Flagged; ///< the object that the flagged call makes
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SEQUENCER_H
