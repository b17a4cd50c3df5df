//===-- Doctor.h - the program cublaslt-doctor ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The program without its main(), so that the tests can run it with
/// experiments of their own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H

#include "kb/KnowledgeBase.h"
#include "runtime-check/Experiment.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/sandbox/ChildProcess.h"
#include <memory>
#include <string>
#include <vector>

namespace cublaslt::doctor {

/// What the program ends with.
enum ExitCode {
  AllRefuted = 0,       ///< every finding decided, no flagged form failed
  Standing = 1,         ///< one is confirmed or holds, or is inconclusive
  WrongUse = 2,         ///< wrong use, or input that cannot be read
  LacksEnvironment = 3, ///< no GPU or no CUDA: some are undecided
  NotWhole = 4,         ///< the analysis failed: findings may be missing
  Interrupted = 130     ///< finished verdicts are in the file
};

struct VerifyCommand {
  std::string Input, Output, KnowledgeBase, Only, Shard, Gpus, Emit, Library;
  unsigned TimeoutSeconds = 20;
  unsigned TotalSeconds = 0; ///< 0: no limit
  bool Resume = false;
};

struct MergeCommand {
  std::vector<std::string> Inputs;
  std::string Output;
};

struct RulesCommand {
  std::string Output, KnowledgeBase;
};

/// Writes a findings file with each rule's own flagged forms.
int writeRules(const RulesCommand &Command);

int merge(const MergeCommand &Command);

struct ReportCommand {
  std::string Input, Output;
};
int report(const ReportCommand &Command);

struct ExplainCommand {
  std::string Name, KnowledgeBase;
  bool IsVerbose = false;
};
int explain(const ExplainCommand &Command);
/// The same, where the name is a line of a log.
int explainLine(const ExplainCommand &Command, const kb::KnowledgeBase &Kb);

struct MeasureCommand {
  std::string Entry, KnowledgeBase, Library;
};
int measure(const MeasureCommand &Command,
            const runtime::ExperimentRegistry &Registry,
            runtime::ChildLimits Limits);

/// A finding with nothing but its case and its function (empty: the matmul):
/// the rule's witness gives all.
findings::Finding ownFinding(const kb::Experiment &E,
                             const std::string &Function);

/// Prints one line of complaint; the exit code that goes with it.
int complain(const std::string &Message);

/// The one in \p Folder, or the built-in one when that is empty. Null, with
/// the complaint printed, when it cannot be loaded.
const kb::KnowledgeBase *
knowledgeBase(const std::string &Folder,
              std::unique_ptr<kb::KnowledgeBase> &Loaded);

/// A verdict worth keeping: one that a run gave.
bool isFinal(const findings::Finding &F);

/// Two findings whose runs are the same.
bool isSameQuestion(const findings::Finding &One,
                    const findings::Finding &Other);

/// A stand-alone program in \p Folder for each finding of \p Chosen that
/// stands; its build command is printed. Empty, or why one could not be
/// written.
std::string writeReproducers(const std::string &Folder,
                             const std::vector<findings::Finding> &Findings,
                             const std::vector<size_t> &Chosen,
                             runtime::Verifier &Verifier);

int verify(const VerifyCommand &Command,
           const runtime::ExperimentRegistry &Registry,
           runtime::ChildLimits Limits);

/// The whole program, the sandbox's child included.
int run(int argc, char **argv, const runtime::ExperimentRegistry &Registry,
        const runtime::ChildLimits &Limits);

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H
