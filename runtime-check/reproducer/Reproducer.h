//===-- Reproducer.h - a finding as a program of its own --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes what an experiment executed as one readable program for a bug
/// report: no other file, one command to build it. Each experiment gives the
/// statements of its two forms, made from the same settings that it runs; here
/// they become one function in which only what differs is under a condition,
/// with the few helpers that the statements call and a main() that runs each
/// form in a process of its own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPRODUCER_REPRODUCER_H
#define CUBLASLT_RUNTIME_CHECK_REPRODUCER_REPRODUCER_H

#include "findings/Finding.h"
#include "runtime-check/Experiment.h"
#include <string>

namespace cublaslt::runtime {

/// What a reproducer ends with.
enum ReproducerCode {
  FlaggedWorks = 0,
  FlaggedFails = 1, ///< and the control does not, as in the verdict
  ControlFails = 2  ///< too, so nothing is shown
};

/// The tests refuse longer reproducers, except those of a batch stride of 0 and
/// of descriptors that are created again.
constexpr unsigned MostReproducerLines = 119;

/// "007-cublaslt-epilogue"; of the rule's name only what a file name can hold.
std::string reproducerName(size_t Number, const std::string &Rule);

/// The one command that builds \p Name.cpp.
std::string buildCommand(const std::string &Name);

/// The program for a finding whose form failed. The verdict must contain the
/// runs. Empty if the experiment has no program.
std::string reproducer(const findings::Finding &F, const findings::Verdict &V,
                       const Experiment &E, const Plan &P,
                       const std::string &Name);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPRODUCER_REPRODUCER_H
