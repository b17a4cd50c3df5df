//===-- DefaultChecks.h - which checks are on by themselves ----*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lists for clang-tidy's "Checks" made of the rules' levels. In every host our
/// checks up to level 1 are on without configuration.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_DEFAULTCHECKS_H
#define CUBLASLT_TOOLS_HOSTS_DEFAULTCHECKS_H

#include <llvm/ADT/StringRef.h>
#include <optional>
#include <string>

namespace cublaslt::tidy {

constexpr int DefaultLevel = 1;

/// Our checks up to \p Level, turned on.
std::string checksUpTo(int Level);
/// Our checks above \p Level, turned off.
std::string noChecksAbove(int Level);

/// True when \p Checks, a value of "Checks", decides about our checks: a list
/// without their names, even one that begins with "-*", is about others.
bool namesOurChecks(llvm::StringRef Checks);

/// What is in effect where the project's files say \p Configured and \p Level
/// was asked for: our checks of the level are on, unless \p Configured decides
/// about ours, and those above an asked level are off.
std::string checksInEffect(llvm::StringRef Configured,
                           std::optional<int> Level);

/// Appends \p List to \p Checks.
void addToChecks(std::optional<std::string> &Checks, const std::string &List);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_DEFAULTCHECKS_H
