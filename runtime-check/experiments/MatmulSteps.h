//===-- MatmulSteps.h - an experiment as a list of steps --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What an experiment around one matmul does, as a list: it is run
/// (MatmulSteps.cpp), and it is printed as the reproducer
/// (MatmulStepsProgram.cpp). Steps.h is for an experiment with variables or a
/// loop of its own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSTEPS_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSTEPS_H

#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/problem/MatmulSettings.h"

namespace cublaslt::runtime {

struct MatmulStep {
  enum class Kind {
    MakeContext,       ///< so that its memory is taken before what follows
    CreateHandle,      ///< of cuBLASLt
    CreateCublas,      ///< a handle of the library above it
    Describe,          ///< descriptor and layouts
    Allocate,          ///< the matrices, and the scalars
    Fill,              ///< random numbers in the matrices
    CreateStream,      ///< for the calls that follow
    BeginCapture,      ///< of that stream
    EndCapture,        ///< into a graph
    LaunchGraph,       ///< and wait for it
    HoldMemory,        ///< until Bytes are free
    ReleaseMemory,     ///< that was held
    Choose,            ///< an algorithm, with a workspace of at most Bytes
    AllocateWorkspace, ///< of Bytes
    AllocateOther,     ///< Bytes that nothing uses
    Multiply, ///< with the algorithm, and the workspace if there is one
    Synchronize,
  };
  Kind Is;
  uint64_t Bytes = 0;
  /// The question is about its status: a failure is the answer, and not a run
  /// that did not come to its question.
  bool IsAsked = false;
  /// Asked, and the program goes on after a failure.
  bool GoesOn = false;
  /// Behind the statement.
  std::string Comment = {};
};

using MatmulSteps = std::vector<MatmulStep>;

/// An experiment that is a list of steps.
class SteppedRun : public MatmulRun {
public:
  /// Of one form. What a step of one form declares is declared in both.
  virtual MatmulSteps steps(Form F, const Settings &S) const = 0;

  findings::RunOutcome run(Form F, const Settings &S) const final;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const final;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSTEPS_H
