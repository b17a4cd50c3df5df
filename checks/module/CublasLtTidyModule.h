//===-- CublasLtTidyModule.h - the clang-tidy module ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The list of checks, which the build generates from the files in checks/.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_CUBLASLTTIDYMODULE_H
#define CUBLASLT_CHECKS_CUBLASLTTIDYMODULE_H

#include <string>
#include <vector>

namespace clang::tidy {
class ClangTidyCheckFactories;
}

namespace cublaslt::checks {

/// Registers every check under its name.
void registerChecks(clang::tidy::ClangTidyCheckFactories &Factories);

/// Names of all checks: "cublaslt-unbounded-workspace", ...
const std::vector<std::string> &checkNames();

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_CUBLASLTTIDYMODULE_H
