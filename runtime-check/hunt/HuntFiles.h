//===-- HuntFiles.h - what a finding leaves behind --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNTFILES_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNTFILES_H

#include "runtime-check/DeviceFacts.h"
#include "runtime-check/hunt/Hunt.h"

namespace cublaslt::runtime {

/// One line: what happens with what problem, and whether it is known.
std::string findingForPeople(const HuntFinding &F);

/// A file for kb/defects, to be finished by a person.
std::string defectDraft(const HuntFinding &F, const DeviceFacts &Facts,
                        const std::string &Date);

/// A program that does the one matmul and compares it with the CPU.
std::string huntProgram(const HuntFinding &F, const DeviceFacts &Facts);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNTFILES_H
