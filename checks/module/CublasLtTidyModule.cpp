//===-- CublasLtTidyModule.cpp - the clang-tidy module --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/module/CublasLtTidyModule.h"
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <llvm/Config/llvm-config.h>
#if LLVM_VERSION_MAJOR < 22
#include <clang-tidy/ClangTidyModuleRegistry.h>
#endif

namespace cublaslt::checks {
namespace {

class CublasLtTidyModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    registerChecks(Factories);
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<CublasLtTidyModule>
    Registered("cublaslt-module", "Checks for callers of cuBLASLt.");

} // namespace
} // namespace cublaslt::checks
